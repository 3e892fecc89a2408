import type { EntityManager } from 'typeorm';

/**
 * Holds the counter of an organisation until the transaction ends. Whoever opens a case does so before it locks any case,
 * so that of two who meet the same new source the second finds the first one's case, and neither waits for a case that
 * the other has while that one waits for a number. A row, and no advisory lock, which the public zone's role could keep.
 */
export async function holdCaseNumbers(
  manager: EntityManager,
  organisationId: string,
  at: Date,
): Promise<void> {
  await manager.query(
    `INSERT INTO case_counters (organisation_id, year, last) VALUES ($1, $2, 0)
     ON CONFLICT (organisation_id, year) DO UPDATE SET last = case_counters.last`,
    [organisationId, at.getUTCFullYear()],
  );
}

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
