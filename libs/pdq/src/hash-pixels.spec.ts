import * as fc from 'fast-check';
import {
  cosineMatrix,
  DIHEDRAL_NAMES,
  type DihedralName,
  hashOfBlock,
  orientedBlock,
} from './frequency-block.js';
import { hashBy, hashPixels, type PdqDihedralResult } from './hash-pixels.js';
import { compiledSpectrum } from './kernel.js';
import { hammingDistance, toHex } from './pdq-hash.js';
import { PdqImageError, type PixelImage } from './pixel-image.js';
import { plainSpectrum, type Spectrum } from './spectrum.js';
import { drawTestPicture, randomBytes } from './testing/test-pictures.js';
import { readIntermediates, readTestVectors, TRACED_PICTURES } from './testing/test-vectors.js';

const vectors = readTestVectors();

function kernelSpectrum(picture: PixelImage): Spectrum {
  const spectrum = compiledSpectrum(picture);
  if (!spectrum) throw new Error('There is no kernel here.');
  return spectrum;
}

const ENGINES: [string, (picture: PixelImage) => Spectrum][] = [
  ['the compiled kernel', kernelSpectrum],
  ['plain TypeScript', plainSpectrum],
];

function bitPatterns(values: Float32Array): string[] {
  const view = new DataView(values.buffer);
  return Array.from(values, (_, i) =>
    view
      .getUint32(4 * i, true)
      .toString(16)
      .padStart(8, '0'),
  );
}

function noise(width: number, height: number, channels: 1 | 3, seed: number): PixelImage {
  return { width, height, channels, data: randomBytes(width * height * channels, seed) };
}

const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 300 }),
    channels: fc.constantFrom<1 | 3>(1, 3),
    seed: fc.nat(),
  })
  .map(({ width, height, channels, seed }) => noise(width, height, channels, seed));

describe('the hash of a picture', () => {
  it('has vectors for 210 pictures', () => {
    expect(vectors).toHaveLength(210);
  });

  describe.each(ENGINES)('by %s', (_, spectrumOf) => {
    it.each(vectors)('is the reference’s, with quality and orientations: $name', ({ name, ...expected }) => {
      const result = hashBy(spectrumOf, drawTestPicture(name), { dihedral: true }) as PdqDihedralResult;
      expect({
        hash: toHex(result.hash),
        quality: result.quality,
        dihedral: result.dihedral.map(toHex),
      }).toEqual(expected);
    });

    it.each(TRACED_PICTURES)('goes through the reference’s intermediate results: %s', (name) => {
      const { grid, block } = spectrumOf(drawTestPicture(name));
      expect({ grid: bitPatterns(grid), block: bitPatterns(block) }).toEqual(readIntermediates(name));
    });
  });

  it('is the same each time, with or without orientations', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const first = hashPixels(picture, { dihedral: true });
        const again = hashPixels(picture);
        expect(toHex(again.hash)).toBe(toHex(first.hash));
        expect(again.quality).toBe(first.quality);
      }),
      { numRuns: 40 },
    );
  });

  it('sets at most half of its bits, and none on a picture that is too small', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const bits = hammingDistance(hashPixels(picture).hash, new Uint8Array(32));
        expect(bits).toBeLessThanOrEqual(Math.min(picture.width, picture.height) < 5 ? 0 : 128);
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on how the last bit of a cosine is rounded in another engine', () => {
    for (const value of cosineMatrix()) {
      const below = value * (1 - 8 * Number.EPSILON);
      const above = value * (1 + 8 * Number.EPSILON);
      expect(Math.fround(below)).toBe(Math.fround(above));
    }
  });

  it.each([
    [1, 1],
    [4, 400],
    [400, 4],
  ])('is zero with quality zero for %d×%d pixels, too few to say anything', (width, height) => {
    const result = hashPixels(noise(width, height, 3, 1), { dihedral: true });
    expect(result.quality).toBe(0);
    expect(result.dihedral).toHaveLength(8);
    for (const hash of [result.hash, ...result.dihedral]) expect(toHex(hash)).toBe('0'.repeat(64));
  });

  it.each([
    ['no rows', { width: 10, height: 0, channels: 1, data: new Uint8Array(0) }],
    ['half a pixel', { width: 10.5, height: 2, channels: 1, data: new Uint8Array(21) }],
    ['alpha', { width: 10, height: 10, channels: 4, data: new Uint8Array(400) }],
    ['too few bytes', { width: 10, height: 10, channels: 3, data: new Uint8Array(299) }],
    ['too many bytes', { width: 10, height: 10, channels: 1, data: new Uint8Array(101) }],
  ])('refuses pixels with %s', (_, image) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types can pass
    expect(() => hashPixels(image as PixelImage)).toThrow(PdqImageError);
  });
});

