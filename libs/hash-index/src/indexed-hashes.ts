// The built, unchanging part of an index: hashes and their tables. Plain data on shared memory, so that a thread
// can be handed it without a copy.
import { type Buckets, bucketRows } from './buckets.js';
import { HashIndexInputError } from './errors.js';
import { distanceWithin, HASH_BYTES, HASH_WORDS } from './hash-words.js';
import { allocateWords } from './shared-memory.js';
import { cutSlots, flipMasks, INDEXED_DISTANCE, type Slot, slotCountFor, slotRadii } from './slot-plan.js';

/** A slot and the rows sorted by it. */
export interface SlotTable extends Slot, Buckets {}

/** Hashes with the tables that find them. */
export interface IndexedHashes {
  /** Eight words a row. */
  readonly words: Uint32Array;
  /** Id of each row, each once. */
  readonly ids: Uint32Array;
  /** None where a scan serves as well. */
  readonly tables: readonly SlotTable[];
}

/**
 * Copies the hashes and builds their tables.
 * @param slotCount number of tables, 0 for none or 11 to 32; by the number of hashes unless given
 * @throws HashIndexInputError when the number of bytes and of ids do not agree.
 */
export function indexHashes(
  hashes: Uint8Array,
  ids: Uint32Array,
  slotCount = slotCountFor(ids.length),
): IndexedHashes {
  if (hashes.length !== ids.length * HASH_BYTES) {
    throw new HashIndexInputError(
      `${ids.length} ids need ${ids.length * HASH_BYTES} bytes; got ${hashes.length}.`,
    );
  }
  if (slotCount !== 0 && !(Number.isInteger(slotCount) && slotCount >= 11 && slotCount <= 32)) {
    throw new HashIndexInputError(`A hash is cut into 11 to 32 slots, or none; got ${slotCount}.`);
  }
  const words = allocateWords(ids.length * HASH_WORDS);
  new Uint8Array(words.buffer).set(hashes);
  const ownIds = allocateWords(ids.length);
  ownIds.set(ids);
  const keys = new Uint32Array(ids.length);
  const tables = slotCount === 0 ? [] : cutSlots(slotCount).map((slot) => indexSlot(words, slot, keys));
  return { words, ids: ownIds, tables };
}

/** @param keys room for one key a row */
function indexSlot(words: Uint32Array, slot: Slot, keys: Uint32Array): SlotTable {
  for (let row = 0; row < keys.length; row++) keys[row] = keyOf(words, row * HASH_WORDS, slot);
  return { ...slot, ...bucketRows(keys, slot.bits) };
}

/** The bits of a slot in the hash at `words[at…]`. */
function keyOf(words: Uint32Array, at: number, { firstBit, bits }: Slot): number {
  const word = at + (firstBit >>> 5);
  const shift = firstBit & 31;
  let key = words[word]! >>> shift;
  if (shift + bits > 32) key |= words[word + 1]! << (32 - shift);
  return key & (2 ** bits - 1);
}

/** A row found, and how far it is from what was looked for. */
export interface FoundRow {
  readonly row: number;
  readonly distance: number;
}

/** Finds rows near a hash. One a thread: it keeps scratch memory of its own. */
export class RowSearch {
  private readonly candidates = new Uint32Array(4096);
  private readonly masks = new Map<string, Uint32Array>();
  private readonly plans = new Map<number, (Uint32Array | undefined)[]>();

  constructor(private readonly indexed: IndexedHashes) {}

  /** Every row within `maxDistance` of `query`, once, in no order. */
  find(query: Uint32Array, maxDistance: number): FoundRow[] {
    if (this.indexed.tables.length === 0 || maxDistance > INDEXED_DISTANCE)
      return this.scan(query, maxDistance);
    return this.probe(query, maxDistance) ?? this.scan(query, maxDistance);
  }

  private scan(query: Uint32Array, maxDistance: number): FoundRow[] {
    const { words, ids } = this.indexed;
    const found: FoundRow[] = [];
    for (let row = 0; row < ids.length; row++) {
      const distance = distanceWithin(words, row * HASH_WORDS, query, maxDistance);
      if (distance <= maxDistance) found.push({ row, distance });
    }
    return found;
  }

  /** Undefined where the tables would yield so many candidates that a scan is quicker: no input makes it slow. */
  private probe(query: Uint32Array, maxDistance: number): FoundRow[] | undefined {
    const { words, ids, tables } = this.indexed;
    const plan = this.planFor(maxDistance);
    const { candidates } = this;
    const mostCandidates = ids.length / 4;
    let checked = 0;
    let waiting = 0;
    const found: FoundRow[] = [];
    const seen = new Set<number>();
    // Candidates are first gathered, then compared, so that the processor can fetch many of them at once.
    const compare = (): void => {
      for (let i = 0; i < waiting; i++) {
        const row = candidates[i]!;
        const distance = distanceWithin(words, row * HASH_WORDS, query, maxDistance);
        if (distance > maxDistance || seen.has(row)) continue;
        seen.add(row);
        found.push({ row, distance });
      }
      checked += waiting;
      waiting = 0;
    };
    for (let t = 0; t < tables.length; t++) {
      const masks = plan[t];
      if (!masks) continue;
      const table = tables[t]!;
      const { starts, rows } = table;
      const key = keyOf(query, 0, table);
      for (let m = 0; m < masks.length; m++) {
        const bucket = key ^ masks[m]!;
        const end = starts[bucket + 1]!;
        for (let at = starts[bucket]!; at < end; at++) {
          candidates[waiting++] = rows[at]!;
          if (waiting === candidates.length) {
            compare();
            if (checked > mostCandidates) return undefined;
          }
        }
      }
    }
    compare();
    return found;
  }

  /** For each table the masks that reach the keys to look up; none where the table is left out. */
  private planFor(maxDistance: number): (Uint32Array | undefined)[] {
    let plan = this.plans.get(maxDistance);
    if (!plan) {
      const { tables, ids } = this.indexed;
      plan = slotRadii(tables, maxDistance, ids.length).map((radius, t) => {
        return radius < 0 ? undefined : this.masksFor(tables[t]!.bits, radius);
      });
      this.plans.set(maxDistance, plan);
    }
    return plan;
  }

  private masksFor(bits: number, radius: number): Uint32Array {
    const name = `${bits}/${radius}`;
    const masks = this.masks.get(name) ?? flipMasks(bits, radius);
    this.masks.set(name, masks);
    return masks;
  }
}
