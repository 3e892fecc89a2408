// Limits within which more is near than before. What that would match of what is held is measured by triage, as of an
// import; an unlikely share waits for a person, as a version of what is live with these limits.
import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import {
  ConflictError,
  type Database,
  firstRow,
  InvalidInputError,
  NotFoundError,
  takeTurn,
} from '#libs/platform';
import type { NearLimits } from '../held-media.index.js';
import { measureImpact } from '../import-impact.js';
import { impactDetails, reasonToWait } from '../import-limits.js';
import { type Concluding, type ImportResult, takeIn, underListLock } from '../import.service.js';
import { importTurn } from '../import-turn.js';
import { rematchLive } from '../list-policy.js';
import { stageStored } from '../list-staging.js';
import type { VersionFormat } from '../list.formats.js';
import { inTransaction } from '../runner-transaction.js';
import { moveListImport } from './list-import.lifecycle.js';
import { enqueueImport, insertImport } from './list-upload.service.js';

/** Whether more would be near by the limits after. */
export const isWider = (before: NearLimits, after: NearLimits): boolean =>
  after.maxDistance > before.maxDistance || after.minQuality < before.minQuality;

/**
 * Asks triage for wider limits of a list that has a live version.
 * @throws InvalidInputError unless a member of staff asks; ConflictError while the list is being imported, or a version of
 *   it waits
 */
export async function askWiderLimits(
  manager: EntityManager,
  organisationId: string,
  { hashListId, name }: { readonly hashListId: string; readonly name: string },
  limits: NearLimits,
  actor: Actor,
): Promise<void> {
  if (actor.kind !== 'staff' || actor.id === undefined)
    throw new InvalidInputError('Wider limits without a new version are asked for in the console.');
  await requireNoneWaiting(manager, organisationId, hashListId);
  const id = await insertImport(manager, organisationId, {
    kind: 'limits',
    listName: name,
    askedBy: actor.id,
    state: 'queued',
    format: null,
    columns: null,
    settings: limits,
    toVersion: null,
    bytes: 0,
  });
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'hash-list.limits-asked',
    subjectKind: 'hash-list',
    subjectId: hashListId,
    details: { ...limits },
  });
  await enqueueImport(manager, organisationId, id);
}

/** Wider limits that were asked for and are not in force yet never will be: somebody has said others meanwhile. */
export async function forgetWiderLimits(
  manager: EntityManager,
  organisationId: string,
  name: string,
): Promise<void> {
  const open: { id: string }[] = await manager.query(
    `SELECT id FROM list_imports WHERE organisation_id = $1 AND list_name = $2 AND kind = 'limits' AND ended_at IS NULL`,
    [organisationId, name],
  );
  for (const { id } of open) await moveListImport(manager, organisationId, id, 'cancelled');
}

async function requireNoneWaiting(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<void> {
  const waiting: unknown[] = await manager.query(
    `SELECT 1 FROM hash_list_versions WHERE hash_list_id = $1 AND organisation_id = $2 AND state = 'waiting'`,
    [hashListId, organisationId],
  );
  if (waiting.length > 0)
    throw new ConflictError(
      'list-version-waits',
      'A version of the list waits for a person; decide about it before limits are wider.',
    );
}

interface LiveVersion {
  readonly hashListId: string;
  readonly number: number;
  readonly format: VersionFormat;
  readonly fileSha256: Buffer;
  readonly entries: number;
  readonly isOwn: boolean;
}

/** @throws NotFoundError when nothing of the list is live */
async function readLive(manager: EntityManager, organisationId: string, name: string): Promise<LiveVersion> {
  const live = firstRow<LiveVersion>(
    await manager.query(
      `SELECT l.id AS "hashListId", v.number, v.format, v.file_sha256 AS "fileSha256", v.entries, l.is_own AS "isOwn"
       FROM hash_lists l JOIN hash_list_versions v ON v.hash_list_id = l.id AND v.organisation_id = l.organisation_id
         AND v.number = l.live_version
       WHERE l.organisation_id = $1 AND l.name = $2`,
      [organisationId, name],
    ),
  );
  if (live === undefined) throw new NotFoundError('live version of the list');
  return live;
}

/**
 * Brings wider limits into force, with a version of what is live that waits for a person if they would match too much.
 * @throws NotFoundError; ConflictError while the list is being imported or a version of it waits, and where the
 *   organisation's own list, which has no versions that wait, would match too much
 */
export async function widenLimits(
  database: Database,
  organisationId: string,
  name: string,
  given: Partial<NearLimits>,
  actor: Actor,
  concluding: Concluding,
): Promise<ImportResult> {
  return underListLock(database, organisationId, name, async (runner) => {
    const read = (manager: EntityManager) => readLive(manager, organisationId, name);
    const { isOwn, format } = await inTransaction(runner, organisationId, read);
    if (isOwn) return widenOwn(runner, organisationId, name, given as NearLimits, actor, concluding);
    return takeIn(
      runner,
      organisationId,
      { name, ...given },
      {
        format,
        actor,
        act: 'hash-list.limits-widened',
        details: { ...given },
        mayEndMuch: true,
        // Nobody else can bring a version from here on.
        stage: async (hashListId) => {
          await requireNoneWaiting(runner.manager, organisationId, hashListId);
          return stageStored(runner, organisationId, await read(runner.manager));
        },
        concluding,
      },
    );
  });
}

/** Of the own list no version can wait, for it follows the assessments: too wide is refused. */
async function widenOwn(
  runner: QueryRunner,
  organisationId: string,
  name: string,
  limits: NearLimits,
  actor: Actor,
  concluding: Concluding,
): Promise<ImportResult> {
  return inTransaction(runner, organisationId, async (manager) => {
    await manager.query('SET LOCAL statement_timeout = 0');
    await takeTurn(manager, 'triage', importTurn(organisationId, name));
    const { hashListId, number, entries } = await readLive(manager, organisationId, name);
    const version = { hashListId, version: number, entries, added: 0 };
    const impact = await measureImpact(manager, (await runner.connect()) as PoolClient, {
      organisationId,
      ...version,
      liveVersion: number,
      limits,
      isWider: true,
    });
    if (reasonToWait(impact) !== null)
      throw new ConflictError(
        'limits-too-wide',
        `By these limits the list would match ${impact.matched} more of ${impact.held} media; choose narrower ones.`,
      );
    await manager.query(
      `UPDATE hash_lists SET max_distance = $3, min_quality = $4 WHERE id = $1 AND organisation_id = $2`,
      [hashListId, organisationId, limits.maxDistance, limits.minQuality],
    );
    await recordEvent(manager, {
      organisationId,
      actor,
      act: 'hash-list.limits-widened',
      subjectKind: 'hash-list',
      subjectId: hashListId,
      details: { ...limits, state: 'live', ...impactDetails(impact) },
    });
    await rematchLive(manager, organisationId, hashListId);
    const nothing = { ended: 0, refused: 0, resumedAfter: 0, waitingVersion: null, reason: null };
    const result: ImportResult = { ...version, ...nothing, state: 'live', impact };
    await concluding(manager, result);
    return result;
  });
}
