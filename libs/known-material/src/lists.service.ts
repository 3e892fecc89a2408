// Looking after lists: what there is, switching on and off, proving that the stored state is whole.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { NotFoundError, tryTurn } from '#libs/platform';
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import { importTurn } from './import-turn.js';
import type { ImportImpact, WaitingReason } from './import-limits.js';
import type { EndReason, VersionState } from './list-version.lifecycle.js';

export interface ListStatus {
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly source: string;
  readonly trust: ListTrust;
  readonly effect: ListEffect;
  readonly isEnabled: boolean;
  readonly liveVersion: number;
  readonly entries: number;
  readonly matches: number;
  readonly lastImport: {
    version: number;
    state: VersionState;
    reason: WaitingReason | EndReason | null;
    refused: number;
    startedAt: string;
  } | null;
  /** A version that a person has to approve or refuse. */
  readonly waiting: WaitingVersionStatus | null;
}

export interface WaitingVersionStatus {
  readonly version: number;
  readonly reason: WaitingReason;
  readonly impact: ImportImpact;
  readonly entries: number;
  readonly startedAt: string;
}

/** SQL: the list `l` is of an organisation that the transaction was opened for. */
const OF_CALLER = `l.organisation_id = ANY ((SELECT caller_organisations())::uuid[])`;

/** Every list of the caller's organisations. */
export async function listStatus(manager: EntityManager): Promise<ListStatus[]> {
  return manager.query(`
    SELECT l.id, o.code AS organisation, l.name, l.source, l.trust, l.effect, l.is_enabled AS "isEnabled",
      l.live_version AS "liveVersion",
      (SELECT count(*)::int FROM hash_entries e WHERE e.hash_list_id = l.id AND e.organisation_id = l.organisation_id AND e.first_version <= l.live_version
        AND (e.ended_version IS NULL OR e.ended_version > l.live_version)) AS entries,
      (SELECT count(*)::int FROM matches m WHERE m.hash_list_id = l.id AND m.organisation_id = l.organisation_id) AS matches,
      (SELECT jsonb_build_object('version', v.number, 'state', v.state, 'reason', v.reason, 'refused', v.refused,
          'startedAt', v.started_at)
        FROM hash_list_versions v WHERE v.hash_list_id = l.id AND v.organisation_id = l.organisation_id
        ORDER BY v.number DESC LIMIT 1) AS "lastImport",
      (SELECT jsonb_build_object('version', v.number, 'reason', v.reason, 'impact', v.impact, 'entries', v.entries,
          'startedAt', v.started_at)
        FROM hash_list_versions v WHERE v.hash_list_id = l.id AND v.organisation_id = l.organisation_id
          AND v.state = 'waiting') AS waiting
    FROM hash_lists l JOIN organisations o ON o.id = l.organisation_id WHERE ${OF_CALLER} ORDER BY o.code, l.name`);
}

/** Why a list is switched on or off: a code for the audit log, where no text of a person stands. */
export const SWITCH_REASONS = [
  'wrong-entries',
  'matches-too-much',
  'source-asked',
  'legal-basis',
  'corrected',
  'other',
] as const;
export type SwitchReason = (typeof SWITCH_REASONS)[number];

/**
 * Switches a list on or off, everywhere within seconds. Its matches stay on record, and stand again when it is on.
 * @param why with what a person adds to it, which is shown with the list
 * @throws NotFoundError
 */
export async function switchList(
  manager: EntityManager,
  organisationId: string,
  name: string,
  isEnabled: boolean,
  actor: Actor,
  why: { readonly reason: SwitchReason; readonly note?: string } = { reason: 'other' },
): Promise<void> {
  // What was examined while it was off, or matched while it was on, is looked at again.
  await manager.query(
    `UPDATE hash_list_versions v SET rematch_due_at = now(), rematched_to = NULL FROM hash_lists l
     WHERE l.id = v.hash_list_id AND l.organisation_id = $1 AND l.name = $2 AND v.state = 'live'`,
    [organisationId, name],
  );
  const [rows] = (await manager.query(
    `UPDATE hash_lists SET is_enabled = $3, switched_at = clock_timestamp(), switch_reason = $4, switch_note = $5
     WHERE organisation_id = $1 AND name = $2 RETURNING id`,
    [organisationId, name, isEnabled, why.reason, why.note ?? null],
  )) as [{ id: string }[], number];
  if (rows.length === 0) throw new NotFoundError('hash list');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: isEnabled ? 'hash-list.enabled' : 'hash-list.disabled',
    subjectKind: 'hash-list',
    subjectId: rows[0]!.id,
    details: { reason: why.reason },
  });
}

export interface ListProblem {
  readonly organisation: string;
  readonly name: string;
  /** A code. */
  readonly problem: 'live-version-missing' | 'entry-count-differs' | 'import-left-unfinished';
}

/** What is wrong with the stored lists; nothing, if all is well. */
export async function verifyLists(manager: EntityManager): Promise<ListProblem[]> {
  const found: (ListProblem & { organisationId: string })[] = await manager.query(`
    WITH counted AS (
      SELECT l.*, o.code AS organisation, v.state AS live_state, v.entries AS expected,
        (SELECT count(*) FROM hash_entries e WHERE e.hash_list_id = l.id AND e.organisation_id = l.organisation_id AND e.first_version <= l.live_version
          AND (e.ended_version IS NULL OR e.ended_version > l.live_version)) AS entries
      FROM hash_lists l JOIN organisations o ON o.id = l.organisation_id
      LEFT JOIN hash_list_versions v ON v.hash_list_id = l.id AND v.number = l.live_version
        AND v.organisation_id = l.organisation_id
      WHERE ${OF_CALLER})
    SELECT organisation, name, organisation_id AS "organisationId", 'live-version-missing' AS problem FROM counted
      WHERE live_version > 0 AND live_state IS DISTINCT FROM 'live'
    UNION ALL
    SELECT organisation, name, organisation_id, 'entry-count-differs' FROM counted WHERE entries <> coalesce(expected, 0)
    UNION ALL
    SELECT c.organisation, c.name, c.organisation_id, 'import-left-unfinished' FROM counted c
      JOIN hash_list_versions v ON v.hash_list_id = c.id AND v.organisation_id = c.organisation_id AND v.state = 'loading'
    ORDER BY 1, 2, 4`);
  const problems: ListProblem[] = [];
  for (const { organisationId, ...one } of found) {
    // What loads now is no problem: whoever imports it has the turn.
    const isRunning =
      one.problem === 'import-left-unfinished' &&
      !(await tryTurn(manager, 'triage', importTurn(organisationId, one.name)));
    if (!isRunning) problems.push(one);
  }
  return problems;
}
