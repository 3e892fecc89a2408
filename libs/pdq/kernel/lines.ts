// Box averages, four lines to a vector. A tile is 16 rows of some columns, column after column, so that the running
// sums of 16 rows advance side by side; down the columns, those of four columns do. What lies outside the picture is
// zero, which changes no sum, and averages that would lie outside are made zero by an infinite divisor.

/** Rows of a tile. */
export const ROWS: i32 = 16;
/** Bytes from one column of a tile to the next. */
export const COLUMN: usize = 64;
/** Bytes of a vector: four float32 values. */
export const VECTOR: usize = 16;

/** Values that enter a running sum before the first average leaves it, and averages that leave after the last value. */
export function delayOf(window: i32): i32 {
  return ((window + 2) >> 1) - 1;
}

/** Number of values below the box when the one at `at` has entered, or infinity where no average leaves. */
export function divisorAt(at: i32, length: i32, window: i32): f32 {
  const delay = delayOf(window);
  if (at < delay || at >= length + delay) return Infinity;
  return (min(at + 1, length) - max(at + 1 - window, 0)) as f32;
}

/** The sums of four rows after one more column: the new value enters, then the one `gap` before it leaves. */
function advance(sum: v128, at: usize, gap: usize, offset: usize): v128 {
  return f32x4.sub(f32x4.add(sum, v128.load(at + offset)), v128.load(at - gap + offset));
}

