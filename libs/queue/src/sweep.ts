// Finds every row whose next step is due and makes sure that it is queued: an emptied queue loses nothing.
import { jobKey, type Database, type QueueName } from '#libs/platform';
import type { JobQueues } from './job-queues.js';

const MOST_A_KIND = 500;

interface DueWork {
  queue: QueueName;
  name: string;
  subject: string;
  organisation_id: string;
  id: string;
}

/** @returns how many rows had work due */
export async function sweep(database: Database, queues: JobQueues): Promise<number> {
  const due = await database.queryAcrossOrganisationsByNamedFunction<DueWork>(
    `SELECT queue, name, subject, organisation_id, id FROM triage_api.due_work($1)
     UNION ALL SELECT queue, name, subject, organisation_id, id FROM triage_api.due_letters($1)`,
    [MOST_A_KIND],
  );
  for (const queue of new Set(due.map((row) => row.queue))) {
    await queues.add(
      queue,
      due
        .filter((row) => row.queue === queue)
        .map((row) => ({
          name: row.name,
          jobId: jobKey(row.name, row.id),
          payload: { organisationId: row.organisation_id, [row.subject]: row.id },
        })),
    );
  }
  return due.length;
}
