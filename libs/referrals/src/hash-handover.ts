// Fingerprints from a reporter's device reach the named recipient by a person's hand, and that person says so: what waits
// is seen until it is done or left for a reason.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { ConflictError, InvalidInputError, NotFoundError } from '#libs/platform';

export const HANDOVER_STATES = ['waiting', 'handed-over', 'left'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/** Why fingerprints are handed to nobody. */
export const HANDOVER_REASONS = [
  'no-child', 'not-genuine', 'recipient-refuses', 'known-there', 'reporter-wish',
] as const; // prettier-ignore
export type HandoverReason = (typeof HANDOVER_REASONS)[number];

/** The life of a handover as data: what it becomes, and why. Nothing sets a state but `settleHandover`. */
export const HANDOVER_TRANSITIONS: Readonly<
  Record<HandoverState, Readonly<Partial<Record<HandoverState, string>>>>
> = {
  waiting: { 'handed-over': 'a person has brought them to the recipient', left: 'they go to nobody' },
  // Left too early, or taken back by the recipient: they can still be brought there.
  left: { 'handed-over': 'a person has brought them to the recipient after all' },
  'handed-over': {},
};

const MOST_REFERENCE_CHARACTERS = 200;
/** Controls, and what turns the direction of the text around it. */
const UNFIT = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

export type HandoverOutcome =
  | { readonly state: 'handed-over'; readonly reference?: string }
  | { readonly state: 'left'; readonly reason: HandoverReason };

/** Somebody else has settled it, or it is settled for good. */
export class HandoverSettledError extends ConflictError {
  constructor() {
    super('handover-settled', 'The fingerprints have been handed over already. Load the case again.');
  }
}

/** The fingerprints were erased with the text. */
export class HandoverErasedError extends ConflictError {
  constructor() {
    super('handover-erased', 'The text of the report is erased, and the fingerprints with it.');
  }
}

/**
 * Says that a report's fingerprints were handed to the recipient that the portal named, or are not.
 * @throws NotFoundError when the organisation's report has none; HandoverSettledError; HandoverErasedError;
 *   InvalidInputError
 */
export async function settleHandover(
  manager: EntityManager,
  who: { readonly organisationId: string; readonly accountId: string },
  reportId: string,
  outcome: HandoverOutcome,
  now: Date,
): Promise<void> {
  const reference = outcome.state === 'handed-over' ? (outcome.reference?.trim() ?? '') : '';
  if (reference.length > MOST_REFERENCE_CHARACTERS || UNFIT.test(reference)) {
    throw new InvalidInputError('The reference cannot be kept.', {
      reference: `must be at most ${MOST_REFERENCE_CHARACTERS} characters on one line`,
    });
  }
  const [held] = await manager.query<
    { id: string; state: HandoverState; hashes: number; is_erased: boolean }[]
  >(
    `SELECT h.id, h.state, h.hashes, r.sealed_text IS NULL AS is_erased
     FROM hash_handovers h JOIN reports r ON r.id = h.report_id AND r.organisation_id = h.organisation_id
     WHERE h.report_id = $1 AND h.organisation_id = $2 FOR UPDATE OF h`,
    [reportId, who.organisationId],
  );
  if (held === undefined) throw new NotFoundError('handover');
  if (HANDOVER_TRANSITIONS[held.state][outcome.state] === undefined) throw new HandoverSettledError();
  if (held.is_erased) throw new HandoverErasedError();
  const reason = outcome.state === 'left' ? outcome.reason : null;
  await manager.query(
    `UPDATE hash_handovers SET state = $3, reason = $4, reference = $5, settled_at = $6, settled_by = $7
     WHERE id = $1 AND organisation_id = $2`,
    [
      held.id,
      who.organisationId,
      outcome.state,
      reason,
      reference === '' ? null : reference,
      now,
      who.accountId,
    ],
  );
  await recordEvent(manager, {
    organisationId: who.organisationId,
    actor: { kind: 'staff', id: who.accountId },
    act: outcome.state === 'left' ? 'hashes.left' : 'hashes.handed-over',
    subjectKind: 'report',
    subjectId: reportId,
    details: { hashes: held.hashes, ...(reason === null ? {} : { reason }), hadReference: reference !== '' },
  });
}

export interface WaitingHandover {
  readonly reportId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly hashes: number;
  /** Whom the portal named to the reporter, by language. */
  readonly recipient: Readonly<Record<string, string>>;
  /** To the minute. */
  readonly arrivedAt: Date;
}

/** Fingerprints of the organisation that wait for somebody to hand them on, the oldest first. */
export function listWaitingHandovers(
  manager: EntityManager,
  organisationId: string,
): Promise<WaitingHandover[]> {
  return manager.query(
    `SELECT h.report_id AS "reportId", c.id AS "caseId", c.number AS "caseNumber", h.hashes, h.recipient,
       h.arrived_at AS "arrivedAt"
     FROM hash_handovers h JOIN reports r ON r.id = h.report_id AND r.organisation_id = $1
       JOIN LATERAL (SELECT cr.case_id FROM case_reports cr WHERE cr.report_id = h.report_id AND cr.organisation_id = $1
         ORDER BY cr.case_id LIMIT 1) first ON true
       JOIN cases c ON c.id = first.case_id AND c.organisation_id = $1
     WHERE h.organisation_id = $1 AND h.state = 'waiting' AND r.sealed_text IS NOT NULL
     ORDER BY h.arrived_at, h.id LIMIT 200`,
    [organisationId],
  );
}
