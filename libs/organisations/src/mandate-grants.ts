// Recording what the law lets be done with material, and taking it back.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { ConflictError, InvalidInputError, newId, NotFoundError } from '#libs/platform';
import {
  MANDATE_LEVELS,
  mandateOfOrganisation,
  mandateRank,
  readGrants,
  type EffectiveMandate,
  type MandateLevel,
} from './mandate.js';

export interface NewMandate {
  readonly organisationId: string;
  /** For one portal that it owns or triages; all of them where there is none. */
  readonly portalId?: string;
  readonly level: MandateLevel;
  /** Under `view`: hours after which a copy goes even if no decision is final. */
  readonly keepHours?: number;
  readonly legalInstrument: string;
  readonly approvedBy: string;
  readonly expiresAt: Date;
}

export interface MandateState {
  readonly id: string;
  readonly level: MandateLevel;
  readonly portal: string | null;
  readonly keepHours: number | null;
  readonly legalInstrument: string;
  readonly approvedBy: string;
  readonly approvedAt: Date;
  readonly expiresAt: Date;
  readonly state: 'in-force' | 'expired' | 'revoked';
}

const MOST_KEEP_HOURS = 365 * 24;
/** A mandate is looked at again in the end; who means for ever has to say so every few years. */
const MOST_YEARS = 10;
const MOST_TEXT = 500;

function problemsOf(mandate: NewMandate, now: Date): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!MANDATE_LEVELS.includes(mandate.level)) problems.level = `must be one of ${MANDATE_LEVELS.join(', ')}`;
  if (mandate.legalInstrument.trim() === '') problems.legalInstrument = 'must name the law or agreement';
  if (mandate.approvedBy.trim() === '') problems.approvedBy = 'must name a person';
  for (const name of ['legalInstrument', 'approvedBy'] as const) {
    if (mandate[name].length > MOST_TEXT) problems[name] = `must be ${MOST_TEXT} characters at most`;
  }
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MOST_YEARS);
  if (!(mandate.expiresAt.getTime() > now.getTime())) problems.expiresAt = 'must be a time to come';
  else if (mandate.expiresAt > latest) problems.expiresAt = `must be within ${MOST_YEARS} years`;
  if (mandate.keepHours !== undefined) {
    if (mandate.level !== 'view') problems.keepHours = 'has a meaning at the level view alone';
    else if (
      !Number.isInteger(mandate.keepHours) ||
      mandate.keepHours < 1 ||
      mandate.keepHours > MOST_KEEP_HOURS
    )
      problems.keepHours = `must be 1 to ${MOST_KEEP_HOURS}`;
  }
  return problems;
}

/**
 * Records a mandate. It widens nothing while a stricter one is in force: of several the strictest holds.
 * @returns its id
 * @throws InvalidInputError naming the fields; NotFoundError when the portal is neither owned nor triaged by it
 */
