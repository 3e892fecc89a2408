/** Entries, a hash, a digest or a distance that an index cannot work with. */
export class HashIndexInputError extends Error {
  override readonly name = 'HashIndexInputError';
}

/** There is no room for another addition: build the index anew from its entries. */
export class HashIndexFullError extends Error {
  override readonly name = 'HashIndexFullError';

  constructor(room: number) {
    super(`An index with room for ${room} additions has as many; build it anew from its entries.`);
  }
}

/** What is wrong with an encoded index. */
export type DamageReason =
  | 'too-short'
  | 'not-an-index'
  | 'other-version'
  | 'other-kind'
  | 'wrong-length'
  | 'wrong-checksum'
  | 'bad-entries';

/** Bytes that are no intact encoded index. Build the index anew from the entries themselves. */
export class HashIndexDamagedError extends Error {
  override readonly name = 'HashIndexDamagedError';

  constructor(
    readonly reason: DamageReason,
    message: string,
  ) {
    super(message);
  }
}
