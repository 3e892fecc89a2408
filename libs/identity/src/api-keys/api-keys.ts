// Making, listing and revoking the keys of partners and providers. What a key is used for is checked and counted where it
// is used, by `use_api_key` in the database.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { InvalidInputError, isId, makeApiKey, newId, NotFoundError } from '#libs/platform';
import { API_KEY_SCOPES, type ApiKey, type ApiKeyScope } from './api-key.entity.js';

/** A key lives this long at most; whoever still needs one then is given another. */
export const LONGEST_KEY_DAYS = 731;
export const MOST_PER_MINUTE = 100_000;
export const MOST_PER_DAY = 10_000_000;
const MOST_LISTS = 100;
const DAY_MS = 86_400_000;

export interface NewApiKey {
  readonly organisationId: string;
  /** Whose it is and what for. */
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** With `reports:write`: a portal that the organisation owns, or has agreed to triage. */
  readonly portalId?: string;
  /** With `lists:read`: lists of the organisation's own making; those of others are never passed on. */
  readonly listIds?: readonly string[];
  readonly perMinute: number;
  readonly perDay: number;
  readonly expiresAt: Date;
}

export interface CreatedApiKey {
  readonly id: string;
  /** Shown once; only its hash is kept. */
  readonly key: string;
}

/**
 * Makes a key in the running transaction, whose tenant must be the key's organisation.
 * @throws InvalidInputError
 */
