// The policy of a list: found by its name, made at its first import, changed only by what is given.
import type { EntityManager } from 'typeorm';
import { firstRow, InvalidInputError, newId } from '#libs/platform';
import type { ListEffect, ListTrust } from './hash-list.entity.js';

export interface ListSettings {
  readonly name: string;
  /** Who it comes from; the list's name if not given. */
  readonly source?: string;
  /** `unreviewed` for a new list. */
  readonly trust?: ListTrust;
  /** `suggest` for a new list. */
  readonly effect?: ListEffect;
  readonly settlesByWeakDigest?: boolean;
  readonly maxDistance?: number;
  readonly minQuality?: number;
  readonly legalBasis?: string;
}

export interface ListRow {
  readonly id: string;
  readonly live_version: number;
  /** In force now. */
  readonly max_distance: number;
  readonly min_quality: number;
}

/**
 * The limits of near matches of a list that is there are left as they are: they decide how much it matches, so they
 * come into force with a version.
 * @returns the list with that name, made or brought to these settings
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
  requireWithin('distance', settings.maxDistance, 63);
  requireWithin('quality', settings.minQuality, 100);
  const values = [
    settings.source ?? null,
    settings.trust ?? null,
    settings.effect ?? null,
    settings.settlesByWeakDigest ?? null,
    settings.legalBasis ?? null,
  ];
  const known = firstRow<{ trust: ListTrust; effect: ListEffect }>(
    await manager.query(`SELECT trust, effect FROM hash_lists WHERE organisation_id = $1 AND name = $2`, [
      organisationId,
      name,
    ]),
  );
  const trust = settings.trust ?? known?.trust ?? 'unreviewed';
  const effect = settings.effect ?? known?.effect ?? 'suggest';
  if (effect === 'settle' && trust !== 'several-analysts') {
    throw new InvalidInputError(
      'Only a list that several analysts have confirmed may settle; its trust would have to be several-analysts.',
    );
  }
  if (known === undefined) {
    const rows: ListRow[] = await manager.query(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, settles_by_weak_digest, legal_basis,
         max_distance, min_quality)
       VALUES ($1, $2, $3, coalesce($4, $3), coalesce($5, 'unreviewed'), coalesce($6, 'suggest'), coalesce($7, false), $8,
         coalesce($9, 31), coalesce($10, 50))
       RETURNING id, live_version, max_distance, min_quality`,
      [newId(), organisationId, name, ...values, settings.maxDistance ?? null, settings.minQuality ?? null],
    );
    return rows[0]!;
  }
  const [rows] = (await manager.query(
    `UPDATE hash_lists SET source = coalesce($3, source), trust = coalesce($4, trust), effect = coalesce($5, effect),
       settles_by_weak_digest = coalesce($6, settles_by_weak_digest), legal_basis = coalesce($7, legal_basis)
     WHERE organisation_id = $1 AND name = $2 RETURNING id, live_version, max_distance, min_quality`,
    [organisationId, name, ...values],
  )) as [ListRow[], number];
  return rows[0]!;
}

function requireWithin(what: string, value: number | undefined, most: number): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > most)) {
    throw new InvalidInputError(`The ${what} of a list is a whole number from 0 to ${most}.`);
  }
}
