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

/** Removes what versions that never were live have stored: those refused, and one that a newer import supersedes. */
export async function removeNeverLive(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  liveVersion: number,
): Promise<void> {
  await manager.query(
    `DELETE FROM hash_entries WHERE hash_list_id = $1 AND organisation_id = $2 AND first_version > $3`,
    [hashListId, organisationId, liveVersion],
  );
  await manager.query(
    `UPDATE hash_entries SET ended_version = NULL
     WHERE hash_list_id = $1 AND organisation_id = $2 AND ended_version > $3`,
    [hashListId, organisationId, liveVersion],
  );
}

/** Adds what is new and ends what is no longer there. */
export async function mergeStaged(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  version: number,
): Promise<Merged> {
  const [, ended] = (await manager.query(
    `UPDATE hash_entries e SET ended_version = $2
     WHERE e.hash_list_id = $1 AND e.organisation_id = $3 AND e.ended_version IS NULL
       AND NOT EXISTS (SELECT 1 FROM staged_entries s WHERE s.fingerprint = e.fingerprint)`,
    [hashListId, version, organisationId],
  )) as [unknown, number];
  const counted = firstRow<{ added: number }>(
    await manager.query(
      `WITH added AS (
         INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, sha1, sha256, pdq, photo_dna,
           pdq_quality, category, video, expires_at, first_version)
         SELECT DISTINCT ON (s.fingerprint) s.id, $1, $2, s.fingerprint, s.md5, s.sha1, s.sha256, s.pdq, s.photo_dna,
           s.pdq_quality, s.category, s.video, s.expires_at, $3
         FROM staged_entries s
         WHERE NOT EXISTS (SELECT 1 FROM hash_entries e
           WHERE e.hash_list_id = $2 AND e.organisation_id = $1 AND e.fingerprint = s.fingerprint AND e.ended_version IS NULL)
         RETURNING 1)
       SELECT count(*)::int AS added FROM added`,
      [organisationId, hashListId, version],
    ),
  );
  const total = firstRow<{ entries: number }>(
    await manager.query(
      `SELECT count(*)::int AS entries FROM hash_entries
       WHERE hash_list_id = $1 AND organisation_id = $2 AND ended_version IS NULL`,
      [hashListId, organisationId],
    ),
  );
  return { entries: total!.entries, added: counted!.added, ended };
}
