import { HashIndexDamagedError, HashIndexInputError } from './errors.js';
import { HASH_BITS, HASH_BYTES, HASH_WORDS, wordsOfHash } from './hash-words.js';
import { requireId, rowsByAscendingId } from './id-set.js';
import {
  ADDED_BYTES,
  allocateIndex,
  indexLayout,
  type IndexLayout,
  MOST_THREADS,
  type SharedHashes,
} from './index-memory.js';
import { kernelFor } from './kernel.js';
import { Overlay } from './overlay.js';
import { plainKernel } from './plain-kernel.js';
import { RowSearch } from './row-search.js';
import { openEntries, sealEntries } from './sealed-entries.js';
import { flipMasks, slotCountFor } from './slot-plan.js';

/** Hashes with the ids they stand for. */
export interface HashEntries {
  /** 32 bytes an entry. */
  readonly hashes: Uint8Array;
  /** An id an entry, each once. */
  readonly ids: Uint32Array;
}

/** An entry found near a hash. */
export interface HashMatch {
  readonly id: number;
  /** Bits in which the two hashes differ. */
  readonly distance: number;
}

export interface BuildOptions {
  /** Number of tables, 0 for none or 11 to 32; what suits the number of entries unless given. */
  readonly slots?: number;
  /** Additions for which there shall be room; 65,536 unless given. */
  readonly room?: number;
  /** False for the plain loops, which give the same answers; compiled ones where the platform has them unless given. */
  readonly compiled?: boolean;
}

const ROOM = 65_536;
const THREADS = 1;

/** The searches of this thread, one for each memory. */
const searches = new WeakMap<object, RowSearch>();

/**
 * Finds every entry within a Hamming distance of a hash, none missed. Adds and withdrawals apply at once, in all
 * threads that have attached; when there are many, build anew from `entries()`. Any thread may search at any time; one
 * at a time may change.
 */
export class HashIndex {
  private readonly layout: IndexLayout;
  private readonly words: Uint32Array;
  private readonly ids: Uint32Array;
  private readonly overlay: Overlay;
  private readonly searcher: RowSearch;

  private constructor(
    private readonly index: SharedHashes,
    isCompiled = true,
  ) {
    const { memory, rows, room } = index;
    const buffer = 'buffer' in memory ? memory.buffer : memory;
    this.layout = indexLayout(index);
    this.words = new Uint32Array(buffer, this.layout.words, rows * HASH_WORDS);
    this.ids = new Uint32Array(buffer, this.layout.ids, rows);
    this.overlay = new Overlay(buffer, this.layout, room);
    this.searcher = searches.get(memory) ?? this.newSearch(buffer, isCompiled);
    searches.set(memory, this.searcher);
  }

