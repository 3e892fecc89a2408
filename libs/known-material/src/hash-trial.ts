// What a hash would match, asked of the database alone: for programs that hold no index. The database narrows the
// entries down to those that can fit, and the matching of the index itself decides among them. What fits but does not
// count is named too, with the reason, since "no list has it" would mislead.
import type { EntityManager } from 'typeorm';
import { InvalidInputError } from '#libs/platform';
import { type CategoryMapping, verdictOf } from './category-mapping.js';
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import { ListsTooLargeToTryError, TooManyEntriesFitError } from './known-material.errors.js';
import { isQuarantined, isWithheld } from './match-standing.js';
import { type MatchAlgorithm, type MatchKind, NO_VERSION } from './match.entity.js';
import { GatheredEntries } from './organisation.index.entries.js';
import { type FoundMatch, type LoadedList, OrganisationIndex, type Probe } from './organisation.index.js';
import { buildTables } from './organisation.index.tables.js';
import { effectOfMatch } from './settlement.js';

/** Entries that can fit, at most; an honest hash fits a few. */
export const MOST_FITTING = 1000;
const CANCELLED = '57014';

/**
 * Why an entry that fits does or does not count: it is in use, it was withdrawn, its version is not live, its list is off,
 * the list or the entry has expired, or it fits too much and waits for a person.
 */
export const ENTRY_STATES = [
  'standing',
  'withdrawn',
  'not-live',
  'list-off',
  'list-expired',
  'entry-expired',
  'quarantined',
] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** An entry that fits, with what its list says of it now. */
export interface TriedMatch extends Omit<FoundMatch, 'listVersion'> {
  /** The version that it is found in; null where a source said so when it was asked, and tells no list. */
  readonly listVersion: number | null;
  readonly state: EntryState;
  /** What it would do; nothing unless it stands. */
  readonly effect: ListEffect;
  readonly source: string;
  readonly trust: ListTrust;
  readonly category: string | null;
  /** The version that brought the entry, and the one that withdrew it. */
  readonly firstVersion: number;
  readonly endedVersion: number | null;
  /** Since when the version that it is found in is in use; null where it never was. */
  readonly versionSince: Date | null;
}

interface EntryOfList {
  readonly id: Buffer;
  readonly textId: string;
  readonly hashListId: string;
  readonly md5: Buffer | null;
  readonly sha1: Buffer | null;
  readonly sha256: Buffer | null;
  readonly pdq: Buffer | null;
  readonly quality: number | null;
  readonly category: string | null;
  readonly firstVersion: number;
  readonly endedVersion: number | null;
  readonly name: string;
  readonly source: string;
  readonly trust: ListTrust;
  readonly effect: ListEffect;
  readonly settlesByWeakDigest: boolean;
  readonly categoryMapping: CategoryMapping;
  readonly isEnabled: boolean;
  readonly isListExpired: boolean;
  readonly isExpired: boolean;
  readonly isQuarantined: boolean;
  /** The same of what it has exactly. */
  readonly isWithheld: boolean;
  readonly liveVersion: number;
  readonly maxDistance: number;
  readonly minQuality: number;
  readonly versionSince: Date | null;
}

const KIND_OF_LENGTH: Readonly<Record<number, readonly (keyof Probe & MatchAlgorithm)[]>> = {
  32: ['md5'],
  40: ['sha1'],
  // Nothing tells the two apart.
  64: ['sha256', 'pdq'],
};

/**
 * What to ask for a hash in hex: what one of that length can be. A perceptual hash is taken to be of full quality, and of
 * the picture as it is: its other orientations cannot be told from it.
 * @throws InvalidInputError
 */
export function probeOfHash(text: string): Probe {
  const hex = text.trim().toLowerCase();
  const kinds = /^[0-9a-f]+$/.test(hex) ? KIND_OF_LENGTH[hex.length] : undefined;
  if (kinds === undefined) {
    const message = 'A hash is 32 (MD5), 40 (SHA-1) or 64 (SHA-256, PDQ) hex digits.';
    throw new InvalidInputError(message, { hash: message });
  }
  const hash = Buffer.from(hex, 'hex');
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind, hash])),
    ...(kinds.includes('pdq') && { quality: 100 }),
  };
}

