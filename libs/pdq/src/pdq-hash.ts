// The 256-bit hash itself: text form, distance, and the thresholds its authors recommend.

/** A PDQ hash: 32 bytes, most significant byte first, as in its text of 64 hex digits. */
export type PdqHash = Uint8Array;

/** Bytes of a hash. */
export const HASH_BYTES = 32;

/** Two hashes at this Hamming distance or less are taken for the same picture. */
export const MATCH_DISTANCE = 31;

/** Below this quality a picture has too little detail for its hash to say anything. */
export const MIN_QUALITY = 50;

/** A text or byte string that is no PDQ hash. */
export class PdqFormatError extends Error {
  override readonly name = 'PdqFormatError';
}

const HEX_HASH = /^[0-9a-f]{64}$/i;

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Set bits of each byte value. */
const BITS_OF_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => {
  let bits = 0;
  for (let rest = byte; rest > 0; rest >>>= 1) bits += rest & 1;
  return bits;
});

/**
 * The hash as 64 lower-case hex digits.
 * @throws PdqFormatError when `hash` is not 32 bytes long.
 */
export function toHex(hash: PdqHash): string {
  requireHash(hash);
  let text = '';
  for (const byte of hash) text += HEX_OF_BYTE[byte];
  return text;
}

/**
 * Reads 64 hex digits of either case, and nothing else.
 * @throws PdqFormatError for any other text.
 */
export function fromHex(text: string): PdqHash {
  if (!HEX_HASH.test(text)) {
    throw new PdqFormatError(`A PDQ hash is 64 hex digits; got ${text.length} characters that are not.`);
  }
  const hash = new Uint8Array(HASH_BYTES);
  for (let i = 0; i < HASH_BYTES; i++) hash[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return hash;
}

/**
 * Number of bits, 0 to 256, in which two hashes differ.
 * @throws PdqFormatError when either is not 32 bytes long.
 */
export function hammingDistance(a: PdqHash, b: PdqHash): number {
  requireHash(a);
  requireHash(b);
  let distance = 0;
  for (let i = 0; i < HASH_BYTES; i++) distance += BITS_OF_BYTE[a[i]! ^ b[i]!]!;
  return distance;
}

function requireHash(hash: PdqHash): void {
  if (hash.length !== HASH_BYTES) {
    throw new PdqFormatError(`A PDQ hash is ${HASH_BYTES} bytes; got ${hash.length}.`);
  }
}
