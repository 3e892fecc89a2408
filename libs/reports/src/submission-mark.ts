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

/** What is derived from a mark, one after the other out of one expansion. */
const LENGTHS = { mark: 32, body: 32, receipt: 32, id: 16 } as const;

export class SubmissionMark {
  /** By which a repeat is known. 32 bytes. */
  readonly hash: Buffer;
  /** An identifier that the same mark always leads to, in the form of a random UUID. */
  readonly id: string;
  private readonly bodyKey: Buffer;
  private readonly receiptKey: DerivedKey;

  /**
   * @param scope what the mark is used for and where, so that equal marks at two portals are two
   * @param token random, at least 128 bits
   */
  constructor(scope: string, token: string) {
    const total = Object.values(LENGTHS).reduce((sum, length) => sum + length, 0);
    const bytes = Buffer.from(hkdfSync('sha256', `${scope}\n${token}`, '', 'manara submission', total));
    let at = 0;
    const next = (part: keyof typeof LENGTHS) => bytes.subarray(at, (at += LENGTHS[part]));
    this.hash = next('mark');
    this.bodyKey = next('body');
    this.receiptKey = { id: '00000000', bytes: next('receipt') };
    this.id = asRandomUuid(next('id'));
  }

  /** By which a repeat with other content is known; keyed, so that a short text cannot be guessed from it. 32 bytes. */
  bodyHash(submission: object): Buffer {
    return keyedHash(this.bodyKey, canonicalJson(submission));
  }

  sealReceipt(receipt: Receipt): Buffer {
    return sealValue(this.receiptKey, Buffer.from(formatReceipt(receipt)), 'receipt');
  }

  /** @throws SealBrokenError when it was sealed under another mark */
  openReceipt(sealed: Uint8Array): Receipt {
    return parseReceipt(openValue(this.receiptKey, sealed, 'receipt').toString())!;
  }
}

function asRandomUuid(bytes: Buffer): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** JSON with keys in order and absent values left out, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
