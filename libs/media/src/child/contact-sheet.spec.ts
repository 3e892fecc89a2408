import * as fc from 'fast-check';
import { composeSheet, layOut, type SheetCell } from './contact-sheet.js';
import type { Pixels } from './picture.js';

const flat = (width: number, height: number, value: number): Pixels => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(value),
});
const cellsOf = (count: number, width: number, height: number): SheetCell[] =>
  Array.from({ length: count }, (_, index) => ({ index, pixels: flat(width, height, 40 + index) }));
const at = ({ width, data }: Pixels, x: number, y: number): number => data[(y * width + x) * 3]!;
const count = (sheet: Pixels, value: number): number => sheet.data.filter((byte) => byte === value).length;

describe('the grid of a contact sheet', () => {
  it.each([
    [9, 640, 480, 3],
    [4, 640, 480, 2],
    [2, 640, 480, 1], // one over the other, each in full size
    [2, 480, 640, 2],
    [3, 2000, 200, 1],
  ])('of %i frames of %i × %i has %i columns', (frames, width, height, columns) => {
    expect(layOut(frames, { width, height }, 1024, frames - 1).columns).toBe(columns);
  });

  it('never shows a frame larger than it is', () => {
    expect(layOut(3, { width: 60, height: 40 }, 1024, 2)).toMatchObject({ cellWidth: 60, cellHeight: 40 });
  });

  it('holds every frame, whole and within its side, whatever the frames are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(256, 512, 1024),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.constantFrom(11, 999, 99_999),
        (side, frames, width, height, lastIndex) => {
          const layout = layOut(frames, { width, height }, side, lastIndex);
          expect(Math.max(layout.width, layout.height)).toBeLessThanOrEqual(side);
          const { cellWidth, cellHeight } = layout;
          const sheet = composeSheet(cellsOf(frames, cellWidth, cellHeight), layout, side);
          for (let index = 0; index < frames; index += 1)
            expect(count(sheet, 40 + index)).toBe(cellWidth * cellHeight * 3);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a contact sheet', () => {
  it('shows frames in order, from the left and from the top', () => {
    const layout = layOut(4, { width: 100, height: 100 }, 256, 3);
    const sheet = composeSheet(cellsOf(4, layout.cellWidth, layout.cellHeight), layout, 256);
    const middles = [0.25, 0.75].flatMap((down) =>
      [0.25, 0.75].map((across) =>
        at(sheet, Math.floor(across * sheet.width), Math.floor(down * (sheet.height - 20))),
      ),
    );
    expect(middles).toEqual([40, 41, 42, 43]);
  });

  it('writes under each frame its place in the file, counted from 1', () => {
    const layout = layOut(2, { width: 30, height: 20 }, 256, 117);
    const cells = cellsOf(2, 30, 20).map((cell, position) => ({ ...cell, index: position * 117 }));
    const { width, data } = composeSheet(cells, layout, 256);
    const rows = (left: number, top: number, columns: number) =>
      Array.from({ length: 5 }, (_, row) =>
        Array.from({ length: columns }, (__, column) =>
          data[((top + row) * width + left + column) * 3] === 0 ? '#' : '.',
        ).join(''),
      );
    const top = 1 + 20 + 1;
    expect(rows(1, top, 3)).toEqual(['.#.', '##.', '.#.', '.#.', '###']);
    const below = layout.columns === 1 ? [1, top + 20 + 7 + 1] : [1 + 30 + 1, top];
    expect(rows(below[0]!, below[1]!, 11)).toEqual([
      '.#...#..###',
      '##..##..#.#',
      '.#...#..###',
      '.#...#..#.#',
      '###.###.###',
    ]);
  });
});
