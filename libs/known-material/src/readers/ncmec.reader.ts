// Answers of NCMEC's Hash Sharing API v2, one page or several, one after another in one file. Entries come in no order of
// time and may come again; tombstones take them back. What says that more pages follow is not the whole list.
import { ListUnreadableError } from '../known-material.errors.js';
import type { ListReader } from '../list.reader.js';
import {
  type EntryOrigin,
  type HashField,
  type NewEntry,
  type RefusedEntry,
  type RefusedLine,
  type Refusal,
  type Revision,
  shownKey,
} from '../new-entry.js';
import { entriesOfHashes, type NamedHash } from './several-hashes.js';
import { XmlEvents } from './xml.events.js';

const ROOT = 'queryResult';
const ENTRIES = new Set(['image', 'video', 'deletedImage', 'deletedVideo']);
const FIELD_OF_FINGERPRINT: ReadonlyMap<string, HashField | 'photoDna'> = new Map([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['pdq', 'pdq'],
  ['pdna', 'photoDna'],
] as const);
/** Numbers and words; a bracket or the like got into it from a tag. */
const KEY = /^[^\s\p{C}<>"'&=]{1,200}$/u;
const TIME = /^(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

const NOTHING = {
  md5: null,
  sha1: null,
  sha256: null,
  pdq: null,
  photoDna: null,
  quality: null,
  category: null,
};

/** Reads pages of entries; refused ones are counted over all pages. */
export const readNcmec: ListReader = async function* (source, { refuse }) {
  const pages = new PageReader(refuse);
  const events = new XmlEvents(pages, ENTRIES);
  for await (const part of source) {
    events.write(part);
    yield* pages.take();
  }
  events.end();
  yield* pages.take();
  if (pages.next !== null) {
    throw new ListUnreadableError(
      'The last page says that more pages follow; a list is taken in whole or not at all.',
    );
  }
};

/** One page as the interface answers it. */
export interface NcmecPage {
  /** An entry that cannot be taken stands here as withdrawn where it says which it is: what it was before is over. */
  readonly entries: readonly NewEntry[];
  /** Of each entry. */
  readonly origins: readonly EntryOrigin[];
  readonly refused: readonly RefusedEntry[];
  /** Entries of the page, taken or not. */
  readonly records: number;
  /** Address of the next page, as the page says it; null on the last. */
  readonly next: string | null;
}

/** Reads one page. @throws ListUnreadableError */
export function readNcmecPage(page: Uint8Array): NcmecPage {
  const refused: RefusedEntry[] = [];
  const origins: EntryOrigin[] = [];
  const pages = new PageReader(
    ({ line, reason }, key) => refused.push({ place: line, key, reason }),
    origins,
  );
  const events = new XmlEvents(pages, ENTRIES);
  events.write(page);
  events.end();
  const entries = [...pages.take()].flat();
  return { entries, origins, refused, records: pages.records, next: pages.next };
}

interface EntryRecord {
  readonly isWithdrawn: boolean;
  readonly hashes: NamedHash[];
  member?: string;
  id?: string;
  timestamp?: string;
  classification?: string;
  isMalformed: boolean;
}

class PageReader {
  /** Where the page says that the next one is. */
  next: string | null = null;
  private found: NewEntry[] = [];
  private readonly path: string[] = [];
  private record: EntryRecord | undefined;
  private said = '';
  records = 0;

  constructor(
    private readonly refuse: (refused: RefusedLine, key: string | null) => void,
    /** Where given, told where each entry stood; and an entry that is refused is given on as withdrawn. */
    private readonly origins?: EntryOrigin[],
  ) {}

  *take(): Generator<readonly NewEntry[]> {
    if (this.found.length === 0) return;
    yield this.found;
    this.found = [];
  }

  readonly open = (name: string, attributes: ReadonlyMap<string, string>): void => {
    if (this.path.length === 0) {
      if (name !== ROOT) throw new ListUnreadableError('The XML is no answer of the Hash Sharing API.');
      this.next = null;
    }
    this.path.push(name);
    this.said = '';
    if (this.path.length === 3 && ENTRIES.has(name)) {
      this.record = { isWithdrawn: name.startsWith('deleted'), hashes: [], isMalformed: false };
    } else if (this.path.length === 4 && name === 'member' && this.record) {
      this.once('member', attributes.get('id') ?? '');
    }
  };

  readonly close = (name: string): void => {
    const depth = this.path.length;
    const text = this.said.trim();
    this.said = '';
    if (this.record === undefined) {
      if (name === 'next' && this.path[depth - 2] === 'paging') this.next = text || null;
    } else if (depth === 3) this.endRecord(this.record);
    else if (depth === 4 && (name === 'id' || name === 'timestamp' || name === 'classification'))
      this.once(name, text);
    else if (depth === 5 && this.path[3] === 'fingerprints' && text !== '') {
      const field = FIELD_OF_FINGERPRINT.get(name);
      if (field !== undefined) this.record.hashes.push({ name: field, value: text });
    }
    this.path.pop();
  };

  readonly text = (text: string): void => {
    this.said += text;
    if (this.said.length > 64 * 1024) throw new ListUnreadableError('A text of the XML is too long.');
  };

  readonly torn = (): void => {
    this.said = '';
    if (this.record) this.record.isMalformed = true;
    else this.refuse({ line: ++this.records, reason: 'record-malformed' }, null);
  };

  private once(name: 'member' | 'id' | 'timestamp' | 'classification', text: string): void {
    if (this.record![name] !== undefined) this.record!.isMalformed = true;
    this.record![name] = text;
  }

  private endRecord(record: EntryRecord): void {
    this.record = undefined;
    this.records++;
    const entries = entriesOf(record);
    if (typeof entries !== 'string') {
      this.add(entries, record);
      return;
    }
    this.refuse({ line: this.records, reason: entries }, keyOf(record));
    const revision = this.origins && !record.isMalformed ? revisionOf(record) : undefined;
    if (revision !== undefined)
      this.add([{ ...NOTHING, revision: { ...revision, isWithdrawn: true } }], record);
  }

  private add(entries: readonly NewEntry[], record: EntryRecord): void {
    for (const entry of entries) {
      this.found.push(entry);
      this.origins?.push({ place: this.records, key: keyOf(record) });
    }
  }
}

/** What the source calls the entry, as far as it can be told. */
const keyOf = ({ member, id }: EntryRecord): string | null => shownKey(`${member ?? ''}-${id ?? ''}`);

/** Which state of which entry it is; undefined where that is not to be told. */
function revisionOf({ member, id, timestamp, isWithdrawn }: EntryRecord): Revision | undefined {
  if (!KEY.test(member ?? '') || !KEY.test(id ?? '') || !TIME.test(timestamp ?? '')) return undefined;
  if (Number.isNaN(Date.parse(timestamp!))) return undefined;
  return { key: `${member}-${id}`, at: new Date(timestamp!).toISOString(), isWithdrawn };
}

function entriesOf(record: EntryRecord): NewEntry[] | Refusal {
  const { classification, hashes, isWithdrawn } = record;
  if (record.isMalformed) return 'record-malformed';
  const revision = revisionOf(record);
  if (revision === undefined) return 'key-malformed';
  if (isWithdrawn) return [{ ...NOTHING, revision }];
  const entries = entriesOfHashes(hashes, classification ? `ncmec-${classification}` : null);
  return typeof entries === 'string' ? entries : entries.map((entry) => ({ ...entry, revision }));
}
