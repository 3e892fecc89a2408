// What makes sending twice one report: a random mark that came with the form, or the caller's Idempotency-Key. Nothing of
// the mark is stored but what is derived from it, so a copy of the database opens no receipt and confirms no guess about
// what was sent.
import { hkdfSync } from 'node:crypto';
import { keyedHash, openValue, sealValue, type DerivedKey } from '#libs/platform';
import { formatReceipt, parseReceipt, type Receipt } from './receipt.js';

/** Printable characters without spaces, 22 to 128: at least 128 bits when random in base 64. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{22,128}$/;

export function isIdempotencyKey(value: unknown): value is string {
  return typeof value === 'string' && IDEMPOTENCY_KEY.test(value);
}

export class SubmissionMark {
  private readonly secret: Buffer;

  /**
   * @param scope what the mark is used for and where, so that equal marks at two portals are two
   * @param token random, at least 128 bits
   */
  constructor(scope: string, token: string) {
    this.secret = Buffer.from(`${scope}\n${token}`);
  }

  private derive(purpose: string, bytes = 32): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secret, '', `manara submission ${purpose}`, bytes));
  }

  /** By which a repeat is known. 32 bytes. */
  get hash(): Buffer {
    return this.derive('mark');
  }

  /** By which a repeat with other content is known; keyed, so that a short text cannot be guessed from it. 32 bytes. */
  bodyHash(submission: object): Buffer {
    return keyedHash(this.derive('body'), canonicalJson(submission));
  }

  /** An identifier that the same mark always leads to, in the form of a random UUID. */
  get id(): string {
    const bytes = this.derive('id', 16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  private get receiptKey(): DerivedKey {
    return { id: '00000000', bytes: this.derive('receipt') };
  }

  sealReceipt(receipt: Receipt): Buffer {
    return sealValue(this.receiptKey, Buffer.from(formatReceipt(receipt)), 'receipt');
  }

  /** @throws SealBrokenError when it was sealed under another mark */
  openReceipt(sealed: Uint8Array): Receipt {
    return parseReceipt(openValue(this.receiptKey, sealed, 'receipt').toString())!;
  }
}

/** JSON with keys in order and absent values left out, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
