// Import of a list: read as a stream, staged and, if it is large, stored in batches; then compared with what is live and
// made live in one transaction, or left waiting for a person. Whatever stops it, the list is whole: the new version is
// there, or nothing of it matches.
import type { EntityManager, QueryRunner } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { ConflictError, type Database, newId, tryTurn } from '#libs/platform';
import { ListUnreadableError, SourceChangedError } from './known-material.errors.js';
import { type ImportImpact, impactDetails, type WaitingReason } from './import-limits.js';
import { store } from './import-store.js';
import { importTurn, LOADER_LIVES } from './import-turn.js';
import { goLive } from './list-decision.service.js';
import { addInBatches, removeVersion } from './list-merge.js';
import { addToWaitingPolicy, applyPolicy, givenPolicy, policyDetails, rematchLive } from './list-policy.js';
import { ensureList, type ListSettings } from './list-settings.js';
import {
  dropStaged,
  readReplaced,
  stageSource,
  type Staged,
  stageStored,
  type StagingOptions,
} from './list-staging.js';
import { moveVersion, type VersionNotes } from './list-version.lifecycle.js';
import { inTransaction } from './runner-transaction.js';
import { requireNoSource } from './sources/filled-by-source.js';
import { dropBatches, type SourceIdentity, sourceKeyOf, StagedBatches } from './staged-batches.js';
import type { ListFormat, VersionFormat } from './list.formats.js';

export interface ImportOptions extends StagingOptions {
  readonly actor: Actor;
  /** Entries from which on what is new is stored in batches; for tests. */
  readonly batchesFrom?: number;
  /**
   * What the source is, to the byte. With it an import that was killed goes on behind what it had staged when the same
   * source is imported again with the same settings.
   */
  readonly identity?: SourceIdentity;
  readonly concluding?: Concluding;
}

/** Runs last in the transaction that makes the version what it becomes; where it fails, nothing of the version stays. */
export type Concluding = (manager: EntityManager, result: ImportResult) => Promise<void>;

export interface ImportResult {
  readonly hashListId: string;
  /** The version that this import is. */
  readonly version: number;
  /**
   * `unchanged`: the source says what is live, or what waits, already, which stays. `waiting`: it would match an unlikely
   * share of what is held; nothing of it matches until a person approves it.
   */
  readonly state: 'live' | 'unchanged' | 'waiting';
  /** The version that waits for a person after this import. */
  readonly waitingVersion: number | null;
  /** Why this version waits. */
  readonly reason: WaitingReason | null;
  /** What this version would match of what is held; null where nothing changed. */
  readonly impact: ImportImpact | null;
  /** Different entries in the source. */
  readonly entries: number;
  readonly added: number;
  /** Entries that the source no longer has. */
  readonly ended: number;
  readonly refused: number;
  /** Entries of the source that an import which was killed had staged already. */
  readonly resumedAfter: number;
}

/**
 * Imports a whole list: what the source no longer has ends. Twice the same source changes nothing.
 * @throws ListUnreadableError when there is nothing to take; ConflictError while the same list is being imported, or
 *   where a source fills it; SourceChangedError where the source is not what it was said to be
 */
export async function importList(
  database: Database,
  organisationId: string,
  settings: ListSettings,
  source: AsyncIterable<Uint8Array>,
  format: ListFormat,
  options: ImportOptions,
): Promise<ImportResult> {
  return underListLock(database, organisationId, settings.name, async (runner) => {
    await inTransaction(runner, organisationId, (manager) =>
      requireNoSource(manager, organisationId, settings.name),
    );
    return takeIn(runner, organisationId, settings, {
      format,
      actor: options.actor,
      act: 'hash-list.imported',
      ...(options.concluding && { concluding: options.concluding }),
      stage: (hashListId) => {
        const { identity } = options;
        if (identity === undefined) return stageSource(runner, source, format, options);
        const key = sourceKeyOf(identity, [settings, format, options.columns]);
        const batches = new StagedBatches(runner, organisationId, hashListId, key);
        return stageIdentified(runner, source, format, options, { identity, batches });
      },
      isStreamed: true,
      ...(options.batchesFrom !== undefined && { batchesFrom: options.batchesFrom }),
    });
  });
}

