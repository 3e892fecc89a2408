// Why a match was made, for who may read the case that shows it.
import type { EntityManager } from 'typeorm';
import { explainMatch, type MatchExplanation } from '#libs/known-material';
import { NotFoundError } from '#libs/platform';

/** @throws NotFoundError when the case is not the organisation's, or shows no media of this match */
export async function readMatch(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  matchId: string,
): Promise<MatchExplanation> {
  const shown: unknown[] = await manager.query(
    `SELECT 1 FROM matches m
       JOIN content_items i ON i.media_id = m.media_id AND i.case_id = $2 AND i.organisation_id = $3
       JOIN cases c ON c.id = i.case_id AND c.organisation_id = $3
     WHERE m.id = $1 AND m.organisation_id = $3 LIMIT 1`,
    [matchId, caseId, organisationId],
  );
  if (shown.length === 0) throw new NotFoundError('match of this case');
  return explainMatch(manager, organisationId, matchId);
}
