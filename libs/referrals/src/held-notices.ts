// Notices under a hold: the police do not want the provider, and through it the offender, to learn of the case yet.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';

/** A hold can be released early: so often a held notice is looked at again. */
const LOOK_AGAIN_SECONDS = 300;
export const HELD_CODE = 'held';

/**
 * Puts a queued notice off while a hold stands on its case; no attempt is counted. Other ways are not held.
 * @returns whether it was put off
 */
export async function putOffHeldNotice(
  manager: EntityManager,
  organisationId: string,
  referralId: string,
): Promise<boolean> {
  const [row] = await manager.query<{ stopped_code: string | null; ends_at: Date }[]>(
    `SELECT f.stopped_code, max(h.expires_at) AS ends_at
     FROM referrals f JOIN holds h ON h.case_id = f.case_id AND h.released_at IS NULL AND h.expires_at > now()
     WHERE f.id = $1 AND f.organisation_id = $2 AND f.way = 'notice' AND f.state = 'queued' AND f.due_at <= now()
     GROUP BY f.id`,
    [referralId, organisationId],
  );
  if (row === undefined) return false;
  await manager.query(
    `UPDATE referrals SET stopped_code = $3, stopped_reason = $4,
       due_at = least($5::timestamptz, now() + make_interval(secs => $6))
     WHERE id = $1 AND organisation_id = $2 AND state = 'queued'`,
    [
      referralId,
      organisationId,
      HELD_CODE,
      'The police hold notices on this case. The notice is sent when the hold ends or is released.',
      row.ends_at,
      LOOK_AGAIN_SECONDS,
    ],
  );
  if (row.stopped_code !== HELD_CODE)
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'referral.held',
      subjectKind: 'referral',
      subjectId: referralId,
      details: { until: row.ends_at.toISOString() },
    });
  return true;
}
