// What a list seems to be, by the beginning of its file: the format, and the columns of its header with those that are
// known by their names.
import { ListUnreadableError } from '../known-material.errors.js';
import type { ColumnMapping } from '../list.reader.js';
import type { ListFormat } from '../list.formats.js';
import { USUAL_NAMES } from '../readers/csv.reader.js';
import { plainName, readTable } from '../readers/csv.table.js';
import { requireNotUtf16 } from '../readers/text.lines.js';

/** Bytes of a file's beginning that are looked at. */
export const HEAD_BYTES = 64 * 1024;
const MOST_COLUMNS = 100;
const MOST_NAME = 200;
/** A hash, alone or behind its type. */
const SIGNAL = /^(?:[a-z][a-z0-9_]{0,63}[ \t]+)?[0-9a-f]{32,64}(?:,|$)/i;
/** Columns that only an ICSE export has. */
const ICSE = ['imageid', 'baseline'];

export interface ListHead {
  readonly format: ListFormat;
  /** Names in the header; none where the format has no header to map. */
  readonly columns: readonly string[];
  /** Our columns that are known by their names. */
  readonly mapping: ColumnMapping;
}

/**
 * Guesses what a list is; whoever imports it may say otherwise.
 * @throws ListUnreadableError when it is no text, or nothing at all
 */
export async function readListHead(head: Uint8Array): Promise<ListHead> {
  requireNotUtf16(head);
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD_BYTES))
    .toString('utf8')
    .replace(/^\u{feff}/u, '')
    .trimStart();
  if (text === '') throw new ListUnreadableError('The file is empty.');
  if (text.includes('\0')) throw new ListUnreadableError('The file is not text; is it packed?');
  if (text.startsWith('{') || text.startsWith('[')) return { format: 'vics', columns: [], mapping: {} };
  if (text.startsWith('<')) return { format: 'ncmec', columns: [], mapping: {} };
  const [line = ''] = text.split('\n', 1);
  if (SIGNAL.test(line.trim())) return { format: 'threatexchange', columns: [], mapping: {} };
  const columns = await headerOf(text);
  const plain = columns.map(plainName);
  if (ICSE.every((name) => plain.includes(name))) return { format: 'icse', columns: [], mapping: {} };
  const mapping: Record<string, string> = {};
  for (const [column, usual] of Object.entries(USUAL_NAMES)) {
    const fitting = columns.filter((name) => usual.includes(plainName(name)));
    if (fitting.length === 1) mapping[column] = fitting[0]!;
  }
  return { format: 'csv', columns: columns.slice(0, MOST_COLUMNS), mapping };
}

/** The names in the header, by the rules that the list is read by. */
async function headerOf(text: string): Promise<string[]> {
  let columns: string[] = [];
  async function* head() {
    yield Buffer.from(text);
  }
  const table = readTable(
    head(),
    () => undefined,
    (names) => {
      columns = names.map((name) => name.trim().slice(0, MOST_NAME));
      return () => 'no-hash';
    },
  );
  await table.next();
  return columns;
}
