// What an import stores of a version, and what that is to become: live, waiting for a person, or nothing new.
import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { NearLimits } from './held-media.index.js';
import { matchedUnasked, measureImpact } from './import-impact.js';
import { endsTooMuch, type ImportImpact, reasonToWait, type WaitingReason } from './import-limits.js';
import { countGone, type Merged, mergeStaged, removeNeverLive, sameAsStored } from './list-merge.js';
import type { ListSettings } from './list-settings.js';
import { moveVersion } from './list-version.lifecycle.js';

interface WaitingRow {
  readonly number: number;
  readonly entries: number;
  readonly maxDistance: number | null;
  readonly minQuality: number | null;
}

export interface Outcome {
  readonly state: 'live' | 'unchanged' | 'waiting';
  readonly merged: Merged;
  readonly impact: ImportImpact | null;
  readonly reason: WaitingReason | null;
  /** New ones, where they are not those in force. */
  readonly limits: NearLimits | null;
  readonly waitingVersion: number | null;
  readonly live: number;
  readonly superseded?: number;
}

/**
 * Stores what is staged as entries of the version, and says what is to become of it.
 * @param addedBefore entries of the version that are stored already, by `addInBatches`
 * @param mayEndMuch whether nobody is asked however much of what is live it ends
 */
export async function store(
  runner: QueryRunner,
  manager: EntityManager,
  organisationId: string,
  {
    id,
    version,
    addedBefore,
    mayEndMuch,
  }: { id: string; version: number; addedBefore: number | null; mayEndMuch: boolean },
  settings: ListSettings,
): Promise<Outcome> {
  // Locked before the list is read: nobody decides about it while something takes its place.
  const [waiting]: WaitingRow[] = await manager.query(
    `SELECT number, entries, max_distance AS "maxDistance", min_quality AS "minQuality" FROM hash_list_versions
     WHERE hash_list_id = $1 AND organisation_id = $2 AND state = 'waiting' FOR UPDATE`,
    [id, organisationId],
  );
  const [list]: (NearLimits & { live: number })[] = await manager.query(
    `SELECT live_version AS live, max_distance AS "maxDistance", min_quality AS "minQuality" FROM hash_lists
     WHERE id = $1 AND organisation_id = $2`,
    [id, organisationId],
  );
  const { live } = list!;
  const limits: NearLimits = {
    maxDistance: settings.maxDistance ?? list!.maxDistance,
    minQuality: settings.minQuality ?? list!.minQuality,
  };
  const isSame = (one: NearLimits) =>
    one.maxDistance === limits.maxDistance && one.minQuality === limits.minQuality;
  const outcome = { impact: null, reason: null, limits: isSame(list!) ? null : limits, live } as const;
  if (waiting !== undefined) {
    const { number, entries } = waiting;
    const waitingLimits = {
      maxDistance: waiting.maxDistance ?? list!.maxDistance,
      minQuality: waiting.minQuality ?? list!.minQuality,
    };
    if (isSame(waitingLimits) && (await sameAsStored(manager, organisationId, id))) {
      const merged: Merged = { entries, added: 0, ended: 0 };
      return { ...outcome, state: 'unchanged', merged, limits: null, waitingVersion: number };
    }
    await moveVersion(manager, organisationId, id, number, 'failed', { reason: 'superseded' });
  }
  const superseded = waiting && { superseded: waiting.number };
  await removeNeverLive(manager, organisationId, id, { live, but: version });
  const merged = await mergeStaged(manager, organisationId, id, version, addedBefore);
  const isWider =
    live > 0 && (limits.maxDistance > list!.maxDistance || limits.minQuality < list!.minQuality);
  if (live > 0 && merged.added === 0 && merged.ended === 0 && !isWider) {
    return { ...outcome, ...superseded, state: 'unchanged', merged, waitingVersion: null };
  }
  const measured = await measureImpact(manager, (await runner.connect()) as PoolClient, {
    organisationId,
    hashListId: id,
    version,
    liveVersion: live,
    added: merged.added,
    entries: merged.entries,
    limits,
    isWider,
  });
  const earlier = measured.matched === 0 ? 0 : await matchedUnasked(manager, organisationId, id);
  const before = merged.entries - merged.added + merged.ended;
  const gone =
    mayEndMuch || !endsTooMuch(before, merged.ended)
      ? 0
      : await countGone(manager, organisationId, id, version);
  const impact: ImportImpact = {
    ...measured,
    ...(earlier > 0 && { earlier }),
    ...(endsTooMuch(before, gone) && { withdrawn: gone }),
  };
  const reason = reasonToWait(impact);
  return {
    ...outcome,
    ...superseded,
    state: reason === null ? 'live' : 'waiting',
    merged,
    impact,
    reason,
    waitingVersion: reason === null ? null : version,
  };
}
