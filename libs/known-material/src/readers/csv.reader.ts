// CSV with a header of the usual names, or of those that a mapping gives.
import { ListUnreadableError } from '../known-material.errors.js';
import type { ColumnMapping, ListReader } from '../list.reader.js';
import { type EntryTexts, HASH_FIELDS, type HashField, readEntry } from '../new-entry.js';
import { plainName, readTable, type RowReader } from './csv.table.js';

type Column = HashField | 'quality' | 'category' | 'video' | 'expires';

/** What columns are called in headers, as `plainName` has it. */
export const USUAL_NAMES: Readonly<Record<Column, readonly string[]>> = {
  md5: ['md5', 'md5hash', 'hashmd5'],
  sha1: ['sha1', 'sha1hash', 'hashsha1'],
  sha256: ['sha256', 'sha256hash', 'hashsha256'],
  pdq: ['pdq', 'pdqhash', 'hashpdq'],
  quality: ['quality', 'pdqquality'],
  category: ['category', 'classification', 'grade'],
  video: ['video', 'videoid'],
  expires: ['expires', 'expiresat', 'expiry', 'validuntil'],
};
const COLUMNS = Object.keys(USUAL_NAMES) as Column[];

/** Reads CSV with a header. */
export const readCsv: ListReader = (source, { refuse, columns }) =>
  readTable(source, refuse, (names) => readHeader(names, columns));

function readHeader(names: readonly string[], mapping: ColumnMapping = {}): RowReader {
  const places: (readonly [Column, number])[] = [];
  for (const column of COLUMNS) {
    const wanted = mapping[column];
    const found = names.flatMap((name, place) =>
      (wanted === undefined ? USUAL_NAMES[column].includes(plainName(name)) : name.trim() === wanted)
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
  return (values) => {
    const texts: EntryTexts = {};
    for (const [column, place] of places) texts[column] = values[place]!;
    return readEntry(texts);
  };
}
