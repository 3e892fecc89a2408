// The code that a reporter keeps: a part by which it is found and a secret part, in Crockford's base 32, which leaves out
// letters that are taken for others. Only a keyed hash of it is stored.
// @see https://www.crockford.com/base32.html
import { randomBytes } from 'node:crypto';
import { boxKeyPairFrom, keyedHash, type BoxKeyPair, type KeyRing } from '#libs/platform';
import { RECEIPT_ALPHABET, type Receipt } from './receipt-code.js';
import { codeOfWords } from './receipt-words.js';

export type { Receipt } from './receipt-code.js';

const LOOKUP_CHARACTERS = 8;
/** 16 × 5 bits = 80 bits that nobody can guess */
const SECRET_CHARACTERS = 16;
/** Longer input is no receipt, whatever stands in it. */
const MOST_TYPED_CHARACTERS = 300;

function randomText(characters: number): string {
  // 256 is a multiple of 32, so every character is as likely as any other.
  return Array.from(randomBytes(characters), (byte) => RECEIPT_ALPHABET[byte % 32]).join('');
}

/** Makes a receipt that was never given before. */
export function makeReceipt(): Receipt {
  return { lookup: randomText(LOOKUP_CHARACTERS), secret: randomText(SECRET_CHARACTERS) };
}

/** As shown to people: groups of four that can be read aloud, `7K3M-92QX-…`. */
export function formatReceipt({ lookup, secret }: Receipt): string {
  return (lookup + secret).replace(/(.{4})(?!$)/g, '$1-');
}

/**
 * Reads what somebody typed: the code, or its words. Small letters, spaces, dashes and dots do not matter, nor the digits of another script, nor
 * O for 0, I and L for 1.
 * @returns undefined when it cannot be a receipt
 */
export function parseReceipt(typed: unknown): Receipt | undefined {
  if (typeof typed !== 'string' || typed.length > MOST_TYPED_CHARACTERS) return undefined;
  const code = codeOfWords(typed) ?? codeOf(typed);
  if (code.length !== LOOKUP_CHARACTERS + SECRET_CHARACTERS) return undefined;
  for (const character of code) if (!RECEIPT_ALPHABET.includes(character)) return undefined;
  return { lookup: code.slice(0, LOOKUP_CHARACTERS), secret: code.slice(LOOKUP_CHARACTERS) };
}

function codeOf(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\s.,\p{Pd}\p{Cf}_\u2212]/gu, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** What is stored of the secret under the newest key. 32 bytes. */
export function hashReceipt(ring: KeyRing, receipt: Receipt): Buffer {
  return hashesOfReceipt(ring, receipt)[0]!;
}

/** What may be stored of it, newest key first: an old receipt was hashed under a key that has since been replaced. */
export function hashesOfReceipt(ring: KeyRing, { lookup, secret }: Receipt): Buffer[] {
  return ring.all('receipts').map((key) => keyedHash(key.bytes, `${lookup} ${secret}`));
}

/**
 * The key pair that messages to the reporter are sealed to; whoever has the receipt can make it again, nobody else. The
 * part for looking up goes in too, so that trying secrets tries them against one receipt and not against all at once.
 */
export function replyKeyPair({ lookup, secret }: Receipt): BoxKeyPair {
  return boxKeyPairFrom(`${lookup} ${secret}`, 'replies');
}
