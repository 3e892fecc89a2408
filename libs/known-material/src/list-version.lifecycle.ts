// The life of one import of a list. A version goes live whole or not at all, and waits for a person when it would match
// an unlikely share of what is held.
import type { EntityManager } from 'typeorm';
import { ConflictError } from '#libs/platform';
import type { ImportImpact, WaitingReason } from './import-limits.js';
import type { PolicyChange } from './list-policy.js';

export const VERSION_STATES = ['loading', 'waiting', 'live', 'replaced', 'unchanged', 'failed'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** Why a version ended without being live: a person said no, or a newer import came before anybody decided. */
export const END_REASONS = ['refused', 'superseded'] as const;
export type EndReason = (typeof END_REASONS)[number];

/** State → states that may follow. */
export const VERSION_TRANSITIONS: Readonly<Record<VersionState, readonly VersionState[]>> = {
  loading: ['waiting', 'live', 'unchanged', 'failed'],
  waiting: ['live', 'failed'],
  live: ['replaced'],
  // What is taken back to an earlier version becomes a version of its own.
  replaced: [],
  unchanged: [],
  failed: [],
};

/** What is noted of a version with its move. */
export interface VersionNotes {
  readonly entries?: number;
  readonly refused?: number;
  readonly fileSha256?: Buffer;
  readonly reason?: WaitingReason | EndReason;
  readonly impact?: ImportImpact;
  /** Where the list's limits are to become these with it. */
  readonly limits?: { readonly maxDistance: number; readonly minQuality: number };
  /** Where the list's policy is to become another with it. */
  readonly policy?: PolicyChange;
}

/**
 * The one place that sets a version's state. One that goes live is due to be matched with the open cases.
 * @returns the version's id
 * @throws ConflictError when the version is in no state that this one may follow
 */
export async function moveVersion(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  number: number,
  to: VersionState,
  notes: VersionNotes = {},
): Promise<string> {
  const from = VERSION_STATES.filter((state) => VERSION_TRANSITIONS[state].includes(to));
  // Only what is noted is named: the console's role may not set the rest.
  const columns: [name: string, value: unknown][] = [
    ['entries', notes.entries],
    ['refused', notes.refused],
    ['file_sha256', notes.fileSha256],
    ['reason', notes.reason],
    ['impact', notes.impact && JSON.stringify(notes.impact)],
    ['max_distance', notes.limits?.maxDistance],
    ['min_quality', notes.limits?.minQuality],
    ['policy', notes.policy && JSON.stringify(notes.policy)],
  ];
  const noted = columns.filter(([, value]) => value !== undefined);
  const sets = noted.map(([name], index) => `, ${name} = $${index + 6}`).join('');
  const rematch = to === 'live' ? ', rematch_due_at = now(), rematched_to = NULL' : '';
  const [moved] = (await manager.query(
    `UPDATE hash_list_versions SET state = $3, finished_at = coalesce(finished_at, now())${rematch}${sets}
     WHERE hash_list_id = $1 AND number = $2 AND organisation_id = $5 AND state = ANY ($4) RETURNING id`,
    [hashListId, number, to, from, organisationId, ...noted.map(([, value]) => value)],
  )) as [{ id: string }[], number];
  if (moved.length === 0) {
    throw new ConflictError(
      'list-version-moved',
      `Version ${number} of the list cannot become ${to} from where it is.`,
    );
  }
  return moved[0]!.id;
}
