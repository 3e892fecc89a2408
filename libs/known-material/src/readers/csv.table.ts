// CSV by RFC 4180, but that no field goes over the end of its line: hashes never do, and so a stray quote costs one line
// and not the rest of the list. Delimiter by the header: comma, semicolon, tab or bar; or as a first line `sep=` says.
import { ListUnreadableError } from '../known-material.errors.js';
import type { NewEntry, RefusedLine, Refusal } from '../new-entry.js';
import { isNoText, linesOf, type TextLine } from './text.lines.js';

/** Reads the fields of a line by their places in the header. */
export type RowReader = (values: readonly string[]) => NewEntry | Refusal;

const DELIMITERS = [',', ';', '\t', '|'];
const DELIMITER_LINE = /^sep=([,;\t|])$/i;

/**
 * Entries of a table with a header.
 * @param readHeader makes of the names what reads the lines below
 * @throws ListUnreadableError when there is no header to use
 * @see RFC 4180
 */
export async function* readTable(
  source: AsyncIterable<Uint8Array>,
  refuse: (refused: RefusedLine) => void,
  readHeader: (names: readonly string[]) => RowReader,
): AsyncGenerator<readonly NewEntry[]> {
  let table: Table | undefined;
  let delimiter: string | undefined;
  let line = 0;
  for await (const texts of linesOf(source)) {
    const batch: NewEntry[] = [];
    for (const text of texts) {
      line++;
      if (table === undefined) {
        if (line === 1) {
          delimiter = DELIMITER_LINE.exec(text ?? '')?.[1];
          if (delimiter !== undefined) continue;
        }
        table = openTable(text, delimiter, readHeader);
        continue;
      }
      if (text === '') continue;
      const entry = readLine(text, table);
      if (typeof entry === 'string') refuse({ line, reason: entry });
      else batch.push(entry);
    }
    if (batch.length > 0) yield batch;
  }
  if (table === undefined)
    throw new ListUnreadableError('The file is empty; it should begin with a header line.');
}

interface Table {
  readonly delimiter: string;
  readonly fields: number;
  readonly read: RowReader;
}

function openTable(
  text: TextLine,
  said: string | undefined,
  readHeader: (names: readonly string[]) => RowReader,
): Table {
  if (text === undefined) throw new ListUnreadableError('The first line is too long for a header.');
  const delimiter =
    said ??
    DELIMITERS.map((mark) => ({ mark, count: text.split(mark).length })).sort((a, b) => b.count - a.count)[0]!
      .mark;
  const names = splitLine(text, delimiter);
  if (names === undefined) throw new ListUnreadableError('The header line has a broken quote.');
  return { delimiter, fields: names.length, read: readHeader(names) };
}

/** A name of a column without what differs between writers: case, spaces, hyphens, underscores. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

function readLine(text: TextLine, { delimiter, fields, read }: Table): NewEntry | Refusal {
  if (text === undefined) return 'line-too-long';
  if (isNoText(text)) return 'not-text';
  const values = splitLine(text, delimiter);
  if (values === undefined) return 'quotes-broken';
  if (values.length !== fields) return 'wrong-field-count';
  return read(values);
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
