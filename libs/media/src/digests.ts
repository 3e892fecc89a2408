import { createHash } from 'node:crypto';
import type { Digests } from './media.types.js';

/** MD5, SHA-1 and SHA-256 of bytes as they came, in lower-case hex. */
export function digestsOf(bytes: Uint8Array): Digests {
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  return { md5: digest('md5'), sha1: digest('sha1'), sha256: digest('sha256') };
}
