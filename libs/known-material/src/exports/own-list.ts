// The organisation's own list: what so many of its analysts, each by looking, have found illegal. Kept in step with the
// assessments: an entry ends when one that it rests on is taken back or changed.
import type { EntityManager } from 'typeorm';
import { type Actor, MACHINE, recordEvent } from '#libs/audit';
import {
  ConflictError,
  type Database,
  firstRow,
  InvalidInputError,
  isUniqueViolation,
  newId,
  takeTurn,
} from '#libs/platform';
import type { ListTrust } from '../hash-list.entity.js';
import { importTurn } from '../import-turn.js';
import { goLive } from '../list-decision.service.js';
import { rematchLive } from '../list-policy.js';
import { trustOfConfirmations } from '../own-list.policy.js';
import type { StandingRule } from './standing-rule.js';

export const MOST_CONFIRMATIONS = 9;
/** Below this quality a perceptual hash says little of a picture; the entry goes without it. */
const LEAST_QUALITY = 50;

/**
 * Sets up the organisation's own list, or changes how many analysts must agree. What is confirmed by fewer ends with the
 * next round.
 * @returns its id
 * @throws InvalidInputError, ConflictError when another list has the name
 */
export async function keepOwnList(
  manager: EntityManager,
  organisationId: string,
  { name, confirmations }: { readonly name: string; readonly confirmations: number },
  actor: Actor,
): Promise<string> {
  const called = name.trim();
  if (called === '' || called.length > 100)
    throw new InvalidInputError('A list has a name of 1 to 100 characters.', {
      name: 'must have 1 to 100 characters',
    });
  if (!Number.isInteger(confirmations) || confirmations < 1 || confirmations > MOST_CONFIRMATIONS)
    throw new InvalidInputError(`From 1 to ${MOST_CONFIRMATIONS} analysts confirm an entry.`, {
      confirmations: `must be 1 to ${MOST_CONFIRMATIONS}`,
    });
  const trust = trustOfConfirmations(confirmations);
  const before = firstRow<{ trust: ListTrust }>(
    await manager.query(`SELECT trust FROM hash_lists WHERE organisation_id = $1 AND is_own FOR UPDATE`, [
      organisationId,
    ]),
  );
  let rows: { id: string }[];
  try {
    rows = await manager.query(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, is_own, confirmations)
       VALUES ($1, $2, $3, (SELECT name FROM organisations WHERE id = $2), $4, 'suggest', true, $5)
       ON CONFLICT (organisation_id) WHERE is_own
         DO UPDATE SET name = excluded.name, trust = excluded.trust, confirmations = excluded.confirmations
       RETURNING id`,
      [newId(), organisationId, called, trust, confirmations],
    );
  } catch (error) {
    if (isUniqueViolation(error)) throw new ConflictError('list-name-taken', 'Another list has that name.');
    throw error;
  }
  const { id } = rows[0]!;
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'hash-list.own-kept',
    subjectKind: 'hash-list',
    subjectId: id,
    details: { confirmations },
  });
  if (before !== undefined && before.trust !== trust) await rematchLive(manager, organisationId, id);
  return id;
}

/**
 * SQL of what the list is to hold. $2: how many analysts. Who found the same bytes not illegal, and stands by it, keeps
 * them out whatever others say. The fingerprint is that of `fingerprintOf`.
 */
const wanted = ({ decisionHolds }: StandingRule) => `
  WITH decided AS (
    SELECT a.media_id, a.staff_account_id, a.verdict
    FROM assessments a JOIN cases c ON c.id = a.case_id AND c.organisation_id = $1
    WHERE a.organisation_id = $1 AND a.media_id IS NOT NULL AND ${decisionHolds('a', 'c')}),
  confirmed AS (
    SELECT d.media_id,
      CASE WHEN count(DISTINCT d.staff_account_id) FILTER (WHERE d.verdict = 'baseline') >= $2
        THEN 'baseline' ELSE 'national' END AS category
    FROM decided d GROUP BY d.media_id
    HAVING count(DISTINCT d.staff_account_id) FILTER (WHERE d.verdict IN ('baseline', 'national')) >= $2
      AND count(*) FILTER (WHERE d.verdict = 'not-illegal') = 0),
  hashed AS (
    SELECT m.md5, m.sha1, m.sha256, c.category,
      CASE WHEN m.pdq_quality >= ${LEAST_QUALITY} AND encode(m.pdq, 'hex') !~ '^(0{64}|f{64})$' THEN m.pdq END AS pdq,
      CASE WHEN m.pdq_quality >= ${LEAST_QUALITY} AND encode(m.pdq, 'hex') !~ '^(0{64}|f{64})$'
        THEN m.pdq_quality END AS pdq_quality
    FROM confirmed c JOIN media m ON m.id = c.media_id AND m.organisation_id = $1 WHERE m.bytes > 0)
  SELECT md5, sha1, sha256, pdq, pdq_quality, category,
    substring(sha256(convert_to(concat_ws(',', encode(md5, 'hex'), encode(sha1, 'hex'), encode(sha256, 'hex'),
      coalesce(encode(pdq, 'hex'), ''), coalesce(pdq_quality::text, ''), category), 'UTF8')) FROM 1 FOR 16) AS fingerprint
  FROM hashed`;

export interface OwnListChange {
  readonly added: number;
  readonly ended: number;
}

/**
 * Brings the own list in step with the assessments, as a version of its own where anything changed. Nothing is asked of a
 * person: all that it can match at once is what analysts have seen.
 */
export async function updateOwnList(
  database: Database,
  organisationId: string,
  rule: StandingRule,
): Promise<OwnListChange> {
  return database.within(organisationId, async (manager) => {
    const [list]: { id: string; name: string; confirmations: number }[] = await manager.query(
      `SELECT id, name, confirmations FROM hash_lists WHERE organisation_id = $1 AND is_own`,
      [organisationId],
    );
    if (list === undefined) return { added: 0, ended: 0 };
    await manager.query('SET LOCAL statement_timeout = 0');
    // The list's row is not locked before the end, so that it can be switched off at any time.
    await takeTurn(manager, 'triage', importTurn(organisationId, list.name));
    await manager.query(`CREATE TEMPORARY TABLE wanted_entries ON COMMIT DROP AS ${wanted(rule)}`, [
      organisationId,
      list.confirmations,
    ]);
    const [change]: (OwnListChange & { live: number; version: number })[] = await manager.query(
      `SELECT l.live_version AS live,
         (SELECT coalesce(max(v.number), 0) + 1 FROM hash_list_versions v
           WHERE v.hash_list_id = l.id AND v.organisation_id = $2)::int AS version,
         (SELECT count(*)::int FROM wanted_entries w WHERE NOT EXISTS (SELECT FROM hash_entries e
           WHERE e.hash_list_id = l.id AND e.fingerprint = w.fingerprint AND e.ended_version IS NULL)) AS added,
         (SELECT count(*)::int FROM hash_entries e WHERE e.hash_list_id = l.id AND e.organisation_id = $2
           AND e.ended_version IS NULL
           AND NOT EXISTS (SELECT FROM wanted_entries w WHERE w.fingerprint = e.fingerprint)) AS ended
       FROM hash_lists l WHERE l.id = $1 AND l.organisation_id = $2`,
      [list.id, organisationId],
    );
    const { added, ended, live, version } = change!;
    if (added === 0 && ended === 0) return { added, ended };
    await store(manager, organisationId, list.id, { version, live }, { added, ended });
    return { added, ended };
  });
}

async function store(
  manager: EntityManager,
  organisationId: string,
  listId: string,
  { version, live }: { readonly version: number; readonly live: number },
  change: OwnListChange,
): Promise<void> {
  await manager.query(
    `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format)
     VALUES ($1, $2, $3, $4, 'loading', 'own')`,
    [newId(), organisationId, listId, version],
  );
  await manager.query(
    `UPDATE hash_entries e SET ended_version = $3 WHERE e.hash_list_id = $1 AND e.organisation_id = $2
       AND e.ended_version IS NULL
       AND NOT EXISTS (SELECT FROM wanted_entries w WHERE w.fingerprint = e.fingerprint)`,
    [listId, organisationId, version],
  );
  await manager.query(
    `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, sha1, sha256, pdq, pdq_quality,
       category, first_version)
     SELECT gen_random_uuid(), $2, $1, w.fingerprint, w.md5, w.sha1, w.sha256, w.pdq, w.pdq_quality, w.category, $3
     FROM wanted_entries w WHERE NOT EXISTS (SELECT FROM hash_entries e
       WHERE e.hash_list_id = $1 AND e.fingerprint = w.fingerprint AND e.ended_version IS NULL)`,
    [listId, organisationId, version],
  );
  const [{ entries }] = await manager.query(
    `SELECT count(*)::int AS entries FROM hash_entries WHERE hash_list_id = $1 AND organisation_id = $2
       AND ended_version IS NULL`,
    [listId, organisationId],
  );
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: 'hash-list.own-changed',
    subjectKind: 'hash-list',
    subjectId: listId,
    details: { version, entries, ...change },
  });
  await goLive(manager, organisationId, listId, { from: live, to: version }, { entries });
}
