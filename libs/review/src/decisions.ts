// What people of an organisation have decided about some bytes, and which of it a case would follow.
import type { EntityManager } from 'typeorm';
import { SCHEME_ID } from '#libs/taxonomy';
import {
  decisionToFollow,
  type CopyPlace,
  type MadeDecision,
  type FollowChoice,
} from './followed-decision.js';
import { decisionHolds } from './standing-assessment.js';

/** Where the items of a case stand; undefined when its portal is not the organisation's to triage any more. */
export async function placeOfCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<CopyPlace | undefined> {
  const [place] = await manager.query<CopyPlace[]>(
    `SELECT p.country, p.id AS "portalId", p.is_demonstration AS "isDemonstration"
     FROM cases c JOIN portals p ON p.id = c.portal_id WHERE c.id = $1 AND c.organisation_id = $2`,
    [caseId, organisationId],
  );
  return place;
}

/**
 * For each of the media, the decision of this organisation's people that an item of the case would follow. Only answers
 * of the present scheme: those of another are not to be read by it.
 */
export async function choicesFor(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  mediaIds: readonly string[],
): Promise<ReadonlyMap<string, FollowChoice>> {
  const place = mediaIds.length === 0 ? undefined : await placeOfCase(manager, organisationId, caseId);
  if (place === undefined) return new Map(mediaIds.map((id) => [id, { kind: 'none' }]));
  const decisions: MadeDecision[] = await manager.query(
    `SELECT d.id AS "assessmentId", d.case_id AS "caseId", dc.number AS "caseNumber", d.media_id AS "mediaId", d.staff_account_id AS "personId", p.country,
       p.id AS "portalId", d.verdict, d.answers, d.made_at AS "madeAt"
     FROM assessments d JOIN cases dc ON dc.id = d.case_id AND dc.organisation_id = d.organisation_id
       JOIN portals p ON p.id = dc.portal_id
     WHERE d.organisation_id = $1 AND d.media_id = ANY ($2) AND d.scheme = $3 AND p.is_demonstration = $4
       AND ${decisionHolds('d', 'dc')}`,
    [organisationId, mediaIds, SCHEME_ID, place.isDemonstration],
  );
  const ofMedia = new Map<string, MadeDecision[]>(mediaIds.map((id) => [id, []]));
  for (const decision of decisions) ofMedia.get(decision.mediaId)!.push(decision);
  return new Map([...ofMedia].map(([id, made]) => [id, decisionToFollow(made, place)]));
}
