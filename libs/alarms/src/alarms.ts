// What a person has to see to now, as codes with a time: nothing of a case, so that administrators may see it as well.
import type { EntityManager } from 'typeorm';
import { DEFAULT_TARGET_MINUTES, waitsForSomebody } from '#libs/cases';

export const ALARM_CODES = [
  'audit-lag',
  'sweep-not-run',
  'outbox-lag',
  'evidence-unknown',
  'referrals-stopped',
  'certificate-expires',
  'certificate-expired',
  'list-waiting',
  'list-expired',
  'entries-quarantined',
  'source-late',
  'rematch-failed',
  'concern-overdue',
  'safeguarding-waits',
  'hashes-wait',
  'triage-ended',
] as const;
export type AlarmCode = (typeof ALARM_CODES)[number];

export interface Alarm {
  readonly code: AlarmCode;
  /** Since when it is so. */
  readonly since: Date;
  /** How many things it is about. */
  readonly count: number;
}

/** Events are linked within a second or two; beyond this the sealer does not work. */
export const AUDIT_LAG_ALARM_SECONDS = 60;
export const OUTBOX_LAG_ALARM_SECONDS = 60;
/** How long before its end a recipient's certificate has to be renewed. */
const CERTIFICATE_NOTICE_DAYS = 30;
/** Rounds of the sweep that may be left out, and the least time that is waited for it. */
const MISSED_SWEEPS = 4;
const LEAST_SWEEP_SECONDS = 60;
/** How long fingerprints from a reporter's device may wait for somebody to hand them on. */
const HANDOVER_HOURS = 24;
/** For how long the owner of a portal is told that its partner has ended triage. */
const TRIAGE_ENDED_DAYS = 30;
/** How long an organisation may be there before triage has to have run for the first time. */
const FIRST_SWEEP_SECONDS = 300;

/** The alarms of an organisation and of the installation, in the order of `ALARM_CODES`; the tenant must be set. */
export async function currentAlarms(
  manager: EntityManager,
  organisationId: string,
  now: Date,
): Promise<Alarm[]> {
  const rows: Alarm[] = await manager.query(
    `SELECT 'audit-lag' AS code, min(at) AS since, count(*)::int AS count FROM audit_events
       WHERE organisation_id = $1 AND number IS NULL AND at < $2::timestamptz - make_interval(secs => $3) HAVING count(*) > 0
     UNION ALL
     SELECT 'sweep-not-run', at, 1 FROM worker_signs
       WHERE name = 'sweep' AND at < $2::timestamptz - make_interval(secs => greatest($4, $5 * every_seconds))
     UNION ALL
     SELECT 'sweep-not-run', created_at, 1 FROM organisations
       WHERE id = $1 AND created_at < $2::timestamptz - make_interval(secs => $7)
         AND NOT EXISTS (SELECT 1 FROM worker_signs WHERE name = 'sweep')
     UNION ALL
     SELECT 'outbox-lag', behind_since, 1 FROM worker_signs WHERE name = 'outbox' AND behind_since IS NOT NULL
     UNION ALL
     SELECT 'evidence-unknown', behind_since, 1 FROM worker_signs WHERE name = 'evidence' AND behind_since IS NOT NULL
     UNION ALL
     SELECT 'referrals-stopped', min(coalesce((SELECT max(e.at) FROM audit_events e WHERE e.organisation_id = $1
         AND e.subject_kind = 'referral' AND e.subject_id = f.id AND e.act = 'referral.stopped'), f.created_at)), count(*)::int
       FROM referrals f WHERE f.organisation_id = $1 AND f.state = 'stopped' HAVING count(*) > 0
     UNION ALL
     SELECT CASE WHEN is_over THEN 'certificate-expired' ELSE 'certificate-expires' END, min(since), count(*)::int
       FROM (SELECT s.certificate_expires_at <= $2 AS is_over, CASE WHEN s.certificate_expires_at <= $2
           THEN s.certificate_expires_at ELSE s.certificate_expires_at - make_interval(days => $6) END AS since
         FROM recipient_secrets s JOIN recipients r ON r.id = s.recipient_id
         WHERE s.organisation_id = $1 AND r.is_active
           AND s.certificate_expires_at < $2::timestamptz + make_interval(days => $6)) certificates GROUP BY is_over
     UNION ALL
     SELECT 'list-waiting', min(coalesce(finished_at, started_at)), count(*)::int FROM hash_list_versions
       WHERE organisation_id = $1 AND state = 'waiting' HAVING count(*) > 0
     UNION ALL
     SELECT 'list-expired', min(expires_at), count(*)::int FROM hash_lists
       WHERE organisation_id = $1 AND is_enabled AND expires_at <= $2 HAVING count(*) > 0
     UNION ALL
     SELECT 'entries-quarantined', min(found_at), count(*)::int FROM entry_quarantines
       WHERE organisation_id = $1 AND state = 'waiting' HAVING count(*) > 0
     UNION ALL
     SELECT 'source-late', min(since), count(*)::int
       FROM (SELECT coalesce(s.succeeded_at, s.set_up_at) + make_interval(mins => 3 * s.every_minutes) AS since
         FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = s.organisation_id
         WHERE s.organisation_id = $1 AND s.kind IN ('ncmec', 'stopncii') AND l.is_enabled) sources
       WHERE since <= $2 HAVING count(*) > 0
     UNION ALL
     SELECT 'rematch-failed', min(rematch_failed_since), count(*)::int FROM cases
       WHERE organisation_id = $1 AND state <> 'closed' AND rematch_failed_since IS NOT NULL HAVING count(*) > 0
     UNION ALL
     SELECT 'concern-overdue', min(due_at), count(*)::int
       FROM (SELECT c.opened_at + make_interval(mins => coalesce((SELECT q.target_minutes FROM concern_queues q
               WHERE q.organisation_id = $1), $8)) AS due_at
         FROM cases c WHERE c.organisation_id = $1 AND c.concern IS NOT NULL AND ${waitsForSomebody('$2')}) concerned
       WHERE due_at <= $2 HAVING count(*) > 0
     UNION ALL
     SELECT 'safeguarding-waits', min(copied_at), count(*)::int FROM safeguarding_copies
       WHERE organisation_id = $1 AND seen_at IS NULL HAVING count(*) > 0
     UNION ALL
     SELECT 'hashes-wait', min(h.arrived_at), count(*)::int
       FROM hash_handovers h JOIN reports r ON r.id = h.report_id AND r.organisation_id = h.organisation_id
       WHERE h.organisation_id = $1 AND h.state = 'waiting' AND r.sealed_text IS NOT NULL
         AND h.arrived_at <= $2::timestamptz - make_interval(hours => $9) HAVING count(*) > 0
     UNION ALL
     SELECT 'triage-ended', min(triage_ended_at), count(*)::int FROM portals
       WHERE organisation_id = $1 AND triaging_organisation_id <> $1 AND triage_accepted_at IS NULL
         AND triage_ended_at > $2::timestamptz - make_interval(days => $10) HAVING count(*) > 0`,
    [
      organisationId,
      now,
      AUDIT_LAG_ALARM_SECONDS,
      LEAST_SWEEP_SECONDS,
      MISSED_SWEEPS,
      CERTIFICATE_NOTICE_DAYS,
      FIRST_SWEEP_SECONDS,
      DEFAULT_TARGET_MINUTES,
      HANDOVER_HOURS,
      TRIAGE_ENDED_DAYS,
    ],
  );
  return rows.toSorted((a, b) => ALARM_CODES.indexOf(a.code) - ALARM_CODES.indexOf(b.code));
}