describe('the bits of a block of frequencies', () => {
  it('are those above the lower one of the middle two', () => {
    const values = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 256, maxLength: 256 });
    fc.assert(
      fc.property(values, (block) => {
        const median = block.toSorted((a, b) => a - b)[127]!;
        const bits = block.map((value) => (value > median ? '1' : '0'));
        const hash = BigInt(`0x${toHex(hashOfBlock(Float32Array.from(block)))}`);
        expect(hash).toBe(BigInt(`0b${bits.toReversed().join('')}`));
      }),
    );
  });
});

describe('the orientations of a picture', () => {
  const blocks = fc
    .array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 256, maxLength: 256 })
    .map((values) => Float32Array.from(values));

  const compositions: [DihedralName, DihedralName, DihedralName][] = [
    ['rot90', 'rot90', 'rot180'],
    ['rot90', 'rot180', 'rot270'],
    ['rot90', 'rot270', 'original'],
    ['flipX', 'flipX', 'original'],
    ['flipY', 'flipY', 'original'],
    ['flipX', 'flipY', 'rot180'],
    ['flipPlus1', 'flipPlus1', 'original'],
    ['flipMinus1', 'flipMinus1', 'original'],
    ['flipPlus1', 'flipMinus1', 'rot180'],
  ];

  it.each(compositions)('%s, then %s, is %s', (first, second, whole) => {
    fc.assert(
      fc.property(blocks, (block) => {
        const twice = orientedBlock(orientedBlock(block, first), second);
        expect(toHex(hashOfBlock(twice))).toBe(toHex(hashOfBlock(orientedBlock(block, whole))));
      }),
      { numRuns: 30 },
    );
  });

  type Place = readonly [x: number, y: number];

  /** Where a pixel of the turned picture, `side` pixels square, was before. */
  const origins: Record<DihedralName, (x: number, y: number, side: number) => Place> = {
    original: (x, y) => [x, y],
    rot90: (x, y, side) => [side - 1 - y, x],
    rot180: (x, y, side) => [side - 1 - x, side - 1 - y],
    rot270: (x, y, side) => [y, side - 1 - x],
    flipX: (x, y, side) => [x, side - 1 - y],
    flipY: (x, y, side) => [side - 1 - x, y],
    flipPlus1: (x, y) => [y, x],
    flipMinus1: (x, y, side) => [side - 1 - y, side - 1 - x],
  };

  /** The grid samples a little off centre, so a foretold hash is near that of the turned picture, not equal. */
  const foretoldDistance = 40;

  it.each(DIHEDRAL_NAMES)('foretell the hash of the picture turned for real: %s', (name) => {
    const side = 512;
    const picture = drawTestPicture(`blocks_${side}x${side}_c1.pgm`);
    const data = Uint8Array.from({ length: side * side }, (_, at) => {
      const [x, y] = origins[name](at % side, Math.floor(at / side), side);
      return picture.data[y * side + x]!;
    });
    const foretold = hashPixels(picture, { dihedral: true }).dihedral;
    const turned = hashPixels({ ...picture, data }).hash;
    const distances = foretold.map((hash) => hammingDistance(hash, turned));
    expect(Math.min(...distances)).toBe(distances[DIHEDRAL_NAMES.indexOf(name)]);
    expect(Math.min(...distances)).toBeLessThanOrEqual(foretoldDistance);
  });
});
