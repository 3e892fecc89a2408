// A change of what a list has and does, or of how near is near, by itself: at once, in one transaction with its event.
// Open cases are matched anew with it. What would make more near than is near now is asked of triage, which measures it.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { InvalidInputError, NotFoundError } from '#libs/platform';
import type { ListKey } from '../list-decision.service.js';
import { applyPolicy, type PolicyChange, rematchLive } from '../list-policy.js';
import type { NearLimits } from '../held-media.index.js';
import { requireLimits } from '../list-settings.js';
import { askWiderLimits, forgetWiderLimits, isWider } from './wider-limits.js';
import {
  HINT_EFFECTS,
  HINT_TRUST,
  SOURCE_KINDS,
  SOURCE_TRAITS,
  type SourceKind,
} from '../sources/source.kinds.js';

/** Policy and limits. */
export type ListChange = PolicyChange & Partial<NearLimits>;

/**
 * A person changes a list and takes responsibility for what it matches then; of near matches that are outside of narrower
 * limits none counts from then on. Wider limits come into force when triage has compared them with what is held, and wait
 * for a person where they would match much of it, as those of an import do.
 * @param change what is to be another; the rest stays
 * @throws NotFoundError; InvalidInputError when the parts do not go together, or the list is read from a source that
 *   nobody reviews and would do more than give a hint, or is asked about one hash at a time and would be near to others;
 *   ConflictError when limits are to be wider while the list is being imported, or a version of it waits
 */
export async function changePolicy(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  { maxDistance, minQuality, ...change }: ListChange,
  actor: Actor,
): Promise<void> {
  const limits = {
    ...(maxDistance !== undefined && { maxDistance }),
    ...(minQuality !== undefined && { minQuality }),
  };
  requireLimits(limits);
  const known: unknown[] = await manager.query(
    `SELECT 1 FROM hash_lists WHERE id = $1 AND organisation_id = $2`,
    [hashListId, organisationId],
  );
  if (known.length === 0) throw new NotFoundError('hash list');
  await requireHintOfSource(manager, organisationId, { id: hashListId }, change);
  const hasLimits = await applyLimits(manager, organisationId, hashListId, limits, actor);
  const hasPolicy = await applyPolicy(manager, organisationId, hashListId, change, actor);
  if (hasLimits || hasPolicy) await rematchLive(manager, organisationId, hashListId);
}

/** @returns whether anything changed at once */
async function applyLimits(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  limits: Partial<NearLimits>,
  actor: Actor,
): Promise<boolean> {
  const [before]: (NearLimits & { name: string; live: number; isAsked: boolean })[] = await manager.query(
    `SELECT l.max_distance AS "maxDistance", l.min_quality AS "minQuality", l.name, l.live_version AS live, EXISTS (SELECT 1 FROM list_sources s
       WHERE s.hash_list_id = l.id AND s.organisation_id = $2 AND s.kind = ANY ($3)) AS "isAsked"
     FROM hash_lists l WHERE l.id = $1 AND l.organisation_id = $2 FOR UPDATE OF l`,
    [hashListId, organisationId, SOURCE_KINDS.filter((kind) => SOURCE_TRAITS[kind].way === 'asked')],
  );
  const { isAsked, name, live, ...known } = before!;
  const after = { ...known, ...limits };
  if (after.maxDistance === known.maxDistance && after.minQuality === known.minQuality) return false;
  if (isAsked && after.maxDistance > 0)
    throw new InvalidInputError(
      'The source of this list answers for the hash that it is asked about alone.',
      {
        maxDistance: 'must be 0',
      },
    );
  if (live > 0 && isWider(known, after)) {
    await askWiderLimits(manager, organisationId, { hashListId, name }, after, actor);
    return false;
  }
  await forgetWiderLimits(manager, organisationId, name);
  await manager.query(
    `UPDATE hash_lists SET max_distance = $3, min_quality = $4 WHERE id = $1 AND organisation_id = $2`,
    [hashListId, organisationId, after.maxDistance, after.minQuality],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'hash-list.limits-changed',
    subjectKind: 'hash-list',
    subjectId: hashListId,
    details: { ...after, maxDistanceBefore: known.maxDistance, minQualityBefore: known.minQuality },
  });
  return true;
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
