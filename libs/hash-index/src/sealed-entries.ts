// The form in which entries rest on disk: "MHIX", version, number of entries, ids, hashes, CRC-32 of all before.
// Integers are 32 bits, little-endian. The checksum tells damage, not forgery: who can write the file is trusted.
import { HashIndexDamagedError } from './errors.js';
import type { HashEntries } from './hash-index.js';
import { HASH_BYTES } from './hash-words.js';

const MAGIC = 0x5849484d;
const VERSION = 1;
const HEADER_BYTES = 12;
const CHECKSUM_BYTES = 4;
const ENTRY_BYTES = 4 + HASH_BYTES;

/** The entries as bytes. */
export function sealEntries({ ids, hashes }: HashEntries): Uint8Array {
  const end = HEADER_BYTES + ids.length * ENTRY_BYTES;
  const bytes = new Uint8Array(end + CHECKSUM_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, ids.length, true);
  for (let i = 0; i < ids.length; i++) view.setUint32(HEADER_BYTES + 4 * i, ids[i]!, true);
  bytes.set(hashes, HEADER_BYTES + 4 * ids.length);
  view.setUint32(end, crc32(bytes.subarray(0, end)), true);
  return bytes;
}

/**
 * The entries in `bytes`.
 * @throws HashIndexDamagedError when they are not what `sealEntries` made.
 */
export function openEntries(bytes: Uint8Array): HashEntries {
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
  const count = view.getUint32(8, true);
  const end = HEADER_BYTES + count * ENTRY_BYTES;
  if (bytes.length !== end + CHECKSUM_BYTES) {
    throw new HashIndexDamagedError(
      'wrong-length',
      `An encoded index of ${count} entries is ${end + CHECKSUM_BYTES} bytes; got ${bytes.length}.`,
    );
  }
  if (view.getUint32(end, true) !== crc32(bytes.subarray(0, end))) {
    throw new HashIndexDamagedError('wrong-checksum', 'The checksum of the encoded index is wrong.');
  }
  const ids = new Uint32Array(count);
  for (let i = 0; i < count; i++) ids[i] = view.getUint32(HEADER_BYTES + 4 * i, true);
  return { ids, hashes: bytes.subarray(HEADER_BYTES + 4 * count, end) };
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** @see ISO 3309, the CRC-32 of zip and PNG */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
