// The formats that a list comes in, each with its reader.
import type { ListReader } from './list.reader.js';
import { readCsv } from './readers/csv.reader.js';
import { readIcse } from './readers/icse.reader.js';
import { readNcmec } from './readers/ncmec.reader.js';
import { readThreatExchange } from './readers/threatexchange.reader.js';
import { readVics } from './readers/vics.reader.js';

export const LIST_FORMATS = ['csv', 'vics', 'icse', 'threatexchange', 'ncmec'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** What a version was made of: a file of a format, what a source that is polled has told, or what analysts confirmed. */
export type VersionFormat = ListFormat | 'stopncii' | 'own';

export const LIST_READERS: Readonly<Record<ListFormat, ListReader>> = {
  csv: readCsv,
  vics: readVics,
  icse: readIcse,
  threatexchange: readThreatExchange,
  ncmec: readNcmec,
};
