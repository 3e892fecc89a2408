import { type Buckets, bucketRows } from './buckets.js';
import { HashIndexDamagedError, HashIndexInputError } from './errors.js';
import { IdSet, requireId } from './id-set.js';
import { openEntries, sealEntries } from './sealed-entries.js';
import { allocate, allocateWords } from './shared-memory.js';

/** Bytes of the digests that lists carry. */
export const DIGEST_BYTES = { md5: 16, sha1: 20, sha256: 32 } as const;

/** A kind of digest that lists carry. */
export type DigestKind = keyof typeof DIGEST_BYTES;

/** Digests of one kind with the ids they stand for. */
export interface DigestEntries {
  /** As many bytes an entry as the kind has. */
  readonly digests: Uint8Array;
  /** An id an entry, each once. */
  readonly ids: Uint32Array;
}

/** Keys take at most this many bits of a digest, so that the table of starts stays small beside the digests. */
const MOST_KEY_BITS = 24;

/** A built index of digests as it can be posted to another thread: `DigestIndex.attach` makes an index of it there. */
export interface SharedDigests extends DigestEntries {
  readonly kind: DigestKind;
  readonly keyBits: number;
  readonly buckets: Buckets;
}

/** Finds the entries of an exact digest. Adds and withdrawals apply at once, each thread's own. */
export class DigestIndex {
  readonly kind: DigestKind;
  private readonly digestBytes: number;
  private readonly ids: IdSet;
  private readonly addedIds = new Map<string, Set<number>>();
  private readonly addedDigests = new Map<number, string>();
  /** Built entries that were withdrawn or replaced since. */
  private readonly withdrawn = new Set<number>();

  private constructor(private readonly built: SharedDigests) {
    this.kind = built.kind;
    this.digestBytes = DIGEST_BYTES[built.kind];
    this.ids = new IdSet(built.ids);
  }

  /**
   * Builds an index of copies of the entries.
   * @throws HashIndexInputError when bytes and ids do not agree, or an id stands twice.
   */
  static build(kind: DigestKind, entries: DigestEntries): DigestIndex {
    const bytes = DIGEST_BYTES[kind];
    const count = entries.ids.length;
    if (entries.digests.length !== count * bytes) {
      throw new HashIndexInputError(
        `${count} ids need ${count * bytes} bytes of ${kind}; got ${entries.digests.length}.`,
      );
    }
    const digests = new Uint8Array(allocate(entries.digests.length));
    digests.set(entries.digests);
    const ids = allocateWords(count);
    ids.set(entries.ids);
    const keyBits = Math.min(MOST_KEY_BITS, Math.max(1, Math.ceil(Math.log2(count + 1))));
    const keys = new Uint32Array(count);
    for (let row = 0; row < keys.length; row++) keys[row] = keyOf(digests, row * bytes, keyBits);
    return new DigestIndex({ kind, digests, ids, keyBits, buckets: bucketRows(keys, keyBits) });
  }

  /** The index that another thread has built, on the same memory; changes since stay each thread's own. */
  static attach(shared: SharedDigests): DigestIndex {
    return new DigestIndex(shared);
  }

  /**
   * Opens what `encode` has made, and builds its table.
   * @throws HashIndexDamagedError when the bytes are anything else.
   */
  static decode(kind: DigestKind, bytes: Uint8Array): DigestIndex {
    const { ids, rows } = openEntries(kind, bytes);
    try {
      return DigestIndex.build(kind, { ids, digests: rows });
    } catch (error) {
      if (!(error instanceof HashIndexInputError)) throw error;
      throw new HashIndexDamagedError(
        'bad-entries',
        `The encoded index holds entries it cannot: ${error.message}`,
      );
    }
  }

  /** The built part, on shared memory where there is any: post it to a thread and `attach` it there. */
  get shared(): SharedDigests {
    return this.built;
  }

  /** Number of entries. */
  get size(): number {
    return this.ids.size - this.withdrawn.size + this.addedDigests.size;
  }

