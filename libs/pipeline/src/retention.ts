// Enforces how long each class of data is kept. An order of preservation stops it for its report or case.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { keepHours, type DataClass } from '#libs/organisations';
import type { Database } from '#libs/platform';

const NOT_PRESERVED = `NOT EXISTS (
  SELECT 1 FROM preservations p WHERE p.released_at IS NULL AND p.expires_at > now() AND (
    (p.subject_kind = 'report' AND p.subject_id = r.id)
    OR (p.subject_kind = 'case' AND p.subject_id IN (SELECT cr.case_id FROM case_reports cr WHERE cr.report_id = r.id))))`;

/** When the last case of a report was closed; a report whose case is open is still needed. */
const CLOSED_BEFORE = `(SELECT max(c.closed_at) FROM case_reports cr JOIN cases c ON c.id = cr.case_id WHERE cr.report_id = r.id)
    < now() - make_interval(hours => $2)
  AND NOT EXISTS (SELECT 1 FROM case_reports cr JOIN cases c ON c.id = cr.case_id WHERE cr.report_id = r.id AND c.closed_at IS NULL)`;

interface Erasure {
  readonly dataClass: DataClass;
  /** $1 organisation, $2 hours; says how many rows it changed. */
  readonly statement: string;
}

const ERASURES: readonly Erasure[] = [
  {
    dataClass: 'reporter-contact',
    statement: `UPDATE reports r SET sealed_contact = NULL, contact_erased_at = now()
      WHERE r.organisation_id = $1 AND r.sealed_contact IS NOT NULL AND ${CLOSED_BEFORE} AND ${NOT_PRESERVED}`,
  },
  {
    dataClass: 'reporter-text',
    statement: `UPDATE reports r SET sealed_text = NULL, text_erased_at = now()
      WHERE r.organisation_id = $1 AND r.sealed_text IS NOT NULL AND ${CLOSED_BEFORE} AND ${NOT_PRESERVED}`,
  },
  {
    dataClass: 'reporter-text',
    statement: `DELETE FROM messages m USING reports r
      WHERE m.report_id = r.id AND r.organisation_id = $1 AND ${CLOSED_BEFORE} AND ${NOT_PRESERVED}`,
  },
  {
    dataClass: 'report-address',
    statement: `DELETE FROM report_addresses a USING reports r
      WHERE a.report_id = r.id AND r.organisation_id = $1 AND ${CLOSED_BEFORE} AND ${NOT_PRESERVED}`,
  },
  {
    dataClass: 'session',
    statement: `DELETE FROM sessions WHERE organisation_id = $1 AND expires_at < now() - make_interval(hours => $2)`,
  },
  {
    dataClass: 'exposure',
    statement: `DELETE FROM exposures WHERE organisation_id = $1 AND opened_at < now() - make_interval(hours => $2)`,
  },
];

/** Erases what has been kept long enough in one organisation. @returns rows by class */
export async function enforceRetention(
  database: Database,
  organisationId: string,
): Promise<Partial<Record<DataClass, number>>> {
  const counts: Partial<Record<DataClass, number>> = {};
  for (const { dataClass, statement } of ERASURES) {
    const count = await database.within(organisationId, async (manager: EntityManager) => {
      const hours = await keepHours(manager, organisationId, dataClass);
      const [, changed] = await manager.query(statement, [organisationId, hours]);
      if (changed > 0) {
        await recordEvent(manager, {
          organisationId,
          actor: MACHINE,
          act: 'retention.erased',
          subjectKind: 'data-class',
          details: { dataClass, rows: changed },
        });
      }
      return changed as number;
    });
    counts[dataClass] = (counts[dataClass] ?? 0) + count;
  }
  return counts;
}

/** Removes what belongs to no organisation and has run out: marks of submissions, attempts to sign in. */
export async function enforceCommonRetention(database: Database): Promise<number> {
  const [, marks] = await database.dataSource.query(`DELETE FROM submissions WHERE expires_at < now()`);
  const [, attempts] = await database.dataSource.query(
    `DELETE FROM sign_in_attempts WHERE at < now() - make_interval(hours =>
       (SELECT keep_hours FROM retention_rules WHERE data_class = 'sign-in-attempt' AND organisation_id IS NULL))`,
  );
  return marks + attempts;
}
