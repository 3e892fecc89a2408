// What a supervisor does with a referral that goes no further by itself.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { enqueue, NotFoundError } from '#libs/platform';
import { moveReferral, ReferralMovedError, type ReferralState } from './referral.lifecycle.js';
import { closeWhenArrived } from './route-case.js';

interface Staff {
  readonly organisationId: string;
  readonly accountId: string;
}

async function lockedReferral(
  manager: EntityManager,
  organisationId: string,
  referralId: string,
): Promise<{ state: ReferralState; case_id: string }> {
  const [row] = await manager.query<{ state: ReferralState; case_id: string }[]>(
    'SELECT state, case_id FROM referrals WHERE id = $1 AND organisation_id = $2 FOR UPDATE',
    [referralId, organisationId],
  );
  if (row === undefined) throw new NotFoundError('referral');
  return row;
}

/** Has a stopped referral tried again at once. @throws NotFoundError, ReferralMovedError */
export async function retryReferral(manager: EntityManager, who: Staff, referralId: string): Promise<void> {
  const { state } = await lockedReferral(manager, who.organisationId, referralId);
  if (state !== 'stopped') throw new ReferralMovedError();
  await moveReferral(manager, who.organisationId, referralId, 'queued');
  await manager.query(
    `UPDATE referrals SET due_at = now(), attempts = 0, stopped_code = NULL, stopped_reason = NULL WHERE id = $1`,
    [referralId],
  );
  await enqueue(manager, referralId, {
    queue: 'deliver',
    name: 'deliver',
    payload: { organisationId: who.organisationId, referralId },
  });
  await record(manager, who, referralId, 'referral.retried');
}

/**
 * Ends a referral that was dealt with by other means; its case closes when it was the last.
 * @throws NotFoundError, ReferralMovedError
 */
export async function cancelReferral(
  manager: EntityManager,
  who: Staff,
  referralId: string,
  now: Date,
): Promise<void> {
  const { case_id: caseId } = await lockedReferral(manager, who.organisationId, referralId);
  await moveReferral(manager, who.organisationId, referralId, 'cancelled');
  await manager.query('UPDATE referrals SET finished_at = $2 WHERE id = $1', [referralId, now]);
  await record(manager, who, referralId, 'referral.cancelled');
  await closeWhenArrived(manager, who.organisationId, caseId);
}

async function record(manager: EntityManager, who: Staff, referralId: string, act: string): Promise<void> {
  await recordEvent(manager, {
    organisationId: who.organisationId,
    actor: { kind: 'staff', id: who.accountId },
    act,
    subjectKind: 'referral',
    subjectId: referralId,
  });
}
