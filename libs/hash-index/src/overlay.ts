// What changed since an index was built, in the index's own memory: hashes added, and marks on rows that were
// withdrawn. A change is there for the searches of all threads once the call that makes it returns; an addition counts
// only when it is written whole. One thread at a time may change.
import { HashIndexFullError } from './errors.js';
import { HASH_WORDS } from './hash-words.js';
import { ADDED_BYTES, type IndexLayout } from './index-memory.js';

const ADDED_WORDS = ADDED_BYTES / 4;
const ID = HASH_WORDS;
const IS_WITHDRAWN = HASH_WORDS + 1;
/** Places among the shared counts. */
const ADDED = 0;
const WITHDRAWN_ROWS = 2;
const WITHDRAWN_ADDITIONS = 3;

export class Overlay {
  private readonly all: Uint32Array;
  /** Additions that stand, as far as `mapped` of them were looked at. */
  private readonly additionOfId = new Map<number, number>();
  private mapped = 0;

  constructor(
    memory: ArrayBufferLike,
    private readonly layout: IndexLayout,
    private readonly room: number,
  ) {
    this.all = new Uint32Array(memory);
  }

  /** Additions so far, withdrawn ones too. */
  get additions(): number {
    return Atomics.load(this.all, this.layout.counts / 4 + ADDED);
  }

  get withdrawnRows(): number {
    return Atomics.load(this.all, this.layout.counts / 4 + WITHDRAWN_ROWS);
  }

  get withdrawnAdditions(): number {
    return Atomics.load(this.all, this.layout.counts / 4 + WITHDRAWN_ADDITIONS);
  }

  /** @throws HashIndexFullError when there is no room */
  add(id: number, hash: Uint32Array): void {
    this.map();
    const addition = this.mapped;
    if (addition === this.room) throw new HashIndexFullError(this.room);
    const at = this.at(addition);
    this.all.set(hash, at);
    this.all[at + ID] = id;
    Atomics.store(this.all, this.layout.counts / 4 + ADDED, ++this.mapped);
    // The earlier one goes only now: in between, a search finds either.
    this.withdraw(id);
    this.additionOfId.set(id, addition);
  }

  /** False when no addition of that id stands. */
  withdraw(id: number): boolean {
    this.map();
    const addition = this.additionOfId.get(id);
    if (addition === undefined) return false;
    this.additionOfId.delete(id);
    Atomics.store(this.all, this.at(addition) + IS_WITHDRAWN, 1);
    Atomics.add(this.all, this.layout.counts / 4 + WITHDRAWN_ADDITIONS, 1);
    return true;
  }

  /** False when the row was withdrawn before. */
  withdrawRow(row: number): boolean {
    const bit = 1 << (row & 31);
    if ((Atomics.or(this.all, this.layout.withdrawn / 4 + (row >>> 5), bit) & bit) !== 0) return false;
    Atomics.add(this.all, this.layout.counts / 4 + WITHDRAWN_ROWS, 1);
    return true;
  }

  isRowWithdrawn(row: number): boolean {
    return ((Atomics.load(this.all, this.layout.withdrawn / 4 + (row >>> 5)) >>> (row & 31)) & 1) === 1;
  }

  isWithdrawn(addition: number): boolean {
    return Atomics.load(this.all, this.at(addition) + IS_WITHDRAWN) === 1;
  }

  idOf(addition: number): number {
    return this.all[this.at(addition) + ID]!;
  }

  hashOf(addition: number): Uint32Array {
    const at = this.at(addition);
    return this.all.subarray(at, at + HASH_WORDS);
  }

  private at(addition: number): number {
    return this.layout.added / 4 + addition * ADDED_WORDS;
  }

  /** Learns what another thread has added. */
  private map(): void {
    for (const end = this.additions; this.mapped < end; this.mapped++) {
      if (!this.isWithdrawn(this.mapped)) this.additionOfId.set(this.idOf(this.mapped), this.mapped);
    }
  }
}
