// Public sites of organisations: making them, changing what they publish, opening and closing them to the public.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { ConflictError, InvalidInputError, isUniqueViolation, newId, NotFoundError } from '#libs/platform';
import { assertCountry } from '../organisations.js';
import { parsePublishedSettings } from './published-settings.js';
import { assertLocales, missingForPublication } from './publication.js';

/** Paths of our own; the database refuses the same. */
export const RESERVED_SLUGS = [
  'api',
  'assets',
  'healthz',
  'readyz',
  'metrics',
  'favicon',
  'robots',
  'static',
  'leave',
] as const;
const SLUG = /^[a-z][a-z0-9-]{0,31}$/;

export interface NewPortal {
  readonly organisationId: string;
  /** Whose analysts read the reports: the owner's, or a partner's to whom that is delegated. */
  readonly triagingOrganisationId: string;
  readonly slug: string;
  readonly country: string;
  /** The first is the default. */
  readonly locales: readonly string[];
  /** May still lack what going live needs; what is there is well-formed. */
  readonly published?: unknown;
}

export interface PortalState {
  readonly id: string;
  readonly slug: string;
  readonly organisation: string;
  readonly triagedBy: string;
  readonly country: string;
  readonly locales: readonly string[];
  readonly isLive: boolean;
  /** What it lacks to be live, by field. */
  readonly missing: Readonly<Record<string, string>>;
}

interface PortalRow {
  id: string;
  organisation_id: string;
  triaging_organisation_id: string;
  locales: string[];
  published: unknown;
  is_live: boolean;
  has_key: boolean;
}

export class PortalIncompleteError extends InvalidInputError {
  constructor(slug: string, missing: Readonly<Record<string, string>>) {
    super(`The portal ${slug} cannot be live while something essential is missing.`, { ...missing });
  }
}

/**
 * Makes a portal that is not live yet. The transaction must see both organisations.
 * @returns its id
 * @throws InvalidInputError; ConflictError when the slug is taken
 */
export async function addPortal(manager: EntityManager, portal: NewPortal, actor: Actor): Promise<string> {
  const { organisationId, triagingOrganisationId, slug, locales } = portal;
  const country = portal.country.toUpperCase();
  if (!SLUG.test(slug) || (RESERVED_SLUGS as readonly string[]).includes(slug)) {
    throw new InvalidInputError('The slug cannot be used.', {
      slug: `must be 1 to 32 of a-z, 0-9 and -, a letter first, and none of ${RESERVED_SLUGS.join(', ')}`,
    });
  }
  assertCountry(country);
  assertLocales(locales);
  if (portal.published !== undefined) parsePublishedSettings(portal.published);
  const id = newId();
  try {
    await manager.query(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, published)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        organisationId,
        triagingOrganisationId,
        slug,
        country,
        locales,
        JSON.stringify(portal.published ?? {}),
      ],
    );
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError('portal-exists', `There is a portal ${slug} already.`);
    }
    throw error;
  }
  // Whoever takes over the reading of another's reports has it in its own log too.
  for (const one of new Set([organisationId, triagingOrganisationId])) {
    await recordEvent(manager, {
      organisationId: one,
      actor,
      act: 'portal.added',
      subjectKind: 'portal',
      subjectId: id,
      details: { slug, owner: organisationId, triagedBy: triagingOrganisationId },
    });
  }
  return id;
}

async function lockedPortal(manager: EntityManager, slug: string): Promise<PortalRow> {
  const [row]: PortalRow[] = await manager.query(
    `SELECT p.*, EXISTS (SELECT 1 FROM organisation_keys k
       WHERE k.organisation_id = p.triaging_organisation_id AND k.retired_at IS NULL) AS has_key
     FROM portals p WHERE p.slug = $1 FOR UPDATE OF p`,
    [slug],
  );
  if (row === undefined) throw new NotFoundError('portal');
  return row;
}

