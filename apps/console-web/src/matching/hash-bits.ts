// The bits of a PDQ hash in the order of its frequencies: the first are the coarsest shapes of the picture.

/** Rows and columns of the grid. */
export const GRID_SIDE = 16;
/** Bits of a hash. */
export const HASH_BITS = GRID_SIDE * GRID_SIDE;
/** Bits in which two pictures differ that have nothing in common. */
export const UNRELATED_BITS = HASH_BITS / 2;

const HEX_HASH = /^[0-9a-f]{64}$/;

/**
 * The 256 bits of a hash, row by row; the text of a hash ends with the coarsest.
 * @throws RangeError for anything but 64 hex digits
 */
export function hashBits(hex: string): boolean[] {
  if (!HEX_HASH.test(hex)) throw new RangeError('A hash has 64 hex digits.');
  const bits: boolean[] = [];
  for (const digit of hex.split('').toReversed()) {
    const four = Number.parseInt(digit, 16);
    for (let bit = 0; bit < 4; bit++) bits.push(((four >> bit) & 1) === 1);
  }
  return bits;
}

/** Where two rows of bits differ. */
export function differingBits(one: readonly boolean[], other: readonly boolean[]): boolean[] {
  return one.map((bit, at) => bit !== other[at]);
}

/** How much a distance says, in the words of the catalogue. */
export type Nearness = 'none' | 'tiny' | 'small' | 'wide' | 'apart';

/**
 * - `none`: nothing differs; `tiny`: what saving or scaling the same picture makes
 * - `small`: up to the 31 bits that the authors of PDQ take for the same picture; `wide`: what only some lists look for
 * - `apart`: more than any list looks for
 */
export function nearness(distance: number): Nearness {
  if (distance === 0) return 'none';
  if (distance <= 10) return 'tiny';
  if (distance <= 31) return 'small';
  return distance <= 63 ? 'wide' : 'apart';
}
