// Sends a decision on its way: closes what needs no referral, makes the referrals of what does. Once a decision.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { moveCase, type CaseOutcome } from '#libs/cases';
import { enqueue, newId } from '#libs/platform';
import { askToFollow } from '#libs/review';
import { planRoutes, type DecidedItem } from './plan-routes.js';
import { ARRIVED_STATES, type CancelledReason, type ReferralState } from './referral.lifecycle.js';

interface DecidedCase {
  id: string;
  number: string;
  round: number;
}

/** @returns the referrals made; none when the case is not decided, not due, or needs none */
export async function routeCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<string[]> {
  const [decided]: DecidedCase[] = await manager.query(
    `SELECT c.id, c.number, c.round FROM cases c
     WHERE c.id = $1 AND c.organisation_id = $2 AND c.state = 'decided' AND c.route_at <= now() FOR UPDATE OF c`,
    [caseId, organisationId],
  );
  if (decided === undefined) return [];
  await askToFollow(manager, organisationId, caseId);
  const { items, confirmed, routes } = await planRoutes(manager, organisationId, caseId);
  if (confirmed.length === 0) {
    await closeCase(manager, organisationId, caseId, 'decided', outcomeWithoutReferral(items));
    return [];
  }
  const looked = confirmed.every((item) => item.looked);
  const referralIds: string[] = [];
  for (const route of routes) {
    const id = newId();
    const state = route.recipientId === null ? 'waiting' : 'queued';
    await manager.query(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, recipient_id, way, chosen_because, state, reference, looked,
         due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())`,
      [
        id,
        organisationId,
        caseId,
        decided.round,
        route.recipientId,
        route.way,
        route.because,
        state,
        `${decided.number}-${decided.round}-${id.slice(-8)}`,
        looked,
      ],
    );
    for (const item of confirmed) {
      await manager.query(
        `INSERT INTO referral_items (organisation_id, referral_id, content_item_id, assessment_id) VALUES ($1, $2, $3, $4)`,
        [organisationId, id, item.content_item_id, item.assessment_id],
      );
    }
    if (state === 'queued') {
      await enqueue(manager, id, {
        queue: 'deliver',
        name: 'deliver',
        payload: { organisationId, referralId: id },
      });
    }
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: state === 'queued' ? 'referral.queued' : 'referral.waits',
      subjectKind: 'referral',
      subjectId: id,
      details: { case: caseId, way: route.way, because: route.because, items: confirmed.length, looked },
    });
    referralIds.push(id);
  }
  await moveCase(manager, organisationId, caseId, 'decided', 'referred');
  return referralIds;
}

function outcomeWithoutReferral(items: readonly DecidedItem[]): CaseOutcome {
  return items.length > 0 && items.every((item) => item.verdict === 'not-reachable')
    ? 'not-reachable'
    : 'not-illegal';
}

/** Closes a case for good, or until it is reported again. */
export async function closeCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  from: 'decided' | 'referred',
  outcome: CaseOutcome,
): Promise<void> {
  await moveCase(manager, organisationId, caseId, from, 'closed');
  await manager.query(
    `UPDATE cases SET outcome = $3, closed_at = now() WHERE id = $1 AND organisation_id = $2`,
    [caseId, organisationId, outcome],
  );
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: 'case.closed',
    subjectKind: 'case',
    subjectId: caseId,
    details: { outcome },
  });
}

/**
 * Ends a referred case once nothing more has to be done for any of its referrals: closed as forwarded if one of them
 * was delivered, here or by other means; back to be decided anew if all were withdrawn.
 */
export async function closeWhenArrived(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const [held]: { state: string; round: number }[] = await manager.query(
    `SELECT state, round FROM cases WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
    [caseId, organisationId],
  );
  if (held?.state !== 'referred') return;
  const referrals: { state: ReferralState; cancelled_reason: CancelledReason | null }[] = await manager.query(
    `SELECT state, cancelled_reason FROM referrals WHERE case_id = $1 AND organisation_id = $2 AND decision = $3`,
    [caseId, organisationId, held.round],
  );
  if (referrals.some(({ state }) => !ARRIVED_STATES.includes(state))) return;
  const isForwarded = referrals.some(
    ({ state, cancelled_reason }) => state !== 'cancelled' || cancelled_reason === 'forwarded-otherwise',
  );
  if (isForwarded) await closeCase(manager, organisationId, caseId, 'referred', 'forwarded');
  else await decideAnew(manager, organisationId, caseId);
}

/** Puts a referred case back to those who decide. */
export async function decideAnew(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  await moveCase(manager, organisationId, caseId, 'referred', 'ready');
  await manager.query(
    `UPDATE cases SET decided_at = NULL, route_at = NULL WHERE id = $1 AND organisation_id = $2`,
    [caseId, organisationId],
  );
  await askToFollow(manager, organisationId, caseId);
}
