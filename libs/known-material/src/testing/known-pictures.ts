// Hashes for tests: digests of texts, and perceptual hashes at known distances from one another.
import { createHash } from 'node:crypto';

export const md5Of = (text: string) => createHash('md5').update(text).digest('hex');
export const sha1Of = (text: string) => createHash('sha1').update(text).digest('hex');
export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
export const pdqOf = (text: string) => sha256Of(`pdq ${text}`);

/** The hash with the first `bits` bits turned round. */
export function flipBits(hash: string, bits: number): string {
  const bytes = Buffer.from(hash, 'hex');
  for (let bit = 0; bit < bits; bit++) bytes[bit >> 3]! ^= 1 << (bit & 7);
  return bytes.toString('hex');
}

export async function* textAsStream(text: string, partBytes = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += partBytes) yield bytes.subarray(at, at + partBytes);
}

/** What is asked about a file with these hashes. */
export function probeOf(text: string, picture?: { pdq: string; quality: number; dihedral?: string[] }) {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  return {
    md5: bytes(md5Of(text)),
    sha1: bytes(sha1Of(text)),
    sha256: bytes(sha256Of(text)),
    ...(picture && {
      pdq: bytes(picture.pdq),
      quality: picture.quality,
      dihedral: (picture.dihedral ?? []).map(bytes),
    }),
  };
}