  /**
   * Builds an index of copies of the entries.
   * @throws HashIndexInputError when bytes and ids do not agree, an id stands twice, or they are too many.
   */
  static build({ hashes, ids }: HashEntries, options: BuildOptions = {}): HashIndex {
    const { slots: slotCount = slotCountFor(ids.length), room = ROOM, compiled = true } = options;
    if (hashes.length !== ids.length * HASH_BYTES) {
      throw new HashIndexInputError(
        `${ids.length} ids need ${ids.length * HASH_BYTES} bytes; got ${hashes.length}.`,
      );
    }
    if (slotCount !== 0 && !(Number.isInteger(slotCount) && slotCount >= 11 && slotCount <= 32)) {
      throw new HashIndexInputError(`A hash is cut into 11 to 32 slots, or none; got ${slotCount}.`);
    }
    const order = rowsByAscendingId(ids);
    const plan = { rows: ids.length, slotCount, room };
    const layout = indexLayout(plan);
    const memory = allocateIndex(layout.bytes, compiled && slotCount > 0);
    const buffer = 'buffer' in memory ? memory.buffer : memory;
    const ownIds = new Uint32Array(buffer, layout.ids, ids.length);
    const ownHashes = new Uint8Array(buffer, layout.words, hashes.length);
    if (order === undefined) {
      ownIds.set(ids);
      ownHashes.set(hashes);
    } else {
      for (const [row, from] of order.entries()) {
        ownIds[row] = ids[from]!;
        ownHashes.set(hashes.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES), row * HASH_BYTES);
      }
    }
    const index = new HashIndex({ memory, ...plan }, compiled);
    index.buildTables(compiled);
    return index;
  }

  /** The index that another thread has built, on the same memory: `shared` of the one is given to the other. */
  static attach(shared: SharedHashes): HashIndex {
    return new HashIndex(shared);
  }

  /**
   * Opens what `encode` has made, and builds its tables.
   * @throws HashIndexDamagedError when the bytes are anything else.
   */
  static decode(bytes: Uint8Array, options: BuildOptions = {}): HashIndex {
    const { ids, rows } = openEntries('pdq', bytes);
    try {
      return HashIndex.build({ ids, hashes: rows }, options);
    } catch (error) {
      if (!(error instanceof HashIndexInputError)) throw error;
      throw new HashIndexDamagedError(
        'bad-entries',
        `The encoded index holds entries it cannot: ${error.message}`,
      );
    }
  }

  /** What another thread needs: post it there and `attach` it. */
  get shared(): SharedHashes {
    return this.index;
  }

  /** Number of entries. */
  get size(): number {
    const { additions, withdrawnRows, withdrawnAdditions } = this.overlay;
    return this.ids.length - withdrawnRows + additions - withdrawnAdditions;
  }

  /** Adds and withdrawals since the build: a measure of when to build anew. */
  get changes(): number {
    return this.overlay.withdrawnRows + this.overlay.additions;
  }

  /** Bytes of memory held by hashes, tables, additions, the room for more, and what threads need to search. */
  get byteLength(): number {
    const { memory } = this.index;
    return 'buffer' in memory ? memory.buffer.byteLength : memory.byteLength;
  }

  /**
   * Every entry within `maxDistance` of `hash`, nearest first, and by id where equally near. Up to a distance of 31
   * by tables, beyond by a scan of all.
   * @throws HashIndexInputError when `hash` is not 32 bytes or `maxDistance` not an integer from 0 to 256.
   */
  search(hash: Uint8Array, maxDistance: number): HashMatch[] {
    if (!Number.isInteger(maxDistance) || maxDistance < 0 || maxDistance > HASH_BITS) {
      throw new HashIndexInputError(`A distance is an integer from 0 to ${HASH_BITS}; got ${maxDistance}.`);
    }
    const distances = new Map<number, number>();
    this.searcher.find(wordsOfHash(hash), maxDistance, (row, distance) => {
      if (!this.overlay.isRowWithdrawn(row)) distances.set(this.ids[row]!, distance);
    });
    const { additions } = this.overlay;
    this.searcher.scan(this.layout.added, ADDED_BYTES, additions, maxDistance, (addition, distance) => {
      if (!this.overlay.isWithdrawn(addition)) distances.set(this.overlay.idOf(addition), distance);
    });
    return Array.from(distances, ([id, distance]) => ({ id, distance })).sort(
      (a, b) => a.distance - b.distance || a.id - b.id,
    );
  }

  /**
   * Adds an entry, or replaces the one with this id.
   * @throws HashIndexInputError when `hash` is not 32 bytes or `id` not an unsigned 32-bit integer, HashIndexFullError
   * when there is no room.
   */
  add(id: number, hash: Uint8Array): void {
    requireId(id);
    this.overlay.add(id, wordsOfHash(hash));
    this.withdrawBuilt(id);
  }

  /** Withdraws an entry; false when there was none with this id. */
  remove(id: number): boolean {
    const wasAdded = this.overlay.withdraw(id);
    return this.withdrawBuilt(id) || wasAdded;
  }

  /** Copies of all entries as they stand. */
  entries(): HashEntries {
    const { additions } = this.overlay;
    const ids = new Uint32Array(this.ids.length + additions);
    const words = new Uint32Array(ids.length * HASH_WORDS);
    let to = 0;
    for (let row = 0; row < this.ids.length; row++) {
      if (this.overlay.isRowWithdrawn(row)) continue;
      ids[to] = this.ids[row]!;
      words.set(this.words.subarray(row * HASH_WORDS, (row + 1) * HASH_WORDS), HASH_WORDS * to++);
    }
    for (let addition = 0; addition < additions; addition++) {
      if (this.overlay.isWithdrawn(addition)) continue;
      ids[to] = this.overlay.idOf(addition);
      words.set(this.overlay.hashOf(addition), HASH_WORDS * to++);
    }
    return { ids: ids.subarray(0, to), hashes: new Uint8Array(words.buffer, 0, HASH_BYTES * to) };
  }

  /** All entries as they stand, versioned and with a checksum; tables are left out, for they are built quickly. */
  encode(): Uint8Array {
    const { ids, hashes } = this.entries();
    return sealEntries('pdq', { ids, rows: hashes });
  }

  private buildTables(isCompiled: boolean): void {
    const { memory, rows } = this.index;
    const { tables, words, rowBits, nextBits, masks, maskCounts } = this.layout;
    if (tables.length === 0) return;
    const buffer = 'buffer' in memory ? memory.buffer : memory;
    new Uint32Array(buffer, masks, maskCounts.at(-1)).set(flipMasks(tables[0]!.bits, maskCounts.length - 1));
    const kernel = isCompiled ? kernelFor(memory) : plainKernel(buffer);
    for (const [i, { firstBit, bits, starts, entries }] of tables.entries()) {
      const next = tables[(i + 1) % tables.length]!.firstBit;
      kernel.buildTable(words, rows, firstBit, bits, next, nextBits, rowBits, starts, entries);
    }
  }

  private withdrawBuilt(id: number): boolean {
    const row = rowOf(this.ids, id);
    return row >= 0 && this.overlay.withdrawRow(row);
  }

  private newSearch(buffer: ArrayBufferLike, isCompiled: boolean): RowSearch {
    const counts = new Uint32Array(buffer, this.layout.counts);
    const thread = Atomics.add(counts, THREADS, 1);
    if (thread >= MOST_THREADS) {
      Atomics.sub(counts, THREADS, 1);
      throw new HashIndexInputError(`An index serves up to ${MOST_THREADS} threads.`);
    }
    const kernel = isCompiled ? kernelFor(this.index.memory) : plainKernel(buffer);
    const scratch = this.layout.scratch + thread * this.layout.scratchBytes;
    return new RowSearch(buffer, this.layout, this.index.rows, kernel, scratch);
  }
}

/** Where an id stands in an ascending row of them; -1 where it does not. */
function rowOf(ascending: Uint32Array, id: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === id ? low : -1;
}
