// What a trusted list says of a media, in our words, and whether people of the organisation say otherwise.
import type { EntityManager } from 'typeorm';
import { SETTLING_CATEGORIES, settlingMatch, standingMatches } from '#libs/known-material';
import { isIllegal, type Verdict } from '#libs/taxonomy';
import type { FollowChoice } from './followed-decision.js';

/** The words of a list's category that say what we would say; any other goes to a person. */
const VERDICT_OF_CATEGORY: Readonly<Record<string, Verdict>> = Object.fromEntries(
  SETTLING_CATEGORIES.map((category) => [category, category]),
);

export interface SettlingVerdict {
  readonly matchId: string;
  readonly verdict: Verdict;
}

/** The verdict that a list may settle this media by; null where none may. */
export async function settlingVerdict(
  manager: EntityManager,
  organisationId: string,
  mediaId: string,
): Promise<SettlingVerdict | null> {
  const matches = await standingMatches(manager, organisationId, mediaId);
  const settling = settlingMatch(
    matches.filter((one) => VERDICT_OF_CATEGORY[one.category ?? ''] !== undefined),
  );
  return settling === null
    ? null
    : { matchId: settling.id, verdict: VERDICT_OF_CATEGORY[settling.category!]! };
}

/** Whether people here contradict a list, or each other: then neither answers, and a person looks. */
export function isContradicted(listed: SettlingVerdict, choice: FollowChoice): boolean {
  if (choice.kind !== 'follow') return choice.kind === 'disputed';
  return isIllegal(choice.decision.verdict) !== isIllegal(listed.verdict);
}
