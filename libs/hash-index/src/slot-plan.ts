// How a 256-bit hash is cut into slots and how far each slot is searched.
//
// Generalised pigeonhole principle: if two hashes differ in at most D bits and slot i is searched to radius r_i,
// then sum(r_i + 1) = D + 1 forces some slot to differ in at most r_i bits; were it r_i + 1 or more in each, the
// whole would be D + 1 or more. So looking up, in each slot, every key within r_i finds every match.
// A slot may be left out (r_i = -1) where the sum is reached without it.
//
// The same sum says more. Let x_i be the bits in which slot i differs, and a_i = r_i + 1, so that sum(x_i - a_i) < 0.
// Of a cycle of numbers whose sum is negative, some start has only negative partial sums: start behind the last place
// where the sum from the beginning is greatest. So for some slot not only x_i < a_i, but also
// x_i + x_(i+1) < a_i + a_(i+1), the slot after the last being the first. A row that is met in slot i therefore needs
// to be compared only where the next slot differs in at most a_i + a_(i+1) - 1 - x_i bits, and never if a few bits of
// the next slot, which stand beside the row in the table, differ in more already.
// @see Qin, Xiao: Pigeonring: A Principle for Faster Thresholded Similarity Search (VLDB 2018)
import { HASH_BITS } from './hash-words.js';

/** Some successive bits of a hash that key one table. */
export interface Slot {
  readonly firstBit: number;
  readonly bits: number;
}

/** Distance up to which the tables are searched; beyond it, more keys would be looked up than a scan reads rows. */
export const INDEXED_DISTANCE = 31;

/**
 * How many slots serve how many entries. Fewer and longer slots have emptier buckets, but their tables weigh
 * what they weigh however few the entries: 4 MB for 16 slots, 100 MB for 12. Below the first line a scan serves.
 */
const SLOTS_FROM: readonly (readonly [entries: number, slots: number])[] = [
  [4_000, 16],
  [400_000, 12],
];

/** Number of slots for `entries` hashes; 0 means no tables. */
export function slotCountFor(entries: number): number {
  return SLOTS_FROM.reduce((slots, [from, count]) => (entries >= from ? count : slots), 0);
}

/**
 * Cuts `count` slots of equal size from the 256 bits. Up to `count - 1` bits at the end belong to none: the principle
 * holds without them, and tables a bit wider would be twice as large.
 */
export function cutSlots(count: number): Slot[] {
  const bits = Math.floor(HASH_BITS / count);
  return Array.from({ length: count }, (_, slot) => ({ firstBit: slot * bits, bits }));
}

/** Radius of each slot for a search to `maxDistance` among `entries` hashes, least work in all; -1 leaves a slot out. */
export function slotRadii(slots: readonly Slot[], maxDistance: number, entries: number): number[] {
  const radii = slots.map(() => -1);
  const keysAdded = slots.map(() => 1);
  // Of slots that are alike, each third gets its bits last: after a slot of small radius fewer rows pass.
  const order = [...slots.keys()].sort((a, b) => Number(a % 3 === 2) - Number(b % 3 === 2) || a - b);
  for (let total = 0; total <= maxDistance; total++) {
    let cheapest = 0;
    let leastWork = Infinity;
    for (const i of order) {
      const work = keysAdded[i]! * (1 + entries / 2 ** slots[i]!.bits);
      if (work < leastWork) {
        leastWork = work;
        cheapest = i;
      }
    }
    const radius = ++radii[cheapest]!;
    keysAdded[cheapest]! *= (slots[cheapest]!.bits - radius) / (radius + 1);
  }
  return radii;
}

/**
 * Most bits in which the slot after each may differ where the slot itself does not differ at all; less by one for
 * each bit in which it does.
 */
export function nextSlacks(radii: readonly number[]): number[] {
  return radii.map((radius, i) => radius + 1 + (radii[(i + 1) % radii.length]! + 1) - 1);
}

/** All words of `bits` bits with at most `radius` set, those with fewer first: what to flip in a key to reach its neighbours. */
export function flipMasks(bits: number, radius: number): Uint32Array {
  const masks: number[] = [];
  const extend = (mask: number, belowBit: number, left: number): void => {
    if (left === 0) masks.push(mask);
    else for (let bit = left - 1; bit < belowBit; bit++) extend(mask | (1 << bit), bit, left - 1);
  };
  for (let set = 0; set <= radius; set++) extend(0, bits, set);
  return Uint32Array.from(masks);
}
