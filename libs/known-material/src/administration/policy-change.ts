// A change of what a list has and does, by itself: at once, in one transaction with its event. Open cases are looked at
// anew with it.
import type { EntityManager } from 'typeorm';
import type { Actor } from '#libs/audit';
import { firstRow, InvalidInputError, NotFoundError } from '#libs/platform';
import { applyPolicy, type PolicyChange, rematchLive } from '../list-policy.js';
import { HINT_EFFECTS, HINT_TRUST, SOURCE_TRAITS, type SourceKind } from '../sources/source.kinds.js';

/**
 * @param change what is to be another; the rest stays
 * @throws NotFoundError; InvalidInputError when the parts do not go together, or the list is read from a source that
 *   nobody reviews and would do more than give a hint
 */
export async function changePolicy(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  change: PolicyChange,
  actor: Actor,
): Promise<void> {
  const list = firstRow<{ kinds: SourceKind[] }>(
    await manager.query(
      `SELECT ARRAY(SELECT s.kind FROM list_sources s WHERE s.hash_list_id = l.id AND s.organisation_id = $2) AS kinds
       FROM hash_lists l WHERE l.id = $1 AND l.organisation_id = $2`,
      [hashListId, organisationId],
    ),
  );
  if (list === undefined) throw new NotFoundError('hash list');
  if (list.kinds.some((kind) => SOURCE_TRAITS[kind].hintOnly === true)) requireHint(change);
  if (await applyPolicy(manager, organisationId, hashListId, change, actor))
    await rematchLive(manager, organisationId, hashListId);
}

function requireHint({ effect, trust }: PolicyChange): void {
  const isHint = effect === undefined || HINT_EFFECTS.some((one) => one === effect);
  if (isHint && (trust === undefined || trust === HINT_TRUST)) return;
  throw new InvalidInputError(
    'Nobody has reviewed what the source of this list tells: it is unreviewed, and only suggests or flags.',
    { effect: 'must be suggest or flag', trust: 'must be unreviewed' },
  );
}
