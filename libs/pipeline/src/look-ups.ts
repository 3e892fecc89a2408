// Questions to sources that answer whether a hash is known. What an answer changes is ranked and settled anew, in a case
// that has long gone on.
import type { EntityManager } from 'typeorm';
import { LookUps } from '#libs/known-material';
import { type Database, enqueue, type KeyRing, type OwnAddresses } from '#libs/platform';

/**
 * @param onFailure told of each failure of a source, with its code
 * @param own what this installation is reached by: no source of a list
 */
export function createLookUps(
  database: Database,
  ring: KeyRing,
  onFailure?: (sourceId: string, code: string) => void,
  own?: OwnAddresses,
): LookUps {
  return new LookUps(database, ring, { onChanged: rankAnew, ...(onFailure && { onFailure }), own });
}

/** Has the open cases that show a media matched, settled and ranked anew. */
async function rankAnew(
  manager: EntityManager,
  organisationId: string,
  mediaIds: readonly string[],
): Promise<void> {
  const [cases] = (await manager.query(
    `UPDATE cases SET rematch_due_at = now()
     WHERE organisation_id = $1 AND state <> 'closed' AND id IN (
       SELECT case_id FROM content_items WHERE organisation_id = $1 AND media_id = ANY ($2)) RETURNING id`,
    [organisationId, mediaIds],
  )) as [{ id: string }[], number];
  for (const { id: caseId } of cases)
    await enqueue(manager, caseId, {
      queue: 'triage',
      name: 'rematch-case',
      payload: { organisationId, caseId },
    });
}
