// After a decision has gone out, or does not hold any more: lets other cases that show the same bytes follow it, and finds
// what looks like it. Each case in a transaction of its own; that it is due stands in the decided case's row.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { lockCase, prioritise } from '#libs/cases';
import { findNearCopiesOf, followInCase } from '#libs/review';
import type { PipelineContext } from './step-context.js';

export async function follow(
  context: Pick<PipelineContext, 'database' | 'clock' | 'options'>,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const { database, options } = context;
  const within = <T>(work: (manager: EntityManager) => Promise<T>) => database.within(organisationId, work);
  // Put off for as long as an attempt may run; whoever finds another time there begins again.
  const held = await within(async (manager) => {
    const [[row]] = await manager.query<[{ due: string }[], number]>(
      `UPDATE cases SET follow_due_at = now() + make_interval(secs => $3)
       WHERE id = $1 AND organisation_id = $2 AND follow_due_at <= now() RETURNING follow_due_at::text AS due`,
      [caseId, organisationId, options.attemptSeconds],
    );
    return row?.due;
  });
  if (held === undefined) return;
  const others = await within((manager) => casesWithSameBytes(manager, organisationId, caseId));
  for (const other of others) {
    await within((manager) => followFrom(manager, organisationId, other, caseId, context.clock.now()));
  }
  await within(async (manager) => {
    await findNearCopiesOf(manager, organisationId, caseId);
    await manager.query(
      `UPDATE cases SET follow_due_at = NULL WHERE id = $1 AND organisation_id = $2 AND follow_due_at = $3::timestamptz`,
      [caseId, organisationId, held],
    );
  });
}

/**
 * Cases that have not gone out and show bytes that were assessed for this one. Those in triage too: one that is just
 * leaving it may not have seen the decision, and is waited for by its lock.
 */
async function casesWithSameBytes(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT DISTINCT c.id FROM content_items i JOIN cases c ON c.id = i.case_id
     WHERE i.organisation_id = $2 AND c.organisation_id = $2 AND c.id <> $1
       AND c.state IN ('triage', 'ready', 'in-assessment', 'decided')
       AND i.media_id IN (SELECT a.media_id FROM assessments a
         WHERE a.case_id = $1 AND a.organisation_id = $2 AND a.made_by = 'person' AND a.media_id IS NOT NULL)
     ORDER BY c.id`,
    [caseId, organisationId],
  );
  return rows.map(({ id }) => id);
}

async function followFrom(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  decidedCaseId: string,
  now: Date,
): Promise<void> {
  await lockCase(manager, organisationId, caseId);
  const { linked, ended, isTakenBack } = await followInCase(manager, organisationId, caseId, now);
  if (linked === 0 && ended === 0) return;
  await prioritise(manager, organisationId, caseId);
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: 'case.followed',
    subjectKind: 'case',
    subjectId: caseId,
    details: { decidedCase: decidedCaseId, linked, ended, isTakenBack },
  });
}
