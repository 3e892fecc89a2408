// Project VIC's JSON, 1.3 and 2.0, as hash set or as case export. Of what a medium says only the hashes and Category
// count: the flags beside it are known to be set on everything.
import { verdictsOfVics } from '#libs/taxonomy';
import { ListUnreadableError } from '../known-material.errors.js';
import type { ListReader } from '../list.reader.js';
import type { HashField, NewEntry, Refusal } from '../new-entry.js';
import { jsonRecords } from './json.records.js';
import { entriesOfHashes, type NamedHash } from './several-hashes.js';

const CONTEXT_NAMES = ['@odata.context', 'odata.metadata'];
const CONTEXT = /ProjectVic\/DataModels\/\d+\.\d+\.xml(?:\/(\w+))?/i;
/** Regions whose categories are those of the United States profile. */
const UNITED_STATES_CATEGORIES = new Set(['default', 'us']);
/** Pictures that are there to compare with. */
const COMPARISON = 4;

const NAMES_OF_HASHES: ReadonlyMap<string, HashField | 'photoDna'> = new Map([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['pdq', 'pdq'],
  ['photodna', 'photoDna'],
] as const);

type Media = Readonly<Record<string, unknown>>;

/** Reads a Project VIC file; a medium with several hashes of a kind becomes several entries. */
export const readVics: ListReader = async function* (source, { refuse }) {
  let used: string | null | undefined;
  for await (const { records, heading } of jsonRecords(source)) {
    const region = regionOf(heading);
    if (used === undefined) used = region;
    if (region !== used) {
      throw new ListUnreadableError(
        'The JSON names its data model after its media, and its categories are of another region than taken.',
      );
    }
    const batch: NewEntry[] = [];
    for (const { number, content } of records) {
      const entries = typeof content === 'string' ? content : entriesOf(content, region);
      if (typeof entries === 'string') refuse({ line: number, reason: entries });
      else batch.push(...entries);
    }
    if (batch.length > 0) yield batch;
  }
};

/** In lower case; null for one with the categories of the United States, as where the file names none. */
function regionOf(heading: ReadonlyMap<string, string>): string | null {
  const context = CONTEXT_NAMES.map((name) => heading.get(name)).find((text) => text !== undefined);
  if (context === undefined) return null;
  const found = CONTEXT.exec(context);
  if (found === null) throw new ListUnreadableError('The JSON is of another data model than Project VIC.');
  const region = found[1]?.toLowerCase();
  return region === undefined || UNITED_STATES_CATEGORIES.has(region) ? null : region;
}

/** Names that are read, and what may have got into one of them. */
const NAMES_READ = new Set(
  ['Category', 'AlternativeHashes', 'HashName', 'HashValue'].concat(['MD5', 'SHA1', 'SHA256', 'PhotoDNA']),
);
const MARKS = /[{}[\]",:]/g;

/** Whether a name is one that is read but for a bracket or the like: without what it says the rest would say more. */
const isTorn = (name: string): boolean => !NAMES_READ.has(name) && NAMES_READ.has(name.replace(MARKS, ''));

function entriesOf(media: Media, region: string | null): NewEntry[] | Refusal {
  if (Object.keys(media).some(isTorn)) return 'record-malformed';
  const category = categoryOf(media, region);
  if (category === 'not-material' || category === 'category-malformed') return category;
  const hashes = hashesOf(media);
  if (hashes === undefined) return 'record-malformed';
  return entriesOfHashes(hashes, category?.word ?? null);
}

/** Null where the source has not said. */
function categoryOf(
  { Category: said }: Media,
  region: string | null,
): { word: string } | null | 'not-material' | 'category-malformed' {
  if (said === null || said === undefined || said === '') return null;
  const text = typeof said === 'number' ? String(said) : said;
  if (typeof text !== 'string' || !/^\s*\d{1,2}\s*$/.test(text)) return 'category-malformed';
  const category = Number(text);
  if (region !== null) return { word: `vics-${region}-${category}` };
  const verdicts = verdictsOfVics(category);
  const isNothing = verdicts.length > 0 && verdicts.every((verdict) => verdict === 'not-illegal');
  return isNothing || category === COMPARISON ? 'not-material' : { word: `vics-${category}` };
}

/** Undefined when something that should be a hash is of another type. */
function hashesOf(media: Media): NamedHash[] | undefined {
  const alternatives = media['AlternativeHashes'] ?? [];
  if (!Array.isArray(alternatives)) return undefined;
  const named: [unknown, unknown][] = [
    ['MD5', media['MD5']],
    ['SHA1', media['SHA1']],
    ['SHA256', media['SHA256']],
    ['PhotoDNA', media['PhotoDNA']],
  ];
  for (const alternative of alternatives as unknown[]) {
    if (typeof alternative !== 'object' || alternative === null) return undefined;
    if (Object.keys(alternative).some(isTorn)) return undefined;
    const { HashName, HashValue } = alternative as Record<string, unknown>;
    named.push([HashName, HashValue]);
  }
  const hashes: NamedHash[] = [];
  for (const [saidName, saidValue] of named) {
    if (saidValue === null || saidValue === undefined) continue;
    if (typeof saidName !== 'string' || typeof saidValue !== 'string' || saidName.search(MARKS) >= 0)
      return undefined;
    const name = NAMES_OF_HASHES.get(saidName.toLowerCase().replace(/[\s_-]/g, ''));
    const value = saidValue.trim();
    if (name !== undefined && value !== '') hashes.push({ name, value });
  }
  return hashes;
}
