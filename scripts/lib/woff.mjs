// WOFF 1.0 to the sfnt form (TrueType, OpenType) that a browser accepts as a font of the system.
import { inflateSync } from 'node:zlib';

const woffHeaderBytes = 44;
const woffEntryBytes = 20;
const sfntHeaderBytes = 12;
const sfntEntryBytes = 16;

/**
 * @param {Buffer} woff a WOFF 1.0 file of our own packages, not a hostile one
 * @returns {Buffer} the same font as sfnt
 * @see https://www.w3.org/TR/WOFF/
 */
export function woffToSfnt(woff) {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF 1.0 font');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) =>
    readTable(woff, woffHeaderBytes + index * woffEntryBytes),
  );
  const header = Buffer.alloc(sfntHeaderBytes + count * sfntEntryBytes);
  const power = Math.floor(Math.log2(count));
  header.writeUInt32BE(woff.readUInt32BE(4), 0);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * (count - 2 ** power), 10);
  const chunks = [header];
  let offset = header.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = sfntHeaderBytes + index * sfntEntryBytes;
    header.writeUInt32BE(tag, entry);
    header.writeUInt32BE(checksum, entry + 4);
    header.writeUInt32BE(offset, entry + 8);
    header.writeUInt32BE(data.length, entry + 12);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    chunks.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(chunks);
}

function readTable(woff, entry) {
  const offset = woff.readUInt32BE(entry + 4);
  const storedBytes = woff.readUInt32BE(entry + 8);
  const originalBytes = woff.readUInt32BE(entry + 12);
  const stored = woff.subarray(offset, offset + storedBytes);
  return {
    tag: woff.readUInt32BE(entry),
    checksum: woff.readUInt32BE(entry + 16),
    data: storedBytes < originalBytes ? inflateSync(stored) : stored,
  };
}
