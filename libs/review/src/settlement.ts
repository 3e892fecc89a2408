// What a trusted list has confirmed exactly needs no look: the item gets an assessment by settlement, which says so. What
// people here have said of the same bytes goes before any list.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import type { Answers, Verdict } from '#libs/taxonomy';
import { choicesFor } from './decisions.js';
import { addMachineAssessment } from './machine-assessment.js';
import { openItems } from './open-items.js';
import { isContradicted, settlingVerdict } from './settling-match.js';

/** What the list says, and that it says no more: nobody determined age or sex for this assessment. */
function settledAnswers(verdict: Verdict): Answers {
  return { verdict, ageBand: 'not-determined', sex: 'not-determined' };
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
  const items = await openItems(manager, organisationId, caseId);
  const choices = await choicesFor(
    manager,
    organisationId,
    caseId,
    items.map(({ media_id }) => media_id),
  );
  let settled = 0;
  for (const item of items) {
    const listed = await settlingVerdict(manager, organisationId, item.media_id);
    if (listed === null || isContradicted(listed, choices.get(item.media_id)!)) continue;
    const { verdict, matchId } = listed;
    const said = { verdict, answers: settledAnswers(verdict) };
    const grounds = { settledByMatchId: matchId };
    const id = await addMachineAssessment(manager, organisationId, caseId, item, said, grounds);
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'item.settled',
      subjectKind: 'content-item',
      subjectId: item.id,
      details: { assessment: id, match: matchId, verdict },
    });
    settled += 1;
  }
  return settled;
}
