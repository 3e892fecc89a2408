// Matches what open cases show with a version that went live after they were examined. In batches, each case in a
// transaction of its own; how far it came stands in the version's row, so that it goes on where it was broken off.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { lockCase, prioritise } from '#libs/cases';
import { IndexBehindError, recordMatches } from '#libs/known-material';
import { enqueue } from '#libs/platform';
import { settleCase } from '#libs/review';
import { MATCHED_COLUMNS, matchMediaAndVideos, withIndexInStep, type StoredMedia } from './media-matching.js';
import type { PipelineContext } from './step-context.js';

const BOUNDS = {
  /** Cases that are matched before it is noted how far it came. */
  batch: 25,
  /** How long one job goes on: reports must not wait for it. */
  sliceMs: 10_000,
};
/** The states in which nothing is decided; in the others the match is recorded and no more. */
const UNDECIDED = ['ready', 'in-assessment'];

/** After a minute, then each time after as long as it has failed already, but within a day. */
const NEXT_TRY = `now() + least(interval '1 day', greatest(interval '1 minute', now() - rematch_failed_since))`;

/**
 * When something of a list expires next: its cases are ranked without it then. Entries that expire one after the other are
 * taken together, every ten minutes.
 */
const NEXT_EXPIRY = `(SELECT least(
    CASE WHEN l.expires_at > now() THEN l.expires_at END,
    (SELECT greatest(min(e.expires_at), now() + interval '10 minutes') FROM hash_entries e
     WHERE e.hash_list_id = l.id AND e.organisation_id = l.organisation_id AND e.expires_at > now()
       AND e.first_version <= l.live_version AND (e.ended_version IS NULL OR e.ended_version > l.live_version)
     HAVING min(e.expires_at) IS NOT NULL))
  FROM hash_lists l WHERE l.id = v.hash_list_id AND l.organisation_id = v.organisation_id)`;

/** The hold on the work: whoever finds another due time in the row has lost it, or has to begin again. */
interface Hold {
  readonly due: string;
  readonly after: string | null;
}

export async function rematch(
  context: PipelineContext,
  organisationId: string,
  versionId: string,
  { batch, sliceMs } = BOUNDS,
): Promise<void> {
  const { database, clock, options } = context;
  const within = <T>(work: (manager: EntityManager) => Promise<T>) => database.within(organisationId, work);
  const endAt = clock.now().getTime() + sliceMs;
  let hold = await within((manager) => takeHold(manager, organisationId, versionId, options.attemptSeconds));
  while (hold !== undefined) {
    const held = hold;
    const cases = await within((manager) => nextCases(manager, organisationId, held.after, batch));
    for (const caseId of cases) await tryCase(context, organisationId, caseId, versionId);
    const after = cases.at(-1) ?? held.after;
    if (cases.length < batch) {
      await within((manager) => letGo(manager, organisationId, versionId, held));
      return;
    }
    const goesOn = clock.now().getTime() < endAt;
    hold = await within((manager) =>
      goesOn
        ? advance(manager, organisationId, versionId, held, after, options.attemptSeconds)
        : pause(manager, organisationId, versionId, held, after),
    );
  }
}

/** One case that cannot be matched keeps no other from it. */
async function tryCase(
  context: PipelineContext,
  organisationId: string,
  caseId: string,
  versionId: string | null,
): Promise<void> {
  const attempt = () => rematchCase(context, organisationId, caseId, versionId);
  try {
    // A second time, for what passes by itself, such as a deadlock. Where the database is away, the next note fails.
    await attempt().catch(attempt);
  } catch (error) {
    if (error instanceof IndexBehindError) throw error;
    context.logger.unexpected('a case was not matched anew', error, { step: 'rematch', caseId });
    await context.database.within(organisationId, (manager) =>
      manager.query(
        `UPDATE cases SET rematch_failed_since = coalesce(rematch_failed_since, now()), rematch_due_at = ${NEXT_TRY}
         WHERE id = $1 AND organisation_id = $2 AND state <> 'closed'`,
        [caseId, organisationId],
      ),
    );
  }
}

/** Tries a case again that could not be matched when its turn came; with whatever is live by now. */
export async function rematchAgain(
  context: PipelineContext,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const isDue = await context.database.within(organisationId, async (manager) => {
    // Put off first: a try that ends its process counts as well.
    const [, due] = await manager.query(
      `UPDATE cases SET rematch_due_at = ${NEXT_TRY} WHERE id = $1 AND organisation_id = $2 AND rematch_due_at <= now()`,
      [caseId, organisationId],
    );
    return due === 1;
  });
  if (isDue) await tryCase(context, organisationId, caseId, null);
}

/** Matches one case; twice has the effect of once. */
async function rematchCase(
  context: PipelineContext,
  organisationId: string,
  caseId: string,
  versionId: string | null,
): Promise<void> {
  const { database, index } = context;
  await withIndexInStep(index, () =>
    database.within(organisationId, async (manager) => {
      const state = await lockCase(manager, organisationId, caseId);
      if (state === undefined) return true;
      if (state === 'closed') return clearFailure(manager, organisationId, caseId);
      if (!(await index.isInStep(manager, organisationId))) return false;
      await clearFailure(manager, organisationId, caseId);
      const added = await recordNewMatches(context, manager, organisationId, caseId);
      if (!UNDECIDED.includes(state)) return true;
      const settled = await settleCase(manager, organisationId, caseId);
      const before = await priorityOf(manager, organisationId, caseId);
      const after = await prioritise(manager, organisationId, caseId);
      const isRankedAnew = after !== undefined && after.priority !== before;
      if (added === 0 && settled === 0 && !isRankedAnew) return true;
      await recordEvent(manager, {
        organisationId,
        actor: MACHINE,
        act: 'case.rematched',
        subjectKind: 'case',
        subjectId: caseId,
        details: { listVersion: versionId, matches: added, settled, priorityVersion: after?.version ?? null },
      });
      return true;
    }),
  );
}