/** Stages a source that is to be what it was said to be. @throws SourceChangedError */
async function stageIdentified(
  runner: QueryRunner,
  source: AsyncIterable<Uint8Array>,
  format: ListFormat,
  options: StagingOptions,
  { identity, batches }: { readonly identity: SourceIdentity; readonly batches: StagedBatches },
): Promise<Staged> {
  const staged = await stageSource(runner, source, format, options, batches);
  if ('sha256' in identity && staged.sha256.toString('hex') !== identity.sha256)
    throw new SourceChangedError();
  return staged;
}

/**
 * Takes a list back to what an earlier version held, as a new version: it is compared with what is held and waits for a
 * person like an import.
 * @throws NotFoundError when there is no such version; ConflictError when it was never replaced, or while the list is
 *   being imported
 */
export async function takeListBack(
  database: Database,
  organisationId: string,
  name: string,
  version: number,
  actor: Actor,
  concluding?: Concluding,
): Promise<ImportResult> {
  return underListLock(database, organisationId, name, async (runner) => {
    const earlier = await inTransaction(runner, organisationId, (manager) =>
      readReplaced(manager, organisationId, name, version),
    );
    return takeIn(
      runner,
      organisationId,
      { name },
      {
        format: earlier.format,
        actor,
        act: 'hash-list.taken-back',
        ...(concluding && { concluding }),
        details: { to: version },
        mayEndMuch: true,
        stage: () => stageStored(runner, organisationId, earlier),
      },
    );
  });
}

/**
 * Runs the import of a list on a connection of its own, whose being there is the sign that the import goes on.
 * @throws ConflictError while another import of the list runs
 */
export async function underListLock<T>(
  database: Database,
  organisationId: string,
  name: string,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const runner = database.dataSource.createQueryRunner();
  try {
    // Asked before anything is read; `takeIn` asks again when it begins.
    await inTransaction(runner, organisationId, (manager) => requireIdle(manager, organisationId, name));
    return await work(runner);
  } finally {
    // The connection may be gone, and the table with it.
    await dropStaged(runner).catch(() => undefined);
    await runner.release();
  }
}

/** Holds the list's turn until the transaction ends. @throws ConflictError while another import of the list runs */
async function requireIdle(manager: EntityManager, organisationId: string, name: string): Promise<void> {
  const isFree = await tryTurn(manager, 'triage', importTurn(organisationId, name));
  const running: unknown[] = await manager.query(
    `SELECT 1 FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id AND l.organisation_id = $1
     WHERE l.name = $2 AND v.organisation_id = $1 AND v.state = 'loading' AND ${LOADER_LIVES}`,
    [organisationId, name.trim()],
  );
  if (!isFree || running.length > 0)
    throw new ConflictError('import-running', 'This list is being imported now; wait until that has ended.');
}

/** What a version is made of. */
export interface Intake {
  readonly format: VersionFormat;
  readonly actor: Actor;
  readonly act: string;
  readonly details?: Readonly<Record<string, number | readonly string[]>>;
  /** Fills `staged_entries`, within a transaction of the organisation, which ends with it. */
  readonly stage: (hashListId: string) => Promise<Staged>;
  /** The staging commits by itself and needs nothing of the organisation: it runs outside of any transaction. */
  readonly isStreamed?: boolean;
  /** Nothing staged means that the source has withdrawn everything, not that the file is of no use. */
  readonly mayBeEmpty?: boolean;
  /** What ends was taken back by whoever may: nobody is asked, however much it is. */
  readonly mayEndMuch?: boolean;
  readonly concluding?: Concluding;
  readonly batchesFrom?: number;
}

/** Entries from which on what is new is stored in batches before the transaction that compares and goes live. */
const BATCHES_FROM = 100_000;

/**
 * Makes what is staged a version of the list, under its lock.
 * @throws ListUnreadableError when there is nothing to take
 */
