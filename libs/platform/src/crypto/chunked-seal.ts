// Authenticated encryption of long streams: AES-256-GCM in chunks of 64 KiB under a key that is used for one stream only.
// Each chunk's nonce and associated data carry its number and whether it is the last, so that a chunk that was changed,
// left out, moved or cut off is noticed (the STREAM construction).
// Layout: 'MC1' | nonce prefix (7 bytes) | chunks of ciphertext and tag (16); the last chunk may be empty.
// @see Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance (2015)
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SealBrokenError } from './envelope.js';

const MAGIC = Buffer.from('MC1');
const PREFIX_BYTES = 7;
const TAG_BYTES = 16;
const HEADER_BYTES = MAGIC.length + PREFIX_BYTES;
const MOST_CHUNKS = 2 ** 32;

/** Plain bytes in each chunk but the last. */
export const CHUNK_BYTES = 64 * 1024;

/** Length of the ciphertext of that many plain bytes. */
export function sealedLength(plainBytes: number): number {
  const chunks = Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES));
  return HEADER_BYTES + plainBytes + chunks * TAG_BYTES;
}

function nonceOf(prefix: Buffer, number: number, isLast: boolean): Buffer {
  if (number >= MOST_CHUNKS) throw new RangeError('the stream is too long for one key');
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, PREFIX_BYTES);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function associatedData(belongsTo: string, number: number, isLast: boolean): Buffer {
  return Buffer.from(`${belongsTo}\n${number}\n${isLast ? 'last' : 'more'}`);
}

/** Cuts a stream into pieces of exactly `size` bytes; the last one is shorter or as long, and always comes, even empty. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const part of source) {
    held.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    heldBytes += part.byteLength;
    // A full piece waits until a byte follows it: only then is it known not to be the last.
    if (heldBytes <= size) continue;
    const all = held.length === 1 ? held[0]! : Buffer.concat(held);
    let at = 0;
    for (; all.length - at > size; at += size) yield { bytes: all.subarray(at, at + size), isLast: false };
    held = [all.subarray(at)];
    heldBytes = all.length - at;
  }
  yield { bytes: Buffer.concat(held), isLast: true };
}

/**
 * Encrypts a stream.
 * @param key 32 bytes, never used for another stream
 * @param belongsTo bound in; the same must be given to open
 */
export async function* sealStream(
  key: Uint8Array,
  plain: AsyncIterable<Uint8Array>,
  belongsTo: string,
): AsyncGenerator<Buffer> {
  const prefix = randomBytes(PREFIX_BYTES);
  yield Buffer.concat([MAGIC, prefix]);
  let number = 0;
  for await (const { bytes, isLast } of pieces(plain, CHUNK_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number, isLast));
    cipher.setAAD(associatedData(belongsTo, number, isLast));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    number++;
  }
}

/**
 * Decrypts what `sealStream` made. Every chunk that comes out is authentic and in its place; that none is missing is
 * known only when the stream has ended without an error.
 * @throws SealBrokenError at the first chunk that is not as it was sealed
 */
export async function* openStream(
  key: Uint8Array,
  sealed: AsyncIterable<Uint8Array>,
  belongsTo: string,
): AsyncGenerator<Buffer> {
  let prefix: Buffer | undefined;
  let number = 0;
  for await (const { bytes, isLast } of pieces(afterHeader(sealed), CHUNK_BYTES + TAG_BYTES)) {
    if (bytes.length < TAG_BYTES) throw new SealBrokenError('damaged');
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix!, number, isLast));
    decipher.setAAD(associatedData(belongsTo, number, isLast));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    let plain: Buffer;
    try {
      plain = Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]);
    } catch {
      throw new SealBrokenError('damaged');
    }
    yield plain;
    number++;
  }

  async function* afterHeader(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let header = Buffer.alloc(0);
    for await (const part of source) {
      if (prefix !== undefined) {
        yield part;
        continue;
      }
      header = Buffer.concat([header, part]);
      if (header.length < HEADER_BYTES) continue;
      if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw new SealBrokenError('damaged');
      prefix = Buffer.from(header.subarray(MAGIC.length, HEADER_BYTES));
      yield header.subarray(HEADER_BYTES);
    }
    if (prefix === undefined) throw new SealBrokenError('damaged');
  }
}