async function clearFailure(manager: EntityManager, organisationId: string, caseId: string): Promise<true> {
  await manager.query(
    `UPDATE cases SET rematch_failed_since = NULL, rematch_due_at = NULL
     WHERE id = $1 AND organisation_id = $2 AND (rematch_failed_since IS NOT NULL OR rematch_due_at IS NOT NULL)`,
    [caseId, organisationId],
  );
  return true;
}

/** @returns how many matches are new */
async function recordNewMatches(
  { index }: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<number> {
  // What is not through yet is matched by its own step.
  const media: (StoredMedia & { id: string })[] = await manager.query(
    `SELECT d.id, ${MATCHED_COLUMNS} FROM media d WHERE d.organisation_id = $2 AND d.id IN (
       SELECT i.media_id FROM content_items i WHERE i.case_id = $1 AND i.organisation_id = $2 AND i.step = 'done')
     ORDER BY d.id`,
    [caseId, organisationId],
  );
  const count = async () => {
    const [{ count: matches }] = await manager.query(
      `SELECT count(*)::int AS count FROM matches WHERE media_id = ANY ($1) AND organisation_id = $2`,
      [media.map(({ id }) => id), organisationId],
    );
    return matches as number;
  };
  const before = await count();
  for (const one of media)
    await recordMatches(
      manager,
      organisationId,
      one.id,
      await matchMediaAndVideos(manager, index, organisationId, one),
    );
  return (await count()) - before;
}

async function priorityOf(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<number | undefined> {
  const [row] = await manager.query(`SELECT priority FROM cases WHERE id = $1 AND organisation_id = $2`, [
    caseId,
    organisationId,
  ]);
  return row?.priority;
}

/** Takes hold of the work for as long as an attempt may run. @returns undefined when it is not due, or done */
async function takeHold(
  manager: EntityManager,
  organisationId: string,
  versionId: string,
  seconds: number,
): Promise<Hold | undefined> {
  const [[hold]] = await manager.query(
    `UPDATE hash_list_versions SET rematch_due_at = now() + make_interval(secs => $3)
     WHERE id = $1 AND organisation_id = $2 AND state = 'live' AND rematch_due_at <= now()
     RETURNING rematch_due_at::text AS due, rematched_to AS after`,
    [versionId, organisationId, seconds],
  );
  return hold;
}

/** Open cases in the order of their ids; one that is opened later meets the version in its own steps. */
async function nextCases(
  manager: EntityManager,
  organisationId: string,
  after: string | null,
  most: number,
): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `SELECT id FROM cases WHERE organisation_id = $1 AND state <> 'closed' AND ($2::uuid IS NULL OR id > $2)
     ORDER BY id LIMIT $3`,
    [organisationId, after, most],
  );
  return rows.map(({ id }) => id);
}

/** Notes how far it came. @returns undefined when the hold is lost: another goes on, or it begins again */
async function advance(
  manager: EntityManager,
  organisationId: string,
  versionId: string,
  { due }: Hold,
  after: string | null,
  seconds: number,
): Promise<Hold | undefined> {
  const [[hold]] = await manager.query(
    `UPDATE hash_list_versions SET rematched_to = $4, rematch_due_at = now() + make_interval(secs => $5)
     WHERE id = $1 AND organisation_id = $2 AND state = 'live' AND rematch_due_at = $3::timestamptz
     RETURNING rematch_due_at::text AS due, rematched_to AS after`,
    [versionId, organisationId, due, after, seconds],
  );
  return hold;
}

/** Leaves the rest to a job of its own. */
async function pause(
  manager: EntityManager,
  organisationId: string,
  versionId: string,
  { due }: Hold,
  after: string | null,
): Promise<undefined> {
  const [, paused] = await manager.query(
    `UPDATE hash_list_versions SET rematched_to = $4, rematch_due_at = now()
     WHERE id = $1 AND organisation_id = $2 AND state = 'live' AND rematch_due_at = $3::timestamptz`,
    [versionId, organisationId, due, after],
  );
  if (paused !== 1) return;
  // In a moment: the queue takes no second job of the same id while this one runs.
  await enqueue(manager, versionId, {
    queue: 'triage',
    name: 'rematch',
    payload: { organisationId, versionId },
    notBefore: new Date(Date.now() + 1000),
  });
}

async function letGo(
  manager: EntityManager,
  organisationId: string,
  versionId: string,
  { due }: Hold,
): Promise<void> {
  await manager.query(
    `UPDATE hash_list_versions v SET rematched_to = NULL, rematch_due_at = ${NEXT_EXPIRY}
     WHERE id = $1 AND organisation_id = $2 AND rematch_due_at = $3::timestamptz`,
    [versionId, organisationId, due],
  );
}
