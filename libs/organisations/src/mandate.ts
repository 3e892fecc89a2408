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
  /** Was not taken back, but its time has passed: allows nothing. */
  readonly isExpired?: boolean;
}

export interface EffectiveMandate {
  readonly level: MandateLevel;
  /** The grant that sets the level; null where none is in force. */
  readonly mandateId: string | null;
  readonly keepHours: number | null;
}

/** Place of a level among all, from nothing to most. */
export const mandateRank = (level: MandateLevel) => MANDATE_LEVELS.indexOf(level);
const NOTHING: EffectiveMandate = { level: 'none', mandateId: null, keepHours: null };

/**
 * What one organisation may do: at a portal by its grant for that portal, else by its grant for all, else nothing. A
 * portal whose own grant has expired does not fall back on the grant for all: that could allow more than anybody meant.
 * @param portalId null: what it may do wherever no grant for a portal says otherwise
 */
export function mandateOfOrganisation(
  grants: readonly GrantedMandate[],
  organisationId: string,
  portalId: string | null,
): EffectiveMandate {
  const own = grants.filter((grant) => grant.organisationId === organisationId);
  const particular = own.filter((grant) => grant.portalId === portalId);
  const fitting = particular.length > 0 ? particular : own.filter((grant) => grant.portalId === null);
  // Of several in force the strictest is taken: somebody meant to narrow it.
  const [strictest] = fitting
    .filter(({ isExpired }) => isExpired !== true)
    .toSorted((a, b) => mandateRank(a.level) - mandateRank(b.level));
  return strictest
    ? { level: strictest.level, mandateId: strictest.id, keepHours: strictest.keepHours }
    : NOTHING;
}

/**
 * The mandate of a case: the strictest of the portal's owner and of the organisation that triages.
 * @param grants those that were not taken back
 */
export function strictestMandate(
  grants: readonly GrantedMandate[],
  portal: { readonly id: string; readonly organisationId: string; readonly triagingOrganisationId: string },
): EffectiveMandate {
  const owner = mandateOfOrganisation(grants, portal.organisationId, portal.id);
  const triaging = mandateOfOrganisation(grants, portal.triagingOrganisationId, portal.id);
  const level = mandateRank(owner.level) <= mandateRank(triaging.level) ? owner : triaging;
  const hours = [owner.keepHours, triaging.keepHours].filter((one): one is number => one !== null);
  return { ...level, keepHours: level.level === 'none' || hours.length === 0 ? null : Math.min(...hours) };
}

/** The grants of organisations that were not taken back. */
export function readGrants(
  manager: EntityManager,
  organisationIds: readonly string[],
): Promise<GrantedMandate[]> {
  return manager.query(
    `SELECT id, organisation_id AS "organisationId", portal_id AS "portalId", level, keep_hours AS "keepHours",
       expires_at <= now() OR approved_at > now() AS "isExpired"
     FROM mandates WHERE organisation_id = ANY ($1) AND revoked_at IS NULL`,
    [organisationIds],
  );
}

/** Reads the grants and applies `strictestMandate`. The caller's transaction must see both organisations. */
export async function mandateOfPortal(manager: EntityManager, portalId: string): Promise<EffectiveMandate> {
  const [portal] = await manager.query(
    `SELECT id, organisation_id AS "organisationId", triaging_organisation_id AS "triagingOrganisationId"
     FROM portals WHERE id = $1`,
    [portalId],
  );
  if (portal === undefined) return NOTHING;
  const grants = await readGrants(manager, [portal.organisationId, portal.triagingOrganisationId]);
  return strictestMandate(grants, portal);
}
