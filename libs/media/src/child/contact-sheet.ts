// A contact sheet: several frames beside each other, each over its number in the file. Plain copying of pixels: nothing
// here decodes, and nothing of it has to be loaded before the filter closes.
import type { Pixels } from './picture.js';

export interface SheetLayout {
  columns: number;
  /** The largest that a frame may be. */
  cellWidth: number;
  cellHeight: number;
  /** Of the whole sheet. */
  width: number;
  height: number;
}

export interface SheetCell {
  /** Place in the file, from 0; people count from 1. */
  index: number;
  pixels: Pixels;
}

const CHANNELS = 3;
const PAPER = 255;
const INK = 0;
/** Three columns and five rows a digit, row by row, the left column the highest bit. */
const DIGITS = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 7, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 1, 1, 1],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
] as const;
const DIGIT_WIDTH = 3;
const DIGIT_HEIGHT = 5;
/** The side at which a digit's dot is one pixel wide, and so the least gap. */
const SIDE_OF_A_DOT = 340;

const dotOf = (sidePx: number): number => Math.max(1, Math.round(sidePx / SIDE_OF_A_DOT));
const captionHeight = (dot: number): number => (DIGIT_HEIGHT + 2) * dot;
const captionWidth = (text: string, dot: number): number => text.length * (DIGIT_WIDTH + 1) * dot;
const caption = (index: number): string => String(index + 1);

/**
 * The grid in which frames of one size are shown largest within a square, never larger than they are.
 * @param lastIndex the highest place in the file, whose number is the longest
 */
export function layOut(
  frames: number,
  frame: { width: number; height: number },
  sidePx: number,
  lastIndex: number,
): SheetLayout {
  const dot = dotOf(sidePx);
  const leastWidth = captionWidth(caption(lastIndex), dot);
  let best: (SheetLayout & { scale: number }) | undefined;
  for (let columns = 1; columns <= frames; columns += 1) {
    const rows = Math.ceil(frames / columns);
    const roomAcross = Math.floor((sidePx - dot * (columns + 1)) / columns);
    const roomDown = Math.floor((sidePx - dot * (rows + 1)) / rows) - captionHeight(dot);
    if (roomDown < 1 || roomAcross < Math.min(leastWidth, sidePx - 2 * dot)) continue;
    const scale = Math.min(1, roomAcross / frame.width, roomDown / frame.height);
    if (best !== undefined && scale <= best.scale) continue;
    const cellWidth = Math.max(1, Math.floor(frame.width * scale));
    const cellHeight = Math.max(1, Math.floor(frame.height * scale));
    const tileWidth = Math.min(roomAcross, Math.max(cellWidth, leastWidth));
    best = {
      scale,
      columns,
      cellWidth,
      cellHeight,
      width: columns * tileWidth + dot * (columns + 1),
      height: rows * (cellHeight + captionHeight(dot)) + dot * (rows + 1),
    };
  }
  if (best === undefined) throw new RangeError(`${frames} frames do not fit into ${sidePx} pixels`);
  const { scale: _scale, ...layout } = best;
  return layout;
}

/** Puts cells, in order, into one picture of red, green and blue. */
export function composeSheet(cells: readonly SheetCell[], layout: SheetLayout, sidePx: number): Pixels {
  const dot = dotOf(sidePx);
  const sheet: Pixels = {
    width: layout.width,
    height: layout.height,
    data: new Uint8Array(layout.width * layout.height * CHANNELS).fill(PAPER),
  };
  const tileWidth = (layout.width - dot * (layout.columns + 1)) / layout.columns;
  for (const [position, { index, pixels }] of cells.entries()) {
    const left = dot + (position % layout.columns) * (tileWidth + dot);
    const top = dot + Math.floor(position / layout.columns) * (layout.cellHeight + captionHeight(dot) + dot);
    paste(sheet, pixels, left, top);
    write(sheet, caption(index), left, top + layout.cellHeight + dot, dot);
  }
  return sheet;
}

function paste(sheet: Pixels, cell: Pixels, left: number, top: number): void {
  const rowBytes = cell.width * CHANNELS;
  for (let row = 0; row < cell.height; row += 1) {
    const from = row * rowBytes;
    const to = ((top + row) * sheet.width + left) * CHANNELS;
    sheet.data.set(cell.data.subarray(from, from + rowBytes), to);
  }
}

function write(sheet: Pixels, text: string, left: number, top: number, dot: number): void {
  for (let position = 0; position < text.length; position += 1) {
    const start = left + position * (DIGIT_WIDTH + 1) * dot;
    for (const [row, bits] of DIGITS[Number(text[position])]!.entries()) {
      for (let column = 0; column < DIGIT_WIDTH; column += 1) {
        if ((bits & (4 >> column)) !== 0) ink(sheet, start + column * dot, top + row * dot, dot);
      }
    }
  }
}

/** One dot of a digit; what does not fit on the sheet is left out. */
function ink(sheet: Pixels, left: number, top: number, dot: number): void {
  const right = Math.min(left + dot, sheet.width);
  for (let row = top; row < Math.min(top + dot, sheet.height); row += 1) {
    if (left < right)
      sheet.data.fill(INK, (row * sheet.width + left) * CHANNELS, (row * sheet.width + right) * CHANNELS);
  }
}
