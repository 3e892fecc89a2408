// The life of a referral as data. Nothing sets a state but `moveReferral`.
import type { EntityManager } from 'typeorm';
import { ConflictError } from '#libs/platform';

export const REFERRAL_WAYS = ['iccam', 'partner', 'cybertipline', 'notice', 'police'] as const;
export type ReferralWay = (typeof REFERRAL_WAYS)[number];

export const REFERRAL_STATES = [
  'waiting',
  'queued',
  'delivered',
  'acknowledged',
  'stopped',
  'cancelled',
] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

export const ACKNOWLEDGEMENT_KINDS = [
  'received',
  'reported-to-police',
  'reported-to-provider',
  'removed',
  'unavailable',
  'not-illegal',
] as const;
export type AcknowledgementKind = (typeof ACKNOWLEDGEMENT_KINDS)[number];

/** Why a supervisor ends a referral: it was forwarded by other means, or the decision is to be made anew. */
export const CANCEL_REASONS = ['forwarded-otherwise', 'withdrawn'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];
/** How a supervisor knows that the recipient holds a referral under a number. */
export const CONFIRM_REASONS = ['found-there', 'told-by-recipient', 'entered-by-hand'] as const;
export type ConfirmReason = (typeof CONFIRM_REASONS)[number];
/** Why a case is opened for another decision. */
export const CORRECTION_REASONS = ['wrong-answer', 'missing-answer', 'new-knowledge', 'other'] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];
/** `corrected`: the case was opened for another decision before anything was sent. */
export type CancelledReason = CancelReason | 'corrected';

export const REFERRAL_TRANSITIONS: Readonly<
  Record<ReferralState, Readonly<Partial<Record<ReferralState, string>>>>
> = {
  waiting: { queued: 'a way was found', cancelled: 'dealt with by other means' },
  queued: { delivered: 'arrived', stopped: 'refused for good', cancelled: 'withdrawn before it was sent' },
  delivered: { acknowledged: 'the recipient has finished' },
  acknowledged: {},
  stopped: {
    queued: 'a person has it tried again',
    delivered: 'a person has found it at the recipient',
    cancelled: 'dealt with by other means',
  },
  cancelled: {},
};

/** Those in which nothing more has to be done here before the case can close. */
export const ARRIVED_STATES: readonly ReferralState[] = ['delivered', 'acknowledged', 'cancelled'];

export class ReferralMovedError extends ConflictError {
  constructor() {
    super('referral-moved', 'The referral has changed in the meantime. Load it again.');
  }
}

export class DeliveryRunningError extends ConflictError {
  constructor() {
    super('delivery-running', 'The referral is being delivered at this moment. Try again in some minutes.');
  }
}

/**
 * Moves a referral if it stands in a state from which it may.
 * @throws ReferralMovedError when it does not, or is not the organisation's
 */
export async function moveReferral(
  manager: EntityManager,
  organisationId: string,
  referralId: string,
  to: ReferralState,
): Promise<void> {
  const from = REFERRAL_STATES.filter((state) => REFERRAL_TRANSITIONS[state][to] !== undefined);
  const [, moved] = await manager.query(
    `UPDATE referrals SET state = $4 WHERE id = $1 AND organisation_id = $2 AND state = ANY ($3)`,
    [referralId, organisationId, from, to],
  );
  if (moved !== 1) throw new ReferralMovedError();
}
