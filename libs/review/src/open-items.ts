// Which items of a case may get an answer without a person.
import type { EntityManager } from 'typeorm';
import { ASSESSMENT_STANDS } from './standing-assessment.js';

export interface OpenItem {
  readonly id: string;
  readonly media_id: string;
  readonly round: number;
  /** It had a link in this round, which is over. */
  readonly was_linked: boolean;
}

/**
 * The items of a case that show bytes of this round and that nothing answers: what a person has said in this round, taken
 * back or not, is not answered by a machine; nor is an item whose link a person has undone, nor what an item showed in a
 * round before this one.
 */
export function openItems(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<OpenItem[]> {
  return manager.query(
    `SELECT i.id, i.media_id, c.round,
       EXISTS (SELECT 1 FROM assessments l WHERE l.content_item_id = i.id AND l.made_by = 'link'
         AND l.media_id = i.media_id AND l.round = c.round) AS was_linked
     FROM content_items i JOIN cases c ON c.id = i.case_id
     WHERE i.case_id = $1 AND i.organisation_id = $2 AND i.media_id IS NOT NULL AND i.round = c.round
       AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.content_item_id = i.id AND ${ASSESSMENT_STANDS})
       AND NOT EXISTS (SELECT 1 FROM assessments p
         WHERE p.content_item_id = i.id AND p.made_by = 'person' AND p.round = c.round)
       AND NOT EXISTS (SELECT 1 FROM assessments u JOIN link_endings e ON e.assessment_id = u.id AND e.cause = 'undone'
         WHERE u.content_item_id = i.id AND u.media_id = i.media_id AND u.round = c.round)
     ORDER BY i.created_at, i.id`,
    [caseId, organisationId],
  );
}