/** The version in which an entry is found: the live one, the last that had it, or the one that will bring it. */
const FOUND_IN = `CASE WHEN e.ended_version IS NOT NULL AND e.ended_version <= l.live_version THEN e.ended_version - 1
    WHEN e.first_version > l.live_version THEN e.first_version ELSE l.live_version END`;

const ENTRY_OF_LIST = `uuid_send(e.id) AS id, e.id AS "textId", e.hash_list_id AS "hashListId", e.md5, e.sha1, e.sha256, e.pdq,
  e.pdq_quality AS quality, e.category, e.first_version AS "firstVersion", e.ended_version AS "endedVersion", l.name,
  l.source, l.trust, l.effect, l.settles_by_weak_digest AS "settlesByWeakDigest", l.is_enabled AS "isEnabled",
  l.category_mapping AS "categoryMapping", coalesce(l.expires_at <= now(), false) AS "isListExpired",
  coalesce(e.expires_at <= now(), false) AS "isExpired", l.effect <> 'suppress' AND ${isQuarantined()} AS "isQuarantined",
  l.effect <> 'suppress' AND ${isWithheld()} AS "isWithheld",
  l.live_version AS "liveVersion", l.max_distance AS "maxDistance", l.min_quality AS "minQuality",
  (SELECT v.finished_at FROM hash_list_versions v WHERE v.hash_list_id = l.id AND v.organisation_id = l.organisation_id
     AND v.number = ${FOUND_IN} AND v.state IN ('live', 'replaced')) AS "versionSince"`;

/**
 * Every entry of the organisation's lists that fits any of what is asked, each once by its surest way, whether it counts
 * or not; those that count first.
 * @param probes a file's digests and picture, and each further frame
 * @throws ListsTooLargeToTryError when the database cannot look through the lists in time
 * @throws TooManyEntriesFitError
 */
export async function tryHashes(
  manager: EntityManager,
  organisationId: string,
  probes: readonly Probe[],
  timeoutMs: number,
): Promise<TriedMatch[]> {
  const candidates = await narrow(manager, organisationId, probes, timeoutMs);
  const gathered = new GatheredEntries();
  for (const row of candidates) gathered.push(row.hashListId, row);
  const { tables } = buildTables({ from: { columns: gathered.columns() }, encodes: false, room: 1 });
  const index = new OrganisationIndex(gathered.entries, tables);
  const lists = new Map(candidates.map((row) => [row.hashListId, asIfInUse(organisationId, row)]));
  const found = surestOfEntry(probes.flatMap((probe) => index.match(probe, lists)));
  return inOrder(describe(found, candidates));
}

/** What the lists say now of matches that an index found. */
export async function describeMatches(
  manager: EntityManager,
  organisationId: string,
  found: readonly FoundMatch[],
): Promise<TriedMatch[]> {
  const rows: EntryOfList[] = await manager.query(
    `SELECT ${ENTRY_OF_LIST} FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $2
     WHERE e.organisation_id = $2 AND e.id = ANY($1::uuid[])`,
    [found.map(({ hashEntryId }) => hashEntryId), organisationId],
  );
  return inOrder(describe(found, rows));
}

/** One match for each entry: an exact one if there is, or the nearest. */
export function surestOfEntry(found: readonly FoundMatch[]): FoundMatch[] {
  const surest = new Map<string, FoundMatch>();
  for (const match of found) {
    const known = surest.get(match.hashEntryId);
    if (known === undefined || (known.kind !== 'exact' && match.distance < known.distance))
      surest.set(match.hashEntryId, match);
  }
  return [...surest.values()];
}

