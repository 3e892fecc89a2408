// Looking after lists: what there is, switching on and off, proving that the stored state is whole.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { NotFoundError } from '#libs/platform';
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import { LOADER_LIVES } from './import-turn.js';
import type { ImportImpact, WaitingReason } from './import-limits.js';
import { type ListPolicy, POLICY_OF_LIST, type PolicyChange } from './list-policy.js';
import type { EndReason, VersionState } from './list-version.lifecycle.js';

export interface ListStatus {
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly source: string;
  readonly trust: ListTrust;
  readonly effect: ListEffect;
  readonly isEnabled: boolean;
  readonly maxDistance: number;
  readonly minQuality: number;
  /** When it was switched off or on last, and why. */
  readonly switchedAt: Date | null;
  readonly switchReason: SwitchReason | null;
  readonly switchNote: string | null;
  /** The organisation's own: how many of its analysts must agree; null of every other list. */
  readonly confirmations: number | null;
  /** Open cases are being matched anew with what is live of it. */
  readonly isRematching: boolean;
  /** The policy in force, whole; what a waiting version brings stands with it. */
  readonly policy: ListPolicy;
  /** Its time is over: nothing of it matches. */
  readonly isExpired: boolean;
  /** Entries of the live version whose own time is over. */
  readonly expiredEntries: number;
  /** Entries that fit too much: those that wait for a person, and those that a person keeps out. */
  readonly quarantine: { readonly waiting: number; readonly kept: number };
  /** Media of which somebody says that an entry does not mean them. */
  readonly denials: number;
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
  /** What changes in the policy with it; null where nothing does. */
  readonly policy: PolicyChange | null;
}

/** SQL: the list `l` is of an organisation that the transaction was opened for. */
const OF_CALLER = `l.organisation_id = ANY ((SELECT caller_organisations())::uuid[])`;

/** Every list of the caller's organisations. */
export async function listStatus(manager: EntityManager): Promise<ListStatus[]> {
  return manager.query(`
    SELECT l.id, o.code AS organisation, l.name, l.source, l.trust, l.effect, l.is_enabled AS "isEnabled",
      l.max_distance AS "maxDistance", l.min_quality AS "minQuality", l.switched_at AS "switchedAt",
      l.switch_reason AS "switchReason", l.switch_note AS "switchNote",
      CASE WHEN l.is_own THEN l.confirmations END AS confirmations,
      EXISTS (SELECT 1 FROM hash_list_versions v WHERE v.hash_list_id = l.id AND v.organisation_id = l.organisation_id
        AND v.state = 'live' AND (v.rematch_due_at <= now() OR v.rematched_to IS NOT NULL)) AS "isRematching",
      ${POLICY_OF_LIST} AS policy, coalesce(l.expires_at <= now(), false) AS "isExpired",
      (SELECT count(*)::int FROM hash_entries e WHERE e.hash_list_id = l.id AND e.organisation_id = l.organisation_id AND e.expires_at <= now()
        AND e.first_version <= l.live_version AND (e.ended_version IS NULL OR e.ended_version > l.live_version)) AS "expiredEntries",
      (SELECT jsonb_build_object('waiting', count(*) FILTER (WHERE q.state = 'waiting'), 'kept', count(*) FILTER (WHERE q.state = 'kept'))
        FROM entry_quarantines q WHERE q.hash_list_id = l.id AND q.organisation_id = l.organisation_id) AS quarantine,
      (SELECT count(*)::int FROM match_feedback f WHERE f.hash_list_id = l.id AND f.organisation_id = l.organisation_id
        AND f.taken_back_at IS NULL) AS denials,
      l.live_version AS "liveVersion",
      (SELECT count(*)::int FROM hash_entries e WHERE e.hash_list_id = l.id AND e.organisation_id = l.organisation_id AND e.first_version <= l.live_version
        AND (e.ended_version IS NULL OR e.ended_version > l.live_version)) AS entries,
      (SELECT count(*)::int FROM matches m WHERE m.hash_list_id = l.id AND m.organisation_id = l.organisation_id) AS matches,
      (SELECT jsonb_build_object('version', v.number, 'state', v.state, 'reason', v.reason, 'refused', v.refused,
          'startedAt', v.started_at)
        FROM hash_list_versions v WHERE v.hash_list_id = l.id AND v.organisation_id = l.organisation_id
        ORDER BY v.number DESC LIMIT 1) AS "lastImport",
      (SELECT jsonb_build_object('version', v.number, 'reason', v.reason, 'impact', v.impact, 'entries', v.entries,
          'startedAt', v.started_at, 'policy', v.policy)
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
  return manager.query(`
    WITH counted AS (
      SELECT l.*, o.code AS organisation, v.state AS live_state, v.entries AS expected,
        (SELECT count(*) FROM hash_entries e WHERE e.hash_list_id = l.id AND e.organisation_id = l.organisation_id
          -- Answers of a source that is asked belong to no version.
          AND e.first_version > 0 AND e.first_version <= l.live_version
          AND (e.ended_version IS NULL OR e.ended_version > l.live_version)) AS entries
      FROM hash_lists l JOIN organisations o ON o.id = l.organisation_id
      LEFT JOIN hash_list_versions v ON v.hash_list_id = l.id AND v.number = l.live_version
        AND v.organisation_id = l.organisation_id
      WHERE ${OF_CALLER})
    SELECT organisation, name, 'live-version-missing' AS problem FROM counted
      WHERE live_version > 0 AND live_state IS DISTINCT FROM 'live'
    UNION ALL
    SELECT organisation, name, 'entry-count-differs' FROM counted WHERE entries <> coalesce(expected, 0)
    UNION ALL
    SELECT c.organisation, c.name, 'import-left-unfinished' FROM counted c
      JOIN hash_list_versions v ON v.hash_list_id = c.id AND v.organisation_id = c.organisation_id AND v.state = 'loading'
        -- What loads now is no problem.
        AND NOT ${LOADER_LIVES}
    ORDER BY 1, 2, 3`);
}
