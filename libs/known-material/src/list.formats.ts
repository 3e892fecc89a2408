import { readCsv } from './csv.reader.js';
import type { ListReader } from './list.reader.js';

export const LIST_FORMATS = ['csv'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

export const LIST_READERS: Readonly<Record<ListFormat, ListReader>> = { csv: readCsv };
