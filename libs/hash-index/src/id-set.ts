import { HashIndexInputError } from './errors.js';
import { allocateWords } from './shared-memory.js';

/** The ids of built entries, row by row, each once. */
export class IdSet {
  private readonly ascending: Uint32Array;

  /**
   * @param ids id of each row; kept, not copied
   * @throws HashIndexInputError when an id stands twice.
   */
  constructor(readonly ids: Uint32Array) {
    this.ascending = isAscending(ids) ? ids : sortedCopy(ids);
    requireEachOnce(this.ascending);
  }

  get size(): number {
    return this.ids.length;
  }

  has(id: number): boolean {
    const { ascending } = this;
    let low = 0;
    let high = ascending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ascending[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return ascending[low] === id;
  }
}

/**
 * The order that makes ids ascend; undefined where they do.
 * @throws HashIndexInputError when an id stands twice.
 */
export function rowsByAscendingId(ids: Uint32Array): Uint32Array | undefined {
  if (isAscending(ids)) {
    requireEachOnce(ids);
    return undefined;
  }
  const order = Uint32Array.from(ids, (_, row) => row).sort((a, b) => ids[a]! - ids[b]!);
  requireEachOnce(Uint32Array.from(order, (row) => ids[row]!));
  return order;
}

/** @throws HashIndexInputError when `id` is not an unsigned 32-bit integer. */
export function requireId(id: number): void {
  if (id >>> 0 !== id) throw new HashIndexInputError(`An id is an integer from 0 to 4294967295; got ${id}.`);
}

function isAscending(ids: Uint32Array): boolean {
  for (let row = 1; row < ids.length; row++) if (ids[row - 1]! > ids[row]!) return false;
  return true;
}

function sortedCopy(ids: Uint32Array): Uint32Array {
  const copy = allocateWords(ids.length);
  copy.set(ids);
  return copy.sort();
}

function requireEachOnce(ascending: Uint32Array): void {
  for (let row = 1; row < ascending.length; row++) {
    if (ascending[row - 1] === ascending[row]) {
      throw new HashIndexInputError(`Id ${ascending[row]} stands for more than one entry.`);
    }
  }
}
