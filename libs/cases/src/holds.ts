// Holds: the police stop what a receipt shows of a case; it stays as it is until the hold ends.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { InvalidInputError, newId, NotFoundError } from '#libs/platform';

export interface NewHold {
  readonly organisationId: string;
  readonly caseId: string;
  readonly orderedBy: string;
  /** The order or the file that it rests on. */
  readonly reason?: string;
  /** The member of staff who answers for it. */
  readonly ownerId: string;
  readonly expiresAt: Date;
}

export interface HoldState {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly orderedBy: string;
  /** Empty where none was given. */
  readonly reason: string;
  readonly owner: string;
  readonly shownState: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly state: 'in-force' | 'expired' | 'released';
}

/**
 * Sets a hold; receipts go on showing what they show now.
 * @returns its id
 * @throws InvalidInputError naming the fields; NotFoundError for case or owner
 */
export async function addHold(
  manager: EntityManager,
  hold: NewHold,
  actor: Actor,
  now: Date,
): Promise<string> {
  const problems: Record<string, string> = {};
  if (hold.orderedBy.trim() === '') problems.orderedBy = 'must say who ordered it';
  if (!(hold.expiresAt.getTime() > now.getTime())) problems.expiresAt = 'must be a time to come';
  if (Object.keys(problems).length > 0) throw new InvalidInputError('The hold is incomplete.', problems);
  const [owner] = await manager.query(
    `SELECT 1 FROM staff_accounts WHERE id = $1 AND organisation_id = $2 AND disabled_at IS NULL`,
    [hold.ownerId, hold.organisationId],
  );
  if (owner === undefined) throw new NotFoundError('account');
  const [held] = await manager.query(
    `SELECT portal_api.shown_state(c.id) AS shown, coalesce(h.shown_since, $3) AS since,
       CASE WHEN h.id IS NULL THEN c.outcome ELSE h.shown_outcome END AS outcome
     FROM cases c LEFT JOIN LATERAL (SELECT f.id, f.shown_outcome, f.shown_since FROM holds f
       WHERE f.case_id = c.id AND f.released_at IS NULL AND f.expires_at > now() ORDER BY f.created_at LIMIT 1) h ON true
     WHERE c.id = $1 AND c.organisation_id = $2 FOR UPDATE OF c`,
    [hold.caseId, hold.organisationId, now],
  );
  if (held === undefined) throw new NotFoundError('case');
  const id = newId();
  await manager.query(
    `INSERT INTO holds (id, organisation_id, case_id, ordered_by, reason, owner_id, shown_state, shown_outcome, shown_since,
       created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      hold.organisationId,
      hold.caseId,
      hold.orderedBy.trim(),
      hold.reason?.trim() ?? '',
      hold.ownerId,
      held.shown,
      held.outcome,
      held.since,
      now,
      hold.expiresAt,
    ],
  );
  await recordEvent(manager, {
    organisationId: hold.organisationId,
    actor,
    act: 'hold.added',
    subjectKind: 'case',
    subjectId: hold.caseId,
    details: { hold: id, owner: hold.ownerId, expiresAt: hold.expiresAt.toISOString() },
  });
  return id;
}

/** An organisation's holds, all or those of one case, the latest first. */
export async function listHolds(
  manager: EntityManager,
  organisationId: string,
  now: Date,
  caseId?: string,
): Promise<HoldState[]> {
  return manager.query(
    `SELECT h.id, h.case_id AS "caseId", c.number AS "caseNumber", h.ordered_by AS "orderedBy", h.reason, a.email AS owner, h.shown_state AS "shownState",
       h.created_at AS "createdAt", h.expires_at AS "expiresAt",
       CASE WHEN h.released_at IS NOT NULL THEN 'released' WHEN h.expires_at <= $2 THEN 'expired' ELSE 'in-force' END AS state
     FROM holds h JOIN cases c ON c.id = h.case_id JOIN staff_accounts a ON a.id = h.owner_id
     WHERE h.organisation_id = $1 AND ($3::uuid IS NULL OR h.case_id = $3)
     ORDER BY h.created_at DESC, h.id DESC`,
    [organisationId, now, caseId ?? null],
  );
}

/** Ends a hold; receipts show how the case stands. @throws NotFoundError when there is none that stands */
export async function releaseHold(
  manager: EntityManager,
  organisationId: string,
  holdId: string,
  actor: Actor,
  now: Date,
): Promise<void> {
  const [[released]] = await manager.query(
    `UPDATE holds SET released_at = $3 WHERE id = $1 AND organisation_id = $2 AND released_at IS NULL RETURNING case_id`,
    [holdId, organisationId, now],
  );
  if (released === undefined) throw new NotFoundError('hold that stands');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'hold.released',
    subjectKind: 'case',
    subjectId: released.case_id,
    details: { hold: holdId },
  });
}