export async function createApiKey(
  manager: EntityManager,
  wanted: NewApiKey,
  actor: Actor,
  now: Date,
): Promise<CreatedApiKey> {
  const { organisationId, perMinute, perDay, expiresAt } = wanted;
  const name = wanted.name.trim();
  const scopes = API_KEY_SCOPES.filter((scope) => wanted.scopes.includes(scope));
  const listIds = [...new Set(wanted.listIds)];
  const problems = await problemsOf(manager, { ...wanted, name, listIds }, now);
  if (Object.keys(problems).length > 0) throw new InvalidInputError('Some fields are wrong.', problems);
  const { text, lookup, secretHash } = makeApiKey();
  const id = newId();
  await manager.query(
    `INSERT INTO api_keys (id, organisation_id, name, lookup, secret_hash, scopes, portal_id, list_ids, per_minute, per_day,
       created_at, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      organisationId,
      name,
      lookup,
      secretHash,
      scopes,
      wanted.portalId ?? null,
      listIds,
      perMinute,
      perDay,
      now,
      actor.id ?? null,
      expiresAt,
    ],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'api-key.created',
    subjectKind: 'api-key',
    subjectId: id,
    details: {
      scopes,
      portalId: wanted.portalId ?? null,
      listIds,
      perMinute,
      perDay,
      expiresAt: expiresAt.toISOString(),
    },
  });
  return { id, key: text };
}

async function problemsOf(
  manager: EntityManager,
  { organisationId, name, scopes, portalId, listIds = [], perMinute, perDay, expiresAt }: NewApiKey,
  now: Date,
): Promise<Record<string, string>> {
  const problems: Record<string, string> = {};
  if (name === '' || name.length > 100) problems.name = 'must have 1 to 100 characters';
  if (scopes.length === 0 || scopes.some((scope) => !API_KEY_SCOPES.includes(scope)))
    problems.scopes = `must be one or more of ${API_KEY_SCOPES.join(', ')}`;
  const isWhole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (!isWhole(perMinute, MOST_PER_MINUTE))
    problems.perMinute = `must be a whole number from 1 to ${MOST_PER_MINUTE}`;
  if (!isWhole(perDay, MOST_PER_DAY)) problems.perDay = `must be a whole number from 1 to ${MOST_PER_DAY}`;
  const days = (expiresAt.getTime() - now.getTime()) / DAY_MS;
  if (!(days > 0 && days <= LONGEST_KEY_DAYS))
    problems.expiresAt = `must lie ahead, and within ${LONGEST_KEY_DAYS} days`;
  if (scopes.includes('reports:write') !== (portalId !== undefined))
    problems.portalId = 'goes with the scope reports:write, and must be given with it';
  else if (portalId !== undefined && !(await isPortalOf(manager, organisationId, portalId)))
    problems.portalId = 'is no portal of this organisation';
  if (scopes.includes('lists:read') !== listIds.length > 0)
    problems.listIds = 'go with the scope lists:read, and must be given with it';
  else if (listIds.length > MOST_LISTS || !(await areListsOf(manager, organisationId, listIds)))
    problems.listIds = 'are not all lists of this organisation’s own making';
  return problems;
}

async function isPortalOf(
  manager: EntityManager,
  organisationId: string,
  portalId: string,
): Promise<boolean> {
  if (!isId(portalId)) return false;
  const found: unknown[] = await manager.query(
    `SELECT 1 FROM portals WHERE id = $1
       AND (organisation_id = $2 OR (triaging_organisation_id = $2 AND triage_accepted_at IS NOT NULL))`,
    [portalId, organisationId],
  );
  return found.length === 1;
}

async function areListsOf(
  manager: EntityManager,
  organisationId: string,
  listIds: readonly string[],
): Promise<boolean> {
  if (!listIds.every(isId)) return false;
  const [{ found }] = await manager.query(
    `SELECT count(*)::int AS found FROM hash_lists WHERE id = ANY ($1) AND organisation_id = $2 AND is_own`,
    [listIds, organisationId],
  );
  return found === listIds.length;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a key can be given for: portals that the organisation owns or triages, by slug, and its own lists. */
export async function givenFor(
  manager: EntityManager,
  organisationId: string,
): Promise<{ readonly portals: Named[]; readonly lists: Named[] }> {
  return {
    portals: await manager.query(
      `SELECT id, slug AS name FROM portals WHERE organisation_id = $1 OR triaging_organisation_id = $1 ORDER BY slug`,
      [organisationId],
    ),
    lists: await manager.query(
      `SELECT id, name FROM hash_lists WHERE organisation_id = $1 AND is_own ORDER BY name`,
      [organisationId],
    ),
  };
}

/** A key as those who look after it see it; nothing of its secret. */
export type ShownApiKey = Omit<ApiKey, 'secretHash' | 'organisationId' | 'createdBy' | 'revokedBy'> & {
  readonly portalSlug: string | null;
  readonly listNames: readonly string[];
  /** E-mail of the account; null for the operator. */
  readonly createdBy: string | null;
  readonly lastUsedAt: Date | null;
  /** Uses of the day that runs. */
  readonly usedToday: number;
};

/** An organisation's keys, the newest first, those that ended too. */
export async function listApiKeys(manager: EntityManager, organisationId: string): Promise<ShownApiKey[]> {
  return manager.query(
    `SELECT k.id, k.name, k.lookup, k.scopes, k.portal_id AS "portalId", p.slug AS "portalSlug", k.list_ids AS "listIds",
       ARRAY(SELECT l.name FROM hash_lists l WHERE l.id = ANY (k.list_ids) AND l.organisation_id = k.organisation_id
         ORDER BY l.name) AS "listNames",
       k.per_minute AS "perMinute", k.per_day AS "perDay", k.created_at AS "createdAt", a.email AS "createdBy",
       k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt", u.last_used_at AS "lastUsedAt",
       CASE WHEN u.day_at = date_trunc('day', now(), 'UTC') THEN u.in_day ELSE 0 END AS "usedToday"
     FROM api_keys k
     LEFT JOIN portals p ON p.id = k.portal_id
     LEFT JOIN staff_accounts a ON a.id = k.created_by AND a.organisation_id = k.organisation_id
     LEFT JOIN api_key_uses u ON u.api_key_id = k.id AND u.organisation_id = k.organisation_id
     WHERE k.organisation_id = $1 ORDER BY k.created_at DESC, k.id DESC`,
    [organisationId],
  );
}

/**
 * Ends a key for good; its next use is refused. Twice does no harm.
 * @throws NotFoundError
 */
export async function revokeApiKey(
  manager: EntityManager,
  organisationId: string,
  id: string,
  actor: Actor,
  now: Date,
): Promise<void> {
  const [found]: { revoked_at: Date | null }[] = await manager.query(
    `SELECT revoked_at FROM api_keys WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
    [id, organisationId],
  );
  if (found === undefined) throw new NotFoundError('key');
  if (found.revoked_at !== null) return;
  await manager.query(
    `UPDATE api_keys SET revoked_at = $3, revoked_by = $4 WHERE id = $1 AND organisation_id = $2`,
    [id, organisationId, now, actor.id ?? null],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'api-key.revoked',
    subjectKind: 'api-key',
    subjectId: id,
  });
}
