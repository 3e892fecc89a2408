// The policy of a list: who stands behind it, what its matches do, what its words mean, to whom it may go on and until
// when it holds. It comes into force with a version of the list or with an import that finds nothing new, in one
// transaction with its audit event.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { enqueue, firstRow, InvalidInputError, NotFoundError } from '#libs/platform';
import { type CategoryMapping, LISTED_VERDICTS, MOST_CATEGORIES, OWN_WORDS } from './category-mapping.js';
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import type { ListLicence } from './licence.js';
import { requireWithinOwn } from './own-list.policy.js';
import { requireWithinSource } from './sources/hint-only.js';

export interface ListPolicy {
  /** Who it comes from. */
  readonly source: string;
  readonly trust: ListTrust;
  readonly effect: ListEffect;
  readonly settlesByWeakDigest: boolean;
  readonly legalBasis: string | null;
  /** To whom entries may be passed on. */
  readonly licence: ListLicence;
  /** Of which categories, in the source's words; null for all. */
  readonly licenceCategories: readonly string[] | null;
  /** What the licence says beyond that. */
  readonly licenceNote: string | null;
  readonly categoryMapping: CategoryMapping;
  /** From then on nothing of it matches, ISO 8601 in UTC; null for never. */
  readonly expiresAt: string | null;
  /** Different cases from which on an entry matches too much; null for never. */
  readonly quarantineAfter: number | null;
}
/** What is to be another; the rest stays. */
export type PolicyChange = Partial<ListPolicy>;

/** Different cases that one entry may fit before a person is asked, unless a list says otherwise. */
export const QUARANTINE_AFTER = 50;

const COLUMNS: Readonly<Record<keyof ListPolicy, string>> = {
  source: 'source',
  trust: 'trust',
  effect: 'effect',
  settlesByWeakDigest: 'settles_by_weak_digest',
  legalBasis: 'legal_basis',
  licence: 'licence',
  licenceCategories: 'licence_categories',
  licenceNote: 'licence_note',
  categoryMapping: 'category_mapping',
  expiresAt: 'expires_at',
  quarantineAfter: 'quarantine_after',
};
const KEYS = Object.keys(COLUMNS) as (keyof ListPolicy)[];
/** SQL: a time as the policy has it. */
const isoOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const POLICY_COLUMNS = KEYS.map(
  (key) => `${key === 'expiresAt' ? isoOf(COLUMNS[key]) : COLUMNS[key]} AS "${key}"`,
).join(', ');

/** SQL: the policy of list `l` as one object, in our names. */
export const POLICY_OF_LIST = `jsonb_build_object(${KEYS.map(
  (key) => `'${key}', ${key === 'expiresAt' ? isoOf(`l.${COLUMNS[key]}`) : `l.${COLUMNS[key]}`}`,
).join(', ')})`;

/** Of a list that is new: it settles nothing, and nothing of it goes on. */
export function firstPolicy(name: string): ListPolicy {
  return {
    source: name,
    trust: 'unreviewed',
    effect: 'suggest',
    settlesByWeakDigest: false,
    legalBasis: null,
    licence: 'none',
    licenceCategories: null,
    licenceNote: null,
    categoryMapping: OWN_WORDS,
    expiresAt: null,
    quarantineAfter: QUARANTINE_AFTER,
  };
}

/** The parts of a policy that are given. */
export function givenPolicy(settings: PolicyChange): PolicyChange {
  return Object.fromEntries(
    KEYS.filter((key) => settings[key] !== undefined).map((key) => [key, settings[key]]),
  );
}

/** @throws InvalidInputError when the parts do not go together, or one is not what it should be */
export function policyAfter(before: ListPolicy, change: PolicyChange): ListPolicy {
  const after = { ...before, ...change };
  if (after.effect === 'settle' && after.trust !== 'several-analysts') {
    throw new InvalidInputError(
      'Only a list that several analysts have confirmed may settle; its trust would have to be several-analysts.',
    );
  }
  if (after.effect === 'suppress' && after.trust === 'unreviewed') {
    throw new InvalidInputError(
      'A list that nobody has reviewed may not suppress matches; its trust would have to be one-analyst or several-analysts.',
    );
  }
  requireMapping(after.categoryMapping);
  requireLicence(after);
  if (after.expiresAt !== null && !isIsoTime(after.expiresAt))
    throw new InvalidInputError('A list expires at a time such as 2027-01-31T00:00:00.000Z, or never.');
  const { quarantineAfter } = after;
  if (
    quarantineAfter !== null &&
    !(Number.isInteger(quarantineAfter) && quarantineAfter >= 2 && quarantineAfter <= 1_000_000)
  )
    throw new InvalidInputError('An entry matches too much from 2 to 1000000 different cases on, or never.');
  return after;
}

