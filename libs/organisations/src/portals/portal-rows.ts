// Portals as they stand in the database: one locked for a change, its latest content, all with what they lack.
import type { EntityManager } from 'typeorm';
import { NotFoundError } from '#libs/platform';
import {
  missingForPublication,
  settingsOrNothing,
  type PortalContent,
  type PortalReadiness,
} from './publication.js';
import type { Localised } from './published-settings.js';

/** A portal of an organisation that owns it. */
export type PortalKey =
  | { readonly organisationId: string; readonly id: string }
  /** The operator's way: of any organisation that the transaction sees. */
  | { readonly slug: string };

export interface PortalRow {
  id: string;
  slug: string;
  organisation_id: string;
  triaging_organisation_id: string;
  country: string;
  locales: string[];
  host: string | null;
  confirmed_host: string | null;
  published: unknown;
  is_live: boolean;
  is_demonstration: boolean;
  version: number;
  published_version: number | null;
  withdrawn_at: Date | null;
  recipients: string[];
  unconfirmed: string[];
  triage_ended_at: Date | null;
}

export interface PortalState {
  readonly id: string;
  readonly slug: string;
  /** Codes of who owns it, and of whose analysts read its reports. */
  readonly organisation: string;
  readonly triagedBy: string;
  readonly organisationName: string;
  readonly triagedByName: string;
  readonly triageAccepted: boolean;
  /** When whoever triaged took that back. */
  readonly triageEndedAt: Date | null;
  readonly isOwn: boolean;
  /** As they are saved; the public sees those of the published version. */
  readonly country: string;
  readonly locales: readonly string[];
  readonly name: Localised;
  readonly host: string | null;
  readonly isLive: boolean;
  readonly isDemonstration: boolean;
  readonly withdrawnAt: Date | null;
  readonly version: number;
  readonly publishedVersion: number | null;
  /** What it lacks to be live, by field. */
  readonly missing: Readonly<Record<string, string>>;
}

export interface PortalDetail extends PortalState {
  readonly content: PortalContent;
}

export interface PortalVersionHead {
  readonly number: number;
  readonly changed: readonly string[];
  readonly savedByKind: string;
  /** Null: no member of staff. */
  readonly savedByName: string | null;
  readonly savedAt: Date;
}

/** @throws NotFoundError */
export async function lockedPortal(manager: EntityManager, key: PortalKey): Promise<PortalRow> {
  const [row]: PortalRow[] =
    'slug' in key
      ? await manager.query(`SELECT * FROM portals WHERE slug = $1 FOR UPDATE`, [key.slug])
      : await manager.query(`SELECT * FROM portals WHERE id = $1 AND organisation_id = $2 FOR UPDATE`, [
          key.id,
          key.organisationId,
        ]);
  if (row === undefined) throw new NotFoundError('portal');
  return row;
}

interface VersionRow {
  country: string;
  locales: string[];
  host: string | null;
  settings: unknown;
  reviewers: Record<string, string>;
  recipients: string[];
  unconfirmed: string[];
}

/** A portal's content as it was saved last, or in a version; what the operator wrote himself has no reviewers. */
export async function contentOf(
  manager: EntityManager,
  portal: PortalRow,
  number: number = portal.version,
): Promise<PortalContent> {
  const [version]: VersionRow[] = await manager.query(
    `SELECT country, locales, host, settings, reviewers, recipients, unconfirmed FROM portal_versions
     WHERE portal_id = $1 AND organisation_id = $2 AND number = $3`,
    [portal.id, portal.organisation_id, number],
  );
  if (version === undefined && number !== 0) throw new NotFoundError('version of the portal');
  return contentFrom(portal, version);
}

function contentFrom(portal: PortalRow, version: VersionRow | undefined): PortalContent {
  const { country, locales, host, recipients, unconfirmed } = version ?? portal;
  return {
    country,
    locales,
    host,
    settings: settingsOrNothing(version?.settings ?? portal.published),
    reviewers: version?.reviewers ?? {},
    recipients,
    unconfirmed,
  };
}

interface Readiness extends PortalReadiness {
  readonly owner: string;
  readonly ownerName: string;
  readonly triagedBy: string;
  readonly triagedByName: string;
}

type ToldReadiness = Omit<Readiness, 'isDelegated' | 'confirmedHost'>;

function readinessFrom(portal: PortalRow, told: ToldReadiness): Readiness {
  return {
    ...told,
    isDelegated: portal.organisation_id !== portal.triaging_organisation_id,
    confirmedHost: portal.confirmed_host,
  };
}

async function readinessOf(manager: EntityManager, portal: PortalRow): Promise<Readiness> {
  const [row]: { readiness: ToldReadiness }[] = await manager.query(
    `SELECT console_api.portal_readiness($1) AS readiness`,
    [portal.id],
  );
  return readinessFrom(portal, row!.readiness);
}

