// A change of what a list has and does, by itself: at once, in one transaction with its event. Open cases are looked at
// anew with it.
import type { EntityManager } from 'typeorm';
import type { Actor } from '#libs/audit';
import { InvalidInputError, NotFoundError } from '#libs/platform';
import type { ListKey } from '../list-decision.service.js';
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
  const known: unknown[] = await manager.query(
    `SELECT 1 FROM hash_lists WHERE id = $1 AND organisation_id = $2`,
    [hashListId, organisationId],
  );
  if (known.length === 0) throw new NotFoundError('hash list');
  await requireHintOfSource(manager, organisationId, { id: hashListId }, change);
  if (await applyPolicy(manager, organisationId, hashListId, change, actor))
    await rematchLive(manager, organisationId, hashListId);
}

/** @throws InvalidInputError when a list that is read from a source which nobody reviews would do more than give a hint */
export async function requireHintOfSource(
  manager: EntityManager,
  organisationId: string,
  list: ListKey,
  { effect, trust }: PolicyChange,
): Promise<void> {
  const [column, key] = 'id' in list ? ['id', list.id] : ['name', list.name];
  const sources: { kind: SourceKind }[] = await manager.query(
    `SELECT s.kind FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = $2
     WHERE l.${column} = $1 AND s.organisation_id = $2`,
    [key, organisationId],
  );
  if (!sources.some(({ kind }) => SOURCE_TRAITS[kind].hintOnly === true)) return;
  const isHint = effect === undefined || HINT_EFFECTS.some((one) => one === effect);
  if (isHint && (trust === undefined || trust === HINT_TRUST)) return;
  throw new InvalidInputError(
    'Nobody has reviewed what the source of this list tells: it is unreviewed, and only suggests or flags.',
    { effect: 'must be suggest or flag', trust: 'must be unreviewed' },
  );
}
