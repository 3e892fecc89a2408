// StopNCII.org as a source that is polled: JSON, each record the whole present state of a hash. What people send there
// of themselves has been reviewed by nobody, so its list is never more than a hint.
import { type EntryOrigin, type NewEntry, readEntry, type Refusal, type RefusedEntry } from '../new-entry.js';
import type { SourceClient } from './source.client.js';
import { type Cursor, malformed, type SourcePage, type SourceProtocol } from './source.protocol.js';

const PAGE_SIZE = 800;
/** Smaller ones are refused by the interface. */
const FIRST_TIMESTAMP = 10;
/** Afterwards a checkpoint is worth nothing, and everything is read anew. */
const STALE_MS = 30 * 24 * 3_600_000;
const DAY_SECONDS = 86_400;
const MOST_TOKEN = 4096;
/** The only state in which a hash counts: whatever else a record says takes it back. */
const COUNTS = 'Active';
/** What the interface calls a hash → the field of ours. Other kinds are matched by nothing here. */
const FIELDS: ReadonlyMap<string, 'pdq' | 'md5'> = new Map([
  ['ImagePDQ', 'pdq'],
  ['VideoMD5', 'md5'],
]);

export const STOPNCII_PROTOCOL: SourceProtocol = {
  begin: ({ checkpoint, succeededAt }, now) => {
    const known = checkpoint !== null && /^\d{1,12}$/.test(checkpoint) ? Number(checkpoint) : undefined;
    const isStale = succeededAt === null || now.getTime() - succeededAt.getTime() > STALE_MS;
    const isFull = known === undefined || isStale;
    return { isFull, cursor: { since: isFull ? FIRST_TIMESTAMP : known, token: null } };
  },

  read: async (client, cursor, now) => {
    const { since, token } = readCursor(cursor);
    const query = new URLSearchParams({ startTimestamp: String(since), pageSize: String(PAGE_SIZE) });
    if (token !== null) query.set('nextPageToken', token);
    const page = objectOf(await fetchPage(client, `/FetchHashes?${query.toString()}`));
    const records = page['hashRecords'] ?? [];
    if (!Array.isArray(records)) throw malformed('records');
    const told = toldBy(records);
    if (page['hasMoreRecords'] === true) {
      const next = page['nextPageToken'];
      if (typeof next !== 'string' || next === '' || next.length > MOST_TOKEN || next === token)
        throw malformed('paging');
      return { ...told, next: { since, token: next } };
    }
    if (page['hasMoreRecords'] !== false) throw malformed('paging');
    return { ...told, next: null, checkpoint: String(checkpointOf(page, since, now)) };
  },
};

async function fetchPage(client: SourceClient, path: string): Promise<unknown> {
  const { functionsKey, subscriptionKey } = client.source.credentials;
  const body = await client.send({
    path,
    accept: 'json',
    headers: {
      'x-functions-key': functionsKey ?? '',
      'Ocp-Apim-Subscription-Key': subscriptionKey ?? '',
    },
  });
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw malformed('json');
  }
}

/** Where the next reading begins: never back, and never in a time that is still to come, which would leave all out. */
function checkpointOf(page: Readonly<Record<string, unknown>>, since: number, now: Date): number {
  const said = page['nextSetTimestamp'] ?? since;
  if (typeof said !== 'number' || !Number.isSafeInteger(said)) throw malformed('checkpoint');
  if (said > now.getTime() / 1000 + DAY_SECONDS) throw malformed('checkpoint');
  return Math.max(said, since);
}

/** The records of a page. They have no names of their own but the hashes themselves, which are nobody's to read. */
function toldBy(
  records: readonly unknown[],
): Pick<SourcePage, 'entries' | 'origins' | 'refused' | 'records'> {
  const entries: NewEntry[] = [];
  const origins: EntryOrigin[] = [];
  const refused: RefusedEntry[] = [];
  for (const [index, record] of records.entries()) {
    const origin = { place: index + 1, key: null };
    const read = entryOf(record);
    if (typeof read === 'string') refused.push({ ...origin, reason: read });
    else {
      entries.push(read);
      origins.push(origin);
    }
  }
  return { entries, origins, refused, records: records.length };
}

/** A record as an entry, or as one that is withdrawn; or why it is neither. */
function entryOf(record: unknown): NewEntry | Refusal {
  if (typeof record !== 'object' || record === null) return 'record-malformed';
  const { signalType, hashValue, hashStatus, lastModtimestamp } = record as Record<string, unknown>;
  if (typeof signalType !== 'string' || typeof hashValue !== 'string') return 'record-malformed';
  const field = FIELDS.get(signalType);
  if (field === undefined) return 'kind-unknown';
  if (
    typeof lastModtimestamp !== 'number' ||
    !Number.isSafeInteger(lastModtimestamp) ||
    lastModtimestamp < 0 ||
    lastModtimestamp > 99_999_999_999
  )
    return 'key-malformed';
  const entry = readEntry({ [field]: hashValue, category: 'ncii' });
  if (typeof entry === 'string') return entry;
  const revision = {
    key: `${signalType}-${entry[field]}`,
    at: new Date(lastModtimestamp * 1000).toISOString(),
    isWithdrawn: hashStatus !== COUNTS,
  };
  return { ...entry, revision };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('json');
  return value as Record<string, unknown>;
}

function readCursor({ since, token }: Cursor): { since: number; token: string | null } {
  if (typeof since !== 'number' || (token !== null && typeof token !== 'string')) throw malformed('progress');
  return { since, token };
}
