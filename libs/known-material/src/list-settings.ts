// What an import says of its list: found by its name, made at its first import, changed only by what is given.
import type { EntityManager } from 'typeorm';
import { InvalidInputError, newId } from '#libs/platform';
import type { NearLimits } from './held-media.index.js';
import { firstPolicy, givenPolicy, policyAfter, type PolicyChange, policyOf } from './list-policy.js';

/** A list's name, its limits, and what is to be another in its policy; a new list begins with `firstPolicy`. */
export interface ListSettings extends PolicyChange {
  readonly name: string;
  readonly maxDistance?: number;
  readonly minQuality?: number;
}

export interface ListRow {
  readonly id: string;
  readonly live_version: number;
  /** In force now. */
  readonly max_distance: number;
  readonly min_quality: number;
}

/**
 * Policy and limits of a list that is there are left as they are: they decide how much it matches and what that does,
 * so they come into force with a version. A new list is made with a policy that settles nothing.
 * @returns the list with that name
 * @throws InvalidInputError when the settings do not go together
 */
export async function ensureList(
  manager: EntityManager,
  organisationId: string,
  settings: ListSettings,
): Promise<ListRow> {
  const name = settings.name.trim();
  if (name === '' || name.length > 100)
    throw new InvalidInputError('A list has a name of 1 to 100 characters.');
  requireLimits(settings);
  const known = await policyOf(manager, organisationId, name);
  // Asked before anything is read; it comes into force with what is imported.
  policyAfter(known ?? firstPolicy(name), givenPolicy(settings));
  if (known === undefined) {
    const first = firstPolicy(name);
    const rows: ListRow[] = await manager.query(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, max_distance, min_quality)
       VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, 31), coalesce($8, 50))
       RETURNING id, live_version, max_distance, min_quality`,
      [
        newId(),
        organisationId,
        name,
        first.source,
        first.trust,
        first.effect,
        settings.maxDistance ?? null,
        settings.minQuality ?? null,
      ],
    );
    return rows[0]!;
  }
  const rows: (ListRow & { is_own: boolean })[] = await manager.query(
    `SELECT id, live_version, max_distance, min_quality, is_own FROM hash_lists WHERE organisation_id = $1 AND name = $2`,
    [organisationId, name],
  );
  if (rows[0]!.is_own)
    throw new InvalidInputError(
      'This is the list of what your own analysts have confirmed; nothing is imported into it or taken back.',
    );
  return rows[0]!;
}

/** @throws InvalidInputError when a limit is no whole number within its bounds */
export function requireLimits({ maxDistance, minQuality }: Partial<NearLimits>): void {
  requireWithin('maxDistance', 'distance', maxDistance, 63);
  requireWithin('minQuality', 'quality', minQuality, 100);
}

function requireWithin(field: string, what: string, value: number | undefined, most: number): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > most)) {
    throw new InvalidInputError(`The ${what} of a list is a whole number from 0 to ${most}.`, {
      [field]: `must be a whole number from 0 to ${most}`,
    });
  }
}
