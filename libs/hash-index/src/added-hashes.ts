// Hashes added since an index was built. Few, so they are scanned.
import { distanceWithin, HASH_WORDS } from './hash-words.js';
import type { FoundRow } from './indexed-hashes.js';

/** A growing, shrinking list of hashes by id. */
export class AddedHashes {
  private words = new Uint32Array(64 * HASH_WORDS);
  private readonly idOfRow: number[] = [];
  private readonly rowOfId = new Map<number, number>();

  get size(): number {
    return this.idOfRow.length;
  }

  get byteLength(): number {
    return this.words.byteLength + 4 * this.size;
  }

  has(id: number): boolean {
    return this.rowOfId.has(id);
  }

  /** Keeps the hash for the id, in place of an earlier one. */
  set(id: number, hash: Uint32Array): void {
    let row = this.rowOfId.get(id);
    if (row === undefined) {
      row = this.idOfRow.push(id) - 1;
      this.rowOfId.set(id, row);
      if (this.words.length < this.size * HASH_WORDS) this.grow();
    }
    this.words.set(hash, row * HASH_WORDS);
  }

  /** False when there was no such id. */
  delete(id: number): boolean {
    const row = this.rowOfId.get(id);
    if (row === undefined) return false;
    const last = this.size - 1;
    const lastId = this.idOfRow[last]!;
    this.words.copyWithin(row * HASH_WORDS, last * HASH_WORDS, (last + 1) * HASH_WORDS);
    this.idOfRow[row] = lastId;
    this.rowOfId.set(lastId, row);
    this.idOfRow.pop();
    this.rowOfId.delete(id);
    return true;
  }

  /** Every added hash within `maxDistance`. */
  find(query: Uint32Array, maxDistance: number): FoundRow[] {
    const found: FoundRow[] = [];
    for (let row = 0; row < this.size; row++) {
      const distance = distanceWithin(this.words, row * HASH_WORDS, query, maxDistance);
      if (distance <= maxDistance) found.push({ row, distance });
    }
    return found;
  }

  idAt(row: number): number {
    return this.idOfRow[row]!;
  }

  hashAt(row: number): Uint32Array {
    return this.words.subarray(row * HASH_WORDS, (row + 1) * HASH_WORDS);
  }

  private grow(): void {
    const larger = new Uint32Array(2 * this.words.length);
    larger.set(this.words);
    this.words = larger;
  }
}
