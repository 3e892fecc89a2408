// The loops of the index, compiled to WebAssembly: building a table, looking one hash up in all tables, and scanning.
// It works on one memory that all threads share and keeps nothing of its own; every address is given. Its twin in
// plain TypeScript, src/plain-kernel.ts, does the same step by step, and tests hold the two together.

/** Bytes of one slot in a plan, seven numbers: masks, first bit, bits, starts, entries, next bit, next bits and slack. */
const PLAN_BYTES: u32 = 28;
/** Bytes of a bucket that is looked up: where it begins and ends, and its first entry. */
const BUCKET_SHIFT: u32 = 4;

/** The bits from `firstBit` on in the hash at `at`; the bytes after a hash may be read, never used. */
function bitsOf(at: usize, firstBit: u32, bits: u32): u32 {
  const word = load<u64>(at + ((firstBit >> 5) << 2));
  return ((word >> (firstBit & 31)) as u32) & ((1 << bits) - 1);
}

/**
 * Sorts rows into the buckets of one slot. An entry is the row in its low `rowBits`, and above it the first bits of
 * the slot that comes next.
 * @param starts zeroed room for 2^bits + 1 numbers
 */
export function buildTable(
  words: usize,
  rows: u32,
  firstBit: u32,
  bits: u32,
  nextBit: u32,
  nextBits: u32,
  rowBits: u32,
  starts: usize,
  entries: usize,
): void {
  for (let row: u32 = 0; row < rows; row++) {
    const at = starts + (bitsOf(words + ((row as usize) << 5), firstBit, bits) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  // The running total first marks each bucket's end; filling from the end then moves it to the start.
  let total: u32 = 0;
  const end = starts + (((1 << bits) + 1) << 2);
  for (let at = starts; at < end; at += 4) {
    total += load<u32>(at);
    store<u32>(at, total);
  }
  for (let row: u32 = rows; row-- > 0;) {
    const hash = words + ((row as usize) << 5);
    const at = starts + (bitsOf(hash, firstBit, bits) << 2);
    const place = load<u32>(at) - 1;
    store<u32>(at, place);
    store<u32>(entries + ((place as usize) << 2), row | (bitsOf(hash, nextBit, nextBits) << rowBits));
  }
}

/**
 * Rows of the tables near the hash at `query`, as pairs of row and distance at `out`; a row comes once for each
 * table that yields it. The work goes in passes, none of which waits for what it has just read: the processor then
 * fetches many buckets, and after them many hashes, at the same time.
 * @returns number of pairs; -1 where they are more than `outRoom`, or `most` candidates did not suffice
 */
export function probe(
  plan: usize,
  slots: u32,
  masks: usize,
  query: usize,
  words: usize,
  rowBits: u32,
  limit: u32,
  buckets: usize,
  candidates: usize,
  candidateRoom: u32,
  out: usize,
  outRoom: u32,
  most: u32,
): i32 {
  const rowMask: u32 = (1 << rowBits) - 1;
  const candidatesEnd = candidates + (candidateRoom << 2);
  let to = candidates;
  let checked: u32 = 0;
  let found: u32 = 0;
  for (let slot: u32 = 0; slot < slots; slot++) {
    const at = plan + slot * PLAN_BYTES;
    const maskCount = load<u32>(at);
    if (maskCount == 0) continue;
    const key = bitsOf(query, load<u32>(at, 4), load<u32>(at, 8));
    const starts = load<u32>(at, 12) as usize;
    const entries = load<u32>(at, 16) as usize;
    const nextBits = load<u32>(at, 24) & 255;
    const next = bitsOf(query, load<u32>(at, 20), nextBits);
    const slack = load<u32>(at, 24) >> 8;
    for (let mask: u32 = 0; mask < maskCount; mask++) {
      const bucket = key ^ load<u32>(masks + (mask << 2));
      store<u64>(buckets + (mask << BUCKET_SHIFT), load<u64>(starts + ((bucket as usize) << 2)));
    }
    // Kept only so that it is read: the bucket is then on its way from memory before it is gone through.
    for (let mask: u32 = 0; mask < maskCount; mask++) {
      const bucket = buckets + (mask << BUCKET_SHIFT);
      store<u32>(bucket, load<u32>(entries + ((load<u32>(bucket) as usize) << 2)), 8);
    }
    for (let mask: u32 = 0; mask < maskCount; mask++) {
      let from = load<u32>(buckets + (mask << BUCKET_SHIFT));
      const end = load<u32>(buckets + (mask << BUCKET_SHIFT), 4);
      const within = slack - popcnt(load<u32>(masks + (mask << 2)));
      for (; from < end; from++) {
        const entry = load<u32>(entries + ((from as usize) << 2));
        store<u32>(to, entry & rowMask);
        to += popcnt((entry >>> rowBits) ^ next) <= within ? 4 : 0;
        if (to == candidatesEnd) {
          const count = compare(candidates, to, query, words, limit, out, found, outRoom);
          checked += candidateRoom;
          if (count < 0 || checked > most) return -1;
          found = count;
          to = candidates;
        }
      }
    }
  }
  return compare(candidates, to, query, words, limit, out, found, outRoom);
}

/** @returns number of pairs at `out`, -1 where they have no room */
function compare(
  from: usize,
  end: usize,
  query: usize,
  words: usize,
  limit: u32,
  out: usize,
  found: u32,
  outRoom: u32,
): i32 {
  const first = load<u64>(query);
  const second = load<u64>(query, 8);
  const third = load<u64>(query, 16);
  const fourth = load<u64>(query, 24);
  for (; from < end; from += 4) {
    const row = load<u32>(from);
    const hash = words + ((row as usize) << 5);
    const distance =
      popcnt(load<u64>(hash) ^ first) +
      popcnt(load<u64>(hash, 8) ^ second) +
      popcnt(load<u64>(hash, 16) ^ third) +
      popcnt(load<u64>(hash, 24) ^ fourth);
    if ((distance as u32) <= limit) {
      if (found == outRoom) return -1;
      store<u32>(out + (found << 3), row);
      store<u32>(out + (found << 3), distance as u32, 4);
      found++;
    }
  }
  return found;
}

/**
 * Compares every hash from row `from` on; they lie `stride` bytes apart.
 * @returns number of pairs of row and distance at `out`; when it is `outRoom`, go on after the last row
 */
export function scan(
  words: usize,
  stride: u32,
  from: u32,
  rows: u32,
  query: usize,
  limit: u32,
  out: usize,
  outRoom: u32,
): u32 {
  const first = load<u64>(query);
  const second = load<u64>(query, 8);
  const third = load<u64>(query, 16);
  const fourth = load<u64>(query, 24);
  let found: u32 = 0;
  let hash = words + from * stride;
  for (let row: u32 = from; row < rows; row++, hash += stride) {
    const distance =
      popcnt(load<u64>(hash) ^ first) +
      popcnt(load<u64>(hash, 8) ^ second) +
      popcnt(load<u64>(hash, 16) ^ third) +
      popcnt(load<u64>(hash, 24) ^ fourth);
    if ((distance as u32) <= limit) {
      store<u32>(out + (found << 3), row);
      store<u32>(out + (found << 3), distance as u32, 4);
      if (++found == outRoom) break;
    }
  }
  return found;
}