export async function takeIn(
  runner: QueryRunner,
  organisationId: string,
  settings: ListSettings,
  intake: Intake,
): Promise<ImportResult> {
  const policy = givenPolicy(settings);
  const hasPolicy = Object.keys(policy).length > 0;
  const { list, version } = await inTransaction(runner, organisationId, async (manager) => {
    await requireIdle(manager, organisationId, settings.name);
    const ensured = await ensureList(manager, organisationId, settings);
    // What still loads was left by an import that was killed: nobody is there who loads it.
    const left: { number: number }[] = await manager.query(
      `SELECT number FROM hash_list_versions WHERE hash_list_id = $1 AND organisation_id = $2 AND state = 'loading'`,
      [ensured.id, organisationId],
    );
    for (const { number } of left) await moveVersion(manager, organisationId, ensured.id, number, 'failed');
    const rows: { number: number }[] = await manager.query(
      `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format, loader_pid, loader_since)
       SELECT $1, $2, $3, coalesce(max(number), 0) + 1, 'loading', $4, pg_backend_pid(),
         (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()) FROM hash_list_versions
       WHERE hash_list_id = $3 AND organisation_id = $2 RETURNING number`,
      [newId(), organisationId, ensured.id, intake.format],
    );
    return { list: ensured, version: rows[0]!.number };
  });
  try {
    const staged = await (intake.isStreamed === true
      ? intake.stage(list.id)
      : inTransaction(runner, organisationId, async (manager) => {
          await manager.query('SET LOCAL statement_timeout = 0');
          return intake.stage(list.id);
        }));
    const within = <T>(work: (manager: EntityManager) => Promise<T>) =>
      inTransaction(runner, organisationId, work);
    const isLarge = staged.entries >= (intake.batchesFrom ?? BATCHES_FROM);
    const addedBefore = isLarge ? await addInBatches(within, organisationId, list.id, version) : null;
    return await inTransaction(runner, organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      if (staged.entries === 0 && intake.mayBeEmpty !== true) {
        throw new ListUnreadableError('No line of the file could be taken; the list stays as it is.');
      }
      const outcome = await store(
        runner,
        manager,
        organisationId,
        { id: list.id, version, addedBefore, mayEndMuch: intake.mayEndMuch === true },
        settings,
      );
      const { state, merged, impact, reason, limits, waitingVersion, live } = outcome;
      const { superseded } = outcome;
      const notes: VersionNotes = {
        entries: merged.entries,
        refused: staged.refused,
        fileSha256: staged.sha256,
        ...(impact && { impact }),
        ...(reason && { reason }),
        ...(limits && { limits }),
        ...(state === 'waiting' && hasPolicy && { policy }),
      };
      await recordEvent(manager, {
        organisationId,
        actor: intake.actor,
        act: intake.act,
        subjectKind: 'hash-list',
        subjectId: list.id,
        details: {
          ...intake.details,
          version,
          state,
          ...merged,
          refused: staged.refused,
          ...(staged.resumedAfter > 0 && { resumedAfter: staged.resumedAfter }),
          fileSha256: staged.sha256.toString('hex'),
          ...(impact && impactDetails(impact)),
          ...(reason && { reason }),
          ...(superseded && { superseded }),
          // Not in force before somebody approves it.
          ...(waitingVersion !== null && policyDetails(policy)),
        },
      });
      const isChanged =
        waitingVersion === null &&
        (await applyPolicy(manager, organisationId, list.id, policy, intake.actor));
      if (state === 'live')
        await goLive(manager, organisationId, list.id, { from: live, to: version }, notes);
      else await moveVersion(manager, organisationId, list.id, version, state, notes);
      if (state === 'unchanged' && waitingVersion !== null && hasPolicy) {
        const waiting = { hashListId: list.id, number: waitingVersion };
        await addToWaitingPolicy(manager, organisationId, settings.name.trim(), waiting, policy);
      }
      if (state === 'unchanged' && isChanged) await rematchLive(manager, organisationId, list.id);
      if (state === 'unchanged' && waitingVersion === null && limits) {
        // Narrower ones: they need nobody's word.
        await manager.query(
          `UPDATE hash_lists SET max_distance = $2, min_quality = $3 WHERE id = $1 AND organisation_id = $4`,
          [list.id, limits.maxDistance, limits.minQuality, organisationId],
        );
      }
      await dropBatches(manager, organisationId, list.id);
      const { refused, resumedAfter } = staged;
      const result = {
        hashListId: list.id,
        version,
        state,
        waitingVersion,
        reason,
        impact,
        ...merged,
        refused,
        resumedAfter,
      };
      await intake.concluding?.(manager, result);
      return result;
    });
  } catch (error) {
    await inTransaction(runner, organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      await removeVersion(manager, organisationId, list.id, version);
      // Once more the same would come of it; of what failed otherwise, the next import takes up what is staged.
      if (error instanceof ListUnreadableError || error instanceof SourceChangedError)
        await dropBatches(manager, organisationId, list.id);
      await moveVersion(manager, organisationId, list.id, version, 'failed');
    }).catch(() =>
      // The connection may be gone, and the next import marks the version as failed. Where it is not, it must not go back
      // to its pool: it would say that the version is being loaded.
      runner.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined),
    );
    throw error;
  }
}
