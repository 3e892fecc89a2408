// What a source told last of each of its entries, as rows. Pages are taken in any order, each as often as it comes: the
// latest state of an entry stands, and one that takes it back stands before others of the same moment.
import type { EntityManager } from 'typeorm';
import { fingerprintOf, type NewEntry, type RefusedEntry, type Revision } from '../new-entry.js';
import type { SourcePage } from './source.protocol.js';

export interface SourceKey {
  readonly organisationId: string;
  readonly sourceId: string;
}

/** SQL: rows of one source. */
const OF_SOURCE = 'organisation_id = $1 AND source_id = $2';

/** The latest states of a page, and those alone. */
function latestOf(entries: readonly NewEntry[]): NewEntry[] {
  const latest = new Map<string, { at: string; isWithdrawn: boolean }>();
  for (const { revision } of entries) {
    if (revision === undefined) continue;
    const { key, at, isWithdrawn } = revision;
    const known = latest.get(key);
    const isLater = known === undefined || at > known.at;
    if (isLater || (at === known.at && isWithdrawn)) latest.set(key, { at, isWithdrawn });
  }
  return entries.filter(({ revision }) => {
    const known = revision && latest.get(revision.key);
    return known !== undefined && known.at === revision!.at && known.isWithdrawn === revision!.isWithdrawn;
  });
}

/** What a clock that is a little ahead may say. */
const AHEAD_MS = 24 * 3_600_000;

/**
 * Refuses states of a time that is still to come: no later one would ever take their place. A withdrawal counts from
 * now on, whatever its time.
 */
export function withoutFuture(
  { entries, origins, refused }: Pick<SourcePage, 'entries' | 'origins' | 'refused'>,
  now: Date,
): { readonly entries: readonly NewEntry[]; readonly refused: readonly RefusedEntry[] } {
  const latest = now.getTime() + AHEAD_MS;
  const taken: NewEntry[] = [];
  // By place: an entry with several hashes of a kind is several.
  const ahead = new Map<number, RefusedEntry>();
  for (const [index, entry] of entries.entries()) {
    const { revision } = entry;
    const origin = origins[index]!;
    if (revision === undefined || Date.parse(revision.at) <= latest) taken.push(entry);
    else if (revision.isWithdrawn) taken.push({ ...entry, revision: { ...revision, at: now.toISOString() } });
    else ahead.set(origin.place, { ...origin, reason: 'time-to-come' });
  }
  return { entries: taken, refused: [...refused, ...ahead.values()] };
}

interface KnownState {
  readonly key: string;
  readonly at: Date;
  readonly isWithdrawn: boolean;
}

