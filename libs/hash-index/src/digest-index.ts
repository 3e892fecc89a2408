import { type Buckets, bucketRows } from './buckets.js';
import { HashIndexInputError } from './errors.js';
import { IdSet, requireId } from './id-set.js';
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

/** Finds the entries of an exact digest. Adds and withdrawals apply at once. */
export class DigestIndex {
  private readonly digestBytes: number;
  private readonly ids: IdSet;
  private readonly digests: Uint8Array;
  private readonly keyBits: number;
  private readonly buckets: Buckets;
  private readonly addedIds = new Map<string, Set<number>>();
  private readonly addedDigests = new Map<number, string>();
  /** Built entries that were withdrawn or replaced since. */
  private readonly withdrawn = new Set<number>();

  private constructor(
    readonly kind: DigestKind,
    { digests, ids }: DigestEntries,
  ) {
    this.digestBytes = DIGEST_BYTES[kind];
    if (digests.length !== ids.length * this.digestBytes) {
      throw new HashIndexInputError(
        `${ids.length} ids need ${ids.length * this.digestBytes} bytes of ${kind}; got ${digests.length}.`,
      );
    }
    this.digests = new Uint8Array(allocate(digests.length));
    this.digests.set(digests);
    const ownIds = allocateWords(ids.length);
    ownIds.set(ids);
    this.ids = new IdSet(ownIds);
    this.keyBits = Math.min(MOST_KEY_BITS, Math.max(1, Math.ceil(Math.log2(ids.length + 1))));
    const keys = new Uint32Array(ids.length);
    for (let row = 0; row < keys.length; row++) keys[row] = this.keyOf(this.digests, row * this.digestBytes);
    this.buckets = bucketRows(keys, this.keyBits);
  }

  /**
   * Builds an index of copies of the entries.
   * @throws HashIndexInputError when bytes and ids do not agree, or an id stands twice.
   */
  static build(kind: DigestKind, entries: DigestEntries): DigestIndex {
    return new DigestIndex(kind, entries);
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
    const { starts, rows } = this.buckets;
    const bucket = this.keyOf(digest, 0);
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

  private removeAdded(id: number): boolean {
    const text = this.addedDigests.get(id);
    if (text === undefined) return false;
    this.addedDigests.delete(id);
    const ids = this.addedIds.get(text)!;
    ids.delete(id);
    if (ids.size === 0) this.addedIds.delete(text);
    return true;
  }

  /** The first bits of a digest. */
  private keyOf(bytes: Uint8Array, at: number): number {
    const first = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    return first >>> (MOST_KEY_BITS - this.keyBits);
  }

  private equals(row: number, digest: Uint8Array): boolean {
    const from = row * this.digestBytes;
    for (let i = 0; i < this.digestBytes; i++) if (this.digests[from + i] !== digest[i]) return false;
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

/** A digest as text of one character a byte: a key for a map. */
function textOf(digest: Uint8Array): string {
  return String.fromCharCode(...digest);
}
