// Recording what the law lets be done with material, and taking it back.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { InvalidInputError, newId, NotFoundError } from '#libs/platform';
import { MANDATE_LEVELS, type MandateLevel } from './mandate.js';

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

function problemsOf(mandate: NewMandate, now: Date): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!MANDATE_LEVELS.includes(mandate.level)) problems.level = `must be one of ${MANDATE_LEVELS.join(', ')}`;
  if (mandate.legalInstrument.trim() === '') problems.legalInstrument = 'must name the law or agreement';
  if (mandate.approvedBy.trim() === '') problems.approvedBy = 'must name a person';
  if (!(mandate.expiresAt.getTime() > now.getTime())) problems.expiresAt = 'must be a time to come';
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
