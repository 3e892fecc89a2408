import { DIHEDRAL_NAMES, hashOfBlock, orientedHashes } from './frequency-block.js';
import { compiledSpectrum } from './kernel.js';
import { copiedLumaGrid, GRID } from './luma-grid.js';
import { HASH_BYTES, type PdqHash } from './pdq-hash.js';
import { type PixelImage, requirePixels } from './pixel-image.js';
import { plainSpectrum, type Spectrum, spectrumOfGrid } from './spectrum.js';

/** What `hashPixels` says of a picture. */
export interface PdqResult {
  /** The hash to print, send and index. */
  readonly hash: PdqHash;
  /** 0 to 100; see `MIN_QUALITY`. */
  readonly quality: number;
}

/** The same with the hashes to search by when the picture may have been turned or mirrored. */
export interface PdqDihedralResult extends PdqResult {
  /** Eight hashes in the order of `DIHEDRAL_NAMES`. */
  readonly dihedral: readonly PdqHash[];
}

/** Rows or columns below which a picture has no hash. */
const SMALLEST_SIDE = 5;

/**
 * Hashes decoded pixels at full resolution, bit for bit as the reference does. A picture with fewer than five
 * rows or columns has hash 0 and quality 0.
 * @param options `dihedral`: also hash the picture's eight orientations, which costs little.
 * @throws PdqImageError when dimensions and bytes do not agree.
 * @see https://github.com/facebook/ThreatExchange/blob/main/hashing/hashing.pdf
 */
export function hashPixels(image: PixelImage, options: { dihedral: true }): PdqDihedralResult;
export function hashPixels(image: PixelImage, options?: { dihedral?: boolean }): PdqResult;
export function hashPixels(
  image: PixelImage,
  options: { dihedral?: boolean } = {},
): PdqResult | PdqDihedralResult {
  return hashBy((pixels) => compiledSpectrum(pixels) ?? plainSpectrum(pixels), image, options);
}

/** `hashPixels` by a given way from pixels of at least 5×5 to frequencies. */
export function hashBy(
  spectrumOf: (image: PixelImage) => Spectrum,
  image: PixelImage,
  options: { dihedral?: boolean },
): PdqResult | PdqDihedralResult {
  requirePixels(image);
  const { width, height } = image;
  if (width < SMALLEST_SIDE || height < SMALLEST_SIDE) {
    const nothing = { hash: new Uint8Array(HASH_BYTES), quality: 0 };
    if (!options.dihedral) return nothing;
    return { ...nothing, dihedral: DIHEDRAL_NAMES.map(() => new Uint8Array(HASH_BYTES)) };
  }
  // The reference takes 64×64 pixels as they stand for the plain hash, yet blurs them for the orientations.
  const fitsGrid = width === GRID && height === GRID;
  const { quality, block } = fitsGrid ? spectrumOfGrid(copiedLumaGrid(image)) : spectrumOf(image);
  const result = { hash: hashOfBlock(block), quality };
  if (!options.dihedral) return result;
  const turned = fitsGrid ? spectrumOf(image).block : block;
  return { ...result, dihedral: orientedHashes(turned) };
}
