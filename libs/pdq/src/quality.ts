import { GRID } from './luma-grid.js';

const { abs, fround, trunc } = Math;

/** Quality of a hash, 0 to 100: how much the neighbours of the 64×64 grid differ from each other. */
export function qualityOfGrid(grid: Float32Array): number {
  let gradient = 0;
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      const at = row * GRID + column;
      if (row + 1 < GRID) gradient += step(grid[at]!, grid[at + GRID]!);
      if (column + 1 < GRID) gradient += step(grid[at]!, grid[at + 1]!);
    }
  }
  return Math.min(100, Math.trunc(gradient / 90));
}

/** Difference of two neighbours in whole percent of the range. */
function step(a: number, b: number): number {
  return abs(trunc(fround(fround(fround(a - b) * 100) / 255)));
}
