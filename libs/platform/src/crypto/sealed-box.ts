// Anonymous sealed boxes (libsodium crypto_box_seal: X25519, XSalsa20-Poly1305): whoever holds the public key can close
// one, only the holder of the private key can open it, not even the one who closed it.
import { hkdfSync, randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { SealBrokenError } from './envelope.js';

export interface BoxKeyPair {
  /** 32 bytes */
  readonly publicKey: Uint8Array;
  /** 32 bytes */
  readonly privateKey: Uint8Array;
}

/** Must have resolved before the functions below are called. */
export const sealedBoxReady: Promise<void> = sodium.ready;

export function newBoxKeyPair(): BoxKeyPair {
  const pair = sodium.crypto_box_keypair();
  return { publicKey: pair.publicKey, privateKey: pair.privateKey };
}

/** The key pair that a secret always leads to: whoever knows the secret can open what was sealed to it. */
export function boxKeyPairFrom(secret: string, purpose: string): BoxKeyPair {
  const seed = new Uint8Array(
    hkdfSync('sha256', secret, '', `manara ${purpose}`, sodium.crypto_box_SEEDBYTES),
  );
  const pair = sodium.crypto_box_seed_keypair(seed);
  return { publicKey: pair.publicKey, privateKey: pair.privateKey };
}

/**
 * Step by step what crypto_box_seal does, but with random bytes drawn at once: the library draws them four at a time, each
 * with a call into the system, which cost more than the rest.
 */
export function closeBox(publicKey: Uint8Array, plain: string | Uint8Array): Buffer {
  const once = sodium.crypto_box_seed_keypair(randomBytes(sodium.crypto_box_SEEDBYTES));
  const both = Buffer.concat([once.publicKey, publicKey]);
  const nonce = sodium.crypto_generichash(sodium.crypto_box_NONCEBYTES, both, null);
  const box = sodium.crypto_box_easy(plain, nonce, publicKey, once.privateKey);
  sodium.memzero(once.privateKey);
  return Buffer.concat([once.publicKey, box]);
}

/** @throws SealBrokenError when the box was changed or made for another key */
export function openBox(pair: BoxKeyPair, sealed: Uint8Array): Buffer {
  try {
    return Buffer.from(sodium.crypto_box_seal_open(new Uint8Array(sealed), pair.publicKey, pair.privateKey));
  } catch {
    throw new SealBrokenError('damaged');
  }
}
