// An assessment that no person makes: by a list's match, or as a link to what a person has decided of the same bytes.
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/platform';
import { SCHEME_ID, type Answers, type Verdict } from '#libs/taxonomy';
import type { OpenItem } from './open-items.js';

/** What it rests on. */
export type MachineGrounds = { readonly settledByMatchId: string } | { readonly followsId: string };

/**
 * Writes the next version of an item's assessment. Of a link a person has looked at the bytes, for the decision that it
 * follows; of a settlement nobody has.
 * @returns its id
 */
export async function addMachineAssessment(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  item: OpenItem,
  { verdict, answers }: { readonly verdict: Verdict; readonly answers: Answers },
  grounds: MachineGrounds,
): Promise<string> {
  const id = newId();
  const isLink = 'followsId' in grounds;
  await manager.query(
    `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
       answers, made_by, settled_by_match_id, follows_id, looked)
     SELECT $1, $2, $3, $4, $5, $6, coalesce(max(version), 0) + 1, $7, $8, $9, $10, $11, $12, $13
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
      answers,
      isLink ? 'link' : 'settlement',
      isLink ? null : grounds.settledByMatchId,
      isLink ? grounds.followsId : null,
      isLink,
    ],
  );
  return id;
}
