// What would be sent for a case as it is decided now, to whom, and what those ways would miss.
import type { EntityManager } from 'typeorm';
import { isIllegal, type SourceAnswers, type Verdict } from '#libs/taxonomy';
import { chooseRoutes, type KnownRecipient, type Route } from './routing.js';

export interface DecidedItem {
  readonly assessment_id: string;
  readonly content_item_id: string;
  readonly verdict: Verdict;
  readonly looked: boolean;
}

export interface PlannedRoutes {
  /** All that this round has assessed; what an earlier round decided was sent then. */
  readonly items: readonly DecidedItem[];
  readonly confirmed: readonly DecidedItem[];
  /** None where nothing was confirmed. */
  readonly routes: readonly Route[];
}

/** Reads the decision of a case's present round and chooses its ways. */
export async function planRoutes(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<PlannedRoutes> {
  const items: DecidedItem[] = await manager.query(
    `SELECT DISTINCT ON (a.content_item_id) a.id AS assessment_id, a.content_item_id, a.verdict, a.looked
     FROM assessments a JOIN content_items i ON i.id = a.content_item_id AND i.organisation_id = $2
       JOIN cases c ON c.id = a.case_id AND c.organisation_id = $2
     WHERE a.case_id = $1 AND a.organisation_id = $2 AND a.round = c.round AND a.media_id IS NOT DISTINCT FROM i.media_id
       -- What was taken back before this decision is part of none.
       AND (a.made_by <> 'person' OR c.decided_at IS NULL OR a.made_at >= c.decided_at)
       AND NOT EXISTS (SELECT 1 FROM link_endings ended WHERE ended.assessment_id = a.id AND ended.organisation_id = $2)
     ORDER BY a.content_item_id, a.version DESC`,
    [caseId, organisationId],
  );
  const confirmed = items.filter((item) => isIllegal(item.verdict));
  if (confirmed.length === 0) return { items, confirmed, routes: [] };
  const itemIds = confirmed.map((item) => item.content_item_id);
  return { items, confirmed, routes: await routesOf(manager, organisationId, caseId, itemIds) };
}

/** The ways of a case whose source is referred together with these items. */
async function routesOf(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  confirmedItemIds: readonly string[],
): Promise<Route[]> {
  const recipients: KnownRecipient[] = await manager.query(
    // Of the portal's owner, those that the portal names; whoever triages sees no others.
    `SELECT r.id, r.way, r.is_active AS "isActive", r.is_sandbox AS "isSandbox", r.has_secret AS "hasSecret", r.country,
       r.is_named AS "isOfPortal"
     FROM cases c, portal_recipients(c.portal_id) r
     WHERE c.id = $2 AND c.organisation_id = $1 AND (r.organisation_id = $1 OR r.is_named)`,
    [organisationId, caseId],
  );
  const [routed] = await manager.query(
    `SELECT p.is_demonstration AS "isDemonstration", c.kind = 'tip' AS "isTip",
       NOT h.is_unknown AS "isHostingKnown", h.countries AS "hostingCountries"
     FROM cases c JOIN portals p ON p.id = c.portal_id, LATERAL (
       SELECT coalesce(bool_or(place.country IS NULL), false) AS is_unknown,
         coalesce(array_agg(DISTINCT place.country) FILTER (WHERE place.country IS NOT NULL), '{}') AS countries
       -- Of a picture in a page itself it is the page that is referred.
       FROM (SELECT coalesce(page.hosting, i.hosting) -> 'country' ->> 'code' AS country
         FROM content_items i LEFT JOIN content_items page
           ON page.id = i.parent_id AND page.organisation_id = i.organisation_id AND i.found_via = 'inline'
         WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id
           AND (i.role = 'source' OR i.id = ANY ($3))) place) h
     WHERE c.id = $1 AND c.organisation_id = $2`,
    [caseId, organisationId, confirmedItemIds],
  );
  return chooseRoutes(recipients, routed);
}

/** The questions about the source that ICCAM asks of every report. */
const NEEDED_BY_ICCAM = ['siteType', 'commerciality', 'paymentMethods'] as const;

/**
 * The questions about the source that would have to be answered if anything of a case were confirmed now, so that they
 * can be asked before the decision. Where a confirmed item turns out to be hosted nobody knows where, the decision needs
 * them later, when a way is found.
 */
export async function sourceQuestionsIfConfirmed(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<(typeof NEEDED_BY_ICCAM)[number][]> {
  const routes = await routesOf(manager, organisationId, caseId, []);
  return routes.some(({ way }) => way === 'iccam') ? [...NEEDED_BY_ICCAM] : [];
}

/**
 * What the ways of a case need and nobody answered; asked while the analyst can still answer it.
 * @returns question → what is wrong; empty when nothing is missing
 */
export async function missingForRoutes(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<Record<string, string>> {
  const { routes } = await planRoutes(manager, organisationId, caseId);
  if (!routes.some(({ way }) => way === 'iccam')) return {};
  const [row] = await manager.query<{ answers: SourceAnswers }[]>(
    `SELECT s.answers FROM source_assessments s
       JOIN cases c ON c.id = s.case_id AND c.organisation_id = s.organisation_id AND c.round = s.round
     WHERE s.case_id = $1 AND s.organisation_id = $2 ORDER BY s.version DESC LIMIT 1`,
    [caseId, organisationId],
  );
  const source = row?.answers ?? {};
  const missing: Record<string, string> = {};
  for (const question of NEEDED_BY_ICCAM) {
    if ((source[question] ?? '').length === 0) missing[`source.${question}`] = 'is not answered';
  }
  return missing;
}
