// What a source told last of each of its entries, as rows. Pages are taken in any order, each as often as it comes: the
// latest state of an entry stands, and one that takes it back stands before others of the same moment.
import type { EntityManager } from 'typeorm';
import { fingerprintOf, type NewEntry } from '../new-entry.js';

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

/**
 * Takes a page in.
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
  const entries = latestOf(page);
  if (entries.length === 0) return 0;
  const told = entries.map(({ revision }) => revision!);
  const keys = told.map(({ key }) => key);
  const times = told.map(({ at }) => at);
  const withdrawn = told.map(({ isWithdrawn }) => isWithdrawn);
  const [, ended] = (await manager.query(
    `DELETE FROM list_source_entries e
     USING (SELECT DISTINCT * FROM unnest($3::text[], $4::timestamptz[], $5::boolean[])) AS n (key, at, is_withdrawn)
     WHERE e.${OF_SOURCE} AND e.source_key = n.key
       AND (e.source_at < n.at OR (e.source_at = n.at AND n.is_withdrawn AND NOT e.is_withdrawn))`,
    [organisationId, sourceId, keys, times, withdrawn],
  )) as [unknown, number];
  const added: unknown[] = await manager.query(
    `INSERT INTO list_source_entries (organisation_id, source_id, source_key, source_at, is_withdrawn, generation,
       fingerprint, md5, sha1, sha256, pdq, photo_dna, pdq_quality, category, video)
     SELECT $1, $2, n.key, n.at, n.is_withdrawn, $3, decode(n.fingerprint, 'hex'), decode(n.md5, 'hex'),
       decode(n.sha1, 'hex'), decode(n.sha256, 'hex'), decode(n.pdq, 'hex'), decode(n.photo_dna, 'hex'), n.quality,
       n.category, n.video
     FROM unnest($4::text[], $5::timestamptz[], $6::boolean[], $7::text[], $8::text[], $9::text[], $10::text[],
       $11::text[], $12::text[], $13::int[], $14::text[], $15::text[])
       AS n (key, at, is_withdrawn, fingerprint, md5, sha1, sha256, pdq, photo_dna, quality, category, video)
     WHERE NOT EXISTS (SELECT 1 FROM list_source_entries e WHERE e.${OF_SOURCE} AND e.source_key = n.key
       AND (e.source_at > n.at OR (e.source_at = n.at AND e.is_withdrawn)))
     ON CONFLICT DO NOTHING RETURNING 1`,
    [
      organisationId,
      sourceId,
      generation,
      keys,
      times,
      withdrawn,
      entries.map((entry) => (entry.revision!.isWithdrawn ? '' : fingerprintOf(entry))),
      ...(['md5', 'sha1', 'sha256', 'pdq', 'photoDna'] as const).map((field) =>
        entries.map((entry) => (entry.revision!.isWithdrawn ? null : entry[field])),
      ),
      entries.map(({ quality }) => quality),
      entries.map(({ category }) => category),
      entries.map(({ video }) => video ?? null),
    ],
  );
  await manager.query(
    `UPDATE list_source_entries e SET generation = $3
     WHERE e.${OF_SOURCE} AND e.source_key = ANY ($4) AND e.generation <> $3`,
    [organisationId, sourceId, generation, keys],
  );
  return ended + added.length;
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
  await manager.query(`DELETE FROM list_source_entries e WHERE e.${OF_SOURCE} AND e.is_withdrawn`, [
    organisationId,
    sourceId,
  ]);
  if (!isFull) return 0;
  const [, ended] = (await manager.query(
    `DELETE FROM list_source_entries e WHERE e.${OF_SOURCE} AND e.generation <> $3`,
    [organisationId, sourceId, generation],
  )) as [unknown, number];
  return ended;
}

/** SQL: the entries that stand at a source; `$1` its organisation, `$2` its id. */
export const STANDING_ENTRIES = `FROM list_source_entries WHERE ${OF_SOURCE} AND NOT is_withdrawn`;
