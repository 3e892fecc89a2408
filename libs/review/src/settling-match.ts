// What a trusted list says of a media, in our words, and whether people of the organisation say otherwise.
import type { EntityManager } from 'typeorm';
import { settlingMatch, standingMatches } from '#libs/known-material';
import { isIllegal, type Verdict } from '#libs/taxonomy';
import type { FollowChoice } from './followed-decision.js';

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
  const settling = settlingMatch(await standingMatches(manager, organisationId, mediaId));
  if (settling === null || settling.verdict === null) return null;
  return { matchId: settling.id, verdict: settling.verdict };
}

/** Whether people here contradict a list, or each other: then neither answers, and a person looks. */
export function isContradicted(listed: SettlingVerdict, choice: FollowChoice): boolean {
  if (choice.kind !== 'follow') return choice.kind === 'disputed';
  return isIllegal(choice.decision.verdict) !== isIllegal(listed.verdict);
}
