// Where encrypted objects lie. A store sees ciphertext and random names only.
import { randomBytes } from 'node:crypto';

export interface StoredObject {
  readonly name: string;
  readonly modifiedAt: Date;
}

export interface ObjectStorage {
  /** Stores an object whole or not at all. */
  write(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws ObjectMissingError, at the latest when the stream is read */
  read(name: string): AsyncIterable<Uint8Array>;
  /** Removes an object; nothing happens when there is none. */
  delete(name: string): Promise<void>;
  /** All objects below a prefix, in no particular order. */
  list(prefix: 'objects/' | 'ledger/'): AsyncIterable<StoredObject>;
}

export class ObjectMissingError extends Error {
  override readonly name = 'ObjectMissingError';
}

/** `objects/ab/cd/…`, random, so that a name tells nothing and no folder grows large. */
export function randomObjectName(): string {
  const name = randomBytes(20).toString('hex');
  return `objects/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
}

const NAME = /^(objects|ledger)(\/[0-9a-z-]{1,64}){1,3}$/;

/** Guards a store against names that it did not make. */
export function requireObjectName(name: string): void {
  if (!NAME.test(name)) throw new TypeError('this is not the name of a stored object');
}
