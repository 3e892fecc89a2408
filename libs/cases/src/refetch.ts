// Fetching pictures again whose copies were destroyed before their case was decided. What was assessed stays as it is.
import type { EntityManager } from 'typeorm';
import { queueStep } from './item-steps.js';

/**
 * SQL: whether item `i` showed a picture of which nothing is kept to look at any more. One that never could be shown is
 * none of them.
 */
export const COPY_IS_GONE = `(i.step = 'done' AND i.result_detail IS DISTINCT FROM 'no-view'
  AND EXISTS (SELECT 1 FROM media g WHERE g.id = i.media_id AND g.organisation_id = i.organisation_id AND g.format IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM evidence_objects e WHERE e.media_id = i.media_id AND e.organisation_id = i.organisation_id
    AND e.purpose = 'derivative'))`;

/**
 * Puts the items of a case whose copies are gone back to be fetched; a picture that stands in a page comes with its page.
 * They keep their media and how they ended. The caller holds the case, and knows that the mandate allows it.
 * @returns how many items are fetched
 */
export async function fetchCopiesAgain(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<number> {
  const again = `step = 'retrieve', step_attempts = 0, step_due_at = now(), is_refetch = true`;
  const [alone]: [{ id: string }[]] = await manager.query(
    `UPDATE content_items i SET ${again}
     WHERE i.case_id = $1 AND i.organisation_id = $2 AND i.found_via IS DISTINCT FROM 'inline' AND ${COPY_IS_GONE}
     RETURNING i.id`,
    [caseId, organisationId],
  );
  const [inline]: [{ parent_id: string }[]] = await manager.query(
    `UPDATE content_items i SET is_refetch = true
     WHERE i.case_id = $1 AND i.organisation_id = $2 AND i.found_via = 'inline' AND ${COPY_IS_GONE}
     RETURNING i.parent_id`,
    [caseId, organisationId],
  );
  const [pages]: [{ id: string }[]] = await manager.query(
    `UPDATE content_items i SET ${again}
     WHERE i.case_id = $1 AND i.organisation_id = $2 AND i.id = ANY ($3) AND i.step = 'done' RETURNING i.id`,
    [caseId, organisationId, inline.map(({ parent_id }) => parent_id)],
  );
  for (const { id } of [...alone, ...pages]) await queueStep(manager, organisationId, id, 'retrieve');
  return alone.length + pages.length;
}