export async function grantMandate(
  manager: EntityManager,
  mandate: NewMandate,
  actor: Actor,
  now: Date,
): Promise<string> {
  const problems = problemsOf(mandate, now);
  if (Object.keys(problems).length > 0) {
    throw new InvalidInputError('Without an instrument, a name and an end there is no mandate.', problems);
  }
  if (mandate.portalId !== undefined) {
    const [portal] = await manager.query(
      `SELECT 1 FROM portals WHERE id = $1 AND $2 IN (organisation_id, triaging_organisation_id)`,
      [mandate.portalId, mandate.organisationId],
    );
    if (portal === undefined) throw new NotFoundError('portal');
  }
  const id = newId();
  await manager.query(
    `INSERT INTO mandates (id, organisation_id, portal_id, level, keep_hours, legal_instrument, approved_by, approved_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      mandate.organisationId,
      mandate.portalId ?? null,
      mandate.level,
      mandate.keepHours ?? null,
      mandate.legalInstrument.trim(),
      mandate.approvedBy.trim(),
      now,
      mandate.expiresAt,
    ],
  );
  await recordEvent(manager, {
    organisationId: mandate.organisationId,
    actor,
    act: 'mandate.granted',
    subjectKind: 'mandate',
    subjectId: id,
    details: {
      level: mandate.level,
      portal: mandate.portalId ?? null,
      keepHours: mandate.keepHours ?? null,
      expiresAt: mandate.expiresAt.toISOString(),
    },
  });
  return id;
}

/** An organisation's mandates, the latest first. */
export async function listMandates(
  manager: EntityManager,
  organisationId: string,
  now: Date,
): Promise<MandateState[]> {
  return manager.query(
    `SELECT m.id, m.level, p.slug AS portal, m.keep_hours AS "keepHours", m.legal_instrument AS "legalInstrument",
       m.approved_by AS "approvedBy", m.approved_at AS "approvedAt", m.expires_at AS "expiresAt",
       CASE WHEN m.revoked_at IS NOT NULL THEN 'revoked' WHEN m.expires_at <= $2 THEN 'expired' ELSE 'in-force' END AS state
     FROM mandates m LEFT JOIN portals p ON p.id = m.portal_id
     WHERE m.organisation_id = $1 ORDER BY m.approved_at DESC, m.id DESC`,
    [organisationId, now],
  );
}

/**
 * Takes a mandate back. Cases that are open keep the one that they were opened under.
 * @throws NotFoundError when there is none, or it is revoked already
 */
export async function revokeMandate(
  manager: EntityManager,
  organisationId: string,
  mandateId: string,
  actor: Actor,
  now: Date,
): Promise<void> {
  const [, revoked] = await manager.query(
    `UPDATE mandates SET revoked_at = $3 WHERE id = $1 AND organisation_id = $2 AND revoked_at IS NULL`,
    [mandateId, organisationId, now],
  );
  if (revoked !== 1) throw new NotFoundError('mandate in force');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'mandate.revoked',
    subjectKind: 'mandate',
    subjectId: mandateId,
  });
}

/** For one portal, or with null wherever no mandate for a portal says otherwise. */
export interface MandateScope {
  readonly organisationId: string;
  readonly portalId: string | null;
}

/** Takes back what was recorded for exactly this scope; two changes at once come one after the other. */
async function revokeScope(manager: EntityManager, scope: MandateScope, now: Date): Promise<number> {
  await manager.query(`SELECT 1 FROM organisations WHERE id = $1 FOR UPDATE`, [scope.organisationId]);
  const [, revoked] = await manager.query(
    `UPDATE mandates SET revoked_at = $3
     WHERE organisation_id = $1 AND portal_id IS NOT DISTINCT FROM $2::uuid AND revoked_at IS NULL`,
    [scope.organisationId, scope.portalId, now],
  );
  return revoked;
}

/**
 * Records a mandate in place of those for the same scope, so that it holds alone, up or down.
 * @returns its id
 * @throws InvalidInputError naming the fields; NotFoundError when the portal is neither owned nor triaged by it
 */
export async function replaceMandate(
  manager: EntityManager,
  mandate: NewMandate,
  actor: Actor,
  now: Date,
): Promise<string> {
  await revokeScope(manager, { ...mandate, portalId: mandate.portalId ?? null }, now);
  return grantMandate(manager, mandate, actor, now);
}

/**
 * Narrows what may be done, at once. The law that allowed more allows less, so its instrument and end are taken over.
 * @returns the id of the mandate that holds now
 * @throws ConflictError `mandate-not-lower`; NotFoundError when the portal is neither owned nor triaged by it
 */
export async function lowerMandate(
  manager: EntityManager,
  scope: MandateScope,
  level: MandateLevel,
  actor: Actor,
  now: Date,
): Promise<string> {
  const { organisationId, portalId } = scope;
  await manager.query(`SELECT 1 FROM organisations WHERE id = $1 FOR UPDATE`, [organisationId]);
  if (portalId !== null && !(await portalsOf(manager, organisationId)).some(({ id }) => id === portalId)) {
    throw new NotFoundError('portal');
  }
  const grants = await readGrants(manager, [organisationId]);
  const present = mandateOfOrganisation(grants, organisationId, portalId);
  if (present.mandateId === null || mandateRank(level) >= mandateRank(present.level)) {
    throw new ConflictError(
      'mandate-not-lower',
      'This would not lower the mandate; to raise it takes a legal instrument.',
    );
  }
  await revokeScope(manager, scope, now);
  const id = newId();
  await manager.query(
    `INSERT INTO mandates (id, organisation_id, portal_id, level, legal_instrument, approved_by, approved_at, expires_at)
     SELECT $1, organisation_id, $2, $3, legal_instrument, approved_by, $4, expires_at FROM mandates WHERE id = $5`,
    [id, portalId, level, now, present.mandateId],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'mandate.lowered',
    subjectKind: 'mandate',
    subjectId: id,
    details: { level, before: present.level, portal: portalId },
  });
  return id;
}

interface PortalOfMandate {
  readonly id: string;
  readonly slug: string;
  readonly country: string;
  readonly isOwner: boolean;
  readonly isTriaging: boolean;
}

function portalsOf(manager: EntityManager, organisationId: string): Promise<PortalOfMandate[]> {
  return manager.query(
    `SELECT id, slug, country, organisation_id = $1 AS "isOwner", triaging_organisation_id = $1 AS "isTriaging"
     FROM portals WHERE $1 IN (organisation_id, triaging_organisation_id) ORDER BY slug`,
    [organisationId],
  );
}

export interface HeldMandate extends EffectiveMandate {
  /** Whether it was recorded for the portal itself. */
  readonly isParticular: boolean;
}

export interface PortalMandate extends PortalOfMandate {
  /** What the organisation's own mandate allows; at a portal shared with another, that one's mandate counts as well. */
  readonly own: HeldMandate;
}

/** What an organisation's mandates allow now: by default, and at each portal that it owns or triages. */
export async function heldMandates(
  manager: EntityManager,
  organisationId: string,
): Promise<{ byDefault: EffectiveMandate; portals: PortalMandate[] }> {
  const grants = await readGrants(manager, [organisationId]);
  const portals = await portalsOf(manager, organisationId);
  return {
    byDefault: mandateOfOrganisation(grants, organisationId, null),
    portals: portals.map((portal) => ({
      ...portal,
      own: {
        ...mandateOfOrganisation(grants, organisationId, portal.id),
        isParticular: grants.some(({ portalId }) => portalId === portal.id),
      },
    })),
  };
}
