// PDQ written straight from its description, each step over a whole buffer: what `libs/pdq` is measured against.
import type { PixelImage } from '#libs/pdq';

const { fround } = Math;
const GRID = 64;
const BLOCK = 16;

/** The hash of a colour picture larger than 64×64. */
export function plainPdqHash({ width, height, data }: PixelImage): Uint8Array {
  const luma = new Float32Array(width * height);
  for (let i = 0; i < luma.length; i++) {
    const red = fround(fround(0.299) * data[3 * i]!);
    const green = fround(fround(0.587) * data[3 * i + 1]!);
    const blue = fround(fround(0.114) * data[3 * i + 2]!);
    luma[i] = fround(fround(red + green) + blue);
  }
  const other = new Float32Array(width * height);
  const rowWindow = Math.ceil(width / 128);
  const columnWindow = Math.ceil(height / 128);
  for (let repetition = 0; repetition < 2; repetition++) {
    for (let y = 0; y < height; y++) boxFilter(luma, other, y * width, 1, width, rowWindow);
    for (let x = 0; x < width; x++) boxFilter(other, luma, x, width, height, columnWindow);
  }
  const grid = new Float32Array(GRID * GRID);
  for (let i = 0; i < GRID; i++) {
    const y = Math.trunc(((i + 0.5) * height) / GRID);
    for (let j = 0; j < GRID; j++)
      grid[i * GRID + j] = luma[y * width + Math.trunc(((j + 0.5) * width) / GRID)]!;
  }
  return bitsAboveMedian(cosineTransform(grid));
}

/** Averages the line of `length` values that starts at `start` and goes on every `stride`. */
function boxFilter(
  input: Float32Array,
  output: Float32Array,
  start: number,
  stride: number,
  length: number,
  window: number,
): void {
  const half = (window + 2) >> 1;
  let left = start;
  let right = start;
  let to = start;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < half - 1; i++, right += stride, count++) sum = fround(sum + input[right]!);
  for (let i = 0; i < window - half + 1; i++, right += stride, to += stride) {
    sum = fround(sum + input[right]!);
    output[to] = fround(sum / ++count);
  }
  for (let i = 0; i < length - window; i++, left += stride, right += stride, to += stride) {
    sum = fround(sum + input[right]!);
    sum = fround(sum - input[left]!);
    output[to] = fround(sum / count);
  }
  for (let i = 0; i < half - 1; i++, left += stride, to += stride) {
    sum = fround(sum - input[left]!);
    output[to] = fround(sum / --count);
  }
}

const COSINES = Float32Array.from({ length: BLOCK * GRID }, (_, at) => {
  const frequency = Math.floor(at / GRID) + 1;
  return fround(Math.sqrt(2 / GRID)) * Math.cos((Math.PI / 2 / GRID) * frequency * (2 * (at % GRID) + 1));
});

function cosineTransform(grid: Float32Array): Float32Array {
  const half = new Float32Array(BLOCK * GRID);
  for (let i = 0; i < BLOCK; i++) {
    for (let j = 0; j < GRID; j++) {
      let sum = 0;
      for (let k = 0; k < GRID; k++) sum = fround(sum + fround(COSINES[i * GRID + k]! * grid[k * GRID + j]!));
      half[i * GRID + j] = sum;
    }
  }
  const block = new Float32Array(BLOCK * BLOCK);
  for (let i = 0; i < BLOCK; i++) {
    for (let j = 0; j < BLOCK; j++) {
      let sum = 0;
      for (let k = 0; k < GRID; k++) sum = fround(sum + fround(half[i * GRID + k]! * COSINES[j * GRID + k]!));
      block[i * BLOCK + j] = sum;
    }
  }
  return block;
}

/** The lower middle value serves as median, which is right where no two frequencies are equal. */
function bitsAboveMedian(block: Float32Array): Uint8Array {
  const median = block.slice().sort()[(BLOCK * BLOCK) / 2 - 1]!;
  const hash = new Uint8Array(32);
  for (let k = 0; k < block.length; k++) if (block[k]! > median) hash[31 - (k >> 3)]! |= 1 << (k & 7);
  return hash;
}
