// The form in which entries rest on disk: "MHIX", version, kind, number of entries, ids, hashes, CRC-32 of all before.
// Integers are 32 bits, little-endian. The checksum tells damage, not forgery: who can write the file is trusted.
import { HashIndexDamagedError } from './errors.js';

/** What is encoded: hashes that are searched by distance, or digests of a kind. */
export type EntryKind = 'pdq' | 'md5' | 'sha1' | 'sha256';

/** Rows of bytes with the ids they stand for. */
export interface EntryRows {
  readonly ids: Uint32Array;
  readonly rows: Uint8Array;
}

const MAGIC = 0x5849484d;
const VERSION = 2;
const KINDS: Readonly<Record<EntryKind, { readonly code: number; readonly bytes: number }>> = {
  pdq: { code: 1, bytes: 32 },
  md5: { code: 2, bytes: 16 },
  sha1: { code: 3, bytes: 20 },
  sha256: { code: 4, bytes: 32 },
};
const HEADER_BYTES = 16;
const CHECKSUM_BYTES = 4;

/** The entries as bytes. */
export function sealEntries(kind: EntryKind, { ids, rows }: EntryRows): Uint8Array {
  const end = HEADER_BYTES + ids.length * 4 + rows.length;
  const bytes = new Uint8Array(end + CHECKSUM_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, KINDS[kind].code, true);
  view.setUint32(12, ids.length, true);
  for (let i = 0; i < ids.length; i++) view.setUint32(HEADER_BYTES + 4 * i, ids[i]!, true);
  bytes.set(rows, HEADER_BYTES + 4 * ids.length);
  view.setUint32(end, crc32(bytes, end), true);
  return bytes;
}

/**
 * The entries in `bytes`.
 * @throws HashIndexDamagedError when they are not what `sealEntries` made of that kind.
 */
export function openEntries(kind: EntryKind, bytes: Uint8Array): EntryRows {
  if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) {
    throw new HashIndexDamagedError('too-short', `An encoded index is longer than ${bytes.length} bytes.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) {
    throw new HashIndexDamagedError('not-an-index', 'The bytes do not start as an encoded index does.');
  }
  const version = view.getUint32(4, true);
  if (version !== VERSION) {
    throw new HashIndexDamagedError(
      'other-version',
      `The encoded index has version ${version}, not ${VERSION}.`,
    );
  }
  if (view.getUint32(8, true) !== KINDS[kind].code) {
    throw new HashIndexDamagedError('other-kind', `The encoded index is not one of ${kind}.`);
  }
  const count = view.getUint32(12, true);
  const end = HEADER_BYTES + count * (4 + KINDS[kind].bytes);
  if (bytes.length !== end + CHECKSUM_BYTES) {
    throw new HashIndexDamagedError(
      'wrong-length',
      `An encoded index of ${count} entries is ${end + CHECKSUM_BYTES} bytes; got ${bytes.length}.`,
    );
  }
  if (view.getUint32(end, true) !== crc32(bytes, end)) {
    throw new HashIndexDamagedError('wrong-checksum', 'The checksum of the encoded index is wrong.');
  }
  const ids = new Uint32Array(count);
  for (let i = 0; i < count; i++) ids[i] = view.getUint32(HEADER_BYTES + 4 * i, true);
  return { ids, rows: bytes.subarray(HEADER_BYTES + 4 * count, end) };
}

/** Row k holds what a byte does to the checksum when k more bytes follow it, so that four are taken at once. */
const CRC_TABLES = [0, 1, 2, 3].map(() => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  CRC_TABLES[0]![byte] = crc;
}
for (let k = 1; k < 4; k++) {
  for (let byte = 0; byte < 256; byte++) {
    const before = CRC_TABLES[k - 1]![byte]!;
    CRC_TABLES[k]![byte] = CRC_TABLES[0]![before & 255]! ^ (before >>> 8);
  }
}

/** Of the first `end` bytes. @see ISO 3309, the CRC-32 of zip and PNG */
function crc32(bytes: Uint8Array, end: number): number {
  const [last, third, second, first] = CRC_TABLES as [Int32Array, Int32Array, Int32Array, Int32Array];
  let crc = -1;
  let at = 0;
  for (; at + 4 <= end; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc = first[crc & 255]! ^ second[(crc >>> 8) & 255]! ^ third[(crc >>> 16) & 255]! ^ last[crc >>> 24]!;
  }
  for (; at < end; at++) crc = last[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
