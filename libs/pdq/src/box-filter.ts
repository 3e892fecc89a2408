// One-dimensional box averages in float32, rounded where the reference rounds: one running sum a line, whose
// rounding error is part of the hash. Where the box overlaps an edge, it shrinks.

const { fround, max, min } = Math;

/** Lines averaged side by side: their running sums do not depend on each other, so the processor overlaps them. */
export const LINES = 4;

/** Width of the box for a line of `length`. */
export function boxWindow(length: number): number {
  return Math.ceil(length / 128);
}

/** Values that enter the running sum before the first average leaves it, and averages that leave after the last. */
function boxDelay(window: number): number {
  return ((window + 2) >> 1) - 1;
}

/**
 * Averages `LINES` lines of `length` values, one after the other in `input`, and writes the averages at the
 * ascending positions `wanted` (a position may repeat) to `output`, `wanted.length` values a line.
 */
export function averageLines(
  input: Float32Array,
  length: number,
  window: number,
  wanted: Int32Array,
  output: Float32Array,
): void {
  const delay = boxDelay(window);
  const step = wanted.length;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let next = 0;
  for (let at = 0; at < length + delay; at++) {
    if (at < length) {
      sum0 = fround(sum0 + input[at]!);
      sum1 = fround(sum1 + input[at + length]!);
      sum2 = fround(sum2 + input[at + 2 * length]!);
      sum3 = fround(sum3 + input[at + 3 * length]!);
    }
    if (at >= window) {
      const left = at - window;
      sum0 = fround(sum0 - input[left]!);
      sum1 = fround(sum1 - input[left + length]!);
      sum2 = fround(sum2 - input[left + 2 * length]!);
      sum3 = fround(sum3 - input[left + 3 * length]!);
    }
    while (wanted[next] === at - delay) {
      const count = min(at + 1, length) - max(at + 1 - window, 0);
      output[next] = sum0 / count;
      output[next + step] = sum1 / count;
      output[next + 2 * step] = sum2 / count;
      output[next + 3 * step] = sum3 / count;
      next++;
    }
  }
}

/**
 * Averages down all columns at once while rows arrive one by one, keeping only as many rows as the box is high.
 * Averaged rows leave in order: some from `push`, the rest from `drain` once all rows are in.
 */
export class ColumnAverage {
  private readonly delay: number;
  private readonly sums: Float32Array;
  private readonly recent: Float32Array;
  private pushed = 0;
  private drained = 0;

  constructor(
    private readonly width: number,
    private readonly window: number,
  ) {
    this.delay = boxDelay(window);
    this.sums = new Float32Array(width);
    this.recent = new Float32Array(width * window);
  }

  /** Takes the row at `input[from…]`; true when an averaged row was written to `output[to…]`. */
  push(input: Float32Array, from: number, output: Float32Array, to: number): boolean {
    const { width, window, sums, recent } = this;
    const row = this.pushed++;
    const slot = (row % window) * width;
    if (row < window) {
      const ready = row >= this.delay;
      for (let x = 0; x < width; x++) {
        const value = input[from + x]!;
        const sum = fround(sums[x]! + value);
        recent[slot + x] = value;
        sums[x] = sum;
        if (ready) output[to + x] = sum / (row + 1);
      }
      return ready;
    }
    for (let x = 0; x < width; x++) {
      const value = input[from + x]!;
      const sum = fround(fround(sums[x]! + value) - recent[slot + x]!);
      recent[slot + x] = value;
      sums[x] = sum;
      output[to + x] = sum / window;
    }
    return true;
  }

  /** After the last row: true when one more averaged row was written to `output[to…]`, false when all have left. */
  drain(output: Float32Array, to: number): boolean {
    if (this.drained === this.delay) return false;
    const { width, window, sums, recent } = this;
    const slot = ((this.pushed + this.drained++) % window) * width;
    const count = window - this.drained;
    for (let x = 0; x < width; x++) {
      const sum = fround(sums[x]! - recent[slot + x]!);
      sums[x] = sum;
      output[to + x] = sum / count;
    }
    return true;
  }
}