  /** Adds and withdrawals since the build: a measure of when to build anew. */
  get changes(): number {
    return this.withdrawn.size + this.addedDigests.size;
  }

  /**
   * Ids of all entries with this digest, ascending.
   * @throws HashIndexInputError when `digest` has another length than the kind.
   */
  lookup(digest: Uint8Array): number[] {
    this.requireDigest(digest);
    const { keyBits, buckets } = this.built;
    const { starts, rows } = buckets;
    const bucket = keyOf(digest, 0, keyBits);
    const found: number[] = [];
    for (let at = starts[bucket]!; at < starts[bucket + 1]!; at++) {
      const row = rows[at]!;
      const id = this.ids.ids[row]!;
      if (this.equals(row, digest) && !this.withdrawn.has(id)) found.push(id);
    }
    found.push(...(this.addedIds.get(textOf(digest)) ?? []));
    return found.sort((a, b) => a - b);
  }

  /**
   * Adds an entry, or replaces the one with this id.
   * @throws HashIndexInputError when `digest` has another length than the kind or `id` is no unsigned 32-bit integer.
   */
  add(id: number, digest: Uint8Array): void {
    requireId(id);
    this.requireDigest(digest);
    this.removeAdded(id);
    const text = textOf(digest);
    const ids = this.addedIds.get(text) ?? new Set();
    this.addedIds.set(text, ids.add(id));
    this.addedDigests.set(id, text);
    if (this.ids.has(id)) this.withdrawn.add(id);
  }

  /** Withdraws an entry; false when there was none with this id. */
  remove(id: number): boolean {
    const wasAdded = this.removeAdded(id);
    if (!this.ids.has(id) || this.withdrawn.has(id)) return wasAdded;
    this.withdrawn.add(id);
    return true;
  }

  /** Copies of all entries as they stand. */
  entries(): DigestEntries {
    const ids = new Uint32Array(this.ids.size + this.addedDigests.size);
    const digests = new Uint8Array(ids.length * this.digestBytes);
    let to = 0;
    for (const [row, id] of this.ids.ids.entries()) {
      if (this.withdrawn.has(id)) continue;
      const digest = this.built.digests.subarray(row * this.digestBytes, (row + 1) * this.digestBytes);
      digests.set(digest, this.digestBytes * to);
      ids[to++] = id;
    }
    for (const [id, text] of this.addedDigests) {
      digests.set(
        Uint8Array.from(text, (character) => character.charCodeAt(0)),
        this.digestBytes * to,
      );
      ids[to++] = id;
    }
    return { ids: ids.subarray(0, to), digests: digests.subarray(0, to * this.digestBytes) };
  }

  /** All entries as they stand, versioned and with a checksum. */
  encode(): Uint8Array {
    const { ids, digests } = this.entries();
    return sealEntries(this.kind, { ids, rows: digests });
  }

  private removeAdded(id: number): boolean {
    const text = this.addedDigests.get(id);
    if (text === undefined) return false;
    this.addedDigests.delete(id);
    const ids = this.addedIds.get(text)!;
    ids.delete(id);
    if (ids.size === 0) this.addedIds.delete(text);
    return true;
  }

  private equals(row: number, digest: Uint8Array): boolean {
    const from = row * this.digestBytes;
    for (let i = 0; i < this.digestBytes; i++) if (this.built.digests[from + i] !== digest[i]) return false;
    return true;
  }

  private requireDigest(digest: Uint8Array): void {
    if (digest.length !== this.digestBytes) {
      throw new HashIndexInputError(
        `A digest of ${this.kind} is ${this.digestBytes} bytes; got ${digest.length}.`,
      );
    }
  }
}

/** The first bits of a digest. */
function keyOf(bytes: Uint8Array, at: number, bits: number): number {
  const first = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return first >>> (MOST_KEY_BITS - bits);
}

/** A digest as text of one character a byte: a key for a map. */
function textOf(digest: Uint8Array): string {
  return String.fromCharCode(...digest);
}
