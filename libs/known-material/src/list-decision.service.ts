// What a version becomes: live, or nothing. One that waits is stored whole, so that a decision takes a moment, and one
// transaction with its audit event.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { ConflictError, enqueue, NotFoundError } from '#libs/platform';
import { type ImportImpact, impactDetails, type WaitingReason } from './import-limits.js';
import { applyPolicy, type PolicyChange } from './list-policy.js';
import { moveVersion, type VersionNotes, type VersionState } from './list-version.lifecycle.js';

/**
 * Puts a version in the place of what is live, and queues that open cases are matched with it.
 * @param limits of the list from then on; where they are noted of the version already, apart from the notes
 */
export async function goLive(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  change: { readonly from: number; readonly to: number },
  notes: VersionNotes,
  limits = notes.limits,
): Promise<void> {
  if (change.from > 0) await moveVersion(manager, organisationId, hashListId, change.from, 'replaced');
  const versionId = await moveVersion(manager, organisationId, hashListId, change.to, 'live', notes);
  await enqueue(manager, versionId, {
    queue: 'triage',
    name: 'rematch',
    payload: { organisationId, versionId },
  });
  // Last, so that the list's row is locked for a moment only and can be switched off while an import runs.
  await manager.query(
    `UPDATE hash_lists SET live_version = $2, max_distance = coalesce($3, max_distance),
       min_quality = coalesce($4, min_quality) WHERE id = $1 AND organisation_id = $5`,
    [hashListId, change.to, limits?.maxDistance ?? null, limits?.minQuality ?? null, organisationId],
  );
}

/** Which list is meant: by id or by name. */
export type ListKey = { readonly id: string } | { readonly name: string };

interface WaitingVersion {
  hashListId: string;
  state: VersionState;
  liveVersion: number;
  reason: WaitingReason;
  impact: ImportImpact;
  entries: number;
  maxDistance: number | null;
  minQuality: number | null;
  policy: PolicyChange | null;
}

/**
 * Makes a waiting version live, with the limits and policy it came with: a person says that what it matches is right.
 * @throws NotFoundError when there is no such version; ConflictError when it does not wait (any more)
 */
export async function approveVersion(
  manager: EntityManager,
  organisationId: string,
  list: ListKey,
  version: number,
  actor: Actor,
): Promise<void> {
  const waiting = await lockWaiting(manager, organisationId, list, version);
  await recordDecision(manager, organisationId, waiting, version, actor, 'hash-list.version-approved');
  await applyPolicy(manager, organisationId, waiting.hashListId, waiting.policy ?? {}, actor);
  const { maxDistance, minQuality } = waiting;
  await goLive(
    manager,
    organisationId,
    waiting.hashListId,
    { from: waiting.liveVersion, to: version },
    {},
    maxDistance === null || minQuality === null ? undefined : { maxDistance, minQuality },
  );
}

/**
 * Refuses a waiting version: what is live stays. Its entries are removed by the next import of the list.
 * @throws NotFoundError when there is no such version; ConflictError when it does not wait (any more)
 */
export async function refuseVersion(
  manager: EntityManager,
  organisationId: string,
  list: ListKey,
  version: number,
  actor: Actor,
): Promise<void> {
  const waiting = await lockWaiting(manager, organisationId, list, version);
  await recordDecision(manager, organisationId, waiting, version, actor, 'hash-list.version-refused');
  await moveVersion(manager, organisationId, waiting.hashListId, version, 'failed', { reason: 'refused' });
}

async function lockWaiting(
  manager: EntityManager,
  organisationId: string,
  list: ListKey,
  version: number,
): Promise<WaitingVersion> {
  const [column, key] = 'id' in list ? ['id', list.id] : ['name', list.name];
  // The version is locked before the list is read: an import that ends meanwhile has the last word about both.
  const [locked]: { id: string; state: VersionState }[] = await manager.query(
    `SELECT v.id, v.state FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id
     WHERE l.${column} = $1 AND l.organisation_id = $2 AND v.organisation_id = $2 AND v.number = $3 FOR UPDATE OF v`,
    [key, organisationId, version],
  );
  if (locked === undefined) throw new NotFoundError('version of the list');
  if (locked.state !== 'waiting') {
    throw new ConflictError(
      'list-version-not-waiting',
      `Version ${version} of the list does not wait for a decision; it is ${locked.state}.`,
    );
  }
  const [waiting]: WaitingVersion[] = await manager.query(
    `SELECT v.hash_list_id AS "hashListId", v.state, l.live_version AS "liveVersion", v.reason, v.impact, v.entries,
       v.max_distance AS "maxDistance", v.min_quality AS "minQuality", v.policy
     FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id AND l.organisation_id = $2
     WHERE v.id = $1 AND v.organisation_id = $2`,
    [locked.id, organisationId],
  );
  return waiting!;
}

async function recordDecision(
  manager: EntityManager,
  organisationId: string,
  waiting: WaitingVersion,
  version: number,
  actor: Actor,
  act: string,
): Promise<void> {
  const { reason, impact, entries } = waiting;
  await recordEvent(manager, {
    organisationId,
    actor,
    act,
    subjectKind: 'hash-list',
    subjectId: waiting.hashListId,
    details: { version, reason, entries, ...impactDetails(impact) },
  });
}
