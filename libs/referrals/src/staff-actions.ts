// What a person does with a referral that goes no further by itself, or with a case whose referrals do not.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { CaseMovedError } from '#libs/cases';
import {
  ConflictError,
  enqueue,
  InvalidInputError,
  ManaraError,
  NotFoundError,
  takeTurn,
} from '#libs/platform';
import { LAST_DECIDER } from '#libs/review';
import { missingForRoutes, planRoutes } from './plan-routes.js';
import {
  DeliveryRunningError,
  moveReferral,
  ReferralMovedError,
  type CancelReason,
  type ConfirmReason,
  type CorrectionReason,
  type ReferralState,
  type ReferralWay,
} from './referral.lifecycle.js';
import { closeWhenArrived, decideAnew } from './route-case.js';

interface Staff {
  readonly organisationId: string;
  readonly accountId: string;
}

interface LockedReferral {
  readonly state: ReferralState;
  readonly way: ReferralWay | null;
  readonly recipient_id: string | null;
  readonly case_id: string;
  readonly is_running: boolean;
}

export class NoWayOnwardError extends ConflictError {
  constructor() {
    super(
      'no-way-onward',
      'There is still no recipient for this referral, or the hosting country of an address is not known. Send it by other means, then end it here.',
    );
  }
}

export class ReferralIncompleteError extends ManaraError {
  /** @param fields question → what is wrong */
  constructor(fields: Record<string, string>) {
    super(
      'referral-incomplete',
      'The recipient needs answers that the decision does not give. Open the case for another decision.',
      422,
      fields,
    );
  }
}

/** Another referral to the recipient has the number. */
export class ReferralNumberTakenError extends ConflictError {
  constructor() {
    super(
      'referral-number-taken',
      'Another referral to this recipient has that number. See at the recipient which is right.',
    );
  }
}

