// Authenticated encryption of small values and of large objects in chunks: AES-256-GCM with a fresh nonce, the key's id
// in front, and associated data that binds the ciphertext to what it belongs to.
// Layout of a value: 'M1' | key id (4 bytes) | nonce (12) | ciphertext | tag (16).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ManaraError } from '../errors.js';
import type { DerivedKey, KeyRing } from './key-ring.js';

const MAGIC = Buffer.from('M1');
const HEADER_BYTES = 2 + 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class SealBrokenError extends ManaraError {
  constructor(reason: 'unknown-key' | 'damaged') {
    super(
      `seal-${reason}`,
      reason === 'unknown-key'
        ? 'A stored value needs a key that is not in the key file; restore the key file.'
        : 'A stored value was changed or belongs elsewhere; it is not used.',
    );
  }
}

/** Encrypts under a key; `belongsTo` is bound in and must be given again to open. */
export function sealValue(key: DerivedKey, plain: Uint8Array, belongsTo: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
  cipher.setAAD(Buffer.from(belongsTo));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([MAGIC, Buffer.from(key.id, 'hex'), nonce, body, cipher.getAuthTag()]);
}

/** Opens what `sealValue` made. @throws SealBrokenError */
export function openValue(key: DerivedKey, sealed: Uint8Array, belongsTo: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || !bytes.subarray(0, 2).equals(MAGIC)) {
    throw new SealBrokenError('damaged');
  }
  const nonce = bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce);
  decipher.setAAD(Buffer.from(belongsTo));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(bytes.subarray(HEADER_BYTES + NONCE_BYTES, bytes.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    throw new SealBrokenError('damaged');
  }
}

/** The key id that a sealed value names, eight hex digits. */
export function keyIdOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(2, HEADER_BYTES)).toString('hex');
}

/** Seals under the newest key of a purpose. */
export function sealFor(ring: KeyRing, purpose: string, plain: Uint8Array, belongsTo: string): Buffer {
  return sealValue(ring.newest(purpose), plain, belongsTo);
}

/** Opens under whichever key of the purpose the value names. @throws SealBrokenError */
export function openFor(ring: KeyRing, purpose: string, sealed: Uint8Array, belongsTo: string): Buffer {
  const key = ring.byId(purpose, keyIdOf(sealed));
  if (key === undefined) throw new SealBrokenError('unknown-key');
  return openValue(key, sealed, belongsTo);
}
