// Where everything of an index lies in its one memory. From three numbers the whole layout follows, so that a thread
// which is handed the memory and the three numbers has the index.
import { HashIndexInputError } from './errors.js';
import { HASH_BYTES } from './hash-words.js';
import { canCompile } from './kernel.js';
import { cutSlots, INDEXED_DISTANCE, flipMasks, type Slot, slotRadii } from './slot-plan.js';
import { MOST_PAGES, PAGE_BYTES, webAssembly, type WebAssemblyMemory } from './web-assembly.js';

/** An index as it can be posted to another thread: `HashIndex.attach` makes an index of it there. */
export interface SharedHashes {
  readonly memory: WebAssemblyMemory | ArrayBufferLike;
  readonly rows: number;
  /** 0 where a scan serves as well as tables. */
  readonly slotCount: number;
  /** Additions for which there is room. */
  readonly room: number;
}

/** A slot, and where its table lies. */
export interface TablePlace extends Slot {
  readonly starts: number;
  readonly entries: number;
}

/** Addresses in bytes. */
export interface IndexLayout {
  /** Counts that threads share: additions, threads, withdrawals of built rows, withdrawals of added ones. */
  readonly counts: number;
  readonly words: number;
  readonly ids: number;
  /** A bit a row: whether it was withdrawn. */
  readonly withdrawn: number;
  readonly masks: number;
  readonly maskCounts: readonly number[];
  readonly tables: readonly TablePlace[];
  /** `ADDED_BYTES` an addition: hash, id, whether it was withdrawn. */
  readonly added: number;
  /** What each thread needs for itself, `scratchBytes` each. */
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly rowBits: number;
  /** Bits of the next slot that stand beside a row in an entry. */
  readonly nextBits: number;
  readonly bytes: number;
}

/** Bytes of an addition. */
export const ADDED_BYTES = HASH_BYTES + 8;
/** Threads that can search one index. */
export const MOST_THREADS = 32;
/** Candidates that are gathered before they are compared. */
export const CANDIDATE_ROOM = 4096;
/** Pairs of row and distance that one call of the kernel may find. */
export const FOUND_ROOM = 8192;
/** Numbers that describe a slot to the kernel. */
export const PLAN_WORDS = 7;
const BUCKET_BYTES = 16;
const ENTRY_BITS = 32;
const LINE_BYTES = 64;

/** What lies where in one thread's scratch memory, from its start. */
export interface ScratchLayout {
  readonly query: number;
  readonly plan: number;
  readonly buckets: number;
  readonly candidates: number;
  readonly found: number;
  readonly bytes: number;
}

class Allotment {
  bytes = 0;

  take(bytes: number): number {
    const address = this.bytes;
    this.bytes += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return address;
  }
}

/** Scratch memory for a plan of so many slots and masks. */
export function scratchLayout(slotCount: number, mostMasks: number): ScratchLayout {
  const scratch = new Allotment();
  // Eight bytes are read at a time, so a few beyond the last word of the hash.
  const query = scratch.take(HASH_BYTES + 8);
  const plan = scratch.take(slotCount * PLAN_WORDS * 4);
  const buckets = scratch.take(mostMasks * BUCKET_BYTES);
  const candidates = scratch.take(slotCount === 0 ? 0 : CANDIDATE_ROOM * 4);
  const found = scratch.take(FOUND_ROOM * 8);
  return { query, plan, buckets, candidates, found, bytes: scratch.bytes };
}

/** The layout of an index of so many rows, slots and possible additions. */
export function indexLayout({ rows, slotCount, room }: Omit<SharedHashes, 'memory'>): IndexLayout {
  const slots = cutSlots(slotCount);
  const masks = masksFor(slots, rows);
  const rowBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, rows))));
  const all = new Allotment();
  const counts = all.take(LINE_BYTES);
  const words = all.take(rows * HASH_BYTES + 8);
  const ids = all.take(rows * 4);
  const withdrawn = all.take(Math.ceil(rows / 32) * 4);
  const maskPlace = all.take(masks.length * 4);
  const tables = slots.map((slot) => ({
    ...slot,
    starts: all.take((2 ** slot.bits + 1) * 4),
    // One more: the first entry of a bucket is read before it is known whether it has any.
    entries: all.take((rows + 1) * 4),
  }));
  const added = all.take(room * ADDED_BYTES);
  const scratchBytes = scratchLayout(slotCount, masks.length).bytes;
  const scratch = all.take(MOST_THREADS * scratchBytes);
  return {
    counts,
    words,
    ids,
    withdrawn,
    masks: maskPlace,
    maskCounts: countsByRadius(masks),
    tables,
    added,
    scratch,
    scratchBytes,
    rowBits,
    nextBits: Math.min(slots[0]?.bits ?? 0, ENTRY_BITS - rowBits),
    bytes: all.bytes,
  };
}

/** All masks that a search among these rows may need, those that flip fewer bits first. */
export function masksFor(slots: readonly Slot[], rows: number): Uint32Array {
  if (slots.length === 0) return new Uint32Array(0);
  return flipMasks(slots[0]!.bits, Math.max(...slotRadii(slots, INDEXED_DISTANCE, rows)));
}

/** How many masks flip at most 0, 1, … bits; they are sorted so. */
function countsByRadius(masks: Uint32Array): number[] {
  const counts: number[] = [];
  for (const mask of masks) {
    let bits = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
    counts[bits] = (counts[bits] ?? 0) + 1;
  }
  for (let radius = 1; radius < counts.length; radius++) counts[radius]! += counts[radius - 1]!;
  return counts;
}

/**
 * Zeroed memory that all threads of the process can read; where there are tables and it can be, one that compiled
 * loops work on.
 * @throws HashIndexInputError when an address of 32 bits does not reach that far
 */
export function allocateIndex(bytes: number, isCompiled: boolean): SharedHashes['memory'] {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > MOST_PAGES) {
    throw new HashIndexInputError(
      `An index takes up to 4 GiB, this one would take ${bytes} bytes; partition the lists, as docs/matching.md says.`,
    );
  }
  if (isCompiled && canCompile()) {
    return new webAssembly!.Memory({ initial: pages, maximum: pages, shared: true });
  }
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}
