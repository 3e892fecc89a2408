// Reads what the reference implementation says of the drawn pictures.
import { readFileSync } from 'node:fs';

const folder = new URL('../../vectors/', import.meta.url);

/** One line of `expected.csv`. */
export interface TestVector {
  readonly name: string;
  readonly hash: string;
  readonly quality: number;
  /** In the order of `DIHEDRAL_NAMES`. */
  readonly dihedral: readonly string[];
}

/** All lines of `expected.csv`. */
export function readTestVectors(): TestVector[] {
  const [, ...lines] = readFileSync(new URL('expected.csv', folder), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [name, , , , hash, quality, ...dihedral] = line.split(',');
    return { name: name!, hash: hash!, quality: Number(quality), dihedral };
  });
}

/** Pictures whose intermediate results are known. */
export const TRACED_PICTURES = [
  'blocks_513x511_c3.ppm',
  'gradient_129x127_c1.pgm',
  'noise_1024x768_c3.ppm',
  'rings_200x300_c3.ppm',
];

/** Float32 bit patterns, as hex digits, of the grid and of the block of frequencies. */
export function readIntermediates(name: string): { grid: string[]; block: string[] } {
  const text = readFileSync(new URL(`intermediates/${name}.txt`, folder), 'utf8');
  const [grid, block] = text
    .split('dct16x16')
    .map((part) => part.replace('luma64x64', '').trim().split(/\s+/));
  return { grid: grid!, block: block! };
}