/** What a portal lacks to go live with a content. */
export async function missingOf(
  manager: EntityManager,
  portal: PortalRow,
  content: PortalContent,
): Promise<Readonly<Record<string, string>>> {
  return missingForPublication(content, await readinessOf(manager, portal));
}

/** A portal with the version that was saved last, and what whoever triages lets be known. */
interface FoundPortal {
  readonly portal: PortalRow;
  readonly version: VersionRow | null;
  readonly readiness: ToldReadiness;
}

function foundPortals(
  manager: EntityManager,
  organisationIds: readonly string[],
  condition: string,
  ...values: readonly unknown[]
): Promise<FoundPortal[]> {
  return manager.query(
    `SELECT to_jsonb(p) AS portal, to_jsonb(v) AS version, console_api.portal_readiness(p.id) AS readiness
     FROM portals p LEFT JOIN portal_versions v
       ON v.portal_id = p.id AND v.organisation_id = p.organisation_id AND v.number = p.version
     WHERE (p.organisation_id = ANY ($1) OR p.triaging_organisation_id = ANY ($1)) ${condition} ORDER BY p.slug`,
    [organisationIds, ...values],
  );
}

const dateOf = (at: Date | string | null): Date | null => (at === null ? null : new Date(at));

function detailOf(
  { portal, version, readiness: told }: FoundPortal,
  organisationIds: readonly string[],
): PortalDetail {
  const isOwn = organisationIds.includes(portal.organisation_id);
  // Whoever triages for another sees what the public sees, not what is being written.
  const content = isOwn
    ? contentFrom(portal, version ?? undefined)
    : { ...portal, settings: settingsOrNothing(portal.published), reviewers: {} };
  const readiness = readinessFrom(portal, told);
  const { country, locales, host, recipients, unconfirmed } = content;
  return {
    id: portal.id,
    slug: portal.slug,
    organisation: readiness.owner,
    triagedBy: readiness.triagedBy,
    organisationName: readiness.ownerName,
    triagedByName: readiness.triagedByName,
    triageAccepted: readiness.triageAccepted,
    triageEndedAt: dateOf(portal.triage_ended_at),
    isOwn,
    country,
    locales,
    name: content.settings.name,
    host,
    isLive: portal.is_live,
    isDemonstration: portal.is_demonstration,
    withdrawnAt: dateOf(portal.withdrawn_at),
    version: portal.version,
    publishedVersion: portal.published_version,
    missing: isOwn ? missingForPublication(content, readiness) : {},
    content: {
      country,
      locales,
      host,
      settings: content.settings,
      reviewers: content.reviewers,
      recipients,
      unconfirmed,
    },
  };
}

/** The portals that the organisations own or triage, by slug. */
export async function listPortals(
  manager: EntityManager,
  organisationIds: readonly string[],
): Promise<PortalState[]> {
  const found = await foundPortals(manager, organisationIds, '');
  return found.map((one) => {
    const { content: _content, ...state } = detailOf(one, organisationIds);
    return state;
  });
}

/** One of them, with its content. @throws NotFoundError */
export async function readPortal(
  manager: EntityManager,
  organisationIds: readonly string[],
  portal: { readonly id: string } | { readonly slug: string },
): Promise<PortalDetail> {
  const [found] =
    'id' in portal
      ? await foundPortals(manager, organisationIds, 'AND p.id = $2', portal.id)
      : await foundPortals(manager, organisationIds, 'AND p.slug = $2', portal.slug);
  if (found === undefined) throw new NotFoundError('portal');
  return detailOf(found, organisationIds);
}

/** What was saved of a portal, the latest first */
export async function listPortalVersions(
  manager: EntityManager,
  organisationId: string,
  portalId: string,
): Promise<PortalVersionHead[]> {
  return manager.query(
    `SELECT v.number, v.changed, v.saved_by_kind AS "savedByKind", a.display_name AS "savedByName", v.saved_at AS "savedAt"
     FROM portal_versions v
       LEFT JOIN staff_accounts a ON a.id = v.saved_by AND a.organisation_id = v.organisation_id
     WHERE v.portal_id = $1 AND v.organisation_id = $2 ORDER BY v.number DESC LIMIT 200`,
    [portalId, organisationId],
  );
}

/** The content of one version of a portal of one's own. @throws NotFoundError */
export async function readPortalVersion(
  manager: EntityManager,
  organisationId: string,
  portalId: string,
  number: number,
): Promise<PortalContent> {
  const [row]: PortalRow[] = await manager.query(
    `SELECT * FROM portals WHERE id = $1 AND organisation_id = $2`,
    [portalId, organisationId],
  );
  if (row === undefined || number < 1 || number > 1_000_000) throw new NotFoundError('version of the portal');
  return contentOf(manager, row, number);
}