/** Entries that can fit: with one of the digests, or near one of the pictures in one of its orientations. */
async function narrow(
  manager: EntityManager,
  organisationId: string,
  probes: readonly Probe[],
  timeoutMs: number,
): Promise<EntryOfList[]> {
  const digests = (kind: 'md5' | 'sha1' | 'sha256') => probes.flatMap((probe) => probe[kind] ?? []);
  const pictures = probes.flatMap(({ pdq, dihedral }) =>
    pdq == null ? [] : [pdq, ...(dihedral ?? []).slice(1)].map((hash) => Buffer.from(hash).toString('hex')),
  );
  await manager.query(`SELECT set_config('statement_timeout', $1, true)`, [`${timeoutMs}ms`]);
  try {
    const rows: EntryOfList[] = await manager.query(
      `SELECT ${ENTRY_OF_LIST} FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $1
       WHERE e.organisation_id = $1 AND (e.md5 = ANY($2::bytea[]) OR e.sha1 = ANY($3::bytea[]) OR e.sha256 = ANY($4::bytea[])
         OR (e.pdq IS NOT NULL AND cardinality($5::text[]) > 0 AND EXISTS (SELECT 1 FROM unnest($5::text[]) AS p (hex)
             WHERE bit_count(('x' || encode(e.pdq, 'hex'))::bit(256) # ('x' || p.hex)::bit(256)) <= l.max_distance)))
       LIMIT ${MOST_FITTING + 1}`,
      [organisationId, digests('md5'), digests('sha1'), digests('sha256'), pictures],
    );
    if (rows.length > MOST_FITTING) throw new TooManyEntriesFitError();
    return rows;
  } catch (error) {
    const { code } = ((error as { driverError?: unknown }).driverError ?? error) as { code?: string };
    throw code === CANCELLED ? new ListsTooLargeToTryError() : error;
  }
}

/** The list with its own limits, as if all its entries were in use: what does not count is told apart afterwards. */
function asIfInUse(organisationId: string, row: EntryOfList): LoadedList {
  const { hashListId: id, name, maxDistance, minQuality, liveVersion, effect } = row;
  const isNegative = effect === 'suppress';
  return {
    id,
    organisationId,
    name,
    isEnabled: true,
    isNegative,
    maxDistance,
    minQuality,
    loadedVersion: liveVersion,
  };
}

function describe(found: readonly FoundMatch[], rows: readonly EntryOfList[]): TriedMatch[] {
  const byId = new Map(rows.map((row) => [row.textId, row]));
  return found.flatMap((match) => {
    const row = byId.get(match.hashEntryId);
    if (row === undefined) return [];
    const state = stateOf(row, match.kind);
    const { category, source, trust, firstVersion, endedVersion, versionSince } = row;
    return {
      ...match,
      listVersion: foundIn(row, state),
      state,
      effect: effectOfMatch({
        ...row,
        id: match.hashEntryId,
        kind: match.kind,
        algorithm: match.algorithm,
        verdict: verdictOf(row.categoryMapping, row.category),
        // Whether a negative list has the file is said by its own line.
        isContested: false,
      }),
      source,
      trust,
      category,
      firstVersion,
      endedVersion,
      versionSince,
    };
  });
}

function stateOf(row: EntryOfList, kind: MatchKind): EntryState {
  const { firstVersion, endedVersion, liveVersion, isEnabled } = row;
  if (firstVersion > liveVersion) return 'not-live';
  if (endedVersion !== null && endedVersion <= liveVersion) return 'withdrawn';
  if (!isEnabled) return 'list-off';
  if (row.isListExpired) return 'list-expired';
  if (row.isExpired) return 'entry-expired';
  const isHeldOut = kind === 'exact' ? row.isWithheld : row.isQuarantined;
  return isHeldOut ? 'quarantined' : 'standing';
}

function foundIn({ firstVersion, endedVersion, liveVersion }: EntryOfList, state: EntryState): number | null {
  if (firstVersion === NO_VERSION) return null;
  if (state === 'withdrawn') return endedVersion! - 1;
  return state === 'not-live' ? firstVersion : liveVersion;
}

function inOrder(matches: readonly TriedMatch[]): TriedMatch[] {
  const rank = ({ state, kind }: TriedMatch) => (state === 'standing' ? 0 : 2) + (kind === 'exact' ? 0 : 1);
  return [...matches].sort(
    (a, b) => rank(a) - rank(b) || a.distance - b.distance || a.listName.localeCompare(b.listName, 'en'),
  );
}
