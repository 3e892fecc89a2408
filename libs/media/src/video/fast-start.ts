// Moves the index of an MP4 or QuickTime file (`moov`) before its data, as a decoder that reads a pipe needs it.
// @see ISO/IEC 14496-12, clauses 4.2 and 8.7.5
interface Box {
  readonly type: string;
  readonly start: number;
  /** Where what is in it begins. */
  readonly body: number;
  readonly end: number;
}

const LARGE_HEADER_BYTES = 16;
const HEADER_BYTES = 8;
/** More than any honest file has at one level; beyond, the file stays as it is. */
const MAX_BOXES = 100_000;
const CONTAINERS = ['trak', 'mdia', 'minf', 'stbl'];
const MAX_32 = 0xffff_ffff;

/** The boxes between two places; undefined where they do not fill them. The last of a file may run to its end. */
function boxesIn(bytes: Buffer, from: number, to: number, isWholeFile = false): Box[] | undefined {
  const boxes: Box[] = [];
  let start = from;
  while (start + HEADER_BYTES <= to) {
    if (boxes.length === MAX_BOXES) return undefined;
    const type = bytes.toString('latin1', start + 4, start + 8);
    let size = bytes.readUInt32BE(start);
    let header = HEADER_BYTES;
    if (size === 1) {
      if (start + LARGE_HEADER_BYTES > to) return undefined;
      const large = bytes.readBigUInt64BE(start + HEADER_BYTES);
      if (large > BigInt(to)) size = isWholeFile ? to - start : 0;
      else size = Number(large);
      header = LARGE_HEADER_BYTES;
    } else if (size === 0) {
      if (!isWholeFile) return undefined;
      size = to - start;
    }
    if (size < header) return undefined;
    if (start + size > to) {
      // Cut off: its data up to there may still be shown, an index not.
      if (!isWholeFile || type === 'moov') return undefined;
      size = to - start;
    }
    boxes.push({ type, start, body: start + header, end: start + size });
    start += size;
  }
  return boxes;
}

/** Places of the tables of offsets within an index: where the numbers begin, how many, and how wide. */
function offsetTables(
  moov: Buffer,
  from: number,
  to: number,
  depth: number,
): { at: number; count: number; width: 4 | 8 }[] | undefined {
  const boxes = boxesIn(moov, from, to);
  if (boxes === undefined) return undefined;
  const tables: { at: number; count: number; width: 4 | 8 }[] = [];
  for (const { type, body, end } of boxes) {
    if (type === CONTAINERS[depth]) {
      const inner = offsetTables(moov, body, end, depth + 1);
      if (inner === undefined) return undefined;
      tables.push(...inner);
    } else if (depth === CONTAINERS.length && (type === 'stco' || type === 'co64')) {
      const width = type === 'stco' ? 4 : 8;
      if (body + 8 > end) return undefined;
      const count = moov.readUInt32BE(body + 4);
      if (body + 8 + count * width > end) return undefined;
      tables.push({ at: body + 8, count, width });
    }
  }
  return tables;
}

/**
 * The file with its index first, as pieces to be written one after the other; the bytes themselves where the index
 * stands first already, is in pieces, or cannot be followed. What cannot be followed is for the decoder to refuse.
 */
export function withIndexFirst(bytes: Uint8Array): Uint8Array[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes = boxesIn(file, 0, file.length, true);
  const moov = boxes?.find(({ type }) => type === 'moov');
  const data = boxes?.find(({ type }) => type === 'mdat');
  if (moov === undefined || data === undefined || moov.start < data.start) return [bytes];
  const index = Buffer.from(file.subarray(moov.start, moov.end));
  const tables = offsetTables(index, moov.body - moov.start, index.length, 0);
  if (tables === undefined) return [bytes];
  // What stood between the data's start and the index moves back by its length; what stood after it stays.
  for (const { at, count, width } of tables) {
    for (let place = at; place < at + count * width; place += width) {
      const offset = width === 4 ? index.readUInt32BE(place) : Number(index.readBigUInt64BE(place));
      if (offset < data.start || offset >= moov.start) continue;
      const moved = offset + index.length;
      if (width === 4 && moved > MAX_32) return [bytes];
      if (width === 4) index.writeUInt32BE(moved, place);
      else index.writeBigUInt64BE(BigInt(moved), place);
    }
  }
  return [
    file.subarray(0, data.start),
    index,
    file.subarray(data.start, moov.start),
    file.subarray(moov.end),
  ];
}
