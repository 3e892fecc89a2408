// A list that a source fills takes no file: the next change at the source would take it back, and until then nobody could
// say whose entries they are.
import type { EntityManager } from 'typeorm';
import { ConflictError, firstRow } from '#libs/platform';
import { SOURCE_TRAITS, type SourceKind } from './source.kinds.js';

/** @throws ConflictError when a source fills the list of that name, or answers for it */
export async function requireNoSource(
  manager: EntityManager,
  organisationId: string,
  name: string,
): Promise<void> {
  const source = firstRow<{ kind: SourceKind }>(
    await manager.query(
      `SELECT s.kind FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = $1
       WHERE s.organisation_id = $1 AND l.name = $2`,
      [organisationId, name.trim()],
    ),
  );
  if (source === undefined) return;
  throw new ConflictError(
    'list-has-source',
    `${SOURCE_TRAITS[source.kind].body} fills this list, and would take back what a file says. Give the file a list of ` +
      'its own, or remove the source first (`manara lists source remove`).',
  );
}
