// From what a source told to a version of its list: by the way of every import, so that it is compared with what is
// held, waits for a person if it would match too much, and goes live whole or not at all.
import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { MACHINE } from '#libs/audit';
import { type Database, firstRow } from '#libs/platform';
import { type ImportResult, takeIn, underListLock } from '../import.service.js';
import type { ListSettings } from '../list-settings.js';
import { stageSelected } from '../list-staging.js';
import { STANDING_ENTRIES } from './source.entries.js';
import { HINT_EFFECTS, HINT_TRUST, SOURCE_TRAITS, type SourceKind } from './source.kinds.js';
import type { PollProgress } from './source.protocol.js';

export interface PolledSource {
  readonly id: string;
  readonly organisationId: string;
  readonly hashListId: string;
  readonly listName: string;
  readonly kind: Exclude<SourceKind, 'arachnid-shield'>;
}

/**
 * Makes a version of what stands at a source.
 * @returns undefined when there is nothing, and never was
 * @throws ConflictError while the list is being imported
 */
export async function importTold(
  database: Database,
  source: PolledSource,
  progress: PollProgress,
): Promise<ImportResult | undefined> {
  const { organisationId, id, hashListId, listName, kind } = source;
  const { isEmpty, live, settings } = await before(database, source);
  if (isEmpty && live === 0) return undefined;
  const { received, refused, checkpoint, pages, isFull } = progress;
  const reasons = Object.entries(progress.reasons ?? {}).map(([reason, count]) => `${reason}: ${count}`);
  return underListLock(database, organisationId, listName, async (runner) => {
    const take = (stageEntries: () => Promise<number>) =>
      takeIn(runner, organisationId, settings, {
        format: kind,
        actor: MACHINE,
        act: 'hash-list.polled',
        details: { pages, received, fromTheBeginning: isFull ? 1 : 0, reasons },
        mayBeEmpty: true,
        // What a source takes back accuses nobody from then on; the reading sees to it that it did so.
        mayEndMuch: true,
        stage: async () => ({
          entries: await stageEntries(),
          refused,
          resumedAfter: 0,
          // There is no file; this stands for what was read, and up to where.
          sha256: createHash('sha256').update(`${id} ${checkpoint} ${received}`).digest(),
        }),
      });
    const takeAll = () => take(() => stageStanding(runner, organisationId, id, isEmpty));
    const result = await takeAll();
    if (result.state !== 'waiting' || result.ended === 0) return result;
    // What is new waits for a person; what was taken back does not wait with it.
    await take(() =>
      stageSelected(runner, `${STANDING_ENTRIES} AND ${IN_LIVE_VERSION}`, [organisationId, id, hashListId]),
    );
    return takeAll();
  });
}

/** SQL: an entry of the source is in the live version of the list `$3` already. */
const IN_LIVE_VERSION = `EXISTS (SELECT 1 FROM hash_entries h JOIN hash_lists l ON l.id = h.hash_list_id
  AND l.organisation_id = $1 WHERE h.hash_list_id = $3 AND h.organisation_id = $1
    AND h.fingerprint = list_source_entries.fingerprint AND h.first_version <= l.live_version
    AND (h.ended_version IS NULL OR h.ended_version > l.live_version))`;

/** A list is emptied where the source is empty, and never because its entries were not to be seen. */
async function stageStanding(
  runner: QueryRunner,
  organisationId: string,
  sourceId: string,
  isEmpty: boolean,
): Promise<number> {
  const entries = await stageSelected(runner, STANDING_ENTRIES, [organisationId, sourceId]);
  if ((entries === 0) !== isEmpty) throw new Error('what a source told is not what was staged of it');
  return entries;
}

async function before(
  database: Database,
  { id, organisationId, hashListId, listName, kind }: PolledSource,
): Promise<{ isEmpty: boolean; live: number; settings: ListSettings }> {
  return database.within(organisationId, async (manager) => {
    const row = firstRow<{ live: number; effect: string; some: boolean }>(
      await manager.query(
        `SELECT live_version AS live, effect, EXISTS (SELECT 1 ${STANDING_ENTRIES}) AS some
         FROM hash_lists WHERE organisation_id = $1 AND id = $3`,
        [organisationId, id, hashListId],
      ),
    );
    const isHint = HINT_EFFECTS.some((effect) => effect === row?.effect);
    return {
      isEmpty: row?.some !== true,
      live: row?.live ?? 0,
      settings: {
        name: listName,
        // Said again each time, so that it is in force with what it is about.
        ...(SOURCE_TRAITS[kind].hintOnly && { trust: HINT_TRUST, ...(!isHint && { effect: 'suggest' }) }),
      },
    };
  });
}
