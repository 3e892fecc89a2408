// A person's exposure and stretch of work, read and written in the caller's transaction.
import type { EntityManager } from 'typeorm';
import { NotFoundError } from '#libs/platform';
import {
  claimRefusal,
  EXPOSURE_LEVEL,
  exposurePolicyFrom,
  isOver,
  type ClaimRefusal,
  type ExposurePolicy,
  type WorkToday,
} from './exposure-limits.js';

/** A view that nobody ended counts this long at most. */
export const LONGEST_VIEW_SECONDS = 600;

export interface Person {
  readonly organisationId: string;
  readonly accountId: string;
}

interface PersonRow {
  policy: unknown;
  time_zone: string;
  is_demonstration: boolean;
  limits: unknown;
  started_at: Date | null;
  last_active_at: Date | null;
}

interface LevelRow {
  level: number;
  views: number;
  seconds: number;
}

export interface ExposureFigures {
  readonly policy: ExposurePolicy;
  readonly timeZone: string;
  readonly work: WorkToday;
  /** Views that were served since local midnight. */
  readonly byLevel: readonly LevelRow[];
}

/** Today's figures of a person, today being the organisation's day. @throws NotFoundError */
export async function exposureFigures(
  manager: EntityManager,
  person: Person,
  now: Date,
): Promise<ExposureFigures> {
  const [row] = await manager.query<PersonRow[]>(
    `SELECT o.policy, o.time_zone, o.is_demonstration, a.limits, w.started_at, w.last_active_at
     FROM staff_accounts a
     JOIN organisations o ON o.id = a.organisation_id
     LEFT JOIN work_stretches w ON w.staff_account_id = a.id
     WHERE a.id = $1 AND a.organisation_id = $2`,
    [person.accountId, person.organisationId],
  );
  if (row === undefined) throw new NotFoundError('account');
  const byLevel = await manager.query<LevelRow[]>(
    `SELECT level, count(*)::int AS views,
            sum(coalesce(seconds, least(ceil(extract(epoch FROM $3::timestamptz - served_at)), $5)))::int AS seconds
     FROM exposures
     WHERE staff_account_id = $1 AND organisation_id = $2 AND served_at IS NOT NULL
       AND served_at >= date_trunc('day', $3::timestamptz AT TIME ZONE $4) AT TIME ZONE $4
     GROUP BY level ORDER BY level`,
    [person.accountId, person.organisationId, now, row.time_zone, LONGEST_VIEW_SECONDS],
  );
  const exposedSeconds = byLevel
    .filter(({ level }) => level >= EXPOSURE_LEVEL)
    .reduce((sum, { seconds }) => sum + seconds, 0);
  const stretch =
    row.started_at && row.last_active_at
      ? { startedAt: row.started_at, lastActiveAt: row.last_active_at }
      : undefined;
  return {
    policy: exposurePolicyFrom(row.policy, row.limits, row.is_demonstration),
    timeZone: row.time_zone,
    work: { exposedSeconds, ...(stretch ? { stretch } : {}) },
    byLevel,
  };
}

/** Why the person may not be given another case now, if so. */
export function refusalFor(figures: ExposureFigures, now: Date): ClaimRefusal | undefined {
  return claimRefusal(figures.policy, figures.work, now, figures.timeZone);
}

/** Notes that the person worked at this moment; after a break a new stretch begins. */
export async function noteWork(manager: EntityManager, person: Person, now: Date): Promise<void> {
  const { policy } = await exposureFigures(manager, person, now);
  await manager.query(
    `INSERT INTO work_stretches AS w (staff_account_id, organisation_id, started_at, last_active_at)
     VALUES ($1, $2, $3, $3)
     ON CONFLICT (staff_account_id) DO UPDATE SET
       started_at = CASE WHEN $3::timestamptz - w.last_active_at >= make_interval(secs => $4) THEN $3 ELSE w.started_at END,
       last_active_at = greatest(w.last_active_at, $3)`,
    [person.accountId, person.organisationId, now, policy.breakSeconds],
  );
}

/** When the next break is due; undefined when no stretch of work runs. */
export function breakDueAt(figures: ExposureFigures, now: Date): Date | undefined {
  const { stretch } = figures.work;
  if (stretch === undefined || isOver(stretch, figures.policy, now)) return undefined;
  return new Date(stretch.startedAt.getTime() + figures.policy.stretchSeconds * 1000);
}
