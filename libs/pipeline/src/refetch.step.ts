// Takes up what an analyst asked for: fetches copies again that were destroyed before their case was decided.
import { MACHINE, recordEvent } from '#libs/audit';
import { fetchCopiesAgain, lockCase } from '#libs/cases';
import { mandateOfPortal, mandateRank, type MandateLevel } from '#libs/organisations';
import { enqueue } from '#libs/platform';
import type { PipelineContext } from './step-context.js';

interface AskedCase {
  portal_id: string;
  mandate: MandateLevel;
}

/** @param organisations that of the case and those whose mandates count as well */
export async function refetch(
  { database }: PipelineContext,
  organisationId: string,
  caseId: string,
  organisations: readonly string[],
): Promise<void> {
  await database.within(organisations, async (manager) => {
    const state = await lockCase(manager, organisationId, caseId);
    if (state !== 'triage') return;
    const [[asked]]: [AskedCase[]] = await manager.query(
      `UPDATE cases SET refetch_asked_at = NULL, refetched_at = now()
       WHERE id = $1 AND organisation_id = $2 AND refetch_asked_at IS NOT NULL RETURNING portal_id, mandate`,
      [caseId, organisationId],
    );
    if (asked === undefined) return;
    // The mandate of today: the case was opened under one that may have run out since.
    const today = await mandateOfPortal(manager, asked.portal_id);
    const isAllowed = mandateRank(today.level) >= mandateRank('view');
    let items = 0;
    if (!isAllowed) {
      await manager.query(
        `UPDATE cases SET refetch_refused = 'mandate' WHERE id = $1 AND organisation_id = $2`,
        [caseId, organisationId],
      );
    } else {
      if (mandateRank(today.level) < mandateRank(asked.mandate)) {
        await manager.query(
          `UPDATE cases SET mandate = $3, mandate_id = $4, mandate_keep_hours = $5 WHERE id = $1 AND organisation_id = $2`,
          [caseId, organisationId, today.level, today.mandateId, today.keepHours],
        );
      }
      items = await fetchCopiesAgain(manager, organisationId, caseId);
    }
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: isAllowed ? 'case.refetch-started' : 'case.refetch-refused',
      subjectKind: 'case',
      subjectId: caseId,
      details: { mandate: today.level, items },
    });
    if (items === 0) {
      await enqueue(manager, caseId, {
        queue: 'triage',
        name: 'settle',
        payload: { organisationId, caseId },
      });
    }
  });
}