function missingOf(
  row: Pick<PortalRow, 'locales' | 'published' | 'has_key'>,
): Readonly<Record<string, string>> {
  return {
    ...missingForPublication(row.locales, row.published),
    ...(row.has_key ? {} : { key: 'is missing: the organisation that triages has none to seal reports to' }),
  };
}

/**
 * Changes what a portal publishes, or its languages. The transaction must see both organisations.
 * @throws NotFoundError; InvalidInputError; PortalIncompleteError when it is live and would lack something then
 */
export async function changePortal(
  manager: EntityManager,
  slug: string,
  change: { readonly published?: unknown; readonly locales?: readonly string[] },
  actor: Actor,
): Promise<void> {
  const portal = await lockedPortal(manager, slug);
  if (change.published !== undefined) parsePublishedSettings(change.published);
  if (change.locales !== undefined) assertLocales(change.locales);
  const next = {
    ...portal,
    published: change.published ?? portal.published,
    locales: [...(change.locales ?? portal.locales)],
  };
  const missing = missingOf(next);
  if (portal.is_live && Object.keys(missing).length > 0) throw new PortalIncompleteError(slug, missing);
  await manager.query(`UPDATE portals SET published = $2, locales = $3 WHERE id = $1`, [
    portal.id,
    JSON.stringify(next.published),
    next.locales,
  ]);
  await recordEvent(manager, {
    organisationId: portal.organisation_id,
    actor,
    act: 'portal.changed',
    subjectKind: 'portal',
    subjectId: portal.id,
    details: { changed: Object.keys(change), locales: next.locales },
  });
}

/**
 * Opens a portal to the public. The transaction must see both organisations.
 * @throws NotFoundError; PortalIncompleteError saying what is missing
 */
export async function publishPortal(manager: EntityManager, slug: string, actor: Actor): Promise<void> {
  const portal = await lockedPortal(manager, slug);
  const missing = missingOf(portal);
  if (Object.keys(missing).length > 0) throw new PortalIncompleteError(slug, missing);
  await switchPortal(manager, portal, true, actor);
}

/** Closes a portal to the public; its reports and cases stay. @throws NotFoundError */
export async function withdrawPortal(manager: EntityManager, slug: string, actor: Actor): Promise<void> {
  await switchPortal(manager, await lockedPortal(manager, slug), false, actor);
}

async function switchPortal(
  manager: EntityManager,
  portal: PortalRow,
  isLive: boolean,
  actor: Actor,
): Promise<void> {
  if (portal.is_live === isLive) return;
  await manager.query(`UPDATE portals SET is_live = $2 WHERE id = $1`, [portal.id, isLive]);
  await recordEvent(manager, {
    organisationId: portal.organisation_id,
    actor,
    act: isLive ? 'portal.published' : 'portal.withdrawn',
    subjectKind: 'portal',
    subjectId: portal.id,
  });
}

/** The portals that the organisations own or triage, by slug. */
export async function listPortals(
  manager: EntityManager,
  organisationIds: readonly string[],
): Promise<PortalState[]> {
  const rows: (PortalRow & { slug: string; country: string; owner: string; triaging: string })[] =
    await manager.query(
      `SELECT p.*, o.code AS owner, t.code AS triaging, EXISTS (SELECT 1 FROM organisation_keys k
         WHERE k.organisation_id = p.triaging_organisation_id AND k.retired_at IS NULL) AS has_key
       FROM portals p JOIN organisations o ON o.id = p.organisation_id
         JOIN organisations t ON t.id = p.triaging_organisation_id
       WHERE p.organisation_id = ANY ($1) OR p.triaging_organisation_id = ANY ($1) ORDER BY p.slug`,
      [organisationIds],
    );
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    organisation: row.owner,
    triagedBy: row.triaging,
    country: row.country,
    locales: row.locales,
    isLive: row.is_live,
    missing: missingOf(row),
  }));
}
