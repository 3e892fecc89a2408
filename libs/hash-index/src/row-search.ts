import { type IndexLayout, CANDIDATE_ROOM, FOUND_ROOM, PLAN_WORDS } from './index-memory.js';
import { type ScratchLayout, scratchLayout } from './index-memory.js';
import type { Kernel } from './kernel.js';
import { HASH_BYTES } from './hash-words.js';
import { INDEXED_DISTANCE, nextSlacks, slotRadii } from './slot-plan.js';

/** Told of each row found, and how far it is; one row may be told more than once. */
export type Found = (row: number, distance: number) => void;

/** Finds rows near a hash in one thread: by tables, or by a scan. */
export class RowSearch {
  private readonly all: Uint32Array;
  private readonly at: ScratchLayout;
  private plannedDistance = -1;

  /** @param scratch address of this thread's scratch memory */
  constructor(
    memory: ArrayBufferLike,
    private readonly layout: IndexLayout,
    private readonly rows: number,
    private readonly kernel: Kernel,
    private readonly scratch: number,
  ) {
    this.all = new Uint32Array(memory);
    this.at = scratchLayout(layout.tables.length, layout.maskCounts.at(-1) ?? 0);
  }

  /** Every built row within `maxDistance` of the hash. */
  find(query: Uint32Array, maxDistance: number, found: Found): void {
    this.all.set(query, (this.scratch + this.at.query) / 4);
    if (!this.probe(maxDistance, found)) {
      this.scan(this.layout.words, HASH_BYTES, this.rows, maxDistance, found);
    }
  }

  /** Every hash of `count` that lie `stride` bytes apart, compared with the one last given to `find`. */
  scan(words: number, stride: number, count: number, maxDistance: number, found: Found): void {
    const query = this.scratch + this.at.query;
    const out = this.scratch + this.at.found;
    for (let from = 0; from < count;) {
      const pairs = this.kernel.scan(words, stride, from, count, query, maxDistance, out, FOUND_ROOM);
      this.tell(pairs, found);
      if (pairs < FOUND_ROOM) return;
      from = this.all[out / 4 + 2 * (pairs - 1)]! + 1;
    }
  }

  /** False where there are no tables for it, or so many candidates that a scan is quicker: no input makes it slow. */
  private probe(maxDistance: number, found: Found): boolean {
    const { layout, scratch, at } = this;
    if (layout.tables.length === 0 || maxDistance > INDEXED_DISTANCE) return false;
    this.plan(maxDistance);
    const pairs = this.kernel.probe(
      scratch + at.plan,
      layout.tables.length,
      layout.masks,
      scratch + at.query,
      layout.words,
      layout.rowBits,
      maxDistance,
      scratch + at.buckets,
      scratch + at.candidates,
      CANDIDATE_ROOM,
      scratch + at.found,
      FOUND_ROOM,
      Math.floor(this.rows / 4),
    );
    if (pairs < 0) return false;
    this.tell(pairs, found);
    return true;
  }

  private tell(pairs: number, found: Found): void {
    const out = (this.scratch + this.at.found) / 4;
    for (let at = out; at < out + 2 * pairs; at += 2) found(this.all[at]!, this.all[at + 1]!);
  }

  /** Writes for the kernel how far each slot is searched. */
  private plan(maxDistance: number): void {
    if (maxDistance === this.plannedDistance) return;
    const { tables, maskCounts, nextBits } = this.layout;
    const radii = slotRadii(tables, maxDistance, this.rows);
    const slacks = nextSlacks(radii);
    for (const [i, { firstBit, bits, starts, entries }] of tables.entries()) {
      const masks = radii[i]! < 0 ? 0 : maskCounts[radii[i]!]!;
      const next = tables[(i + 1) % tables.length]!.firstBit;
      this.all.set(
        [masks, firstBit, bits, starts, entries, next, nextBits | (slacks[i]! << 8)],
        (this.scratch + this.at.plan) / 4 + i * PLAN_WORDS,
      );
    }
    this.plannedDistance = maxDistance;
  }
}
