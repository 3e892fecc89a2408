// When every item of a case is through: lets it follow what people here have decided about the same bytes, settles what a
// trusted list confirms exactly, ranks the case, and puts it into the queue of the analysts.
import { MACHINE, recordEvent } from '#libs/audit';
import { lockCase, moveCase, prioritise } from '#libs/cases';
import { findNearCopies, linkCase, settleCase } from '#libs/review';
import type { PipelineContext } from './step-context.js';

export async function settle(
  context: Pick<PipelineContext, 'database' | 'lookedAt'>,
  organisationId: string,
  caseId: string,
): Promise<void> {
  await context.lookedAt.prepare(organisationId);
  await context.database.within(organisationId, async (manager) => {
    const state = await lockCase(manager, organisationId, caseId);
    const [open] = await manager.query(
      `SELECT 1 FROM content_items WHERE case_id = $1 AND organisation_id = $2 AND step <> 'done'
       UNION ALL SELECT 1 FROM cases WHERE id = $1 AND organisation_id = $2 AND refetch_asked_at IS NOT NULL LIMIT 1`,
      [caseId, organisationId],
    );
    if (state !== 'triage' || open !== undefined) return;
    const linked = await linkCase(manager, organisationId, caseId);
    const settled = await settleCase(manager, organisationId, caseId);
    await findNearCopies(manager, context.lookedAt, organisationId, caseId);
    const priority = await prioritise(manager, organisationId, caseId);
    await moveCase(manager, organisationId, caseId, 'triage', 'ready');
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'case.ready',
      subjectKind: 'case',
      subjectId: caseId,
      details: { settled, linked, priorityVersion: priority?.version ?? null },
    });
  });
}