/** What is known of entries, by key: each looked for by itself, however large the planner takes the table for. */
async function knownStates(
  manager: EntityManager,
  { organisationId, sourceId }: SourceKey,
  keys: readonly string[],
): Promise<Map<string, KnownState>> {
  const rows: KnownState[] = await manager.query(
    `SELECT k.key, e.source_at AS at, e.is_withdrawn AS "isWithdrawn" FROM unnest($3::text[]) AS k (key)
     CROSS JOIN LATERAL (SELECT source_at, is_withdrawn FROM list_source_entries
       WHERE ${OF_SOURCE} AND source_key = k.key ORDER BY source_at DESC, is_withdrawn DESC LIMIT 1) e`,
    [organisationId, sourceId, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Positive: the state told takes the place of the known one; 0: it stands beside it; negative: it is over already. */
function compare(told: Revision, known: KnownState): number {
  const later = Date.parse(told.at) - known.at.getTime();
  if (later !== 0) return later;
  return Number(told.isWithdrawn) - Number(known.isWithdrawn);
}

/**
 * Takes a page in. Only whoever holds the source may.
 * @param page each entry says which state of which entry it is
 * @param generation of the reading from the beginning that is under way, or was last
 * @returns how many rows are other than before
 */
export async function storePage(
  manager: EntityManager,
  { organisationId, sourceId }: SourceKey,
  page: readonly NewEntry[],
  generation: number,
): Promise<number> {
  const latest = latestOf(page);
  const keys = [...new Set(latest.map(({ revision }) => revision!.key))];
  const known = await knownStates(manager, { organisationId, sourceId }, keys);
  const newness = ({ revision }: NewEntry) => {
    const state = known.get(revision!.key);
    return state === undefined ? undefined : compare(revision!, state);
  };
  const over = latest.filter((entry) => (newness(entry) ?? 0) > 0).map(({ revision }) => revision!.key);
  let ended = 0;
  if (over.length > 0) {
    [, ended] = (await manager.query(
      `DELETE FROM list_source_entries WHERE ${OF_SOURCE} AND source_key = ANY ($3)`,
      [organisationId, sourceId, [...new Set(over)]],
    )) as [unknown, number];
  }
  const entries = latest.filter((entry) => (newness(entry) ?? 0) >= 0);
  const added = await insertStates(manager, { organisationId, sourceId }, entries, generation);
  if (known.size > 0) {
    await manager.query(
      `UPDATE list_source_entries SET generation = $3
       WHERE ${OF_SOURCE} AND source_key = ANY ($4) AND generation <> $3`,
      [organisationId, sourceId, generation, [...known.keys()]],
    );
  }
  return ended + added;
}

/** @returns how many were not there */
async function insertStates(
  manager: EntityManager,
  { organisationId, sourceId }: SourceKey,
  entries: readonly NewEntry[],
  generation: number,
): Promise<number> {
  if (entries.length === 0) return 0;
  const told = entries.map(({ revision }) => revision!);
  const added: unknown[] = await manager.query(
    `INSERT INTO list_source_entries (organisation_id, source_id, source_key, source_at, is_withdrawn, generation,
       fingerprint, md5, sha1, sha256, pdq, photo_dna, pdq_quality, category, video)
     SELECT $1, $2, n.key, n.at, n.is_withdrawn, $3, decode(n.fingerprint, 'hex'), decode(n.md5, 'hex'),
       decode(n.sha1, 'hex'), decode(n.sha256, 'hex'), decode(n.pdq, 'hex'), decode(n.photo_dna, 'hex'), n.quality,
       n.category, n.video
     FROM unnest($4::text[], $5::timestamptz[], $6::boolean[], $7::text[], $8::text[], $9::text[], $10::text[],
       $11::text[], $12::text[], $13::int[], $14::text[], $15::text[])
       AS n (key, at, is_withdrawn, fingerprint, md5, sha1, sha256, pdq, photo_dna, quality, category, video)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      organisationId,
      sourceId,
      generation,
      told.map(({ key }) => key),
      told.map(({ at }) => at),
      told.map(({ isWithdrawn }) => isWithdrawn),
      entries.map((entry) => (entry.revision!.isWithdrawn ? '' : fingerprintOf(entry))),
      ...(['md5', 'sha1', 'sha256', 'pdq', 'photoDna'] as const).map((field) =>
        entries.map((entry) => (entry.revision!.isWithdrawn ? null : entry[field])),
      ),
      entries.map(({ quality }) => quality),
      entries.map(({ category }) => category),
      entries.map(({ video }) => video ?? null),
    ],
  );
  return added.length;
}

/**
 * Clears what no longer stands once a source was read to its end: what is withdrawn, and after a reading from the
 * beginning what it did not tell.
 * @returns how many entries ended by that
 */
export async function endReading(
  manager: EntityManager,
  { organisationId, sourceId }: SourceKey,
  generation: number,
  isFull: boolean,
): Promise<number> {
  await manager.query(`DELETE FROM list_source_entries WHERE ${OF_SOURCE} AND is_withdrawn`, [
    organisationId,
    sourceId,
  ]);
  if (!isFull) return 0;
  const [, ended] = (await manager.query(
    `DELETE FROM list_source_entries WHERE ${OF_SOURCE} AND generation <> $3`,
    [organisationId, sourceId, generation],
  )) as [unknown, number];
  return ended;
}

/** SQL: the entries that stand at a source; `$1` its organisation, `$2` its id. */
export const STANDING_ENTRIES = `FROM list_source_entries WHERE ${OF_SOURCE} AND NOT is_withdrawn`;
