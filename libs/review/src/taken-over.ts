// Answers that a person takes over from a picture that looks like another: they stay that person's, and say whose they
// were. What is said of it is found here and not believed of whoever sends it.
import type { EntityManager } from 'typeorm';
import { firstRow } from '#libs/platform';
import type { Answers } from '#libs/taxonomy';

/** An assessment whose answers are taken over. */
export interface TakenFrom {
  readonly assessmentId: string;
  readonly answers: Answers;
}

/** Whether a picture was compared with another, and found to look like it. */
export async function isNearCopy(
  manager: EntityManager,
  organisationId: string,
  mediaId: string,
  representativeId: string,
): Promise<boolean> {
  const pairs: unknown[] = await manager.query(
    `SELECT 1 FROM near_copies WHERE organisation_id = $1 AND media_id = $2 AND representative_id = $3`,
    [organisationId, mediaId, representativeId],
  );
  return pairs.length > 0;
}

/**
 * What was said last of a picture: in the case itself, or by a person elsewhere who looked at it.
 * @returns undefined where nothing was
 */
export async function lastSaidOf(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  mediaId: string,
): Promise<TakenFrom | undefined> {
  return firstRow<TakenFrom>(
    await manager.query(
      `SELECT a.id AS "assessmentId", a.answers FROM assessments a
       WHERE a.organisation_id = $1 AND a.media_id = $3 AND (a.case_id = $2 OR (a.made_by = 'person' AND a.looked))
       ORDER BY a.case_id = $2 DESC, a.made_at DESC, a.version DESC LIMIT 1`,
      [organisationId, caseId, mediaId],
    ),
  );
}

/**
 * Whether answers are those that were taken over; what is left out of them stays with the case that they come from. Who
 * has changed one has answered for themselves.
 */
export function areTakenOver(answers: Answers, from: Answers): boolean {
  const given = Object.entries(answers).filter(([, answer]) => answer !== undefined);
  const all = from as unknown as Record<string, unknown>;
  const left = Object.keys(all).filter(
    (question) =>
      question !== 'nationalCategory' &&
      (answers as unknown as Record<string, unknown>)[question] === undefined,
  );
  return left.length === 0 && given.every(([question, answer]) => all[question] === answer);
}
