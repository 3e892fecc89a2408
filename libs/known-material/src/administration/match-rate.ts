// How often a list matches: of the media that were examined for the first time in a week, how many it has matched, and
// how many were settled by it. Counted by the media, so that a version that is matched with older ones counts where they
// belong.
import type { EntityManager } from 'typeorm';
import { NotFoundError } from '#libs/platform';

const WEEKS = 12;

export interface WeekOfMatches {
  /** The Monday it begins with, in UTC: `2026-11-16`. */
  readonly week: string;
  /** Different media. */
  readonly examined: number;
  readonly matched: number;
  readonly settled: number;
}

/** The last twelve weeks of a list, the latest last. @throws NotFoundError */
export async function readMatchRate(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  now: Date,
): Promise<WeekOfMatches[]> {
  const known: unknown[] = await manager.query(
    `SELECT 1 FROM hash_lists WHERE id = $1 AND organisation_id = $2`,
    [hashListId, organisationId],
  );
  if (known.length === 0) throw new NotFoundError('hash list');
  return manager.query(
    `WITH weeks AS (SELECT generate_series(date_trunc('week', $3::timestamptz AT TIME ZONE 'UTC')
         - interval '${WEEKS - 1} weeks', $3::timestamptz AT TIME ZONE 'UTC', interval '1 week') AS begins),
       examined AS (SELECT d.id, date_trunc('week', d.created_at AT TIME ZONE 'UTC') AS begins FROM media d
         WHERE d.organisation_id = $2 AND d.created_at >= (SELECT min(begins) FROM weeks) AT TIME ZONE 'UTC'),
       matched AS (SELECT x.begins, x.id, bool_or(a.id IS NOT NULL) AS is_settled
         FROM examined x JOIN matches m ON m.media_id = x.id AND m.organisation_id = $2 AND m.hash_list_id = $1
           LEFT JOIN assessments a ON a.settled_by_match_id = m.id AND a.organisation_id = $2
         GROUP BY x.begins, x.id)
     SELECT to_char(w.begins, 'YYYY-MM-DD') AS week,
       (SELECT count(*)::int FROM examined x WHERE x.begins = w.begins) AS examined,
       (SELECT count(*)::int FROM matched m WHERE m.begins = w.begins) AS matched,
       (SELECT count(*)::int FROM matched m WHERE m.begins = w.begins AND m.is_settled) AS settled
     FROM weeks w ORDER BY w.begins`,
    [hashListId, organisationId, now],
  );
}
