// The versions of a list, what changed between two of them, and what it holds by category. What a person sees of an
// entry is which kinds of hash it has and the beginning of one: enough to name it, nothing to match with.
import type { EntityManager } from 'typeorm';
import { ConflictError, firstRow, InvalidInputError, ManaraError, NotFoundError } from '#libs/platform';
import type { ListFormat } from '../list.formats.js';
import type { ImportImpact, WaitingReason } from '../import-limits.js';
import type { PolicyChange } from '../list-policy.js';
import type { EndReason, VersionState } from '../list-version.lifecycle.js';

/** Looking through the entries takes longer than one request may. */
export class ListTooLargeToCountError extends ManaraError {
  constructor() {
    super(
      'list-too-large-to-count',
      'The list is too large to be counted here now; try again, or ask with `manara lists status` on the server.',
      409,
    );
  }
}

const TIMEOUT_MS = 5000;
const CANCELLED = '57014';
const MOST_CATEGORIES = 50;
const EXAMPLES_A_PAGE = 10;
const SHOWN_DIGITS = 8;

/** Runs queries that look through a list's entries, within the time that a request has. */
async function inTime<T>(manager: EntityManager, work: () => Promise<T>): Promise<T> {
  await manager.query(`SELECT set_config('statement_timeout', $1, true)`, [`${TIMEOUT_MS}ms`]);
  try {
    return await work();
  } catch (error) {
    const { code } = ((error as { driverError?: unknown }).driverError ?? error) as { code?: string };
    throw code === CANCELLED ? new ListTooLargeToCountError() : error;
  }
}

