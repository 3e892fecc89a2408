// CSV by RFC 4180, but that no field goes over the end of its line: hashes never do, and so a stray quote costs one line
// and not the rest of the list. Delimiter by the header: comma, semicolon or tab.
import { ListUnreadableError } from './known-material.errors.js';
import type { ColumnMapping, ListReader } from './list.reader.js';
import {
  type EntryTexts,
  HASH_FIELDS,
  type HashField,
  type NewEntry,
  readEntry,
  type Refusal,
} from './new-entry.js';

type Column = HashField | 'quality' | 'category';

const USUAL_NAMES: Readonly<Record<Column, readonly string[]>> = {
  md5: ['md5', 'md5hash', 'hashmd5'],
  sha1: ['sha1', 'sha1hash', 'hashsha1'],
  sha256: ['sha256', 'sha256hash', 'hashsha256'],
  pdq: ['pdq', 'pdqhash', 'hashpdq'],
  quality: ['quality', 'pdqquality'],
  category: ['category', 'classification', 'grade'],
};
const COLUMNS = Object.keys(USUAL_NAMES) as Column[];

const LINE_FEED = 10;
const MAX_LINE_BYTES = 64 * 1024;
const REPLACEMENT = '\u{fffd}';

/** Reads CSV with a header. @see RFC 4180 */
export const readCsv: ListReader = async function* (source, { refuse, columns }) {
  let header: Header | undefined;
  let line = 0;
  for await (const texts of linesOf(source)) {
    const batch: NewEntry[] = [];
    for (const text of texts) {
      line++;
      if (header === undefined) {
        header = readHeader(text, columns);
        continue;
      }
      if (text === '') continue;
      const entry = readLine(text, header);
      if (typeof entry === 'string') refuse({ line, reason: entry });
      else batch.push(entry);
    }
    if (batch.length > 0) yield batch;
  }
  if (header === undefined)
    throw new ListUnreadableError('The file is empty; it should begin with a header line.');
};

/** A line, or undefined for one that is too long to be one. */
async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<(string | undefined)[]> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  let isSkipping = false;
  for await (const part of source) {
    let bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    if (isSkipping) {
      const end = bytes.indexOf(LINE_FEED);
      if (end < 0) continue;
      bytes = bytes.subarray(end + 1);
      isSkipping = false;
    }
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf(LINE_FEED);
    rest = Buffer.from(all.subarray(end + 1));
    const lines: (string | undefined)[] = end < 0 ? [] : textLines(all.subarray(0, end), isFirst);
    if (end >= 0) isFirst = false;
    if (rest.length > MAX_LINE_BYTES) {
      lines.push(undefined);
      rest = Buffer.alloc(0);
      isSkipping = true;
      isFirst = false;
    }
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield textLines(rest, isFirst);
}

function textLines(bytes: Buffer, isFirst: boolean): (string | undefined)[] {
  if (
    isFirst &&
    (bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xfe])) ||
      bytes.subarray(0, 2).equals(Buffer.from([0xfe, 0xff])))
  ) {
    throw new ListUnreadableError('The file is UTF-16; save it as UTF-8.');
  }
  const text = bytes.toString('utf8');
  const lines: (string | undefined)[] = text.split('\n');
  if (isFirst) lines[0] = lines[0]!.replace(/^\u{feff}/u, '');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.length > MAX_LINE_BYTES) lines[i] = undefined;
    else if (line.endsWith('\r')) lines[i] = line.slice(0, -1);
  }
  return lines;
}

interface Header {
  readonly delimiter: string;
  readonly fields: number;
  readonly places: readonly (readonly [Column, number])[];
}

function readHeader(text: string | undefined, mapping: ColumnMapping = {}): Header {
  if (text === undefined) throw new ListUnreadableError('The first line is too long for a header.');
  const delimiter = [',', ';', '\t']
    .map((mark) => ({ mark, count: text.split(mark).length }))
    .sort((a, b) => b.count - a.count)[0]!.mark;
  const names = splitLine(text, delimiter);
  if (names === undefined) throw new ListUnreadableError('The header line has a broken quote.');
  const places: (readonly [Column, number])[] = [];
  for (const column of COLUMNS) {
    const wanted = mapping[column];
    const found = names.flatMap((name, place) =>
      (wanted === undefined ? USUAL_NAMES[column].includes(plain(name)) : name.trim() === wanted)
        ? [place]
        : [],
    );
    if (found.length > 1)
      throw new ListUnreadableError(`The header names the column ${column} more than once.`);
    if (found.length === 1) places.push([column, found[0]!]);
    else if (wanted !== undefined) {
      throw new ListUnreadableError(`The header has no column with the name given for ${column}.`);
    }
  }
  if (!places.some(([column]) => (HASH_FIELDS as readonly string[]).includes(column))) {
    throw new ListUnreadableError(
      'The header names no column of hashes; name one md5, sha1, sha256 or pdq, or say which column is which.',
    );
  }
  return { delimiter, fields: names.length, places };
}

/** Without what differs between writers: case, spaces, hyphens, underscores. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

function readLine(text: string | undefined, { delimiter, fields, places }: Header): NewEntry | Refusal {
  if (text === undefined) return 'line-too-long';
  if (text.includes(REPLACEMENT) || text.includes('\0')) return 'not-text';
  const values = splitLine(text, delimiter);
  if (values === undefined) return 'quotes-broken';
  if (values.length !== fields) return 'wrong-field-count';
  const texts: EntryTexts = {};
  for (const [column, place] of places) texts[column] = values[place]!;
  return readEntry(texts);
}

/** The fields of a line, or undefined when its quotes are broken. */
function splitLine(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let value = '';
      let from = at + 1;
      for (;;) {
        const quote = line.indexOf('"', from);
        if (quote < 0) return undefined;
        value += line.slice(from, quote);
        if (line[quote + 1] !== '"') {
          at = quote + 1;
          break;
        }
        value += '"';
        from = quote + 2;
      }
      if (at < line.length && line[at] !== delimiter) return undefined;
      fields.push(value);
    } else {
      const next = line.indexOf(delimiter, at);
      const end = next < 0 ? line.length : next;
      const value = line.slice(at, end);
      if (value.includes('"')) return undefined;
      fields.push(value);
      at = end;
    }
    if (at >= line.length) return fields;
    at++;
  }
}
