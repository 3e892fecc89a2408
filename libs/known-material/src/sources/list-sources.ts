// The sources of lists: set up by the operator, with the address that a person approved and credentials for it alone.
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { ConflictError, InvalidInputError, type KeyRing, newId, NotFoundError } from '#libs/platform';
import type { ListEffect, ListTrust } from '../hash-list.entity.js';
import { ensureList } from '../list-settings.js';
import { switchList } from '../lists.service.js';
import type { FeedbackReason } from '../match-feedback.entity.js';
import { reasonKey } from './feedback.sender.js';
import { REASON_ID, type VoteType } from './ncmec.votes.js';
import {
  type OpenedSource,
  openSource,
  sealCredentials,
  STORED_SOURCE,
  type StoredSource,
} from './source.access.js';
import { requireHint } from './hint-only.js';
import { SOURCE_KINDS, SOURCE_TRAITS, type SourceKind } from './source.kinds.js';

export interface NewSource {
  readonly organisationId: string;
  /** The list that it fills; made if there is none. */
  readonly listName: string;
  readonly kind: SourceKind;
  readonly host: string;
  readonly port: number;
  /** Of the interface below the host; the usual one of its kind if absent. */
  readonly path?: string;
  /** Authority to trust instead of the public ones, in PEM. */
  readonly ca?: string;
  /** A person has approved that the host is inside our own network. */
  readonly isInternal?: boolean;
  readonly credentials: Readonly<Record<string, string>>;
  readonly everyMinutes?: number;
}

/** A source as people see it; its credentials are shown by nothing. */
export interface SourceState {
  readonly id: string;
  readonly hashListId: string;
  readonly list: string;
  readonly kind: SourceKind;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly isInternal: boolean;
  readonly everyMinutes: number;
  /** Null where the operator did. */
  readonly setUpBy: string | null;
  readonly setUpAt: Date;
  /** Up to where it was read whole, in its own words; null before the first time. */
  readonly checkpoint: string | null;
  /** Pages and entries of the reading that is under way; null between two. */
  readonly underWay: { readonly pages: number; readonly received: number } | null;
  readonly dueAt: Date;
  readonly triedAt: Date | null;
  readonly succeededAt: Date | null;
  /** In a row. */
  readonly failures: number;
  /** A code: `live`, `waiting`, `unchanged`, `nothing-new`, or what went wrong; null before the first attempt. */
  readonly outcome: string | null;
  readonly outcomeVersion: number | null;
  /** Whether it has not been read for longer than three times its schedule: withdrawals may be missing. */
  readonly isLate: boolean;
  /** Media that it is to be asked about still; of a source that tells its list, 0. */
  readonly questionsDue: number;
  /** Entries that were not taken and are known still; see `sourceRefusals`. */
  readonly refused: number;
  /** What analysts said against entries and has not arrived there yet. */
  readonly votesDue: number;
}

const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Without `.` and `..`, which would lead elsewhere than they look, and without a slash at its end. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)*$/;
const FEWEST_MINUTES = 10;
const MOST_MINUTES = 43_200;
/** In a header: printable, and no colon in a name. */
const CREDENTIAL = /^[\x20-\x7e]{1,500}$/;

function problemsOf(source: NewSource, path: string, everyMinutes: number): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!SOURCE_KINDS.includes(source.kind)) problems.kind = `must be one of ${SOURCE_KINDS.join(', ')}`;
  if (isIP(source.host) === 0 && !HOST_NAME.test(source.host.toLowerCase()))
    problems.host = 'must be a host name alone, like api.example.org';
  if (!Number.isInteger(source.port) || source.port < 1 || source.port > 65_535)
    problems.port = 'must be 1 to 65535';
  if (!PATH.test(path)) problems.path = 'must be a plain path, like /v1';
  if (!Number.isInteger(everyMinutes) || everyMinutes < FEWEST_MINUTES || everyMinutes > MOST_MINUTES)
    problems.everyMinutes = `must be ${FEWEST_MINUTES} to ${MOST_MINUTES} minutes`;
  if (source.ca !== undefined && !isCertificate(source.ca)) problems.ca = 'must be a certificate in PEM';
  for (const name of SOURCE_TRAITS[source.kind]?.credentials ?? []) {
    const value = source.credentials[name] ?? '';
    if (!CREDENTIAL.test(value) || (name === 'username' && value.includes(':')))
      problems[name] = 'is missing, or has characters that cannot be sent';
  }
  return problems;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

/**
 * Sets a source up; it is polled from now on.
 * @returns its id
 * @throws InvalidInputError naming the fields; ConflictError when the list has a source, or may do more than it could
 */
