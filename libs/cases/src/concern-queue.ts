// The queue of those concerned: somebody answers for it, and its cases are to be taken up within a time.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { InvalidInputError } from '#libs/platform';

export const DEFAULT_TARGET_MINUTES = 60;
const LEAST_MINUTES = 5;
const MOST_MINUTES = 7 * 24 * 60;

export interface ConcernQueue {
  readonly ownerId: string | null;
  readonly owner: string | null;
  readonly targetMinutes: number;
  /** Cases that wait for somebody. */
  readonly waiting: number;
  /** Of these, cases that wait for longer than the target. */
  readonly overdue: number;
  readonly oldestAt: Date | null;
}

/** SQL: whether case `c` waits for somebody to take it up at the moment `now`. */
export function waitsForSomebody(now: string): string {
  return `(c.state IN ('triage', 'ready') OR (c.state = 'in-assessment' AND c.lease_expires_at <= ${now}))`;
}

/** What is set and what waits. */
export async function concernQueue(
  manager: EntityManager,
  organisationId: string,
  now: Date,
): Promise<ConcernQueue> {
  const [queue] = await manager.query<[ConcernQueue]>(
    `WITH set AS (SELECT q.owner_id, q.target_minutes FROM concern_queues q WHERE q.organisation_id = $1),
       target AS (SELECT coalesce((SELECT target_minutes FROM set), $3)::int AS minutes),
       waiting AS (SELECT c.opened_at FROM cases c
         WHERE c.organisation_id = $1 AND c.concern IS NOT NULL AND ${waitsForSomebody('$2')})
     SELECT (SELECT owner_id FROM set) AS "ownerId",
       (SELECT a.display_name FROM staff_accounts a JOIN set ON a.id = set.owner_id WHERE a.organisation_id = $1) AS owner,
       (SELECT minutes FROM target) AS "targetMinutes", count(*)::int AS waiting,
       count(*) FILTER (WHERE opened_at <= $2::timestamptz - make_interval(mins => (SELECT minutes FROM target)))::int AS overdue,
       min(opened_at) AS "oldestAt" FROM waiting`,
    [organisationId, now, DEFAULT_TARGET_MINUTES],
  );
  return queue;
}

/**
 * Sets who answers for the queue and the time within which a case of it is taken up.
 * @throws InvalidInputError naming the field
 */
export async function setConcernQueue(
  manager: EntityManager,
  organisationId: string,
  queue: { readonly ownerId: string | null; readonly targetMinutes: number },
  actor: Actor,
): Promise<void> {
  const { ownerId, targetMinutes } = queue;
  const problems: Record<string, string> = {};
  if (!Number.isInteger(targetMinutes) || targetMinutes < LEAST_MINUTES || targetMinutes > MOST_MINUTES) {
    problems.targetMinutes = `must be a whole number of ${LEAST_MINUTES} to ${MOST_MINUTES}`;
  }
  if (ownerId !== null) {
    const [owner] = await manager.query(
      `SELECT 1 FROM staff_accounts WHERE id = $1 AND organisation_id = $2 AND disabled_at IS NULL
         AND role IN ('analyst', 'supervisor')`,
      [ownerId, organisationId],
    );
    if (owner === undefined) problems.ownerId = 'must be an analyst or supervisor of the organisation';
  }
  if (Object.keys(problems).length > 0) {
    throw new InvalidInputError('The queue of those concerned cannot be set like this.', problems);
  }
  const [earlier] = await manager.query<{ owner_id: string | null; target_minutes: number }[]>(
    `SELECT owner_id, target_minutes FROM concern_queues WHERE organisation_id = $1 FOR UPDATE`,
    [organisationId],
  );
  if (earlier?.owner_id === ownerId && earlier.target_minutes === targetMinutes) return;
  await manager.query(
    `INSERT INTO concern_queues (organisation_id, owner_id, target_minutes) VALUES ($1, $2, $3)
     ON CONFLICT (organisation_id) DO UPDATE SET owner_id = excluded.owner_id, target_minutes = excluded.target_minutes`,
    [organisationId, ownerId, targetMinutes],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'concern-queue.set',
    subjectKind: 'organisation',
    subjectId: organisationId,
    details: {
      owner: ownerId,
      targetMinutes,
      ownerBefore: earlier?.owner_id ?? null,
      targetMinutesBefore: earlier?.target_minutes ?? null,
    },
  });
}
