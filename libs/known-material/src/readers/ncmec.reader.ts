// Answers of NCMEC's Hash Sharing API v2, one page or several, one after another in one file. Entries come in no order of
// time and may come again; tombstones take them back. What says that more pages follow is not the whole list.
import { ListUnreadableError } from '../known-material.errors.js';
import type { ListReader } from '../list.reader.js';
import type { HashField, NewEntry, RefusedLine, Refusal, Revision } from '../new-entry.js';
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
const KEY = /^[^\s\p{C}]{1,200}$/u;
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
  const events = new XmlEvents(pages);
  for await (const part of source) {
    events.write(part);
    yield* pages.take();
  }
  events.end();
  yield* pages.take();
  if (pages.saysThatMoreFollows) {
    throw new ListUnreadableError(
      'The last page says that more pages follow; a list is taken in whole or not at all.',
    );
  }
};

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
  saysThatMoreFollows = false;
  private found: NewEntry[] = [];
  private readonly path: string[] = [];
  private record: EntryRecord | undefined;
  private said = '';
  private records = 0;

  constructor(private readonly refuse: (refused: RefusedLine) => void) {}

  *take(): Generator<readonly NewEntry[]> {
    if (this.found.length === 0) return;
    yield this.found;
    this.found = [];
  }

  readonly open = (name: string, attributes: ReadonlyMap<string, string>): void => {
    if (this.path.length === 0) {
      if (name !== ROOT) throw new ListUnreadableError('The XML is no answer of the Hash Sharing API.');
      this.saysThatMoreFollows = false;
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
      if (name === 'next' && this.path[depth - 2] === 'paging') this.saysThatMoreFollows = text !== '';
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

  private once(name: 'member' | 'id' | 'timestamp' | 'classification', text: string): void {
    if (this.record![name] !== undefined) this.record!.isMalformed = true;
    this.record![name] = text;
  }

  private endRecord(record: EntryRecord): void {
    this.record = undefined;
    this.records++;
    const entries = entriesOf(record);
    if (typeof entries === 'string') this.refuse({ line: this.records, reason: entries });
    else this.found.push(...entries);
  }
}

function entriesOf(record: EntryRecord): NewEntry[] | Refusal {
  const { member, id, timestamp, classification, isWithdrawn } = record;
  if (record.isMalformed) return 'record-malformed';
  if (!KEY.test(member ?? '') || !KEY.test(id ?? '') || !TIME.test(timestamp ?? '')) return 'key-malformed';
  if (Number.isNaN(Date.parse(timestamp!))) return 'key-malformed';
  const revision: Revision = { key: `${member}-${id}`, at: new Date(timestamp!).toISOString(), isWithdrawn };
  if (isWithdrawn) return [{ ...NOTHING, revision }];
  const entries = entriesOfHashes(record.hashes, classification ? `ncmec-${classification}` : null);
  return typeof entries === 'string' ? entries : entries.map((entry) => ({ ...entry, revision }));
}
