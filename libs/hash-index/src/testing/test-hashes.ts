// Hashes to search among, and the plainest search to compare with.
import type { HashEntries, HashMatch } from '../hash-index.js';

/** A repeatable source of integers below `limit` (xorshift). */
export function integerSource(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** 32 bytes at random. */
export function randomHash(below: (limit: number) => number): Uint8Array {
  return Uint8Array.from({ length: 32 }, () => below(256));
}

/** The hash with so many of its bits flipped. */
export function flipBits(hash: Uint8Array, count: number, below: (limit: number) => number): Uint8Array {
  const bits = new Set<number>();
  while (bits.size < count) bits.add(below(256));
  return flipBitsAt(hash, bits);
}

/** The hash with these bits flipped. */
export function flipBitsAt(hash: Uint8Array, bits: Iterable<number>): Uint8Array {
  const flipped = hash.slice();
  for (const bit of bits) flipped[bit >> 3]! ^= 1 << (bit & 7);
  return flipped;
}

/** Hashes with ids 7, 10, 13 and so on. */
export function entriesOf(hashes: readonly Uint8Array[]): HashEntries {
  const bytes = new Uint8Array(32 * hashes.length);
  for (const [i, hash] of hashes.entries()) bytes.set(hash, 32 * i);
  return { hashes: bytes, ids: Uint32Array.from(hashes, (_, i) => 7 + 3 * i) };
}

/** Distance bit by bit. */
export function plainDistance(a: Uint8Array, b: Uint8Array): number {
  let distance = 0;
  for (let i = 0; i < 32; i++) {
    for (let rest = a[i]! ^ b[i]!; rest > 0; rest >>>= 1) distance += rest & 1;
  }
  return distance;
}

/** Compares with each and every entry. */
export function plainSearch(
  { hashes, ids }: HashEntries,
  query: Uint8Array,
  maxDistance: number,
): HashMatch[] {
  const matches: HashMatch[] = [];
  for (const [i, id] of ids.entries()) {
    const distance = plainDistance(hashes.subarray(32 * i, 32 * i + 32), query);
    if (distance <= maxDistance) matches.push({ id, distance });
  }
  return matches.sort((a, b) => a.distance - b.distance || a.id - b.id);
}
