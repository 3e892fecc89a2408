// What a receipt is made of.

/** Crockford's base 32, which leaves out letters that are taken for others. */
export const RECEIPT_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface Receipt {
  /** 8 characters by which the row is found. */
  readonly lookup: string;
  /** 16 characters, 80 bits. */
  readonly secret: string;
}
