// Keys that partners hold: a part to find the row by, and 256 random bits. What is stored is an HMAC under those bits, so
// that no key of ours is needed to check one, and what is stored opens nothing.
import { randomBytes } from 'node:crypto';
import { keyedHash } from './key-ring.js';

const FORM = /^manara_([0-9a-f]{16})_([\w-]{43})$/;
const SECRET_BYTES = 32;

/** What is stored of a key, and looked for. */
export interface StoredApiKey {
  /** 16 hexadecimal digits. */
  readonly lookup: string;
  /** 32 bytes. */
  readonly secretHash: Buffer;
}

/** The rule by which the secret of a key is stored: HMAC-SHA-256, keyed by the secret, of the words below. */
function stored(lookup: string, secret: Buffer): StoredApiKey {
  return { lookup, secretHash: keyedHash(secret, `manara api key\n${lookup}`) };
}

/** A key that is new: its text, for its holder alone, and what is stored of it. */
export function makeApiKey(): StoredApiKey & { readonly text: string } {
  const lookup = randomBytes(8).toString('hex');
  const secret = randomBytes(SECRET_BYTES);
  return { ...stored(lookup, secret), text: `manara_${lookup}_${secret.toString('base64url')}` };
}

/** Reads the text of a key; undefined when it cannot be one. */
export function readApiKey(text: string): StoredApiKey | undefined {
  const [, lookup, encoded] = FORM.exec(text) ?? [];
  if (lookup === undefined || encoded === undefined) return undefined;
  const secret = Buffer.from(encoded, 'base64url');
  // The last digit has bits to spare: one key has one text.
  return secret.toString('base64url') === encoded ? stored(lookup, secret) : undefined;
}

/**
 * The key of a request, from its `Authorization: Bearer …`.
 * @returns undefined when there is none or it cannot be a key
 */
export function apiKeyOfHeader(authorization: string | undefined): StoredApiKey | undefined {
  const [, text] = /^bearer +(\S{1,200}) *$/i.exec(authorization ?? '') ?? [];
  return text === undefined ? undefined : readApiKey(text);
}
