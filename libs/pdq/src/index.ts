// PDQ, the perceptual hash that hotlines and providers exchange: bit-exact with the C++ reference on every
// processor, because each operation is rounded to float32 in the reference's order and none is fused.
//
// The hash is of the pixels it is given. To agree with others, decode at full resolution, apply neither colour
// profile nor orientation, and drop alpha instead of blending it; resizing first changes the hash.
export {
  fromHex,
  HASH_BYTES,
  hammingDistance,
  MATCH_DISTANCE,
  MIN_QUALITY,
  PdqFormatError,
  type PdqHash,
  toHex,
} from './pdq-hash.js';
export { PdqImageError, type PixelImage } from './pixel-image.js';
export { DIHEDRAL_NAMES, type DihedralName } from './frequency-block.js';
export { hashPixels, type PdqDihedralResult, type PdqResult } from './hash-pixels.js';
