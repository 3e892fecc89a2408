// The part of PDQ that takes the time, compiled to WebAssembly: from decoded pixels to the 64×64 grid, its quality and
// its frequencies. Bit for bit the same as ../src/luma-grid.ts, ../src/quality.ts and ../src/frequency-block.ts.
//
// Both blurs run in one sweep over the picture, in bands of 16 rows and tiles of some columns, so that all but a few
// rows stay in the processor's cache: luma, average along the rows, average down the columns, and along the rows
// again, where only 64 columns go on. Averages come late by the delay of the box; instead of moving them, the sweep
// goes on beyond the picture's edge for as long.
import { frequenciesOf, GRID, qualityOf } from './frequencies';
import {
  averageColumns,
  averageRows,
  COLUMN,
  columnState,
  delayOf,
  divisorAt,
  ROWS,
  sumRows,
  VECTOR,
} from './lines';
import { readLuma } from './luma';

/** Columns of a tile: few enough for the innermost cache. A box that is wider makes tiles as wide as itself. */
const TILE_COLUMNS: i32 = 128;
/** Bytes beyond the last pixel that may be read. */
const SLACK: u64 = 64;
const PAGE: u64 = 65536;

const COSINES: usize = (__heap_base + 63) & ~63;
const TURNED: usize = COSINES + 4096;
const GRID_AT: usize = TURNED + 4096;
const HALF: usize = GRID_AT + 16384;
const FREQUENCIES: usize = HALF + 4096;
/** 64 columns of a tile: those that the grid samples. */
const SAMPLED: usize = FREQUENCIES + 1024;
const FIRST_SUMS: usize = SAMPLED + 4096;
const SECOND_SUMS: usize = FIRST_SUMS + 64;
/** From here on the layout depends on the picture. */
const FREE: usize = SECOND_SUMS + 64;

let width: i32 = 0;
let height: i32 = 0;
let channels: i32 = 0;
let rowWindow: i32 = 0;
let columnWindow: i32 = 0;
/** Columns of the sweep: those of the picture and the delay of both averages along the rows. */
let sweep: i32 = 0;
let tileColumns: i32 = 0;

let firstState: usize = 0;
let secondState: usize = 0;
/** Tiles of luma and of averages, each after as many columns as the box is wide. */
let luma: usize = 0;
let averages: usize = 0;
let input: usize = 0;

/** Where the sweep is: the band's first row, the tile's first column, the next cell and row of the grid. */
let row: i32 = 0;
let column: i32 = 0;
let nextCell: i32 = 0;
let nextRow: i32 = 0;

/** Where 16 rows of 64 cosines belong, then the same as 64 rows of 16. */
export function cosinesAt(): usize {
  return COSINES;
}

/** Where the grid is, 64 rows of 64. */
export function gridAt(): usize {
  return GRID_AT;
}

/** Where the frequencies are, 16 rows of 16. */
export function frequenciesAt(): usize {
  return FREQUENCIES;
}

/**
 * Prepares for a picture of at least one row and column.
 * @param panel columns that are given at once, a multiple of four unless it is all of them
 * @returns where to put the pixels of 16 rows of a panel; 0 when there is not enough memory
 */
export function begin(pictureWidth: i32, pictureHeight: i32, pictureChannels: i32, panel: i32): usize {
  width = pictureWidth;
  height = pictureHeight;
  channels = pictureChannels;
  rowWindow = (width + 127) >> 7;
  columnWindow = (height + 127) >> 7;
  sweep = (width + 2 * delayOf(rowWindow) + 3) & ~3;
  tileColumns = max(TILE_COLUMNS, (rowWindow + 3) & ~3);

  const step = columnState(columnWindow) as u64;
  const tileBytes = ((rowWindow + tileColumns) as u64) * (COLUMN as u64);
  const secondBytes = step * ((GRID / 4) as u64);
  const firstBytes = step * ((sweep / 4) as u64);
  const inputBytes = (panel as u64) * (channels as u64) * (ROWS as u64) + SLACK;
  const bytes = (FREE as u64) + secondBytes + 2 * tileBytes + firstBytes + inputBytes;
  const missing = (((bytes + PAGE - 1) / PAGE) as i64) - (memory.size() as i64);
  if (missing > 65536 || (missing > 0 && memory.grow(missing as i32) < 0)) return 0;

  secondState = FREE;
  luma = secondState + (secondBytes as usize);
  averages = luma + (tileBytes as usize);
  firstState = averages + (tileBytes as usize);
  input = firstState + (firstBytes as usize);
  memory.fill(secondState, 0, secondBytes as usize);
  memory.fill(firstState, 0, firstBytes as usize);
  row = 0;
  nextRow = 0;
  return input;
}

