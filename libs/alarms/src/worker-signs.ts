// Signs of life that triage leaves for those who cannot see its work: the console may read neither outbox nor queue.
import type { Database } from '#libs/platform';
import { OUTBOX_LAG_ALARM_SECONDS } from './alarms.js';

/** Notes that the sweep has run, and since when the outbox is behind. */
export async function noteSweep(database: Database, everySeconds: number): Promise<void> {
  await database.within([], async (manager) => {
    const note = `INSERT INTO worker_signs (name, at, every_seconds, behind_since) VALUES ($1, now(), $2, $3)
      ON CONFLICT (name) DO UPDATE SET at = excluded.at, every_seconds = excluded.every_seconds,
        behind_since = excluded.behind_since`;
    const [outbox] = await manager.query<[{ since: Date | null }]>(
      `SELECT min(not_before) AS since FROM outbox WHERE not_before < now() - make_interval(secs => $1)`,
      [OUTBOX_LAG_ALARM_SECONDS],
    );
    await manager.query(note, ['outbox', everySeconds, outbox.since]);
    await manager.query(note, ['sweep', everySeconds, null]);
  });
}

/** Notes whether the evidence store holds so many files that this database does not know that none was removed. */
export async function noteEvidenceSweep(
  database: Database,
  everySeconds: number,
  isUnknown: boolean,
): Promise<void> {
  await database.within([], (manager) =>
    manager.query(
      `INSERT INTO worker_signs (name, at, every_seconds, behind_since)
       VALUES ('evidence', now(), $1, CASE WHEN $2 THEN now() END)
       ON CONFLICT (name) DO UPDATE SET at = excluded.at, every_seconds = excluded.every_seconds,
         behind_since = CASE WHEN $2 THEN coalesce(worker_signs.behind_since, now()) END`,
      [everySeconds, isUnknown],
    ),
  );
}