const WORD = /^[^\p{Cc}]{1,64}$/u;
const NOTE_CHARACTERS = 2000;

function requireMapping(mapping: CategoryMapping): void {
  const words = Object.entries(mapping);
  if (words.length > MOST_CATEGORIES)
    throw new InvalidInputError(`A list maps ${MOST_CATEGORIES} categories at most.`);
  for (const [word, verdict] of words) {
    if (!WORD.test(word) || (verdict !== null && !LISTED_VERDICTS.includes(verdict)))
      throw new InvalidInputError(
        `A category is a word of 1 to 64 characters, and means ${LISTED_VERDICTS.join(' or ')} or nothing.`,
      );
  }
}

function requireLicence({ licenceCategories, licenceNote }: ListPolicy): void {
  if (
    licenceCategories !== null &&
    (licenceCategories.length === 0 ||
      licenceCategories.length > MOST_CATEGORIES ||
      !licenceCategories.every((word) => WORD.test(word)))
  )
    throw new InvalidInputError(
      `A licence names 1 to ${MOST_CATEGORIES} categories of 1 to 64 characters, or holds for all.`,
    );
  if (licenceNote !== null && licenceNote.length > NOTE_CHARACTERS)
    throw new InvalidInputError(`A note on a licence has ${NOTE_CHARACTERS} characters at most.`);
}

function isIsoTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
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
 * @throws InvalidInputError when the parts do not go together; ConflictError when the list's source lets it do less,
 *   or it is the organisation's own
 */
export async function applyPolicy(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  change: PolicyChange,
  actor: Actor,
): Promise<boolean> {
  if (Object.keys(change).length === 0) return false;
  const found = firstRow<ListPolicy & { confirmations: number | null }>(
    await manager.query(
      `SELECT ${POLICY_COLUMNS}, confirmations FROM hash_lists WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
      [hashListId, organisationId],
    ),
  );
  if (found === undefined) throw new NotFoundError('hash list');
  const { confirmations, ...before } = found;
  const after = policyAfter(before, change);
  // Of the own list alone.
  if (confirmations !== null) requireWithinOwn(confirmations, after);
  await requireWithinSource(manager, organisationId, hashListId, after);
  const changed = KEYS.filter((key) => plain(before[key]) !== plain(after[key]));
  if (changed.length === 0) return false;
  await manager.query(
    `UPDATE hash_lists SET ${changed.map((key, index) => `${COLUMNS[key]} = $${index + 3}`).join(', ')}
     WHERE id = $1 AND organisation_id = $2`,
    [
      hashListId,
      organisationId,
      ...changed.map((key) => (key === 'categoryMapping' ? JSON.stringify(after[key]) : after[key])),
    ],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'hash-list.policy-changed',
    subjectKind: 'hash-list',
    subjectId: hashListId,
    details: Object.fromEntries(
      changed.flatMap((key) => [
        [key, recorded(after[key])],
        [`${key}Before`, recorded(before[key])],
      ]),
    ),
  });
  return true;
}

type Value = ListPolicy[keyof ListPolicy];

/** A value as it is on record: a mapping as its pairs in order. */
function recorded(value: Value): string | number | boolean | null | readonly string[] {
  if (typeof value !== 'object' || value === null || isTexts(value)) return value;
  return Object.entries(value)
    .map(([word, verdict]) => `${word}=${verdict ?? 'nothing'}`)
    .toSorted();
}

const isTexts = (value: object): value is readonly string[] => Array.isArray(value);

/** A value to compare by. */
const plain = (value: Value): string => JSON.stringify(recorded(value));

/** A policy as an event's details have it. */
export function policyDetails(
  policy: PolicyChange,
): Record<string, string | number | boolean | null | readonly string[]> {
  return Object.fromEntries(
    KEYS.filter((key) => policy[key] !== undefined).map((key) => [key, recorded(policy[key]!)]),
  );
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
