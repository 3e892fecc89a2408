// PDQ, the perceptual hash that hotlines and providers exchange: bit-exact with the C++ reference on every
// processor, because each operation is rounded to float32 in the reference's order and none is fused.
//
// The hash is of the pixels it is given. From a file, they are taken as most published hashes were made:
// - full resolution: resizing first changes the hash;
// - as stored: no colour profile applied, no orientation;
// - alpha dropped, the colour under it kept as it is, never blended with a background; grey with alpha likewise;
// - palette: its colours; sixteen bits: the high byte of each; grey: three equal channels (one channel is hashed too,
//   as the reference does, and can differ from three equal ones in the last bit of a luma);
// - CMYK: red = (255 − key) × (255 − cyan) / 255, rounded, and so on for green and blue.
//
// The work is done by a kernel in WebAssembly with SIMD where the platform has it, and otherwise by a twin in plain
// TypeScript that gives the same bits; `pdqEngine` says which.
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
export { type PdqEngine, pdqEngine, preparePdq } from './kernel.js';
