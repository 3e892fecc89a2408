// From the 64×64 grid to 16×16 low frequencies and from those to bits: discrete cosine transform, median,
// and the seven other orientations by sign and transposition.
import { HASH_BYTES, type PdqHash } from './pdq-hash.js';
import { GRID } from './luma-grid.js';

/** Rows and columns of the block of frequencies. */
export const BLOCK = 16;

const COEFFICIENTS = BLOCK * BLOCK;

const { fround } = Math;

/** Orientations in the reference's order. Rotations are counter-clockwise. */
export const DIHEDRAL_NAMES = [
  'original',
  'rot90',
  'rot180',
  'rot270',
  'flipX',
  'flipY',
  'flipPlus1',
  'flipMinus1',
] as const;

/** One of the eight orientations of a picture. */
export type DihedralName = (typeof DIHEDRAL_NAMES)[number];

/** The cosines in double precision, 16 rows of 64, for frequencies 1 to 16; the constant term is left out. */
export function cosineMatrix(): Float64Array {
  const scale = fround(Math.sqrt(2 / GRID));
  return Float64Array.from({ length: BLOCK * GRID }, (_, at) => {
    const frequency = Math.floor(at / GRID) + 1;
    const position = at % GRID;
    return scale * Math.cos((Math.PI / 2 / GRID) * frequency * (2 * position + 1));
  });
}

const COSINES = Float32Array.from(cosineMatrix());

/** Low frequencies of a 64×64 grid: 256 float32 values, row by row. */
export function frequencyBlock(grid: Float32Array): Float32Array {
  const half = new Float32Array(BLOCK * GRID);
  for (let i = 0; i < BLOCK; i++) {
    const cosines = i * GRID;
    for (let j = 0; j < GRID; j += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let k = 0; k < GRID; k++) {
        const cosine = COSINES[cosines + k]!;
        const at = k * GRID + j;
        sum0 = fround(sum0 + fround(cosine * grid[at]!));
        sum1 = fround(sum1 + fround(cosine * grid[at + 1]!));
        sum2 = fround(sum2 + fround(cosine * grid[at + 2]!));
        sum3 = fround(sum3 + fround(cosine * grid[at + 3]!));
      }
      half[cosines + j] = sum0;
      half[cosines + j + 1] = sum1;
      half[cosines + j + 2] = sum2;
      half[cosines + j + 3] = sum3;
    }
  }
  const block = new Float32Array(COEFFICIENTS);
  for (let i = 0; i < BLOCK; i++) {
    for (let j = 0; j < BLOCK; j++) {
      let sum = 0;
      for (let k = 0; k < GRID; k++) sum = fround(sum + fround(half[i * GRID + k]! * COSINES[j * GRID + k]!));
      block[i * BLOCK + j] = sum;
    }
  }
  return block;
}

/**
 * The 128th smallest of 256 frequencies, which is what Torben's method, the reference's, comes to: of an even count it
 * returns the lower one of the middle two.
 * @see Hoare, Algorithm 65: find, Communications of the ACM 4 (1961)
 */
function lowerMedian(block: Float32Array): number {
  const values = block.slice();
  const middle = COEFFICIENTS / 2 - 1;
  let low = 0;
  let high = COEFFICIENTS - 1;
  while (low < high) {
    const pivot = values[middle]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const value = values[left]!;
      values[left++] = values[right]!;
      values[right--] = value;
    }
    if (right < middle) low = left;
    if (left > middle) high = right;
  }
  return values[middle]!;
}

/** One bit a frequency: whether it lies above the median. */
export function hashOfBlock(block: Float32Array): PdqHash {
  return hashAbove(block, lowerMedian(block));
}

function hashAbove(block: Float32Array, median: number): PdqHash {
  const hash = new Uint8Array(HASH_BYTES);
  for (let k = 0; k < COEFFICIENTS; k++) {
    if (block[k]! > median) hash[HASH_BYTES - 1 - (k >> 3)]! |= 1 << (k & 7);
  }
  return hash;
}

/** 1 or -1 for each frequency. */
function signs(negated: (row: number, column: number) => boolean): Float32Array {
  return Float32Array.from({ length: COEFFICIENTS }, (_, at) =>
    negated(Math.floor(at / BLOCK), at % BLOCK) ? -1 : 1,
  );
}

const AS_THEY_ARE = signs(() => false);
const EVEN_ROWS_NEGATED = signs((row) => row % 2 === 0);
const EVEN_COLUMNS_NEGATED = signs((_row, column) => column % 2 === 0);
const ODD_SUMS_NEGATED = signs((row, column) => (row + column) % 2 === 1);

/** For each orientation: where a frequency changes its sign, and whether rows and columns then change places. */
const ORIENTATIONS: Record<DihedralName, { signs: Float32Array; transposed: boolean }> = {
  original: { signs: AS_THEY_ARE, transposed: false },
  rot90: { signs: EVEN_COLUMNS_NEGATED, transposed: true },
  rot180: { signs: ODD_SUMS_NEGATED, transposed: false },
  rot270: { signs: EVEN_ROWS_NEGATED, transposed: true },
  flipX: { signs: EVEN_ROWS_NEGATED, transposed: false },
  flipY: { signs: EVEN_COLUMNS_NEGATED, transposed: false },
  flipPlus1: { signs: AS_THEY_ARE, transposed: true },
  flipMinus1: { signs: ODD_SUMS_NEGATED, transposed: true },
};

/** The frequencies of the picture in another orientation, derived without filtering it again. */
export function orientedBlock(block: Float32Array, orientation: DihedralName): Float32Array {
  const { signs: factors, transposed } = ORIENTATIONS[orientation];
  const signed = block.map((value, at) => value * factors[at]!);
  return transposed ? transpose(signed) : signed;
}

function transpose(block: Float32Array): Float32Array {
  const turned = new Float32Array(COEFFICIENTS);
  for (let at = 0; at < COEFFICIENTS; at++)
    turned[(at % BLOCK) * BLOCK + Math.floor(at / BLOCK)] = block[at]!;
  return turned;
}

/** The hashes of all orientations, in the order of `DIHEDRAL_NAMES`. */
export function orientedHashes(block: Float32Array): PdqHash[] {
  // Two orientations each have the same values in other places, and so the same median.
  const medians = new Map<Float32Array, number>();
  return DIHEDRAL_NAMES.map((name) => {
    const oriented = orientedBlock(block, name);
    const { signs: factors } = ORIENTATIONS[name];
    const median = medians.get(factors) ?? lowerMedian(oriented);
    medians.set(factors, median);
    return hashAbove(oriented, median);
  });
}
