// What the list of a source may do whose entries nobody has reviewed. The database keeps to it as well, whoever asks.
import type { EntityManager } from 'typeorm';
import { ConflictError } from '#libs/platform';
import type { ListEffect, ListTrust } from '../hash-list.entity.js';
import { HINT_EFFECTS, HINT_TRUST, SOURCE_KINDS, SOURCE_TRAITS, type SourceKind } from './source.kinds.js';

interface Doing {
  readonly trust: ListTrust;
  readonly effect: ListEffect;
}

/** @throws ConflictError when a list does more than a source of that kind lets it */
export function requireHint(kind: SourceKind, { trust, effect }: Doing): void {
  if (SOURCE_TRAITS[kind].hintOnly !== true) return;
  if (trust === HINT_TRUST && HINT_EFFECTS.some((one) => one === effect)) return;
  throw new ConflictError(
    'list-does-too-much',
    `Nobody has reviewed what ${SOURCE_TRAITS[kind].body} tells: its list is unreviewed, and only suggests or flags.`,
  );
}

/** @throws ConflictError when a list is to do more than its source lets it, if it has one */
export async function requireWithinSource(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  doing: Doing,
): Promise<void> {
  const sources: { kind: SourceKind }[] = await manager.query(
    `SELECT kind FROM list_sources WHERE hash_list_id = $1 AND organisation_id = $2 AND kind = ANY ($3)`,
    [hashListId, organisationId, SOURCE_KINDS],
  );
  for (const { kind } of sources) requireHint(kind, doing);
}
