// Brings everything that the master keys protect under the newest one. Each batch is a transaction with its event, so
// that it can be killed anywhere and run again.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { EvidenceStore, SEALED_DATA_KEYS } from '#libs/evidence';
import { SEALED_SECOND_FACTORS } from '#libs/identity';
import { SEALED_SOURCE_CREDENTIALS } from '#libs/known-material';
import { SEALED_ORGANISATION_KEYS } from '#libs/organisations';
import { ConflictError, keysInUse, resealUnderNewest, type Database, type KeyRing } from '#libs/platform';
import { SEALED_RECIPIENT_SECRETS } from '#libs/referrals';
import { OPERATOR } from './options.js';

const BATCH = 200;

/** What is sealed under the master keys, in the order in which it is brought along. */
export const SEALED_KINDS = {
  'organisation-keys': SEALED_ORGANISATION_KEYS,
  'second-factors': SEALED_SECOND_FACTORS,
  'recipient-secrets': SEALED_RECIPIENT_SECRETS,
  'source-credentials': SEALED_SOURCE_CREDENTIALS,
  evidence: SEALED_DATA_KEYS,
} as const;
export type SealedKind = keyof typeof SEALED_KINDS;
const KINDS = Object.keys(SEALED_KINDS) as SealedKind[];

export interface KeyInUse {
  readonly kind: SealedKind;
  /** Eight hex digits. */
  readonly key: string;
  readonly values: number;
  readonly standing: 'newest' | 'older' | 'missing';
}

/** Which master keys protect how much, over the organisations given. */
export async function listKeysInUse(
  database: Database,
  ring: KeyRing,
  organisationIds: readonly string[],
): Promise<KeyInUse[]> {
  const [newest, ...older] = ring.all('evidence').map(({ id }) => id);
  return database.within(organisationIds, async (manager) => {
    const found: KeyInUse[] = [];
    for (const kind of KINDS) {
      for (const [key, values] of await keysInUse(manager, SEALED_KINDS[kind])) {
        const standing = key === newest ? 'newest' : older.includes(key) ? 'older' : 'missing';
        found.push({ kind, key, values, standing });
      }
    }
    return found;
  });
}

/**
 * Seals anew whatever an older master key protects.
 * @returns how many values by kind
 * @throws SealBrokenError when a key that is needed is missing; ConflictError when a value was busy all the time
 */
export async function rotateKeys(
  database: Database,
  ring: KeyRing,
  evidence: EvidenceStore,
  organisationIds: readonly string[],
  onProgress: (kind: SealedKind, values: number) => void = () => undefined,
): Promise<Record<SealedKind, number>> {
  const total: Record<SealedKind, number> = {
    'organisation-keys': 0,
    'second-factors': 0,
    'recipient-secrets': 0,
    'source-credentials': 0,
    evidence: 0,
  };
  const batchOf = (manager: EntityManager, kind: SealedKind) =>
    kind === 'evidence'
      ? evidence.rotateKeys(manager, BATCH)
      : resealUnderNewest(manager, ring, SEALED_KINDS[kind], BATCH);
  for (const organisationId of organisationIds) {
    for (const kind of KINDS) {
      for (let more = true; more;) {
        const values = await database.within(organisationId, async (manager) => {
          const resealed = await batchOf(manager, kind);
          if (resealed > 0) {
            await recordEvent(manager, {
              organisationId,
              actor: OPERATOR,
              act: 'keys.rotated',
              subjectKind: 'master-key',
              details: { kind, values: resealed, key: ring.newest('evidence').id },
            });
          }
          return resealed;
        });
        total[kind] += values;
        more = values > 0;
        if (more) onProgress(kind, total[kind]);
      }
    }
  }
  const left = (await listKeysInUse(database, ring, organisationIds)).filter(
    ({ standing }) => standing !== 'newest',
  );
  if (left.length > 0) {
    throw new ConflictError('keys-in-use', 'Something is under an older key still; run `key rotate` again.');
  }
  return total;
}