export interface ListVersionStatus {
  readonly number: number;
  readonly state: VersionState;
  readonly format: ListFormat;
  readonly entries: number;
  readonly refused: number;
  readonly reason: WaitingReason | EndReason | null;
  readonly impact: ImportImpact | null;
  /** The limits that it came with; null where they were not to change. */
  readonly maxDistance: number | null;
  readonly minQuality: number | null;
  /** What changes in the list's policy with it, while it waits. */
  readonly policy: PolicyChange | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** Versions of a list, the latest first. @param before only those with a lower number */
export async function readListVersions(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  most: number,
  before?: number,
): Promise<ListVersionStatus[]> {
  await requireList(manager, organisationId, hashListId);
  return manager.query(
    `SELECT number, state, format, entries, refused, reason, impact, max_distance AS "maxDistance",
       min_quality AS "minQuality", policy, started_at AS "startedAt", finished_at AS "finishedAt"
     FROM hash_list_versions WHERE hash_list_id = $1 AND organisation_id = $2 AND ($3::int IS NULL OR number < $3)
     ORDER BY number DESC LIMIT $4`,
    [hashListId, organisationId, before ?? null, most],
  );
}

export interface CategoryCount {
  /** As the source calls it; null where it says none. */
  readonly category: string | null;
  readonly entries: number;
}

/** What the live version holds by category, the most first; beyond a number of categories nothing. */
export async function countByCategory(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<CategoryCount[]> {
  await requireList(manager, organisationId, hashListId);
  return inTime(manager, () =>
    manager.query(
      `SELECT e.category, count(*)::int AS entries FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
       WHERE l.id = $1 AND l.organisation_id = $2 AND e.organisation_id = $2 AND e.first_version <= l.live_version
         AND (e.ended_version IS NULL OR e.ended_version > l.live_version)
       GROUP BY e.category ORDER BY 2 DESC, 1 LIMIT ${MOST_CATEGORIES}`,
      [hashListId, organisationId],
    ),
  );
}

export interface CategoryChange {
  readonly category: string | null;
  readonly added: number;
  readonly ended: number;
}

export interface ChangedEntry {
  readonly id: string;
  readonly change: 'added' | 'ended';
  readonly category: string | null;
  /** Which hashes it has. */
  readonly kinds: readonly string[];
  /** The first digits of its surest hash. */
  readonly begins: string;
  /** What the source calls the video of which this is a frame. */
  readonly video: string | null;
}

export interface ListChanges {
  readonly added: number;
  readonly ended: number;
  readonly categories: readonly CategoryChange[];
  readonly examples: readonly ChangedEntry[];
  /** Where the next page of examples begins; null after the last. */
  readonly next: string | null;
}

const COMPARABLE: readonly VersionState[] = ['live', 'replaced', 'waiting'];

/** SQL: entry `e` came, or ended, between versions $3 and $4 of list $1. */
const ADDED = `e.hash_list_id = $1 AND e.organisation_id = $2 AND e.first_version > $3 AND e.first_version <= $4
  AND (e.ended_version IS NULL OR e.ended_version > $4)`;
const ENDED = `e.hash_list_id = $1 AND e.organisation_id = $2 AND e.ended_version > $3 AND e.ended_version <= $4
  AND e.first_version <= $3`;

/**
 * What is different in a later version of a list.
 * @param from a version, or 0 for nothing
 * @param after where the page of examples begins
 * @throws NotFoundError; InvalidInputError when the versions are the wrong way round; ConflictError for one that never
 *   was live and does not wait: of its entries nothing is left; ListTooLargeToCountError
 */
export async function compareVersions(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  { from, to, after }: { readonly from: number; readonly to: number; readonly after?: string },
): Promise<ListChanges> {
  if (from >= to)
    throw new InvalidInputError('Of two versions the earlier one comes first.', {
      from: 'must be lower than to',
    });
  await requireList(manager, organisationId, hashListId);
  const numbers = from === 0 ? [to] : [from, to];
  const versions: { number: number; state: VersionState }[] = await manager.query(
    `SELECT number, state FROM hash_list_versions WHERE hash_list_id = $1 AND organisation_id = $2 AND number = ANY ($3)`,
    [hashListId, organisationId, numbers],
  );
  if (versions.length < numbers.length) throw new NotFoundError('version of the list');
  const other = versions.find(({ state }) => !COMPARABLE.includes(state));
  if (other !== undefined) {
    throw new ConflictError(
      'list-version-not-kept',
      `Only versions that were live or wait can be compared; version ${other.number} is ${other.state}.`,
    );
  }
  const range = [hashListId, organisationId, from, to];
  return inTime(manager, async () => {
    const categories: CategoryChange[] = await manager.query(
      `SELECT category, sum(added)::int AS added, sum(ended)::int AS ended FROM (
         SELECT category, count(*) AS added, 0 AS ended FROM hash_entries e WHERE ${ADDED} GROUP BY category
         UNION ALL SELECT category, 0, count(*) FROM hash_entries e WHERE ${ENDED} GROUP BY category) both_ways
       GROUP BY category ORDER BY sum(added) + sum(ended) DESC, category LIMIT ${MOST_CATEGORIES}`,
      range,
    );
    const totals = firstRow<{ added: number; ended: number }>(
      await manager.query(
        `SELECT (SELECT count(*)::int FROM hash_entries e WHERE ${ADDED}) AS added,
           (SELECT count(*)::int FROM hash_entries e WHERE ${ENDED}) AS ended`,
        range,
      ),
    )!;
    const examples: ChangedEntry[] = await manager.query(
      `SELECT e.id, CASE WHEN ${ADDED} THEN 'added' ELSE 'ended' END AS change, e.category, e.video,
         array_remove(ARRAY[CASE WHEN e.sha256 IS NOT NULL THEN 'sha256' END, CASE WHEN e.sha1 IS NOT NULL THEN 'sha1' END,
           CASE WHEN e.md5 IS NOT NULL THEN 'md5' END, CASE WHEN e.pdq IS NOT NULL THEN 'pdq' END], NULL) AS kinds,
         left(encode(coalesce(e.sha256, e.sha1, e.md5, e.pdq), 'hex'), ${SHOWN_DIGITS}) AS begins
       FROM hash_entries e WHERE (${ADDED} OR ${ENDED}) AND ($5::uuid IS NULL OR e.id > $5)
       ORDER BY e.id LIMIT ${EXAMPLES_A_PAGE + 1}`,
      [...range, after ?? null],
    );
    const hasMore = examples.length > EXAMPLES_A_PAGE;
    const shown = examples.slice(0, EXAMPLES_A_PAGE);
    return { ...totals, categories, examples: shown, next: hasMore ? shown.at(-1)!.id : null };
  });
}

async function requireList(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<void> {
  const known: unknown[] = await manager.query(
    `SELECT 1 FROM hash_lists WHERE id = $1 AND organisation_id = $2`,
    [hashListId, organisationId],
  );
  if (known.length === 0) throw new NotFoundError('hash list');
}
