import { AddedHashes } from './added-hashes.js';
import { HashIndexDamagedError, HashIndexInputError } from './errors.js';
import { HASH_BITS, HASH_BYTES, HASH_WORDS, wordsOfHash } from './hash-words.js';
import { IdSet, requireId } from './id-set.js';
import { type IndexedHashes, indexHashes, RowSearch } from './indexed-hashes.js';
import { openEntries, sealEntries } from './sealed-entries.js';

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

/**
 * Finds every entry within a Hamming distance of a hash, none missed. Adds and withdrawals apply at once; when
 * there are many, build anew from `entries()`.
 */
export class HashIndex {
  private readonly ids: IdSet;
  private readonly rows: RowSearch;
  private readonly added = new AddedHashes();
  /** Built entries that were withdrawn or replaced since. */
  private readonly withdrawn = new Set<number>();

  private constructor(private readonly built: IndexedHashes) {
    this.ids = new IdSet(built.ids);
    this.rows = new RowSearch(built);
  }

  /**
   * Builds an index of copies of the entries.
   * @param options `slots`: number of tables, 0 for none or 11 to 32, in place of what suits the number of entries
   * @throws HashIndexInputError when bytes and ids do not agree, or an id stands twice.
   */
  static build(entries: HashEntries, options: { slots?: number } = {}): HashIndex {
    return new HashIndex(indexHashes(entries.hashes, entries.ids, options.slots));
  }

  /** An index over what another thread has built, by `HashIndex.shared`; changes since stay each thread's own. */
  static attach(built: IndexedHashes): HashIndex {
    return new HashIndex(built);
  }

  /**
   * Opens what `encode` has made, and builds its tables.
   * @throws HashIndexDamagedError when the bytes are anything else.
   */
  static decode(bytes: Uint8Array): HashIndex {
    const entries = openEntries(bytes);
    try {
      return HashIndex.build(entries);
    } catch (error) {
      if (!(error instanceof HashIndexInputError)) throw error;
      throw new HashIndexDamagedError(
        'bad-entries',
        `The encoded index holds entries it cannot: ${error.message}`,
      );
    }
  }

  /** The built part, on shared memory where there is any: post it to a thread and `attach` it there. */
  get shared(): IndexedHashes {
    return this.built;
  }

  /** Number of entries. */
  get size(): number {
    return this.ids.size - this.withdrawn.size + this.added.size;
  }

  /** Adds and withdrawals since the build: a measure of when to build anew. */
  get changes(): number {
    return this.withdrawn.size + this.added.size;
  }

  /** Bytes of memory held by hashes and tables. */
  get byteLength(): number {
    const { words, ids, tables } = this.built;
    const ofTables = tables.reduce((sum, table) => sum + table.starts.byteLength + table.rows.byteLength, 0);
    return words.byteLength + ids.byteLength + ofTables + this.added.byteLength;
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
    const query = wordsOfHash(hash);
    const matches: HashMatch[] = [];
    for (const { row, distance } of this.rows.find(query, maxDistance)) {
      const id = this.built.ids[row]!;
      if (!this.withdrawn.has(id)) matches.push({ id, distance });
    }
    for (const { row, distance } of this.added.find(query, maxDistance)) {
      matches.push({ id: this.added.idAt(row), distance });
    }
    return matches.sort((a, b) => a.distance - b.distance || a.id - b.id);
  }

  /**
   * Adds an entry, or replaces the one with this id.
   * @throws HashIndexInputError when `hash` is not 32 bytes or `id` not an unsigned 32-bit integer.
   */
  add(id: number, hash: Uint8Array): void {
    requireId(id);
    this.added.set(id, wordsOfHash(hash));
    if (this.ids.has(id)) this.withdrawn.add(id);
  }

  /** Withdraws an entry; false when there was none with this id. */
  remove(id: number): boolean {
    const wasAdded = this.added.delete(id);
    if (!this.ids.has(id) || this.withdrawn.has(id)) return wasAdded;
    this.withdrawn.add(id);
    return true;
  }

  /** Copies of all entries as they stand. */
  entries(): HashEntries {
    const ids = new Uint32Array(this.size);
    const words = new Uint32Array(this.size * HASH_WORDS);
    let to = 0;
    for (let row = 0; row < this.built.ids.length; row++) {
      const id = this.built.ids[row]!;
      if (this.withdrawn.has(id)) continue;
      ids[to] = id;
      words.set(this.built.words.subarray(row * HASH_WORDS, (row + 1) * HASH_WORDS), HASH_WORDS * to++);
    }
    for (let row = 0; row < this.added.size; row++) {
      ids[to] = this.added.idAt(row);
      words.set(this.added.hashAt(row), HASH_WORDS * to++);
    }
    return { ids, hashes: new Uint8Array(words.buffer, 0, HASH_BYTES * to) };
  }

  /** All entries as they stand, versioned and with a checksum; tables are left out, for they are built quickly. */
  encode(): Uint8Array {
    return sealEntries(this.entries());
  }
}
