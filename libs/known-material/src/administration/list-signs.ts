// What each process of triage has in memory of the lists, so that a page can say when a switch holds everywhere.
import type { EntityManager } from 'typeorm';
import type { Database } from '#libs/platform';
import type { KnownMaterialIndex } from '../index.service.js';

/** A process that has said nothing for so long is gone, or reaches no database and can record no match. */
const GONE_AFTER = '15 seconds';
const FORGOTTEN_AFTER = '10 minutes';

/** Notes what a process has in memory now. */
export async function noteLists(
  database: Database,
  workerId: string,
  organisationIds: readonly string[],
  index: Pick<KnownMaterialIndex, 'describe'>,
): Promise<void> {
  const signs = organisationIds.map((id) =>
    Object.fromEntries(
      index.describe(id).lists.map((list) => [list.id, [list.isEnabled, list.loadedVersion]] as const),
    ),
  );
  await database.within(organisationIds, async (manager) => {
    await manager.query(
      `INSERT INTO list_signs (worker_id, organisation_id, at, lists)
       SELECT $1, s.organisation_id, now(), s.lists FROM unnest($2::uuid[], $3::jsonb[]) AS s (organisation_id, lists)
       ON CONFLICT (worker_id, organisation_id) DO UPDATE SET at = excluded.at, lists = excluded.lists`,
      [workerId, organisationIds, signs.map((sign) => JSON.stringify(sign))],
    );
    await manager.query(
      `DELETE FROM list_signs WHERE organisation_id = ANY ($1) AND at < now() - interval '${FORGOTTEN_AFTER}'`,
      [organisationIds],
    );
  });
}

/** Takes back what a process that ends has said. */
export async function withdrawSigns(
  database: Database,
  workerId: string,
  organisationIds: readonly string[],
): Promise<void> {
  await database.within(organisationIds, (manager) =>
    manager.query(`DELETE FROM list_signs WHERE worker_id = $1 AND organisation_id = ANY ($2)`, [
      workerId,
      organisationIds,
    ]),
  );
}

/** How far a list's state has come. */
export interface ListReach {
  readonly hashListId: string;
  /** Processes of triage that live. */
  readonly processes: number;
  /** Of these, how many match by what the list is now: switched off, or with its live version. */
  readonly inStep: number;
}

/** How far the state of each list of an organisation has come. */
export async function listReach(manager: EntityManager, organisationId: string): Promise<ListReach[]> {
  return manager.query(
    `SELECT l.id AS "hashListId", count(s.worker_id)::int AS processes, count(s.worker_id) FILTER (
         WHERE (s.lists->(l.id::text)->>0)::boolean = l.is_enabled AND s.at > coalesce(l.switched_at, '-infinity')
           AND (NOT l.is_enabled OR (s.lists->(l.id::text)->>1)::int = l.live_version))::int AS "inStep"
     FROM hash_lists l LEFT JOIN list_signs s
       ON s.organisation_id = l.organisation_id AND s.at > now() - interval '${GONE_AFTER}'
     WHERE l.organisation_id = $1 GROUP BY l.id`,
    [organisationId],
  );
}
