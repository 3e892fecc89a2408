// Sends a decision on its way: closes what needs no referral, makes the referrals of what does. Once a decision.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { moveCase, type CaseOutcome } from '#libs/cases';
import { enqueue, newId } from '#libs/platform';
import { isIllegal, type Verdict } from '#libs/taxonomy';
import { ARRIVED_STATES } from './referral.lifecycle.js';
import { chooseRoutes, type KnownRecipient } from './routing.js';

interface DecidedCase {
  id: string;
  number: string;
  round: number;
  kind: 'address' | 'tip';
  is_demonstration: boolean;
}

interface DecidedItem {
  assessment_id: string;
  content_item_id: string;
  verdict: Verdict;
  looked: boolean;
}

/** @returns the referrals made; none when the case is not decided, not due, or needs none */
export async function routeCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<string[]> {
  const [decided]: DecidedCase[] = await manager.query(
    `SELECT c.id, c.number, c.round, c.kind, p.is_demonstration FROM cases c JOIN portals p ON p.id = c.portal_id
     WHERE c.id = $1 AND c.organisation_id = $2 AND c.state = 'decided' AND c.route_at <= now() FOR UPDATE OF c`,
    [caseId, organisationId],
  );
  if (decided === undefined) return [];
  const items: DecidedItem[] = await manager.query(
    `SELECT DISTINCT ON (a.content_item_id) a.id AS assessment_id, a.content_item_id, a.verdict, a.looked
     FROM assessments a JOIN content_items i ON i.id = a.content_item_id
     -- What an earlier round decided was sent then.
     WHERE a.case_id = $1 AND a.organisation_id = $2 AND a.round = $3 AND a.media_id IS NOT DISTINCT FROM i.media_id
     ORDER BY a.content_item_id, a.version DESC`,
    [caseId, organisationId, decided.round],
  );
  const confirmed = items.filter((item) => isIllegal(item.verdict));
  if (confirmed.length === 0) {
    await closeCase(manager, organisationId, caseId, 'decided', outcomeWithoutReferral(items));
    return [];
  }
  const recipients: KnownRecipient[] = await manager.query(
    `SELECT r.id, r.way, r.is_active AS "isActive", r.is_sandbox AS "isSandbox", s.recipient_id IS NOT NULL AS "hasSecret"
     FROM recipients r LEFT JOIN recipient_secrets s ON s.recipient_id = r.id
     WHERE r.organisation_id = $1 ORDER BY r.created_at, r.id`,
    [organisationId],
  );
  const looked = confirmed.every((item) => item.looked);
  const referralIds: string[] = [];
  for (const route of chooseRoutes(recipients, {
    isDemonstration: decided.is_demonstration,
    isTip: decided.kind === 'tip',
  })) {
    const id = newId();
    const state = route.recipientId === null ? 'waiting' : 'queued';
    await manager.query(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, recipient_id, way, state, reference, looked, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())`,
      [
        id,
        organisationId,
        caseId,
        decided.round,
        route.recipientId,
        route.way,
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
      details: { case: caseId, way: route.way, items: confirmed.length, looked },
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

/** Closes a referred case once nothing more has to be done for any of its referrals. */
export async function closeWhenArrived(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const [held] = await manager.query(
    `SELECT state FROM cases WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
    [caseId, organisationId],
  );
  const [open] = await manager.query(
    `SELECT 1 FROM referrals WHERE case_id = $1 AND organisation_id = $2 AND state <> ALL ($3) LIMIT 1`,
    [caseId, organisationId, ARRIVED_STATES],
  );
  if (held?.state === 'referred' && open === undefined) {
    await closeCase(manager, organisationId, caseId, 'referred', 'forwarded');
  }
}
