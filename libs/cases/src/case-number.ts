import type { EntityManager } from 'typeorm';

/**
 * Gives the next case number of an organisation, as in `DEMO-2026-000123`. One upsert raises the counter, so that two
 * cases made at once never get the same; a number given in a transaction that fails is given again.
 */
export async function nextCaseNumber(
  manager: EntityManager,
  organisationId: string,
  at: Date,
): Promise<string> {
  const year = at.getUTCFullYear();
  const [counter] = await manager.query(
    `INSERT INTO case_counters (organisation_id, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (organisation_id, year) DO UPDATE SET last = case_counters.last + 1
     RETURNING last, (SELECT code FROM organisations WHERE id = $1) AS code`,
    [organisationId, year],
  );
  return `${counter.code}-${year}-${String(counter.last).padStart(6, '0')}`;
}
