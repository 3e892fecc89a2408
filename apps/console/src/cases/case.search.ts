// Finding cases. Reported addresses come in a body and are compared here; they never stand in an address of ours.
import type { EntityManager } from 'typeorm';
import { ASSESSMENT_STANDS } from '#libs/review';
import type { CaseSearchAnswer, CaseSearchBody, CaseSummary } from './case-summary.dto.js';

const PAGE_SIZE = 50;

/** SQL: whether an assessment that stands answers item `i` of case `c`. */
const answered = (more: string) => `EXISTS (SELECT 1 FROM assessments a
  WHERE a.content_item_id = i.id AND a.organisation_id = $1 ${more} AND ${ASSESSMENT_STANDS})`;

/** The columns of a summary; `$1` is the organisation, `$2` the present moment. */
const SUMMARY = `
  SELECT c.id, c.number, c.kind, c.state, p.slug AS portal, c.mandate, c.outcome, c.is_self_report AS "isSelfReport",
    c.concern,    c.child_in_danger AS "childInDanger", c.is_urgent AS "isUrgent", c.priority, c.priority_version AS "priorityVersion",
    coalesce(c.priority_factors, '[]'::jsonb) AS "priorityFactors", c.opened_at AS "openedAt",
    c.decided_at AS "decidedAt", c.route_at AS "routeAt", c.closed_at AS "closedAt",
    CASE c.kind WHEN 'address' THEN (SELECT i.address FROM content_items i
      WHERE i.case_id = c.id AND i.organisation_id = $1 AND i.role = 'source' ORDER BY i.created_at, i.id LIMIT 1) END AS address,
    (SELECT count(*)::int FROM case_reports r WHERE r.case_id = c.id AND r.organisation_id = $1) AS reports,
    (SELECT count(*)::int FROM content_items i WHERE i.case_id = c.id AND i.organisation_id = $1) AS items,
    (SELECT count(*)::int FROM content_items i WHERE i.case_id = c.id AND i.organisation_id = $1
      AND ${answered("AND a.made_by IN ('settlement', 'link')")}) AS "answeredItems",
    (SELECT count(*)::int FROM content_items i WHERE i.case_id = c.id AND i.organisation_id = $1
      AND NOT ${answered('')} AND EXISTS (SELECT 1 FROM near_copies n
        WHERE n.media_id = i.media_id AND n.organisation_id = $1)) AS "nearCopies",
    (SELECT a.display_name FROM staff_accounts a
      WHERE a.id = c.lease_holder_id AND a.organisation_id = $1 AND c.lease_expires_at > $2) AS "heldBy"
  FROM cases c JOIN portals p ON p.id = c.portal_id AND (p.organisation_id = $1 OR p.triaging_organisation_id = $1)
  WHERE c.organisation_id = $1`;

/** One case as in a list; undefined when it is not the organisation's. */
export async function caseSummary(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  now: Date,
): Promise<CaseSummary | undefined> {
  const [row] = await manager.query<CaseSummary[]>(`${SUMMARY} AND c.id = $3`, [organisationId, now, caseId]);
  return row;
}

/** A page of cases, the newest first. */
export async function searchCases(
  manager: EntityManager,
  organisationId: string,
  search: CaseSearchBody,
  now: Date,
): Promise<CaseSearchAnswer> {
  const parameters: unknown[] = [organisationId, now];
  const given = (value: unknown) => `$${parameters.push(value)}`;
  const conditions: string[] = [];
  if (search.state !== undefined) conditions.push(`c.state = ${given(search.state)}`);
  if (search.portal !== undefined) conditions.push(`p.slug = ${given(search.portal)}`);
  if (search.concerned === true) conditions.push('c.concern IS NOT NULL');
  if (search.cursor !== undefined) conditions.push(`c.id < ${given(search.cursor)}`);
  const wanted = search.q?.trim() ?? '';
  if (wanted !== '') {
    const part = given(`%${wanted.replaceAll(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(c.number ILIKE ${part}
      OR EXISTS (SELECT 1 FROM content_items i
                 WHERE i.case_id = c.id AND i.organisation_id = $1 AND i.address ILIKE ${part})
      OR EXISTS (SELECT 1 FROM case_reports cr JOIN report_addresses a ON a.report_id = cr.report_id
                 WHERE cr.case_id = c.id AND cr.organisation_id = $1 AND a.organisation_id = $1
                   AND (a.as_typed ILIKE ${part} OR a.normalised ILIKE ${part})))`);
  }
  const rows = await manager.query<CaseSummary[]>(
    `${SUMMARY} ${conditions.map((condition) => `AND ${condition}`).join(' ')} ORDER BY c.id DESC LIMIT ${PAGE_SIZE + 1}`,
    parameters,
  );
  const cases = rows.slice(0, PAGE_SIZE);
  return { cases, ...(rows.length > PAGE_SIZE ? { cursor: cases.at(-1)!.id } : {}) };
}