/** Number of bands to sweep, the last of which may lie below the picture. */
export function bands(): i32 {
  return (height + 2 * delayOf(columnWindow) + ROWS - 1) / ROWS;
}

/** Starts the next band. */
export function beginBand(): void {
  const margin = (rowWindow as usize) * COLUMN;
  memory.fill(luma, 0, margin);
  memory.fill(averages, 0, margin);
  memory.fill(FIRST_SUMS, 0, 128);
  column = 0;
  nextCell = 0;
}

/**
 * Takes the next columns of a band from the input.
 * @param columns at most the panel; fewer only at the end of the rows
 * @param rows of the picture in this band; 0 below it
 * @param last whether the rows end here
 */
export function takePanel(columns: i32, rows: i32, last: bool): void {
  const stride = (columns * channels) as usize;
  memory.fill(input + (rows as usize) * stride, 0, ((ROWS - rows) as usize) * stride);
  const tile = luma + (rowWindow as usize) * COLUMN;
  let from = input;
  let left = rows == 0 ? 0 : columns;
  while (left > 0 || (last && column < sweep)) {
    const taken = min(left, tileColumns);
    const size = last ? min(tileColumns, sweep - column) : taken;
    if (taken > 0) readLuma(from, stride, taken, channels, tile);
    memory.fill(tile + (taken as usize) * COLUMN, 0, ((size - taken) as usize) * COLUMN);
    sweepTile(size);
    from += (taken * channels) as usize;
    left -= taken;
  }
}

function sweepTile(size: i32): void {
  const margin = (rowWindow as usize) * COLUMN;
  const bytes = (size as usize) * COLUMN;
  averageRows(luma + margin, averages + margin, size, FIRST_SUMS, column, width, rowWindow);
  const state = firstState + ((column >> 2) as usize) * columnState(columnWindow);
  for (let group = 0; group < 4; group++) {
    const at = averages + margin + (group as usize) * VECTOR;
    averageColumns(at, size, state, row + 4 * group, height, columnWindow);
  }
  sampleColumns(averages + margin, size);
  memory.copy(luma, luma + bytes, margin);
  memory.copy(averages, averages + bytes, margin);
  column += size;
}

/** Second average along the rows, divided only where the grid samples a column. */
function sampleColumns(tile: usize, size: i32): void {
  const delay = delayOf(rowWindow);
  let from = tile;
  while (nextCell < GRID) {
    const place = samplePlace(nextCell, width) + 2 * delay;
    if (place >= column + size) break;
    const to = tile + ((place - column + 1) as usize) * COLUMN;
    sumRows(from, to, SECOND_SUMS, rowWindow);
    from = to;
    const divisor = f32x4.splat(divisorAt(place - delay, width, rowWindow));
    const cell = SAMPLED + (nextCell as usize) * COLUMN;
    for (let offset: usize = 0; offset < COLUMN; offset += VECTOR) {
      v128.store(cell + offset, f32x4.div(v128.load(SECOND_SUMS + offset), divisor));
    }
    nextCell++;
  }
  sumRows(from, tile + (size as usize) * COLUMN, SECOND_SUMS, rowWindow);
}

/** Where the grid samples a line: the middle of each of 64 cells. */
function samplePlace(cell: i32, length: i32): i32 {
  return ((((2 * cell + 1) as i64) * (length as i64)) >> 7) as i32;
}

/** Ends a band: second average down the 64 columns, of which the sampled rows go to the grid. */
export function endBand(): void {
  const delay = delayOf(columnWindow);
  for (let group = 0; group < 4; group++) {
    const at = SAMPLED + (group as usize) * VECTOR;
    averageColumns(at, GRID, secondState, row + 4 * group - delay, height, columnWindow);
  }
  for (let line = 0; line < ROWS; line++) {
    while (nextRow < GRID && samplePlace(nextRow, height) == row + line - 2 * delay) {
      for (let cell: usize = 0; cell < (GRID as usize); cell++) {
        const value = load<f32>(SAMPLED + cell * COLUMN + ((line as usize) << 2));
        store<f32>(GRID_AT + ((nextRow as usize) << 8) + (cell << 2), value);
      }
      nextRow++;
    }
  }
  row += ROWS;
}

/** Quality of the grid, 0 to 100; leaves its frequencies. */
export function finish(): i32 {
  frequenciesOf(GRID_AT, COSINES, TURNED, HALF, FREQUENCIES);
  return qualityOf(GRID_AT);
}
