// The life of one import of a list. A version goes live whole or not at all.
import type { EntityManager } from 'typeorm';
import { ConflictError } from '#libs/platform';

export const VERSION_STATES = ['loading', 'live', 'replaced', 'unchanged', 'failed'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** State → states that may follow. */
export const VERSION_TRANSITIONS: Readonly<Record<VersionState, readonly VersionState[]>> = {
  loading: ['live', 'unchanged', 'failed'],
  live: ['replaced'],
  // Taken back: what was live before is live again.
  replaced: ['live'],
  unchanged: [],
  failed: [],
};

/**
 * The one place that sets a version's state.
 * @throws ConflictError when the version is in no state that this one may follow
 */
export async function moveVersion(
  manager: EntityManager,
  hashListId: string,
  number: number,
  to: VersionState,
  counts?: { entries: number; refused: number; fileSha256: Buffer },
): Promise<void> {
  const from = VERSION_STATES.filter((state) => VERSION_TRANSITIONS[state].includes(to));
  const [moved] = (await manager.query(
    `UPDATE hash_list_versions SET state = $3, finished_at = coalesce(finished_at, now()),
       entries = coalesce($5, entries), refused = coalesce($6, refused), file_sha256 = coalesce($7, file_sha256)
     WHERE hash_list_id = $1 AND number = $2 AND state = ANY ($4) RETURNING id`,
    [
      hashListId,
      number,
      to,
      from,
      counts?.entries ?? null,
      counts?.refused ?? null,
      counts?.fileSha256 ?? null,
    ],
  )) as [unknown[], number];
  if (moved.length === 0) {
    throw new ConflictError(
      'list-version-moved',
      `Version ${number} of the list cannot become ${to} from where it is.`,
    );
  }
}
