import type { EntityManager } from 'typeorm';

export type DataClass =
  | 'reporter-contact'
  | 'reporter-text'
  | 'report-address'
  | 'evidence-spool'
  | 'evidence-view'
  | 'evidence-retain'
  | 'session'
  | 'sign-in-attempt'
  | 'submission-mark'
  | 'exposure';

/** How long an organisation keeps a class of data, in hours: its own rule, else the default. */
export async function keepHours(
  manager: EntityManager,
  organisationId: string,
  dataClass: DataClass,
): Promise<number> {
  const [rule] = await manager.query(
    `SELECT keep_hours FROM retention_rules WHERE data_class = $2 AND (organisation_id = $1 OR organisation_id IS NULL)
     ORDER BY organisation_id NULLS LAST LIMIT 1`,
    [organisationId, dataClass],
  );
  return rule.keep_hours;
}
