// Orders to keep a report or a case that the schedule of retention would erase.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { InvalidInputError, newId, NotFoundError } from '#libs/platform';

export interface NewPreservation {
  readonly organisationId: string;
  readonly subjectKind: 'report' | 'case';
  readonly subjectId: string;
  readonly orderedBy: string;
  readonly legalInstrument: string;
  readonly expiresAt: Date;
}

export interface PreservationState {
  readonly id: string;
  readonly subjectKind: 'report' | 'case';
  readonly subjectId: string;
  /** Of a case. */
  readonly caseNumber: string | null;
  readonly orderedBy: string;
  readonly legalInstrument: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly state: 'in-force' | 'expired' | 'released';
}

/**
 * Records an order; from then on nothing of its subject is erased.
 * @returns its id
 * @throws InvalidInputError naming the fields; NotFoundError when there is no such report or case
 */
export async function addPreservation(
  manager: EntityManager,
  order: NewPreservation,
  actor: Actor,
  now: Date,
): Promise<string> {
  const problems: Record<string, string> = {};
  if (order.orderedBy.trim() === '') problems.orderedBy = 'must say who ordered it';
  if (order.legalInstrument.trim() === '') problems.legalInstrument = 'must name the order';
  if (!(order.expiresAt.getTime() > now.getTime())) problems.expiresAt = 'must be a time to come';
  if (Object.keys(problems).length > 0) throw new InvalidInputError('The order is incomplete.', problems);
  const table = order.subjectKind === 'case' ? 'cases' : 'reports';
  const [subject] = await manager.query(`SELECT 1 FROM ${table} WHERE id = $1 AND organisation_id = $2`, [
    order.subjectId,
    order.organisationId,
  ]);
  if (subject === undefined) throw new NotFoundError(order.subjectKind);
  const id = newId();
  await manager.query(
    `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      order.organisationId,
      order.subjectKind,
      order.subjectId,
      order.orderedBy.trim(),
      order.legalInstrument.trim(),
      now,
      order.expiresAt,
    ],
  );
  await recordEvent(manager, {
    organisationId: order.organisationId,
    actor,
    act: 'preservation.added',
    subjectKind: order.subjectKind,
    subjectId: order.subjectId,
    details: { preservation: id, expiresAt: order.expiresAt.toISOString() },
  });
  return id;
}

/** An organisation's orders, all or those that bear on one case, the latest first. */
export async function listPreservations(
  manager: EntityManager,
  organisationId: string,
  now: Date,
  caseId?: string,
): Promise<PreservationState[]> {
  return manager.query(
    `SELECT p.id, p.subject_kind AS "subjectKind", p.subject_id AS "subjectId", c.number AS "caseNumber",
       p.ordered_by AS "orderedBy", p.legal_instrument AS "legalInstrument", p.created_at AS "createdAt",
       p.expires_at AS "expiresAt",
       CASE WHEN p.released_at IS NOT NULL THEN 'released' WHEN p.expires_at <= $2 THEN 'expired' ELSE 'in-force' END AS state
     FROM preservations p LEFT JOIN cases c ON p.subject_kind = 'case' AND c.id = p.subject_id
     WHERE p.organisation_id = $1 AND ($3::uuid IS NULL OR (p.subject_kind = 'case' AND p.subject_id = $3)
       OR (p.subject_kind = 'report' AND p.subject_id IN (SELECT report_id FROM case_reports WHERE case_id = $3)))
     ORDER BY p.created_at DESC, p.id DESC`,
    [organisationId, now, caseId ?? null],
  );
}

/**
 * Ends an order; the schedule goes on at its next round.
 * @throws NotFoundError when there is none, or it is released already
 */
export async function releasePreservation(
  manager: EntityManager,
  organisationId: string,
  preservationId: string,
  actor: Actor,
  now: Date,
): Promise<void> {
  const [[released]] = await manager.query(
    `UPDATE preservations SET released_at = $3 WHERE id = $1 AND organisation_id = $2 AND released_at IS NULL
     RETURNING subject_kind, subject_id`,
    [preservationId, organisationId, now],
  );
  if (released === undefined) throw new NotFoundError('order that stands');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'preservation.released',
    subjectKind: released.subject_kind,
    subjectId: released.subject_id,
    details: { preservation: preservationId },
  });
}
