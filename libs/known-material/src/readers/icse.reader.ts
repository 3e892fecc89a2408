// INTERPOL ICSE's export as CSV: one line an image, with flags.
import { ListUnreadableError } from '../known-material.errors.js';
import type { ListReader } from '../list.reader.js';
import { type EntryTexts, readEntry } from '../new-entry.js';
import { plainName, readTable, type RowReader } from './csv.table.js';

const HASHES = ['md5', 'sha1', 'photodna'] as const;
const BASELINE = 'baseline';
/** Columns that only such an export has: a list of another kind is not read as one by mistake. */
const TELLING = ['imageid', 'baseline'];
const YES = new Set(['y', 'yes', 't', 'true', '1']);
const NO = new Set(['', 'n', 'no', 'f', 'false', '0']);

/** Reads an ICSE export. Only what is flagged as baseline has a category: the others differ by national law. */
export const readIcse: ListReader = (source, { refuse }) => readTable(source, refuse, readHeader);

function readHeader(names: readonly string[]): RowReader {
  const places = new Map<string, number>();
  for (const [place, name] of names.entries()) {
    const plain = plainName(name);
    if (!HASHES.some((hash) => hash === plain) && !TELLING.includes(plain)) continue;
    if (places.has(plain))
      throw new ListUnreadableError(`The header names the column ${plain} more than once.`);
    places.set(plain, place);
  }
  if (!TELLING.every((name) => places.has(name)) || !(places.has('md5') || places.has('sha1'))) {
    throw new ListUnreadableError(
      'The header is not that of an ICSE export: MD5 or SHA1, Image ID and Baseline should be there.',
    );
  }
  const [md5, sha1, photoDna] = HASHES.map((name) => places.get(name));
  const baseline = places.get(BASELINE)!;
  return (values) => {
    const flag = values[baseline]!.trim().toLowerCase();
    if (!YES.has(flag) && !NO.has(flag)) return 'flag-malformed';
    const texts: EntryTexts = { ...(YES.has(flag) && { category: BASELINE }) };
    if (md5 !== undefined) texts.md5 = values[md5]!;
    if (sha1 !== undefined) texts.sha1 = values[sha1]!;
    if (photoDna !== undefined) texts.photoDna = values[photoDna]!;
    return readEntry(texts);
  };
}
