// Enforces how long each class of data is kept. An order of preservation stops it for its report or case. What is erased
// is written into the ledger of deletions in the same transaction, so that an older backup does not bring it back.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { keepHours, type DataClass } from '#libs/organisations';
import { LOOK_NOT_PRESERVED, type Database, type DeletionKind } from '#libs/platform';

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
  /** $1 organisation, $2 hours; returns the id of what each row named. */
  readonly statement: string;
  /** What a line in the ledger names; null for what no backup holds. */
  readonly kind: DeletionKind | null;
  /** What goes with each row that was erased. */
  readonly also?: string;
}

const ERASURES: readonly Erasure[] = [
  {
    dataClass: 'reporter-contact',
    kind: 'reporter-contact',
    statement: `UPDATE reports r SET sealed_contact = NULL, contact_erased_at = now()
      WHERE r.organisation_id = $1 AND r.sealed_contact IS NOT NULL AND ${CLOSED_BEFORE} AND ${NOT_PRESERVED}
      RETURNING r.id`,
  },
  {
    // What became of e-mails to a contact that is gone. They hold no address; a backup that brings them back ages, too.
    dataClass: 'reporter-contact',
    kind: null,
    statement: `DELETE FROM letters l USING reports r
      WHERE l.report_id = r.id AND l.organisation_id = $1 AND r.organisation_id = $1 AND r.sealed_contact IS NULL
        AND l.state <> 'queued' AND ${CLOSED_BEFORE} AND ${NOT_PRESERVED} RETURNING l.id`,
  },
  {
    dataClass: 'reporter-text',
    kind: 'reporter-text',
    statement: `UPDATE reports r SET sealed_text = NULL, text_erased_at = now()
      WHERE r.organisation_id = $1 AND r.sealed_text IS NOT NULL AND ${CLOSED_BEFORE} AND ${NOT_PRESERVED}
      RETURNING r.id`,
  },
  {
    dataClass: 'reporter-text',
    kind: 'message',
    statement: `DELETE FROM messages m USING reports r
      WHERE m.report_id = r.id AND m.organisation_id = $1 AND r.organisation_id = $1 AND ${CLOSED_BEFORE}
        AND ${NOT_PRESERVED} RETURNING m.id`,
  },
  {
    dataClass: 'report-address',
    kind: 'report-address',
    statement: `DELETE FROM report_addresses a USING reports r
      WHERE a.report_id = r.id AND a.organisation_id = $1 AND r.organisation_id = $1 AND ${CLOSED_BEFORE}
        AND ${NOT_PRESERVED} RETURNING a.id`,
  },
  {
    dataClass: 'session',
    kind: null,
    statement: `DELETE FROM sessions WHERE organisation_id = $1 AND expires_at < now() - make_interval(hours => $2)
      RETURNING id`,
  },
  {
    dataClass: 'exposure',
    kind: 'exposure',
    statement: `DELETE FROM exposures WHERE organisation_id = $1 AND opened_at < now() - make_interval(hours => $2)
      RETURNING id`,
  },
  {
    // A restore goes by the same schedule: each look says itself how old it is.
    dataClass: 'online-check',
    kind: null,
    statement: `DELETE FROM online_checks o WHERE o.organisation_id = $1 AND o.checked_at < now() - make_interval(hours => $2)
        AND ${LOOK_NOT_PRESERVED} RETURNING o.id, o.fetch_record_id`,
    also: `DELETE FROM fetch_records f USING erased WHERE f.id = erased.fetch_record_id AND f.organisation_id = $1
        AND f.purpose = 'check'`,
  },
];

/** One statement that erases, writes each erasure down where a backup could bring it back, and counts. */
function withLedger({ statement, kind, also }: Erasure): string {
  const noted =
    kind === null
      ? ''
      : `, noted AS (
          INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason)
          SELECT gen_random_uuid(), $1, '${kind}', id, 'retention' FROM erased
          ON CONFLICT (object_kind, object_id) DO NOTHING)`;
  const along = also === undefined ? '' : `, along AS (${also})`;
  return `WITH erased AS (${statement})${noted}${along} SELECT count(*)::int AS changed FROM erased`;
}

/** Erases what has been kept long enough in one organisation. @returns rows by class */
export async function enforceRetention(
  database: Database,
  organisationId: string,
): Promise<Partial<Record<DataClass, number>>> {
  const counts: Partial<Record<DataClass, number>> = {};
  for (const erasure of ERASURES) {
    const { dataClass } = erasure;
    const count = await database.within(organisationId, async (manager: EntityManager) => {
      const hours = await keepHours(manager, organisationId, dataClass);
      const [{ changed }] = await manager.query<[{ changed: number }]>(withLedger(erasure), [
        organisationId,
        hours,
      ]);
      if (changed > 0) {
        await recordEvent(manager, {
          organisationId,
          actor: MACHINE,
          act: 'retention.erased',
          subjectKind: 'data-class',
          details: { dataClass, rows: changed },
        });
      }
      return changed;
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
