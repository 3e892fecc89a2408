// What the law lets be done with material. Nothing is the default; more needs a recorded instrument that has not run out.
import type { EntityManager } from 'typeorm';

/** From nothing to most. */
export const MANDATE_LEVELS = ['none', 'hash', 'view', 'retain'] as const;
export type MandateLevel = (typeof MANDATE_LEVELS)[number];

export interface GrantedMandate {
  readonly id: string;
  readonly organisationId: string;
  readonly portalId: string | null;
  readonly level: MandateLevel;
  readonly keepHours: number | null;
}

export interface EffectiveMandate {
  readonly level: MandateLevel;
  /** The grant that sets the level; null where none is in force. */
  readonly mandateId: string | null;
  readonly keepHours: number | null;
}

const rank = (level: MandateLevel) => MANDATE_LEVELS.indexOf(level);
const NOTHING: EffectiveMandate = { level: 'none', mandateId: null, keepHours: null };

/** What one organisation may do at a portal: its grant for that portal, else its grant for all, else nothing. */
function ofOrganisation(
  grants: readonly GrantedMandate[],
  organisationId: string,
  portalId: string,
): EffectiveMandate {
  const own = grants.filter((grant) => grant.organisationId === organisationId);
  const particular = own.filter((grant) => grant.portalId === portalId);
  const fitting = particular.length > 0 ? particular : own.filter((grant) => grant.portalId === null);
  // Of several in force the strictest is taken: somebody meant to narrow it.
  const [strictest] = fitting.toSorted((a, b) => rank(a.level) - rank(b.level));
  return strictest
    ? { level: strictest.level, mandateId: strictest.id, keepHours: strictest.keepHours }
    : NOTHING;
}

/**
 * The mandate of a case: the strictest of the portal's owner and of the organisation that triages.
 * @param grants those in force now
 */
export function strictestMandate(
  grants: readonly GrantedMandate[],
  portal: { readonly id: string; readonly organisationId: string; readonly triagingOrganisationId: string },
): EffectiveMandate {
  const owner = ofOrganisation(grants, portal.organisationId, portal.id);
  const triaging = ofOrganisation(grants, portal.triagingOrganisationId, portal.id);
  const level = rank(owner.level) <= rank(triaging.level) ? owner : triaging;
  const hours = [owner.keepHours, triaging.keepHours].filter((one): one is number => one !== null);
  return { ...level, keepHours: level.level === 'none' || hours.length === 0 ? null : Math.min(...hours) };
}

/** Reads the grants in force now and applies `strictestMandate`. The caller's transaction must see both organisations. */
export async function mandateOfPortal(manager: EntityManager, portalId: string): Promise<EffectiveMandate> {
  const [portal] = await manager.query(
    `SELECT id, organisation_id AS "organisationId", triaging_organisation_id AS "triagingOrganisationId"
     FROM portals WHERE id = $1`,
    [portalId],
  );
  if (portal === undefined) return NOTHING;
  const grants = await manager.query(
    `SELECT id, organisation_id AS "organisationId", portal_id AS "portalId", level, keep_hours AS "keepHours"
     FROM mandates
     WHERE organisation_id = ANY ($1) AND approved_at <= now() AND expires_at > now() AND revoked_at IS NULL`,
    [[portal.organisationId, portal.triagingOrganisationId]],
  );
  return strictestMandate(grants, portal);
}
