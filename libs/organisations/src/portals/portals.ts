// Public sites of organisations: making them, saving what they are to be, opening and closing them to the public. What is
// saved is a version; the public sees the one that was published last.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import {
  ConflictError,
  InvalidInputError,
  isUniqueViolation,
  newId,
  NotFoundError,
  takeTurn,
} from '#libs/platform';
import { changedContent, changedFields, checkedCountry, type PortalChange } from './portal-content.js';
import { assertLocales, settingsOrNothing, type PortalContent } from './publication.js';
import { assertRecipients } from './portal-recipients.js';
import { contentOf, lockedPortal, missingOf, type PortalKey, type PortalRow } from './portal-rows.js';
import { settingsToSave } from './settings-bounds.js';

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
/** Unanswered or declined of late, of one organisation by one other. */
export const MOST_OPEN_ASKS = 5;
const ASKED_OF_LATE_DAYS = 30;
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
  /** Ids of recipients of its own. */
  readonly recipients?: readonly string[];
  /** What of it was written for another country, as `unconfirmedOf` tells. */
  readonly unconfirmed?: readonly string[];
}

export class PortalIncompleteError extends InvalidInputError {
  constructor(slug: string, missing: Readonly<Record<string, string>>) {
    super(`The portal ${slug} cannot be live while something essential is missing.`, { ...missing });
  }
}

export class PortalChangedError extends ConflictError {
  constructor(slug: string, version: number) {
    super(
      'portal-changed',
      `Somebody else has saved version ${version} of the portal ${slug} since you opened it. Read what they changed, then save again.`,
    );
  }
}

/**
 * Makes a portal that is not live yet. A partner that the transaction does not see has to agree before it can be.
 * @returns its id
 * @throws InvalidInputError; ConflictError when the slug is taken, or when the partner was asked too often
 */
export async function addPortal(manager: EntityManager, portal: NewPortal, actor: Actor): Promise<string> {
  const { organisationId, triagingOrganisationId, slug, locales } = portal;
  if (!SLUG.test(slug) || (RESERVED_SLUGS as readonly string[]).includes(slug)) {
    throw new InvalidInputError('The slug cannot be used.', {
      slug: `must be 1 to 32 of a-z, 0-9 and -, a letter first, and none of ${RESERVED_SLUGS.join(', ')}`,
    });
  }
  const country = checkedCountry(portal.country);
  assertLocales(locales);
  const published = settingsToSave(portal.published ?? {});
  const id = newId();
  if (triagingOrganisationId !== organisationId) {
    await assertMayAsk(manager, organisationId, triagingOrganisationId);
  }
  try {
    await manager.query(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, published, recipients,
         unconfirmed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        organisationId,
        triagingOrganisationId,
        slug,
        country,
        locales,
        JSON.stringify(published),
        portal.recipients ?? [],
        portal.unconfirmed ?? [],
      ],
    );
    await assertRecipients(manager, id, portal.recipients ?? []);
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError('portal-exists', `There is a portal ${slug} already.`);
    }
    throw error;
  }
  // A partner that the transaction sees has it in its own log too; another when it agrees.
  const logs: { id: string }[] = await manager.query(
    `SELECT DISTINCT id FROM unnest($1::uuid[]) AS id WHERE id = ANY (caller_organisations())`,
    [[organisationId, triagingOrganisationId]],
  );
  for (const log of logs) {
    await recordEvent(manager, {
      organisationId: log.id,
      actor,
      act: 'portal.added',
      subjectKind: 'portal',
      subjectId: id,
      details: { slug, owner: organisationId, triagedBy: triagingOrganisationId },
    });
  }
  return id;
}