export async function addSource(
  manager: EntityManager,
  ring: KeyRing,
  source: NewSource,
  actor: Actor,
): Promise<string> {
  const traits = SOURCE_TRAITS[source.kind];
  const path = (source.path ?? traits?.path ?? '').replace(/\/$/, '');
  const everyMinutes = source.everyMinutes ?? traits?.everyMinutes;
  const problems = problemsOf(source, path, everyMinutes);
  if (Object.keys(problems).length > 0)
    throw new InvalidInputError('The source is incomplete or malformed.', problems);
  const { organisationId } = source;
  const { id: hashListId } = await ensureList(manager, organisationId, { name: source.listName });
  await requireFitting(manager, organisationId, hashListId, source.kind);
  const address = { id: newId(), host: source.host.toLowerCase(), port: source.port };
  const credentials = Object.fromEntries(
    traits.credentials.map((name) => [name, source.credentials[name]!] as const),
  );
  await manager.query(
    `INSERT INTO list_sources (id, organisation_id, hash_list_id, kind, host, port, path, ca, is_internal,
       sealed_credentials, every_minutes, set_up_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      address.id,
      organisationId,
      hashListId,
      source.kind,
      address.host,
      address.port,
      path,
      source.ca ?? null,
      source.isInternal === true,
      sealCredentials(ring, address, credentials),
      everyMinutes,
      actor.id ?? null,
    ],
  );
  if (traits.way === 'asked') {
    // Each answer holds for the hash that was asked about, not for others like it.
    await manager.query(`UPDATE hash_lists SET max_distance = 0 WHERE id = $1 AND organisation_id = $2`, [
      hashListId,
      organisationId,
    ]);
  }
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'list-source.added',
    subjectKind: 'hash-list',
    subjectId: hashListId,
    details: { source: address.id, kind: source.kind, everyMinutes, isInternal: source.isInternal === true },
  });
  return address.id;
}

/** @throws ConflictError */
async function requireFitting(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  kind: SourceKind,
): Promise<void> {
  const [list]: { trust: ListTrust; effect: ListEffect; live: number; source: string | null }[] =
    await manager.query(
      `SELECT l.trust, l.effect, l.live_version AS live, s.id AS source
       FROM hash_lists l LEFT JOIN list_sources s ON s.hash_list_id = l.id AND s.organisation_id = l.organisation_id
       WHERE l.id = $1 AND l.organisation_id = $2 FOR UPDATE OF l`,
      [hashListId, organisationId],
    );
  const { trust, effect, live, source } = list!;
  if (source !== null) throw new ConflictError('list-has-source', 'This list has a source already.');
  requireHint(kind, { trust, effect });
  if (SOURCE_TRAITS[kind].way === 'asked' && live > 0) {
    throw new ConflictError('list-has-entries', 'This list was imported; answers need a list of their own.');
  }
}

/** A source by the name of its list. @throws NotFoundError */
export async function sourceOfList(
  manager: EntityManager,
  organisationId: string,
  listName: string,
): Promise<{ id: string; hashListId: string; kind: SourceKind }> {
  const [found] = await manager.query(
    `SELECT s.id, s.hash_list_id AS "hashListId", s.kind
     FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = s.organisation_id
     WHERE s.organisation_id = $1 AND l.name = $2`,
    [organisationId, listName.trim()],
  );
  if (found === undefined) throw new NotFoundError('list with a source');
  return found;
}

/**
 * Removes a source with its credentials and what it told. Its list is switched off: from now on nobody would tell of
 * what is withdrawn. @throws NotFoundError
 */
export async function removeSource(
  manager: EntityManager,
  organisationId: string,
  listName: string,
  actor: Actor,
): Promise<void> {
  const { id, hashListId, kind } = await sourceOfList(manager, organisationId, listName);
  await manager.query(`DELETE FROM list_sources WHERE id = $1 AND organisation_id = $2`, [
    id,
    organisationId,
  ]);
  await switchList(manager, organisationId, listName.trim(), false, actor);
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'list-source.removed',
    subjectKind: 'hash-list',
    subjectId: hashListId,
    details: { source: id, kind },
  });
}

/** The sources of an organisation with their state, by list. */
export async function listSources(manager: EntityManager, organisationId: string): Promise<SourceState[]> {
  return manager.query(
    `SELECT s.id, s.hash_list_id AS "hashListId", l.name AS list, s.kind, s.host, s.port, s.path,
       s.is_internal AS "isInternal", s.every_minutes AS "everyMinutes", s.set_up_by AS "setUpBy",
       s.set_up_at AS "setUpAt", s.checkpoint,
       CASE WHEN s.progress IS NOT NULL THEN
         jsonb_build_object('pages', s.progress->'pages', 'received', s.progress->'received') END AS "underWay",
       s.due_at AS "dueAt", s.tried_at AS "triedAt", s.succeeded_at AS "succeededAt", s.failures, s.outcome,
       s.outcome_version AS "outcomeVersion",
       s.kind = ANY ($2) AND
         coalesce(s.succeeded_at, s.set_up_at) < now() - make_interval(mins => 3 * s.every_minutes) AS "isLate",
       (SELECT count(*)::int FROM list_lookups k WHERE k.source_id = s.id AND k.organisation_id = s.organisation_id
          AND k.due_at <= now()) AS "questionsDue",
       (SELECT coalesce(sum(r.entries), 0)::int FROM list_source_refusals r
        WHERE r.source_id = s.id AND r.organisation_id = s.organisation_id) AS refused,
       (SELECT count(*)::int FROM match_feedback f WHERE f.hash_list_id = s.hash_list_id
          AND f.organisation_id = s.organisation_id AND f.delivery = 'due' AND s.kind = ANY ($3)) AS "votesDue"
     FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = s.organisation_id
     WHERE s.organisation_id = $1 ORDER BY l.name`,
    [
      organisationId,
      SOURCE_KINDS.filter((kind) => SOURCE_TRAITS[kind].way === 'polled'),
      SOURCE_KINDS.filter((kind) => SOURCE_TRAITS[kind].takesFeedback === true),
    ],
  );
}

/**
 * Says which of a source's reasons is meant by one of ours; without, votes for it wait.
 * @throws NotFoundError; InvalidInputError when the source takes no votes, or the identifier is none
 */
export async function mapFeedbackReason(
  manager: EntityManager,
  organisationId: string,
  listName: string,
  { type, reason, id }: { readonly type: VoteType; readonly reason: FeedbackReason; readonly id: string },
  actor: Actor,
): Promise<void> {
  const source = await sourceOfList(manager, organisationId, listName);
  if (SOURCE_TRAITS[source.kind].takesFeedback !== true)
    throw new InvalidInputError('This source takes nothing that analysts say against entries.');
  if (!REASON_ID.test(id))
    throw new InvalidInputError('That is no identifier of a reason.', { id: 'malformed' });
  await manager.query(
    `UPDATE list_sources SET feedback_reasons = feedback_reasons || jsonb_build_object($3::text, $4::text)
     WHERE id = $2 AND organisation_id = $1`,
    [organisationId, source.id, reasonKey(type, reason), id],
  );
  // What waited for it goes out now.
  await manager.query(
    `UPDATE match_feedback SET delivery_due_at = now()
     WHERE organisation_id = $1 AND hash_list_id = $2 AND reason = $3 AND delivery = 'due'`,
    [organisationId, source.hashListId, reason],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'list-source.reason-mapped',
    subjectKind: 'hash-list',
    subjectId: source.hashListId,
    details: { source: source.id, type, reason },
  });
}

/** A source with its credentials, for the operator. @throws NotFoundError, SealBrokenError */
export async function openSourceOfList(
  manager: EntityManager,
  ring: KeyRing,
  organisationId: string,
  listName: string,
): Promise<OpenedSource> {
  const { id } = await sourceOfList(manager, organisationId, listName);
  const [stored]: StoredSource[] = await manager.query(
    `SELECT ${STORED_SOURCE} FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = $1
     WHERE s.id = $2 AND s.organisation_id = $1`,
    [organisationId, id],
  );
  return openSource(ring, stored!);
}

/**
 * Makes a source due now. @param isFull from the beginning: what it does not tell any more ends
 * @returns its id
 * @throws NotFoundError; InvalidInputError when it is asked, not polled; ConflictError
 */
export async function pollNow(
  manager: EntityManager,
  organisationId: string,
  listName: string,
  isFull: boolean,
): Promise<string> {
  const { id, kind } = await sourceOfList(manager, organisationId, listName);
  if (SOURCE_TRAITS[kind].way !== 'polled')
    throw new InvalidInputError('This source is asked about hashes as they come; it tells no list.');
  await manager.query(`UPDATE list_sources SET due_at = now() WHERE id = $2 AND organisation_id = $1`, [
    organisationId,
    id,
  ]);
  if (!isFull) return id;
  // Whoever reads on now loses its hold; whoever makes a version of what was read is let finish.
  const [, isBegun] = (await manager.query(
    `UPDATE list_sources SET checkpoint = NULL, progress = NULL, held_by = NULL, held_until = NULL
     WHERE id = $2 AND organisation_id = $1
       AND (held_until IS NULL OR held_until <= now() OR progress->'cursor' IS DISTINCT FROM 'null'::jsonb)`,
    [organisationId, id],
  )) as [unknown, number];
  if (isBegun !== 1)
    throw new ConflictError('source-busy', 'A version is being made of what was read; try again in a while.');
  return id;
}
