// From pixels to 64×64 brightness: luma, two box blurs each way, then one sample per cell. The picture is read
// once, in bands of a few rows, so memory stays at some rows however large it is.
import { averageLines, boxWindow, ColumnAverage, LINES } from './box-filter.js';
import type { PixelImage } from './pixel-image.js';

/** Rows and columns of the grid. */
export const GRID = 64;

const { fround } = Math;

const lumaTable = (weight: number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, value) => fround(weight) * value);
const RED = lumaTable(0.299);
const GREEN = lumaTable(0.587);
const BLUE = lumaTable(0.114);

/** Luma of `rows` rows from `top` on, as float32, to the start of `output`. */
function readLuma(image: PixelImage, top: number, rows: number, output: Float32Array): void {
  const { width, channels, data } = image;
  const pixels = rows * width;
  let at = top * width * channels;
  if (channels === 1) {
    for (let i = 0; i < pixels; i++) output[i] = data[at++]!;
    return;
  }
  for (let i = 0; i < pixels; i++, at += 3) {
    output[i] = fround(RED[data[at]!]! + GREEN[data[at + 1]!]!) + BLUE[data[at + 2]!]!;
  }
}

/** Where the grid samples a line of `length`: the middle of each of 64 cells, repeated when the line is shorter. */
function samplePositions(length: number): Int32Array {
  return Int32Array.from({ length: GRID }, (_, cell) => Math.trunc(((cell + 0.5) * length) / GRID));
}

/** Luma of a picture that is 64×64 already, as it stands: 4096 float32 values, row by row. */
export function copiedLumaGrid(image: PixelImage): Float32Array {
  const grid = new Float32Array(GRID * GRID);
  readLuma(image, 0, GRID, grid);
  return grid;
}

/** Blurred and sampled luma of a picture of at least 5×5: 4096 float32 values, row by row. */
export function blurredLumaGrid(image: PixelImage): Float32Array {
  const { width, height } = image;
  const rowWindow = boxWindow(width);
  const columnWindow = boxWindow(height);
  const everyColumn = Int32Array.from({ length: width }, (_, x) => x);
  const gridColumns = samplePositions(width);
  const gridRows = samplePositions(height);

  const grid = new Float32Array(GRID * GRID);
  const gridRow = new Float32Array(GRID);
  let gridRowsDone = 0;
  let rowsDone = 0;
  const placeRow = (): void => {
    while (gridRows[gridRowsDone] === rowsDone) grid.set(gridRow, GRID * gridRowsDone++);
    rowsDone++;
  };

  const luma = new Float32Array(LINES * width);
  const once = new Float32Array(LINES * width);
  const twice = new Float32Array(LINES * width);
  const sampled = new Float32Array(LINES * GRID);
  const firstDown = new ColumnAverage(width, columnWindow);
  const secondDown = new ColumnAverage(GRID, columnWindow);
  let waiting = 0;
  // From the second pass along rows on, only the 64 sampled columns matter.
  const passOn = (): void => {
    averageLines(twice, width, rowWindow, gridColumns, sampled);
    for (let line = 0; line < waiting; line++) {
      if (secondDown.push(sampled, line * GRID, gridRow, 0)) placeRow();
    }
    waiting = 0;
  };

  for (let top = 0; top < height; top += LINES) {
    // A last band of fewer rows averages what an earlier one left in the other lines, and ignores it.
    const rows = Math.min(LINES, height - top);
    readLuma(image, top, rows, luma);
    averageLines(luma, width, rowWindow, everyColumn, once);
    for (let line = 0; line < rows; line++) {
      if (firstDown.push(once, line * width, twice, waiting * width) && ++waiting === LINES) passOn();
    }
  }
  while (firstDown.drain(twice, waiting * width)) {
    if (++waiting === LINES) passOn();
  }
  passOn();
  while (secondDown.drain(gridRow, 0)) placeRow();
  return grid;
}