/** Nobody fills a partner's list: what waits for its answer, or was declined of late, is bounded. */
async function assertMayAsk(
  manager: EntityManager,
  organisationId: string,
  triagingOrganisationId: string,
): Promise<void> {
  await takeTurn(manager, 'console', `ask-triage-${organisationId}-${triagingOrganisationId}`);
  const [{ asks, agrees }] = await manager.query<[{ asks: number; agrees: boolean }]>(
    `SELECT count(*)::int AS asks, $2 = ANY (caller_organisations()) AS agrees FROM portals
     WHERE organisation_id = $1 AND triaging_organisation_id = $2 AND triage_accepted_at IS NULL
       AND coalesce(triage_ended_at, now()) > now() - make_interval(days => $3)`,
    [organisationId, triagingOrganisationId, ASKED_OF_LATE_DAYS],
  );
  // A partner that the transaction sees agrees with it.
  if (!agrees && asks >= MOST_OPEN_ASKS) {
    throw new ConflictError(
      'triage-asked-often',
      `The partner has ${asks} portals of yours to answer, or has declined them of late. Wait for its answer.`,
    );
  }
}

/**
 * Saves what a portal is to be, as a new version. The public sees it once it is published.
 * @param expectedVersion the version that the change was made from; undefined: whichever is the latest
 * @returns the number of the new version, or of the latest when nothing differs
 * @throws NotFoundError when it is not the organisation's own; InvalidInputError; PortalChangedError when somebody else
 *   has saved since
 */
