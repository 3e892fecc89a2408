// What a trusted list has confirmed exactly needs no look: the item gets an assessment by settlement, which says so.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { SETTLING_CATEGORIES, settlingMatch, standingMatches } from '#libs/known-material';
import { newId } from '#libs/platform';
import { SCHEME_ID, type Answers, type Verdict } from '#libs/taxonomy';
import { ASSESSMENT_STANDS } from './standing-assessment.js';

/** The words of a list's category that say what we would say; any other goes to a person. */
const VERDICT_OF_CATEGORY: Readonly<Record<string, Verdict>> = Object.fromEntries(
  SETTLING_CATEGORIES.map((category) => [category, category]),
);

/** What the list says, and that it says no more: nobody determined age or sex for this assessment. */
function settledAnswers(verdict: Verdict): Answers {
  return { verdict, ageBand: 'not-determined', sex: 'not-determined' };
}

interface OpenItem {
  id: string;
  media_id: string;
  round: number;
}

/**
 * Settles, anew in each round, the items of a case that a list may settle and nobody has assessed: what a person has
 * said in this round, taken back or not, is not answered by a machine, and neither is what an item showed in a round
 * before this one. @returns how many
 */
export async function settleCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<number> {
  const items: OpenItem[] = await manager.query(
    `SELECT i.id, i.media_id, c.round FROM content_items i JOIN cases c ON c.id = i.case_id
     WHERE i.case_id = $1 AND i.organisation_id = $2 AND i.media_id IS NOT NULL AND i.round = c.round
       AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.content_item_id = i.id AND ${ASSESSMENT_STANDS})
       AND NOT EXISTS (SELECT 1 FROM assessments p
         WHERE p.content_item_id = i.id AND p.made_by = 'person' AND p.round = c.round)
     ORDER BY i.created_at, i.id`,
    [caseId, organisationId],
  );
  let settled = 0;
  for (const item of items) {
    const matches = await standingMatches(manager, organisationId, item.media_id);
    const settling = settlingMatch(
      matches.filter((one) => VERDICT_OF_CATEGORY[one.category ?? ''] !== undefined),
    );
    if (settling === null) continue;
    const verdict = VERDICT_OF_CATEGORY[settling.category!]!;
    const id = newId();
    await manager.query(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
         answers, made_by, settled_by_match_id, looked)
       SELECT $1, $2, $3, $4, $5, $6, coalesce(max(version), 0) + 1, $7, $8, $9, 'settlement', $10, false
       FROM assessments WHERE content_item_id = $4`,
      [
        id,
        organisationId,
        caseId,
        item.id,
        item.media_id,
        item.round,
        SCHEME_ID,
        verdict,
        settledAnswers(verdict),
        settling.id,
      ],
    );
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'item.settled',
      subjectKind: 'content-item',
      subjectId: item.id,
      details: { assessment: id, match: settling.id, verdict },
    });
    settled += 1;
  }
  return settled;
}
