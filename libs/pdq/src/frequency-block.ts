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
 * Median of the 256 frequencies by Torben's method, which for an even count does not average the middle two;
 * which of them it returns is part of the hash.
 */
function torbenMedian(block: Float32Array): number {
  let lowest = block[0]!;
  let highest = block[0]!;
  for (const value of block) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const middle = COEFFICIENTS / 2;
  for (;;) {
    const guess = fround(fround(lowest + highest) / 2);
    let less = 0;
    let greater = 0;
    let nextBelow = lowest;
    let nextAbove = highest;
    for (let k = 0; k < COEFFICIENTS; k++) {
      const value = block[k]!;
      if (value < guess) {
        less++;
        if (value > nextBelow) nextBelow = value;
      } else if (value > guess) {
        greater++;
        if (value < nextAbove) nextAbove = value;
      }
    }
    if (less <= middle && greater <= middle) {
      if (less >= middle) return nextBelow;
      return COEFFICIENTS - greater >= middle ? guess : nextAbove;
    }
    if (less > greater) highest = nextBelow;
    else lowest = nextAbove;
  }
}

/** One bit a frequency: whether it lies above the median. */
export function hashOfBlock(block: Float32Array): PdqHash {
  const median = torbenMedian(block);
  const hash = new Uint8Array(HASH_BYTES);
  for (let k = 0; k < COEFFICIENTS; k++) {
    if (block[k]! > median) hash[HASH_BYTES - 1 - (k >> 3)]! |= 1 << (k & 7);
  }
  return hash;
}

/** For each orientation: whether rows and columns change places, and where a frequency changes its sign. */
const ORIENTATIONS: Record<
  DihedralName,
  { transposed: boolean; negated: (row: number, column: number) => boolean }
> = {
  original: { transposed: false, negated: () => false },
  rot90: { transposed: true, negated: (_row, column) => column % 2 === 0 },
  rot180: { transposed: false, negated: (row, column) => (row + column) % 2 === 1 },
  rot270: { transposed: true, negated: (row) => row % 2 === 0 },
  flipX: { transposed: false, negated: (row) => row % 2 === 0 },
  flipY: { transposed: false, negated: (_row, column) => column % 2 === 0 },
  flipPlus1: { transposed: true, negated: () => false },
  flipMinus1: { transposed: true, negated: (row, column) => (row + column) % 2 === 1 },
};

/** The frequencies of the picture in another orientation, derived without filtering it again. */
export function orientedBlock(block: Float32Array, orientation: DihedralName): Float32Array {
  const { transposed, negated } = ORIENTATIONS[orientation];
  const oriented = new Float32Array(COEFFICIENTS);
  for (let row = 0; row < BLOCK; row++) {
    for (let column = 0; column < BLOCK; column++) {
      const value = block[row * BLOCK + column]!;
      const to = transposed ? column * BLOCK + row : row * BLOCK + column;
      oriented[to] = negated(row, column) ? -value : value;
    }
  }
  return oriented;
}
