// From the 64×64 grid to its quality and to the 16×16 block of frequencies.

/** Rows and columns of the grid. */
export const GRID: i32 = 64;
/** Rows and columns of the block. */
export const BLOCK: i32 = 16;
/** Bytes of a row of the grid. */
const GRID_ROW: usize = 256;
/** Bytes of a row of the block. */
const BLOCK_ROW: usize = 64;

/** Differences of 4 neighbours in whole percent of the range. */
function steps(one: v128, other: v128): v128 {
  const percent = f32x4.div(f32x4.mul(f32x4.sub(one, other), f32x4.splat(100)), f32x4.splat(255));
  return f32x4.abs(f32x4.trunc(percent));
}

/** Quality of the grid, 0 to 100. All sums are whole numbers below 2^24, so their order does not matter. */
export function qualityOf(grid: usize): i32 {
  let sum = f32x4.splat(0);
  const end = grid + (GRID as usize) * GRID_ROW;
  for (let row = grid; row < end; row += GRID_ROW) {
    for (let at = row; at < row + GRID_ROW; at += 16) {
      const here = v128.load(at);
      // The last column has no neighbour to its right: it is compared with itself.
      const right = at + 16 < row + GRID_ROW ? v128.load(at, 4) : v128.shuffle<f32>(here, here, 1, 2, 3, 3);
      sum = f32x4.add(sum, steps(here, right));
      if (row + GRID_ROW < end) sum = f32x4.add(sum, steps(here, v128.load(at, GRID_ROW)));
    }
  }
  const total =
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3);
  return min(100, (total as i32) / 90);
}

/** A row of 64 bytes: sums over k = 0 to 63, in this order, of the k-th factor times the k-th row of 64 bytes. */
function productRow(factors: usize, rows: usize, stride: usize, output: usize): void {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (let k = 0; k < GRID; k++, factors += 4, rows += stride) {
    const factor = v128.load32_splat(factors);
    sum0 = f32x4.add(sum0, f32x4.mul(factor, v128.load(rows, 0)));
    sum1 = f32x4.add(sum1, f32x4.mul(factor, v128.load(rows, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(factor, v128.load(rows, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(factor, v128.load(rows, 48)));
  }
  v128.store(output, sum0, 0);
  v128.store(output, sum1, 16);
  v128.store(output, sum2, 32);
  v128.store(output, sum3, 48);
}

/**
 * The low frequencies of the grid: `cosines` × grid × transposed `cosines`.
 * @param cosines 16 rows of 64
 * @param turned the same as 64 rows of 16
 * @param half room for 16 rows of 64
 */
export function frequenciesOf(grid: usize, cosines: usize, turned: usize, half: usize, block: usize): void {
  for (let i: usize = 0; i < (BLOCK as usize); i++) {
    for (let at: usize = 0; at < GRID_ROW; at += 64) {
      productRow(cosines + i * GRID_ROW, grid + at, GRID_ROW, half + i * GRID_ROW + at);
    }
  }
  for (let i: usize = 0; i < (BLOCK as usize); i++) {
    productRow(half + i * GRID_ROW, turned, BLOCK_ROW, block + i * BLOCK_ROW);
  }
}
