// Hamming search written plainly, every entry compared: what `libs/hash-index` is measured against.
import type { HashMatch } from '#libs/hash-index';

function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Entries within `maxDistance` of the hash, eight words each, nearest first; an entry's id is its place. */
export function plainSearch(words: Uint32Array, query: Uint32Array, maxDistance: number): HashMatch[] {
  const matches: HashMatch[] = [];
  for (let at = 0; at < words.length; at += 8) {
    let distance = 0;
    for (let i = 0; i < 8; i++) distance += bitCount(words[at + i]! ^ query[i]!);
    if (distance <= maxDistance) matches.push({ id: at / 8, distance });
  }
  return matches.sort((a, b) => a.distance - b.distance || a.id - b.id);
}
