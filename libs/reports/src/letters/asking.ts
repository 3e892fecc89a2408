// When a reporter is written to: for a message of the analysts as it is written, and for the closing once the receipt
// shows it. Whether there still is something to tell is looked at again before a letter goes.
import type { EntityManager } from 'typeorm';
import { enqueue, newId } from '#libs/platform';

/** What is written meanwhile goes with the same letter. A demonstration does not wait. */
const GATHER_SECONDS = 300;
/** News that is older is none. */
export const LETTER_KEPT_DAYS = 7;
const CLOSINGS_AT_ONCE = 500;

const KEPT = `now() + interval '${LETTER_KEPT_DAYS} days'`;

/**
 * Asks for a letter on a message, if the reporter asked to be written to. One that waits already tells of it too.
 * @param manager the transaction that writes the message
 * @returns its id; undefined when none is sent
 */
export async function askForLetter(
  manager: EntityManager,
  report: { readonly id: string; readonly organisationId: string },
): Promise<string | undefined> {
  const [asked] = await manager.query<{ id: string; dueAt: Date }[]>(
    `INSERT INTO letters (id, organisation_id, report_id, cause, due_at, keep_until)
     SELECT $1, r.organisation_id, r.id, 'message',
       now() + CASE WHEN o.is_demonstration THEN interval '0' ELSE make_interval(secs => $4) END, ${KEPT}
     FROM reports r JOIN organisations o ON o.id = r.organisation_id
     WHERE r.id = $2 AND r.organisation_id = $3 AND r.wants_letters AND r.sealed_contact IS NOT NULL
     ON CONFLICT (report_id) WHERE state = 'queued' DO NOTHING
     RETURNING id, due_at AS "dueAt"`,
    [newId(), report.id, report.organisationId, GATHER_SECONDS],
  );
  if (asked === undefined) return undefined;
  await enqueue(manager, asked.id, {
    queue: 'deliver',
    name: 'letter',
    payload: { organisationId: report.organisationId, letterId: asked.id },
    notBefore: asked.dueAt,
  });
  return asked.id;
}

/**
 * Asks for a letter for each report whose receipt shows it as closed by now, with its delay and its holds, and whose
 * reporter was not told. The sweep queues them.
 * @param manager a transaction that sees the organisation
 * @returns how many
 */
export async function askForClosings(manager: EntityManager, organisationId: string): Promise<number> {
  const asked = await manager.query<unknown[]>(
    // What a receipt shows is costly to find: only for those whose every case is closed.
    `WITH waiting AS MATERIALIZED (
       SELECT r.id FROM reports r
       WHERE r.organisation_id = $1 AND r.wants_letters AND r.sealed_contact IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.report_id = r.id AND l.organisation_id = $1
           AND (l.state = 'queued'
             OR (l.cause = 'closing' AND (l.state <> 'dropped' OR l.last_code IS DISTINCT FROM 'nothing-new'))))
         AND EXISTS (SELECT 1 FROM case_reports cr WHERE cr.report_id = r.id AND cr.organisation_id = $1)
         AND NOT EXISTS (SELECT 1 FROM case_reports cr JOIN cases c ON c.id = cr.case_id
           WHERE cr.report_id = r.id AND cr.organisation_id = $1 AND c.state <> 'closed'))
     INSERT INTO letters (id, organisation_id, report_id, cause, due_at, keep_until)
     SELECT gen_random_uuid(), $1, w.id, 'closing', now(), ${KEPT}
     FROM waiting w WHERE portal_api.shown_status(w.id) = 'closed' LIMIT ${CLOSINGS_AT_ONCE}
     ON CONFLICT (report_id) WHERE state = 'queued' DO NOTHING RETURNING id`,
    [organisationId],
  );
  return asked.length;
}
