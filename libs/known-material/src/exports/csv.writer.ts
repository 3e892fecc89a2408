// CSV by RFC 4180, under the names that our own reader knows.
import type { ExportedEntry, ListFile } from './list-export.js';

const COLUMNS = ['md5', 'sha1', 'sha256', 'pdq', 'quality', 'category', 'video'] as const;
const FORMULA = /^[=+\-@\t\r]/;
const TO_QUOTE = /[",\r\n]/;

/** A field that a spreadsheet takes for text, whatever it begins with, and that is one field whatever it holds. */
function field(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return TO_QUOTE.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvFile(): ListFile {
  return {
    head: `${COLUMNS.join(',')}\r\n`,
    line: (entry: ExportedEntry) => `${COLUMNS.map((column) => field(entry[column])).join(',')}\r\n`,
    foot: '',
  };
}
