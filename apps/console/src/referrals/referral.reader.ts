import type { EntityManager } from 'typeorm';
import type { ReferralState } from '#libs/referrals';
import type { ReferralAnswer } from './referral.dto.js';

const MOST = 200;

/** Referrals of a case, or of the organisation by state, the newest first. */
export async function readReferrals(
  manager: EntityManager,
  organisationId: string,
  which: { caseId?: string; states?: readonly ReferralState[] },
): Promise<ReferralAnswer[]> {
  return manager.query<ReferralAnswer[]>(
    `SELECT r.id, r.case_id AS "caseId", c.number AS "caseNumber", r.decision, coalesce(p.name, other.recipient ->> 'name') AS recipient,
       other.recipient ->> 'organisation' AS "recipientOf",
       coalesce(p.is_sandbox, (other.recipient ->> 'isSandbox')::boolean, false) AS "isSandbox",
       r.chosen_because AS because, r.way, r.state, r.reference, r.looked, r.attempts,
       (SELECT count(*)::int FROM referral_items i WHERE i.referral_id = r.id AND i.organisation_id = $1) AS items,
       r.remote_number AS "remoteNumber", r.stopped_code AS "stoppedCode", r.stopped_reason AS "stoppedReason",
       r.due_at AS "dueAt", r.created_at AS "createdAt", r.delivered_at AS "deliveredAt",
       r.acknowledged_at AS "acknowledgedAt",
       coalesce((SELECT jsonb_agg(jsonb_build_object('kind', a.kind, 'contentItemId', a.content_item_id,
           'byName', a.by_name, 'at', a.at) ORDER BY a.at, a.id)
         FROM acknowledgements a WHERE a.referral_id = r.id AND a.organisation_id = $1), '[]'::jsonb) AS acknowledgements
     FROM referrals r JOIN cases c ON c.id = r.case_id AND c.organisation_id = $1
       LEFT JOIN recipients p ON p.id = r.recipient_id AND p.organisation_id = $1
       -- Of the portal's owner, whose recipients are not ours to read.
       LEFT JOIN LATERAL (SELECT console_api.referral_recipient(r.id) AS recipient
         WHERE r.recipient_id IS NOT NULL AND p.id IS NULL) other ON true
     WHERE r.organisation_id = $1 AND ($2::uuid IS NULL OR r.case_id = $2) AND ($3::text[] IS NULL OR r.state = ANY ($3))
     ORDER BY r.id DESC LIMIT ${MOST}`,
    [organisationId, which.caseId ?? null, which.states ?? null],
  );
}
