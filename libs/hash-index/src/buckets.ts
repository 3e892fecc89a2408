// Rows sorted by a key of a few bits, as one array of bucket starts and one of rows (compressed sparse rows).
import { allocateWords } from './shared-memory.js';

/** Rows of the bucket `key` are `rows[starts[key]]` up to, not including, `rows[starts[key + 1]]`. */
export interface Buckets {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/** Sorts rows 0 to `keys.length - 1` into `2 ** bits` buckets; a key lies below that. */
export function bucketRows(keys: Uint32Array, bits: number): Buckets {
  const count = keys.length;
  const starts = allocateWords(2 ** bits + 1);
  for (let row = 0; row < count; row++) starts[keys[row]!]!++;
  // The running total first marks each bucket's end; filling from the end then moves it to the start.
  let total = 0;
  for (let key = 0; key < starts.length; key++) {
    total += starts[key]!;
    starts[key] = total;
  }
  const rows = allocateWords(count);
  for (let row = count - 1; row >= 0; row--) {
    const key = keys[row]!;
    const at = starts[key]! - 1;
    starts[key] = at;
    rows[at] = row;
  }
  return { starts, rows };
}
