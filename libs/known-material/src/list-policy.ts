// The policy of a list: who stands behind it and what its matches do. It comes into force with a version of the list or
// with an import that finds nothing new, in one transaction with its audit event.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { enqueue, firstRow, InvalidInputError, NotFoundError } from '#libs/platform';
import type { ListEffect, ListTrust } from './hash-list.entity.js';

export interface ListPolicy {
  /** Who it comes from. */
  readonly source: string;
  readonly trust: ListTrust;
  readonly effect: ListEffect;
  readonly settlesByWeakDigest: boolean;
  readonly legalBasis: string | null;
}
/** What is to be another; the rest stays. */
export type PolicyChange = Partial<ListPolicy>;

const COLUMNS: Readonly<Record<keyof ListPolicy, string>> = {
  source: 'source',
  trust: 'trust',
  effect: 'effect',
  settlesByWeakDigest: 'settles_by_weak_digest',
  legalBasis: 'legal_basis',
};
const KEYS = Object.keys(COLUMNS) as (keyof ListPolicy)[];
const POLICY_COLUMNS = KEYS.map((key) => `${COLUMNS[key]} AS "${key}"`).join(', ');

/** Of a list that is new: it settles nothing. */
export function firstPolicy(name: string): ListPolicy {
  return {
    source: name,
    trust: 'unreviewed',
    effect: 'suggest',
    settlesByWeakDigest: false,
    legalBasis: null,
  };
}

/** The parts of a policy that are given. */
export function givenPolicy(settings: PolicyChange): PolicyChange {
  return Object.fromEntries(
    KEYS.filter((key) => settings[key] !== undefined).map((key) => [key, settings[key]]),
  );
}

/** @throws InvalidInputError when the parts do not go together */
export function policyAfter(before: ListPolicy, change: PolicyChange): ListPolicy {
  const after = { ...before, ...change };
  if (after.effect === 'settle' && after.trust !== 'several-analysts') {
    throw new InvalidInputError(
      'Only a list that several analysts have confirmed may settle; its trust would have to be several-analysts.',
    );
  }
  return after;
}

/** The policy in force. @param name of the list; undefined when there is none of that name */
export async function policyOf(
  manager: EntityManager,
  organisationId: string,
  name: string,
): Promise<ListPolicy | undefined> {
  return firstRow<ListPolicy>(
    await manager.query(`SELECT ${POLICY_COLUMNS} FROM hash_lists WHERE organisation_id = $1 AND name = $2`, [
      organisationId,
      name,
    ]),
  );
}

/**
 * Brings a policy into force in the running transaction, with its event. Nothing is written where nothing changes.
 * @returns whether anything changed
 * @throws InvalidInputError when the parts do not go together
 */
export async function applyPolicy(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  change: PolicyChange,
  actor: Actor,
): Promise<boolean> {
  if (Object.keys(change).length === 0) return false;
  const before = firstRow<ListPolicy>(
    await manager.query(
      `SELECT ${POLICY_COLUMNS} FROM hash_lists WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
      [hashListId, organisationId],
    ),
  );
  if (before === undefined) throw new NotFoundError('hash list');
  const after = policyAfter(before, change);
  const changed = KEYS.filter((key) => before[key] !== after[key]);
  if (changed.length === 0) return false;
  await manager.query(
    `UPDATE hash_lists SET ${changed.map((key, index) => `${COLUMNS[key]} = $${index + 3}`).join(', ')}
     WHERE id = $1 AND organisation_id = $2`,
    [hashListId, organisationId, ...changed.map((key) => after[key])],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'hash-list.policy-changed',
    subjectKind: 'hash-list',
    subjectId: hashListId,
    details: Object.fromEntries(
      changed.flatMap((key) => [
        [key, after[key]],
        [`${key}Before`, before[key]],
      ]),
    ),
  });
  return true;
}

/**
 * Adds to the policy that comes into force with the version that waits.
 * @throws InvalidInputError when the parts do not go together
 */
export async function addToWaitingPolicy(
  manager: EntityManager,
  organisationId: string,
  name: string,
  waiting: { readonly hashListId: string; readonly number: number },
  change: PolicyChange,
): Promise<void> {
  const row = firstRow<{ policy: PolicyChange | null }>(
    await manager.query(
      `SELECT policy FROM hash_list_versions WHERE hash_list_id = $1 AND number = $2 AND organisation_id = $3`,
      [waiting.hashListId, waiting.number, organisationId],
    ),
  );
  const policy = { ...row?.policy, ...change };
  policyAfter((await policyOf(manager, organisationId, name)) ?? firstPolicy(name), policy);
  await manager.query(
    `UPDATE hash_list_versions SET policy = $3
     WHERE hash_list_id = $1 AND number = $2 AND organisation_id = $4 AND state = 'waiting'`,
    [waiting.hashListId, waiting.number, JSON.stringify(policy), organisationId],
  );
}

/** Queues that open cases are matched and settled anew with what is live: its matches do something else now. */
export async function rematchLive(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<void> {
  const [rows] = (await manager.query(
    `UPDATE hash_list_versions SET rematch_due_at = now(), rematched_to = NULL
     WHERE hash_list_id = $1 AND organisation_id = $2 AND state = 'live' RETURNING id`,
    [hashListId, organisationId],
  )) as [{ id: string }[], number];
  for (const { id: versionId } of rows)
    await enqueue(manager, versionId, {
      queue: 'triage',
      name: 'rematch',
      payload: { organisationId, versionId },
    });
}
