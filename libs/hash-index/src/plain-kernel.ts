// The kernel in plain TypeScript, for where WebAssembly is missing and for small collections: step by step what
// kernel/search.kernel.ts does. Addresses are in bytes and divisible by four.
import { bitCount, distanceWithin } from './hash-words.js';
import type { Kernel } from './kernel.js';

const PLAN_WORDS = 7;
const BUCKET_WORDS = 4;
const HASH_SHIFT = 3;

/** The kernel on any memory. */
export function plainKernel(memory: ArrayBufferLike): Kernel {
  const all = new Uint32Array(memory);

  /** The bits from `firstBit` on in the hash at `all[at…]`. */
  function bitsOf(at: number, firstBit: number, bits: number): number {
    const word = at + (firstBit >>> 5);
    const shift = firstBit & 31;
    let value = all[word]! >>> shift;
    if (shift + bits > 32) value |= all[word + 1]! << (32 - shift);
    return value & (2 ** bits - 1);
  }

  function queryAt(address: number): Uint32Array {
    return all.slice(address / 4, address / 4 + 8);
  }

  const buildTable: Kernel['buildTable'] = (
    wordsAddress,
    rows,
    firstBit,
    bits,
    nextBit,
    nextBits,
    rowBits,
    startsAddress,
    entriesAddress,
  ) => {
    const words = wordsAddress / 4;
    const starts = startsAddress / 4;
    const entries = entriesAddress / 4;
    for (let row = 0; row < rows; row++) {
      const key = bitsOf(words + (row << HASH_SHIFT), firstBit, bits);
      all[starts + key] = all[starts + key]! + 1;
    }
    // The running total first marks each bucket's end; filling from the end then moves it to the start.
    let total = 0;
    for (let at = starts; at <= starts + 2 ** bits; at++) {
      total += all[at]!;
      all[at] = total;
    }
    for (let row = rows - 1; row >= 0; row--) {
      const hash = words + (row << HASH_SHIFT);
      const key = bitsOf(hash, firstBit, bits);
      const place = all[starts + key]! - 1;
      all[starts + key] = place;
      all[entries + place] = row | (bitsOf(hash, nextBit, nextBits) << rowBits);
    }
  };

  const probe: Kernel['probe'] = (
    planAddress,
    slots,
    masksAddress,
    queryAddress,
    wordsAddress,
    rowBits,
    limit,
    bucketsAddress,
    candidatesAddress,
    candidateRoom,
    outAddress,
    outRoom,
    most,
  ) => {
    const masks = masksAddress / 4;
    const buckets = bucketsAddress / 4;
    const candidates = candidatesAddress / 4;
    const query = queryAt(queryAddress);
    const words = wordsAddress / 4;
    const out = outAddress / 4;
    const rowMask = 2 ** rowBits - 1;
    let waiting = 0;
    let checked = 0;
    let found = 0;
    const compare = (): boolean => {
      for (let i = 0; i < waiting; i++) {
        const row = all[candidates + i]!;
        const distance = distanceWithin(all, words + (row << HASH_SHIFT), query, limit);
        if (distance > limit) continue;
        if (found === outRoom) return false;
        all[out + 2 * found] = row;
        all[out + 2 * found + 1] = distance;
        found++;
      }
      waiting = 0;
      return true;
    };
    for (let slot = 0; slot < slots; slot++) {
      const at = planAddress / 4 + slot * PLAN_WORDS;
      const maskCount = all[at]!;
      if (maskCount === 0) continue;
      const key = bitsOf(queryAddress / 4, all[at + 1]!, all[at + 2]!);
      const starts = all[at + 3]! / 4;
      const entries = all[at + 4]! / 4;
      const nextBits = all[at + 6]! & 255;
      const next = bitsOf(queryAddress / 4, all[at + 5]!, nextBits);
      const slack = all[at + 6]! >>> 8;
      for (let mask = 0; mask < maskCount; mask++) {
        const bucket = starts + (key ^ all[masks + mask]!);
        all[buckets + BUCKET_WORDS * mask] = all[bucket]!;
        all[buckets + BUCKET_WORDS * mask + 1] = all[bucket + 1]!;
      }
      for (let mask = 0; mask < maskCount; mask++) {
        const end = all[buckets + BUCKET_WORDS * mask + 1]!;
        const within = slack - bitCount(all[masks + mask]!);
        for (let from = all[buckets + BUCKET_WORDS * mask]!; from < end; from++) {
          const entry = all[entries + from]!;
          if (bitCount((entry >>> rowBits) ^ next) > within) continue;
          all[candidates + waiting++] = entry & rowMask;
          if (waiting < candidateRoom) continue;
          checked += candidateRoom;
          if (!compare() || checked > most) return -1;
        }
      }
    }
    return compare() ? found : -1;
  };

  const scan: Kernel['scan'] = (
    wordsAddress,
    stride,
    from,
    rows,
    queryAddress,
    limit,
    outAddress,
    outRoom,
  ) => {
    const query = queryAt(queryAddress);
    const out = outAddress / 4;
    let found = 0;
    for (let row = from, at = (wordsAddress + from * stride) / 4; row < rows; row++, at += stride / 4) {
      const distance = distanceWithin(all, at, query, limit);
      if (distance > limit) continue;
      all[out + 2 * found] = row;
      all[out + 2 * found + 1] = distance;
      if (++found === outRoom) break;
    }
    return found;
  };

  return { buildTable, probe, scan };
}