/** Averages over boxes that are all of the same width. */
function averageRun(input: usize, end: usize, output: usize, sums: usize, gap: usize, divisor: v128): void {
  let sum0 = v128.load(sums, 0);
  let sum1 = v128.load(sums, 16);
  let sum2 = v128.load(sums, 32);
  let sum3 = v128.load(sums, 48);
  for (let at = input, to = output; at < end; at += COLUMN, to += COLUMN) {
    sum0 = advance(sum0, at, gap, 0);
    sum1 = advance(sum1, at, gap, 16);
    sum2 = advance(sum2, at, gap, 32);
    sum3 = advance(sum3, at, gap, 48);
    v128.store(to, f32x4.div(sum0, divisor), 0);
    v128.store(to, f32x4.div(sum1, divisor), 16);
    v128.store(to, f32x4.div(sum2, divisor), 32);
    v128.store(to, f32x4.div(sum3, divisor), 48);
  }
  v128.store(sums, sum0, 0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
}

/** Averages over a box that is cut off by an edge: every column has a divisor of its own. */
function averageEdge(
  input: usize,
  end: usize,
  output: usize,
  sums: usize,
  first: i32,
  length: i32,
  window: i32,
): void {
  const gap = (window as usize) * COLUMN;
  for (let at = input; at < end; at += COLUMN, output += COLUMN, first++) {
    averageRun(at, at + COLUMN, output, sums, gap, f32x4.splat(divisorAt(first, length, window)));
  }
}

/**
 * Averages along the 16 rows of a tile.
 * @param input columns, after as many earlier ones as the box is wide
 * @param output averages; each column of them belongs `delayOf(window)` columns before its place
 * @param sums the 16 running sums, kept from tile to tile
 * @param first place of the first column in the line
 */
export function averageRows(
  input: usize,
  output: usize,
  columns: i32,
  sums: usize,
  first: i32,
  length: i32,
  window: i32,
): void {
  const gap = (window as usize) * COLUMN;
  const wholeFrom = min(max(window - 1 - first, 0), columns) as usize;
  const wholeTo = max(wholeFrom, max(min(length - first, columns), 0) as usize);
  const start = input + wholeFrom * COLUMN;
  const end = input + wholeTo * COLUMN;
  const to = output + wholeFrom * COLUMN;
  averageEdge(input, start, output, sums, first, length, window);
  averageRun(start, end, to, sums, gap, f32x4.splat(window as f32));
  const rest = output + wholeTo * COLUMN;
  averageEdge(end, input + (columns as usize) * COLUMN, rest, sums, first + (wholeTo as i32), length, window);
}

/** The running sums along 16 rows, from `input` to `end`, for where the averages between are not wanted. */
export function sumRows(input: usize, end: usize, sums: usize, window: i32): void {
  const gap = (window as usize) * COLUMN;
  let sum0 = v128.load(sums, 0);
  let sum1 = v128.load(sums, 16);
  let sum2 = v128.load(sums, 32);
  let sum3 = v128.load(sums, 48);
  for (let at = input; at < end; at += COLUMN) {
    sum0 = advance(sum0, at, gap, 0);
    sum1 = advance(sum1, at, gap, 16);
    sum2 = advance(sum2, at, gap, 32);
    sum3 = advance(sum3, at, gap, 48);
  }
  v128.store(sums, sum0, 0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
}

/** Bytes that `averageColumns` keeps of four columns: their running sums, then the rows below the box. */
export function columnState(window: i32): usize {
  return ((window + 1) as usize) * VECTOR;
}

/** One more row enters the sums of four columns at `state`, the one in its place below the box leaves. */
function enter(sum: v128, value: v128, slot: usize): v128 {
  const result = f32x4.sub(f32x4.add(sum, value), v128.load(slot));
  v128.store(slot, value);
  return result;
}

/** Where the state of four columns keeps a row; the first rows may be above the picture by the delay of the box. */
function slotOf(row: i32, window: i32): usize {
  return ((((row + window) % window) + 1) as usize) * VECTOR;
}

/**
 * Averages down the columns of a tile, four rows of it, in place; each row of averages belongs `delayOf(window)` rows
 * before its place.
 * @param tile its first column, at the first of the four rows
 * @param columns a multiple of four
 * @param state of the first four columns; see `columnState`
 * @param row place of the first of the four rows in the column
 */
export function averageColumns(
  tile: usize,
  columns: i32,
  state: usize,
  row: i32,
  length: i32,
  window: i32,
): void {
  const step = columnState(window);
  const slot0 = slotOf(row, window);
  const slot1 = slotOf(row + 1, window);
  const slot2 = slotOf(row + 2, window);
  const slot3 = slotOf(row + 3, window);
  const divisor0 = f32x4.splat(divisorAt(row, length, window));
  const divisor1 = f32x4.splat(divisorAt(row + 1, length, window));
  const divisor2 = f32x4.splat(divisorAt(row + 2, length, window));
  const divisor3 = f32x4.splat(divisorAt(row + 3, length, window));
  const end = tile + (columns as usize) * COLUMN;
  for (let at = tile, kept = state; at < end; at += 4 * COLUMN, kept += step) {
    // Columns of four rows become rows of four columns, and back.
    let a = v128.load(at, 0);
    let b = v128.load(at, 64);
    let c = v128.load(at, 128);
    let d = v128.load(at, 192);
    let low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    let high = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    let sum = enter(v128.load(kept), v128.shuffle<u64>(low, high, 0, 2), kept + slot0);
    const row0 = f32x4.div(sum, divisor0);
    sum = enter(sum, v128.shuffle<u64>(low, high, 1, 3), kept + slot1);
    const row1 = f32x4.div(sum, divisor1);
    low = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    high = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    sum = enter(sum, v128.shuffle<u64>(low, high, 0, 2), kept + slot2);
    const row2 = f32x4.div(sum, divisor2);
    sum = enter(sum, v128.shuffle<u64>(low, high, 1, 3), kept + slot3);
    const row3 = f32x4.div(sum, divisor3);
    v128.store(kept, sum);
    a = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
    b = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
    c = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
    d = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
    v128.store(at, v128.shuffle<u64>(a, b, 0, 2), 0);
    v128.store(at, v128.shuffle<u64>(a, b, 1, 3), 64);
    v128.store(at, v128.shuffle<u64>(c, d, 0, 2), 128);
    v128.store(at, v128.shuffle<u64>(c, d, 1, 3), 192);
  }
}
