// An analyst's word against a match: cases that show the media are ranked anew in the same transaction.
import type { EntityManager } from 'typeorm';
import { prioritise } from '#libs/cases';
import type { SignedIn } from '#libs/identity';
import { casesOfMatch, denyMatch, type NewFeedback, takeDenialBack } from '#libs/known-material';

const staffOf = ({ accountId }: SignedIn) => ({ kind: 'staff', id: accountId }) as const;

/** @throws NotFoundError when the case has no such match; ConflictError when it has been said already */
export async function denyMatchInCase(
  manager: EntityManager,
  who: SignedIn,
  caseId: string,
  matchId: string,
  feedback: NewFeedback,
): Promise<void> {
  await denyMatch(manager, who.organisationId, caseId, matchId, feedback, staffOf(who));
  await rankAnew(manager, who.organisationId, matchId);
}

/** @throws NotFoundError when the case has no such match, or nothing was said against it */
export async function takeDenialBackInCase(
  manager: EntityManager,
  who: SignedIn,
  caseId: string,
  matchId: string,
): Promise<void> {
  await takeDenialBack(manager, who.organisationId, caseId, matchId, staffOf(who));
  await rankAnew(manager, who.organisationId, matchId);
}

async function rankAnew(manager: EntityManager, organisationId: string, matchId: string): Promise<void> {
  // In the order of their ids, so that two who rank the same cases never wait for each other.
  for (const caseId of await casesOfMatch(manager, organisationId, matchId))
    await prioritise(manager, organisationId, caseId);
}