export async function savePortal(
  manager: EntityManager,
  key: PortalKey,
  expectedVersion: number | undefined,
  change: PortalChange,
  actor: Actor,
): Promise<number> {
  const portal = await lockedPortal(manager, key);
  if (expectedVersion !== undefined && expectedVersion !== portal.version) {
    throw new PortalChangedError(portal.slug, portal.version);
  }
  const before = await contentOf(manager, portal);
  const content = changedContent(before, change, await hasMandate(manager, portal));
  const changed = changedFields(before, content);
  if (changed.length === 0) return portal.version;
  if (changed.includes('recipients')) await assertRecipients(manager, portal.id, content.recipients);
  const number = portal.version + 1;
  await manager.query(
    `INSERT INTO portal_versions (id, organisation_id, portal_id, number, country, locales, host, settings, reviewers,
       changed, saved_by_kind, saved_by, recipients, unconfirmed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      newId(),
      portal.organisation_id,
      portal.id,
      number,
      content.country,
      content.locales,
      content.host,
      JSON.stringify(content.settings),
      JSON.stringify(content.reviewers),
      changed,
      actor.kind,
      actor.id ?? null,
      content.recipients,
      content.unconfirmed,
    ],
  );
  await manager.query(`UPDATE portals SET version = $3 WHERE id = $1 AND organisation_id = $2`, [
    portal.id,
    portal.organisation_id,
    number,
  ]);
  await recordEvent(manager, {
    organisationId: portal.organisation_id,
    actor,
    act: 'portal.changed',
    subjectKind: 'portal',
    subjectId: portal.id,
    details: { version: number, changed },
  });
  return number;
}

/** Whether a portal has a mandate of its own that is in force: its legal instrument is of a country. */
async function hasMandate(manager: EntityManager, portal: PortalRow): Promise<boolean> {
  const [{ exists }] = await manager.query<[{ exists: boolean }]>(
    `SELECT EXISTS (SELECT FROM mandates WHERE portal_id = $1 AND organisation_id = $2 AND level <> 'none'
       AND revoked_at IS NULL AND expires_at > now()) AS exists`,
    [portal.id, portal.organisation_id],
  );
  return exists;
}

/**
 * Opens a portal to the public as it was saved last, or shows the public what was saved since.
 * @param expectedVersion the version that was looked at; undefined: whichever is the latest
 * @throws NotFoundError; PortalIncompleteError saying what is missing; PortalChangedError; ConflictError when another
 *   portal has the host name
 */
export async function publishPortal(
  manager: EntityManager,
  key: PortalKey,
  actor: Actor,
  expectedVersion?: number,
): Promise<void> {
  const portal = await lockedPortal(manager, key);
  if (expectedVersion !== undefined && expectedVersion !== portal.version) {
    throw new PortalChangedError(portal.slug, portal.version);
  }
  const content = await contentOf(manager, portal);
  const missing = await missingOf(manager, portal, content);
  if (Object.keys(missing).length > 0) throw new PortalIncompleteError(portal.slug, missing);
  await show(manager, portal, content);
  await recordEvent(manager, {
    organisationId: portal.organisation_id,
    actor,
    act: 'portal.published',
    subjectKind: 'portal',
    subjectId: portal.id,
    details: { version: portal.version },
  });
}

async function show(manager: EntityManager, portal: PortalRow, content: PortalContent): Promise<void> {
  try {
    await manager.query(
      `UPDATE portals SET country = $3, locales = $4, host = $5, published = $6, recipients = $7, is_live = true,
         published_version = nullif(version, 0), withdrawn_at = NULL
       WHERE id = $1 AND organisation_id = $2`,
      [
        portal.id,
        portal.organisation_id,
        content.country,
        content.locales,
        content.host,
        JSON.stringify(content.settings),
        content.recipients,
      ],
    );
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new ConflictError('host-taken', 'Another portal has this host name.');
    }
    throw error;
  }
}

/** What the public program holds of a portal that is closed, with the closing words that were saved last. */
function withClosingWords(portal: PortalRow, { settings, unconfirmed }: PortalContent): object {
  const published = settingsOrNothing(portal.published);
  const instead = unconfirmed.includes('instead') ? published.instead : settings.instead;
  return { ...published, instead, texts: { ...published.texts, closed: settings.texts.closed } };
}

/**
 * Closes a portal to the public; its reports and cases stay, and its page says where to go instead, as it was saved last.
 * Of one that is closed already, its page says what was saved since. A host name that is no longer saved is free.
 * @throws NotFoundError
 */
export async function withdrawPortal(manager: EntityManager, key: PortalKey, actor: Actor): Promise<void> {
  const portal = await lockedPortal(manager, key);
  if (!portal.is_live && portal.withdrawn_at === null) return;
  const content = await contentOf(manager, portal);
  const published = withClosingWords(portal, content);
  await manager.query(
    `UPDATE portals SET is_live = false, withdrawn_at = coalesce(CASE WHEN NOT is_live THEN withdrawn_at END, now()),
       published = $3, host = CASE WHEN host = $4 THEN host END WHERE id = $1 AND organisation_id = $2`,
    [portal.id, portal.organisation_id, JSON.stringify(published), content.host],
  );
  await recordEvent(manager, {
    organisationId: portal.organisation_id,
    actor,
    act: 'portal.withdrawn',
    subjectKind: 'portal',
    subjectId: portal.id,
    details: { version: portal.version },
  });
}

/**
 * Agrees to triage what another organisation's portal takes in.
 * @throws NotFoundError when nobody has asked for it
 */
export async function acceptTriage(
  manager: EntityManager,
  organisationId: string,
  portalId: string,
  actor: Actor,
): Promise<void> {
  const [row] = await manager.query(`SELECT console_api.accept_triage($1) AS accepted`, [portalId]);
  if (row.accepted !== true) throw new NotFoundError('portal that waits for an answer');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'portal.triage-accepted',
    subjectKind: 'portal',
    subjectId: portalId,
  });
}

/**
 * Declines to triage another's portal, or takes back the agreement to. It is taken off at once; what it has taken in stays
 * with whoever triaged it.
 * @throws NotFoundError when the organisation does not triage it for another and is not asked to
 */
export async function endTriage(
  manager: EntityManager,
  organisationId: string,
  portalId: string,
  actor: Actor,
): Promise<void> {
  const [row] = await manager.query(`SELECT console_api.end_triage($1) AS ended`, [portalId]);
  if (row.ended === null) throw new NotFoundError('portal that is triaged for another');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: row.ended === 'declined' ? 'portal.triage-declined' : 'portal.triage-ended',
    subjectKind: 'portal',
    subjectId: portalId,
  });
}
