// A version as rows of `hash_entries`: what is staged is compared with what was stored last. A version that waits is
// stored whole like any other; only its number, above the list's live one, keeps it from matching.
import type { EntityManager } from 'typeorm';
import { firstRow } from '#libs/platform';

export interface Merged {
  readonly entries: number;
  readonly added: number;
  /** Entries that the source no longer has. */
  readonly ended: number;
}

/** Whether what is staged are the entries of the version that was stored last. */
export async function sameAsStored(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<boolean> {
  const [{ same }] = await manager.query(
    `SELECT NOT EXISTS (SELECT 1 FROM staged_entries s WHERE NOT EXISTS (SELECT 1 FROM hash_entries e
         WHERE e.hash_list_id = $1 AND e.organisation_id = $2 AND e.fingerprint = s.fingerprint AND e.ended_version IS NULL))
       AND NOT EXISTS (SELECT 1 FROM hash_entries e WHERE e.hash_list_id = $1 AND e.organisation_id = $2 AND e.ended_version IS NULL
         AND NOT EXISTS (SELECT 1 FROM staged_entries s WHERE s.fingerprint = e.fingerprint)) AS same`,
    [hashListId, organisationId],
  );
  return same;
}

/**
 * Removes what versions that never were live have stored: those refused or killed, and one that a newer import supersedes.
 * @param but the version that is being stored
 */
export async function removeNeverLive(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  { live, but }: { readonly live: number; readonly but: number },
): Promise<void> {
  await manager.query(
    `DELETE FROM hash_entries
     WHERE hash_list_id = $1 AND organisation_id = $2 AND first_version > $3 AND first_version <> $4`,
    [hashListId, organisationId, live, but],
  );
  await manager.query(
    `UPDATE hash_entries SET ended_version = NULL
     WHERE hash_list_id = $1 AND organisation_id = $2 AND ended_version > $3`,
    [hashListId, organisationId, live],
  );
}

/** Removes what a version that failed has stored. */
export async function removeVersion(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  version: number,
): Promise<void> {
  await manager.query(
    `DELETE FROM hash_entries WHERE hash_list_id = $1 AND organisation_id = $2 AND first_version = $3`,
    [hashListId, organisationId, version],
  );
}

/** Parts of what is staged, by the first byte of the fingerprint, each of which is committed by itself. */
const PARTS = 32;

/**
 * Stores what is new of a large list as entries of a version that is not live, and so matches nothing, in transactions of
 * their own: one that stored all of it would hold back what is sealed of the audit log. Not while a version waits for a
 * person: what that has stored stands until the new one takes its place.
 * @returns how many are stored; null where none were
 */
export async function addInBatches(
  within: <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>,
  organisationId: string,
  hashListId: string,
  version: number,
): Promise<number | null> {
  const isFree = await within(async (manager) => {
    const [row]: { live: number; waits: boolean }[] = await manager.query(
      `SELECT live_version AS live, EXISTS (SELECT 1 FROM hash_list_versions v WHERE v.hash_list_id = $1
         AND v.organisation_id = $2 AND v.state = 'waiting') AS waits
       FROM hash_lists WHERE id = $1 AND organisation_id = $2`,
      [hashListId, organisationId],
    );
    if (row === undefined || row.waits) return false;
    await manager.query('SET LOCAL statement_timeout = 0');
    await removeNeverLive(manager, organisationId, hashListId, { live: row.live, but: version });
    return true;
  });
  if (!isFree) return null;
  let added = 0;
  for (let part = 0; part < PARTS; part++)
    added += await within(async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      const range = { from: startOf(part), to: part + 1 < PARTS ? startOf(part + 1) : ALL.to };
      return addStaged(manager, organisationId, hashListId, version, range);
    });
  return added;
}

interface FingerprintRange {
  readonly from: Buffer;
  /** Not in it. */
  readonly to: Buffer;
}
const ALL: FingerprintRange = { from: Buffer.alloc(0), to: Buffer.alloc(17, 0xff) };
const startOf = (part: number) => Buffer.of((part * 256) / PARTS);

/** Adds what is staged and new, of a range of fingerprints. @returns how many */
async function addStaged(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  version: number,
  { from, to }: FingerprintRange,
): Promise<number> {
  const counted = firstRow<{ added: number }>(
    await manager.query(
      `WITH added AS (
         INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, sha1, sha256, pdq, photo_dna,
           pdq_quality, category, video, expires_at, first_version)
         SELECT DISTINCT ON (s.fingerprint) s.id, $1, $2, s.fingerprint, s.md5, s.sha1, s.sha256, s.pdq, s.photo_dna,
           s.pdq_quality, s.category, s.video, s.expires_at, $3
         FROM staged_entries s
         WHERE s.fingerprint >= $4 AND s.fingerprint < $5
           AND NOT EXISTS (SELECT 1 FROM hash_entries e WHERE e.hash_list_id = $2 AND e.organisation_id = $1
             -- Of this version nothing of the range is there yet; the range once more, for the planner.
             AND e.first_version < $3 AND e.fingerprint >= $4 AND e.fingerprint < $5
             AND e.fingerprint = s.fingerprint AND e.ended_version IS NULL)
         RETURNING 1)
       SELECT count(*)::int AS added FROM added`,
      [organisationId, hashListId, version, from, to],
    ),
  );
  return counted!.added;
}

/**
 * Adds what is new and ends what is no longer there.
 * @param addedBefore entries of the version that are stored already; null where what is new is still to be stored
 */
export async function mergeStaged(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  version: number,
  addedBefore: number | null,
): Promise<Merged> {
  const [, ended] = (await manager.query(
    `UPDATE hash_entries e SET ended_version = $2
     WHERE e.hash_list_id = $1 AND e.organisation_id = $3 AND e.ended_version IS NULL AND e.first_version < $2
       AND NOT EXISTS (SELECT 1 FROM staged_entries s WHERE s.fingerprint = e.fingerprint)`,
    [hashListId, version, organisationId],
  )) as [unknown, number];
  const added = addedBefore ?? (await addStaged(manager, organisationId, hashListId, version, ALL));
  const total = firstRow<{ entries: number }>(
    await manager.query(
      `SELECT count(*)::int AS entries FROM hash_entries
       WHERE hash_list_id = $1 AND organisation_id = $2 AND ended_version IS NULL`,
      [hashListId, organisationId],
    ),
  );
  return { entries: total!.entries, added, ended };
}

/** Of the entries that a version ends, those none of whose hashes is in an entry that it adds. */
export async function countGone(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  version: number,
): Promise<number> {
  const again = ['sha256', 'sha1', 'md5', 'pdq'].map(
    (hash) => `NOT EXISTS (SELECT 1 FROM hash_entries n WHERE n.hash_list_id = $1 AND n.organisation_id = $2
      AND n.first_version = $3 AND n.${hash} = e.${hash})`,
  );
  const [{ gone }] = await manager.query(
    `SELECT count(*)::int AS gone FROM hash_entries e
     WHERE e.hash_list_id = $1 AND e.organisation_id = $2 AND e.ended_version = $3 AND ${again.join(' AND ')}`,
    [hashListId, organisationId, version],
  );
  return gone;
}
