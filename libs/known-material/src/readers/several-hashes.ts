// What a source says of one medium may be several hashes of a kind: each becomes an entry.
import { type EntryTexts, type HashField, type NewEntry, readEntry, type Refusal } from '../new-entry.js';

export interface NamedHash {
  readonly name: HashField | 'photoDna';
  readonly value: string;
}

/** The first of each kind makes one entry; each further one that differs makes one of its own. */
export function entriesOfHashes(hashes: readonly NamedHash[], category: string | null): NewEntry[] | Refusal {
  const texts: EntryTexts[] = [{}];
  for (const { name, value } of hashes) {
    const said = texts[0]![name];
    if (said === undefined) texts[0]![name] = value;
    else if (name !== 'photoDna' && said.toLowerCase() !== value.toLowerCase()) texts.push({ [name]: value });
  }
  const entries: NewEntry[] = [];
  for (const one of texts) {
    const entry = readEntry({ ...one, ...(category !== null && { category }) });
    if (typeof entry === 'string') return entry;
    entries.push(entry);
  }
  return entries;
}