async function lockedReferral(
  manager: EntityManager,
  organisationId: string,
  referralId: string,
): Promise<LockedReferral> {
  const [row] = await manager.query<LockedReferral[]>(
    // An attempt that ended has left the time of the next one and why it failed.
    `SELECT state, way, recipient_id, case_id, state = 'queued' AND attempts > 0 AND due_at > now() AND stopped_code IS NULL AS is_running
     FROM referrals WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
    [referralId, organisationId],
  );
  if (row === undefined) throw new NotFoundError('referral');
  return row;
}

/**
 * Sends a referral that stands still: a stopped one again, a waiting one if there is a way for it by now.
 * @throws NotFoundError, ReferralMovedError, NoWayOnwardError, ReferralIncompleteError
 */
export async function retryReferral(manager: EntityManager, who: Staff, referralId: string): Promise<void> {
  const { state, case_id: caseId } = await lockedReferral(manager, who.organisationId, referralId);
  if (state !== 'stopped' && state !== 'waiting') throw new ReferralMovedError();
  if (state === 'waiting') {
    const { routes } = await planRoutes(manager, who.organisationId, caseId);
    const route = routes.find(({ recipientId }) => recipientId !== null);
    if (route === undefined) throw new NoWayOnwardError();
    const missing = await missingForRoutes(manager, who.organisationId, caseId);
    if (Object.keys(missing).length > 0) throw new ReferralIncompleteError(missing);
    await manager.query(
      `UPDATE referrals SET recipient_id = $3, way = $4, chosen_because = $5 WHERE id = $1 AND organisation_id = $2`,
      [referralId, who.organisationId, route.recipientId, route.way, route.because],
    );
  }
  await moveReferral(manager, who.organisationId, referralId, 'queued');
  await manager.query(
    `UPDATE referrals SET due_at = now(), attempts = 0, stopped_code = NULL, stopped_reason = NULL
     WHERE id = $1 AND organisation_id = $2`,
    [referralId, who.organisationId],
  );
  await enqueue(manager, referralId, {
    queue: 'deliver',
    name: 'deliver',
    payload: { organisationId: who.organisationId, referralId },
  });
  await record(manager, who, referralId, state === 'waiting' ? 'referral.sent' : 'referral.retried');
}

/** What ICCAM numbers its reports with. */
export const REMOTE_NUMBER = /^[1-9]\d{0,14}$/;

/**
 * Notes under which number the recipient holds a referral that was refused here, mostly since an answer was lost: from
 * now on it is asked what became of it, and the addresses are watched, as after any delivery.
 * @throws NotFoundError, ReferralMovedError, ReferralNumberTakenError, InvalidInputError
 */
export async function confirmReferral(
  manager: EntityManager,
  who: Staff,
  referralId: string,
  { number, reason }: { readonly number: string; readonly reason: ConfirmReason },
  now: Date,
): Promise<void> {
  if (!REMOTE_NUMBER.test(number))
    throw new InvalidInputError('The number consists of digits.', { number: 'must be digits' });
  const referral = await lockedReferral(manager, who.organisationId, referralId);
  if (referral.state !== 'stopped' || referral.way !== 'iccam') throw new ReferralMovedError();
  // Two who enter the same number at once are one after another.
  await takeTurn(manager, 'console', `referral-number ${referral.recipient_id}`);
  const taken = await manager.query<unknown[]>(
    `SELECT 1 FROM referrals WHERE organisation_id = $1 AND recipient_id = $2 AND remote_number = $3 AND id <> $4`,
    [who.organisationId, referral.recipient_id, number, referralId],
  );
  if (taken.length > 0) throw new ReferralNumberTakenError();
  await moveReferral(manager, who.organisationId, referralId, 'delivered');
  await manager.query(
    `UPDATE referrals SET remote_number = $3, delivered_at = $4, due_at = now(), stopped_code = NULL, stopped_reason = NULL
     WHERE id = $1 AND organisation_id = $2`,
    [referralId, who.organisationId, number, now],
  );
  await manager.query(
    `UPDATE content_items SET next_check_at = now() WHERE organisation_id = $2 AND gone_at IS NULL
       AND id IN (SELECT content_item_id FROM referral_items WHERE referral_id = $1 AND organisation_id = $2)`,
    [referralId, who.organisationId],
  );
  await enqueue(manager, referralId, {
    queue: 'watch',
    name: 'acknowledge',
    payload: { organisationId: who.organisationId, referralId },
  });
  await record(manager, who, referralId, 'referral.confirmed', { remoteNumber: number, reason });
  await closeWhenArrived(manager, who.organisationId, referral.case_id);
}

/**
 * Ends a referral. Its case closes as forwarded when it was the last and one was forwarded, here or by other means, and
 * is decided anew when all were withdrawn.
 * @throws NotFoundError, ReferralMovedError, DeliveryRunningError
 */
export async function cancelReferral(
  manager: EntityManager,
  who: Staff,
  referralId: string,
  reason: CancelReason,
  now: Date,
): Promise<void> {
  const { case_id: caseId, is_running: isRunning } = await lockedReferral(
    manager,
    who.organisationId,
    referralId,
  );
  if (isRunning) throw new DeliveryRunningError();
  await moveReferral(manager, who.organisationId, referralId, 'cancelled');
  await manager.query(
    'UPDATE referrals SET finished_at = $3, cancelled_reason = $4 WHERE id = $1 AND organisation_id = $2',
    [referralId, who.organisationId, now, reason],
  );
  await record(manager, who, referralId, 'referral.cancelled', { reason });
  await closeWhenArrived(manager, who.organisationId, caseId);
}

/**
 * Opens a referred case for another decision, as long as nothing was sent and nothing is on its way.
 * @param mayReopenAny otherwise only one's own decision
 * @throws NotFoundError, CaseMovedError
 */
export async function reopenForCorrection(
  manager: EntityManager,
  who: Staff,
  caseId: string,
  mayReopenAny: boolean,
  reason: CorrectionReason,
  now: Date,
): Promise<void> {
  const [row] = await manager.query<{ state: string; round: number; decided_by: string | null }[]>(
    `SELECT c.state, c.round, ${LAST_DECIDER} AS decided_by FROM cases c
     WHERE c.id = $1 AND c.organisation_id = $2 FOR UPDATE OF c`,
    [caseId, who.organisationId],
  );
  if (row === undefined) throw new NotFoundError('case');
  const referrals = await manager.query<{ id: string; state: ReferralState }[]>(
    `SELECT id, state FROM referrals WHERE case_id = $1 AND organisation_id = $2 AND decision = $3
       AND state <> 'cancelled' FOR UPDATE`,
    [caseId, who.organisationId, row.round],
  );
  const standStill = referrals.every(({ state }) => state === 'stopped' || state === 'waiting');
  const isTheirs = mayReopenAny || row.decided_by === who.accountId;
  if (row.state !== 'referred' || referrals.length === 0 || !standStill || !isTheirs) {
    throw new CaseMovedError();
  }
  for (const { id } of referrals) {
    await moveReferral(manager, who.organisationId, id, 'cancelled');
    await manager.query(
      `UPDATE referrals SET finished_at = $3, cancelled_reason = 'corrected' WHERE id = $1 AND organisation_id = $2`,
      [id, who.organisationId, now],
    );
    await record(manager, who, id, 'referral.cancelled', { reason: 'corrected' });
  }
  await decideAnew(manager, who.organisationId, caseId);
  await recordEvent(manager, {
    organisationId: who.organisationId,
    actor: { kind: 'staff', id: who.accountId },
    act: 'case.reopened-for-correction',
    subjectKind: 'case',
    subjectId: caseId,
    details: { round: row.round, referrals: referrals.length, reason },
  });
}

async function record(
  manager: EntityManager,
  who: Staff,
  referralId: string,
  act: string,
  details?: Record<string, string>,
): Promise<void> {
  await recordEvent(manager, {
    organisationId: who.organisationId,
    actor: { kind: 'staff', id: who.accountId },
    act,
    subjectKind: 'referral',
    subjectId: referralId,
    ...(details === undefined ? {} : { details }),
  });
}
