// 256-bit hashes as eight 32-bit words a row, and their Hamming distance.
import { HashIndexInputError } from './errors.js';

/** Bits of a hash. */
export const HASH_BITS = 256;
/** Bytes of a hash. */
export const HASH_BYTES = 32;
/** Words of a hash. */
export const HASH_WORDS = 8;

/**
 * A hash as words. Their byte order is the processor's: the distance does not depend on it.
 * @throws HashIndexInputError when `hash` is not 32 bytes long.
 */
export function wordsOfHash(hash: Uint8Array): Uint32Array {
  if (hash.length !== HASH_BYTES) {
    throw new HashIndexInputError(`A hash is ${HASH_BYTES} bytes; got ${hash.length}.`);
  }
  const words = new Uint32Array(HASH_WORDS);
  new Uint8Array(words.buffer).set(hash);
  return words;
}

/** Set bits of each nibble of a word. */
function nibbleCounts(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}

/** Set bits of two words, from the counts of their nibbles, as counts of four bytes. */
function byteCounts(first: number, second: number): number {
  const sum = nibbleCounts(first) + nibbleCounts(second);
  return (sum & 0x0f0f0f0f) + ((sum >>> 4) & 0x0f0f0f0f);
}

/** Set bits of a word. */
export function bitCount(word: number): number {
  const nibbles = nibbleCounts(word);
  return sumOfBytes((nibbles & 0x0f0f0f0f) + ((nibbles >>> 4) & 0x0f0f0f0f));
}

/** Sum of the four counts in a word, at most 255; half a hash has 128 bits. */
function sumOfBytes(counts: number): number {
  return Math.imul(counts, 0x01010101) >>> 24;
}

/** Distance of the hash `query` from the row that starts at `words[at]`, or `limit + 1` once it is surely more than `limit`. */
export function distanceWithin(words: Uint32Array, at: number, query: Uint32Array, limit: number): number {
  const firstHalf = sumOfBytes(
    byteCounts(words[at]! ^ query[0]!, words[at + 1]! ^ query[1]!) +
      byteCounts(words[at + 2]! ^ query[2]!, words[at + 3]! ^ query[3]!),
  );
  if (firstHalf > limit) return limit + 1;
  const distance =
    firstHalf +
    sumOfBytes(
      byteCounts(words[at + 4]! ^ query[4]!, words[at + 5]! ^ query[5]!) +
        byteCounts(words[at + 6]! ^ query[6]!, words[at + 7]! ^ query[7]!),
    );
  return distance > limit ? limit + 1 : distance;
}
