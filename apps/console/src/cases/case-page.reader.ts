// Reads everything that the page of one case shows, in one transaction.
import type { EntityManager } from 'typeorm';
import { isListed, MATCH_STANDS, MATCH_STATE, NO_VERSION } from '#libs/known-material';
import { NotFoundError } from '#libs/platform';
import { sourceQuestionsIfConfirmed } from '#libs/referrals';
import {
  ASSESSMENT_STANDS,
  ASSESSMENT_WITHDRAWN,
  decisionHolds,
  LAST_DECIDER,
  readNearSuggestions,
  refetchObstacle,
} from '#libs/review';
import { readReferrals } from '../referrals/referral.reader.js';
import type {
  AssessmentAnswer,
  CasePage,
  ContentItemAnswer,
  FetchAnswer,
  LeaseOfCase,
  ReportAnswer,
  SourceAssessmentAnswer,
} from './case-page.dto.js';
import { caseSummary } from './case.search.js';
import type { MatchAnswer, MediaAnswer } from './matched-media.dto.js';
import type { RefetchAnswer } from './refetch.dto.js';

interface Asker {
  readonly organisationId: string;
  readonly accountId: string;
}

/** @throws NotFoundError when the case is not the organisation's */
export async function readCasePage(
  manager: EntityManager,
  asker: Asker,
  caseId: string,
  mayUndoAny: boolean,
  now: Date,
): Promise<CasePage> {
  const summary = await caseSummary(manager, asker.organisationId, caseId, now);
  if (summary === undefined) throw new NotFoundError('case');
  const scope = [caseId, asker.organisationId];
  const [own] = await manager.query<
    {
      round: number;
      holder_id: string | null;
      holder: string | null;
      expires_at: Date | null;
      decided_by: string | null;
      refetch_refused: 'mandate' | null;
    }[]
  >(
    `SELECT c.round, c.lease_holder_id AS holder_id, a.display_name AS holder, c.lease_expires_at AS expires_at,
       ${LAST_DECIDER} AS decided_by, c.refetch_refused
     FROM cases c LEFT JOIN staff_accounts a ON a.id = c.lease_holder_id AND a.organisation_id = $2
     WHERE c.id = $1 AND c.organisation_id = $2`,
    scope,
  );
  let lease: LeaseOfCase | null = null;
  if (own!.holder !== null && own!.expires_at !== null && own!.expires_at > now) {
    lease = { isMine: own!.holder_id === asker.accountId, holder: own!.holder, expiresAt: own!.expires_at };
  }
  const isTheirs = mayUndoAny || own!.decided_by === asker.accountId;
  const mayUndo =
    summary.state === 'decided' && summary.routeAt !== null && summary.routeAt > now && isTheirs;
  const referrals = await readReferrals(manager, asker.organisationId, { caseId });
  const ofDecision = referrals.filter(
    ({ decision, state }) => decision === own!.round && state !== 'cancelled',
  );
  const mayReopen =
    summary.state === 'referred' &&
    ofDecision.length > 0 &&
    ofDecision.every(({ state }) => state === 'stopped' || state === 'waiting') &&
    isTheirs;
  return {
    case: summary,
    lease,
    reports: await readReports(manager, scope),
    refetch: {
      ...(await readRefetch(manager, asker, caseId, lease?.isMine === true)),
      lastRefused: own!.refetch_refused,
    },
    items: await readItems(manager, scope, own!.round),
    sourceAssessments: await manager.query<SourceAssessmentAnswer[]>(
      `SELECT s.version, s.scheme, s.answers, a.display_name AS person, s.made_at AS "madeAt",
         s.round = c.round AND (c.decided_at IS NULL OR s.made_at < c.decided_at) AS "isWithdrawn"
       FROM source_assessments s JOIN cases c ON c.id = s.case_id AND c.organisation_id = $2
       LEFT JOIN staff_accounts a ON a.id = s.staff_account_id AND a.organisation_id = $2
       WHERE s.case_id = $1 AND s.organisation_id = $2 ORDER BY s.version DESC`,
      scope,
    ),
    referrals,
    sourceQuestions: await sourceQuestionsIfConfirmed(manager, asker.organisationId, caseId),
    mayUndo,
    mayReopen,
  };
}

async function readRefetch(
  manager: EntityManager,
  asker: Asker,
  caseId: string,
  isHeld: boolean,
): Promise<Pick<RefetchAnswer, 'canRefetch' | 'obstacle'>> {
  const obstacle =
    (await refetchObstacle(manager, asker.organisationId, caseId)) ?? (isHeld ? null : ('not-held' as const));
  return { canRefetch: obstacle === null, obstacle };
}

function readReports(manager: EntityManager, scope: readonly string[]): Promise<ReportAnswer[]> {
  return manager.query<ReportAnswer[]>(
    `SELECT r.id, r.kind, r.locale, r.received_at AS "receivedAt", r.seen_at::text AS "seenAt",
       r.is_self_report AS "isSelfReport", r.child_in_danger AS "childInDanger", r.arrived_in_flood AS "arrivedInFlood",
       CASE WHEN r.api_key_id IS NOT NULL THEN coalesce((SELECT k.name FROM api_keys k
         WHERE k.id = r.api_key_id AND k.organisation_id = $2), '') END AS "trustedReporter",
       r.sealed_text IS NOT NULL AS "hasText", r.sealed_contact IS NOT NULL AS "hasContact",
       r.wants_letters AND r.sealed_contact IS NOT NULL AS "wantsLetters",
       coalesce((SELECT jsonb_agg(jsonb_build_object('cause', l.cause, 'state', l.state, 'code', l.last_code,
           'at', coalesce(l.ended_at, l.due_at)) ORDER BY l.asked_at, l.id)
         FROM letters l WHERE l.report_id = r.id AND l.organisation_id = $2), '[]'::jsonb) AS letters,
       (SELECT count(*)::int FROM messages m WHERE m.report_id = r.id AND m.organisation_id = $2 AND m.direction = 'from-reporter')
         AS "messagesFromReporter",
       (SELECT count(*)::int FROM messages m WHERE m.report_id = r.id AND m.organisation_id = $2 AND m.direction = 'to-reporter')
         AS "messagesToReporter",
       (SELECT jsonb_build_object('hashes', h.hashes, 'recipient', h.recipient, 'state', h.state,
           'isErased', r.sealed_text IS NULL, 'reason', h.reason, 'reference', h.reference, 'settledAt', h.settled_at,
           'settledBy', (SELECT s.display_name FROM staff_accounts s WHERE s.id = h.settled_by AND s.organisation_id = $2))
         FROM hash_handovers h WHERE h.report_id = r.id AND h.organisation_id = $2) AS handover,
       coalesce((SELECT jsonb_agg(jsonb_build_object('asTyped', a.as_typed, 'normalised', a.normalised)
           ORDER BY a.position) FROM report_addresses a WHERE a.report_id = r.id AND a.organisation_id = $2), '[]'::jsonb) AS addresses
     FROM case_reports cr JOIN reports r ON r.id = cr.report_id
     WHERE cr.case_id = $1 AND cr.organisation_id = $2 AND r.organisation_id = $2 ORDER BY r.received_at, r.id`,
    [...scope],
  );
}

type ItemRow = Omit<
  ContentItemAnswer,
  'media' | 'matches' | 'fetches' | 'assessments' | 'nearCopy' | 'needsAnswer'
> & {
  mediaId: string | null;
};

async function readItems(
  manager: EntityManager,
  scope: readonly string[],
  round: number,
): Promise<ContentItemAnswer[]> {
  const items = await manager.query<ItemRow[]>(
    `SELECT id, parent_id AS "parentId", role, found_via AS "foundVia", address, round, step, result,
       result_detail AS "resultDetail", media_type AS "mediaType", hosting, online_state AS "onlineState",
       online_checked_at AS "onlineCheckedAt", gone_at AS "goneAt", media_id AS "mediaId"
     FROM content_items WHERE case_id = $1 AND organisation_id = $2 ORDER BY role DESC, created_at, id`,
    [...scope],
  );
  const media = await readMedia(manager, scope);
  const matches = await readMatches(manager, scope);
  const fetches = await readFetches(manager, scope);
  const assessments = await readAssessments(manager, scope);
  const [caseId, organisationId] = scope as [string, string];
  const near = await readNearSuggestions(manager, organisationId, caseId);
  return items.map(({ mediaId, ...item }) => {
    const made = assessments.filter(({ itemId }) => itemId === item.id).map(without('itemId'));
    const last = made.find(({ stands }) => stands);
    const isAnswered = last?.madeBy === 'settlement' || last?.madeBy === 'link';
    const nearCopy = near.find((one) => one.mediaId === mediaId);
    return {
      ...item,
      media: media.find(({ id }) => id === mediaId) ?? null,
      matches: matches.filter((match) => match.mediaId === mediaId).map(without('mediaId')),
      fetches: fetches.filter(({ itemId }) => itemId === item.id).map(without('itemId')),
      assessments: made,
      nearCopy: nearCopy === undefined ? null : without('mediaId')(nearCopy),
      needsAnswer:
        (item.role === 'source' || mediaId !== null) &&
        !isAnswered &&
        (last === undefined || item.round >= round),
    };
  });
}

function without<Key extends string>(key: Key) {
  return <T extends Record<Key, unknown>>(row: T): Omit<T, Key> => {
    const { [key]: _left, ...rest } = row;
    return rest;
  };
}

function readMedia(manager: EntityManager, scope: readonly string[]): Promise<MediaAnswer[]> {
  return manager.query<MediaAnswer[]>(
    `SELECT m.id, m.format, m.width, m.height, m.frames, m.bytes::float8 AS bytes, encode(m.sha256, 'hex') AS sha256,
       encode(m.sha1, 'hex') AS sha1, encode(m.md5, 'hex') AS md5, encode(m.pdq, 'hex') AS pdq,
       m.pdq_quality AS "pdqQuality", m.duration_ms AS "durationMs", m.ended_early AS "endedEarly", m.unreadable_reason AS "unreadableReason",
       ARRAY(SELECT e.level FROM evidence_objects e JOIN cases c ON c.id = $1 AND c.organisation_id = $2 AND c.mandate IN ('view', 'retain')
             WHERE e.media_id = m.id AND e.organisation_id = $2 AND e.purpose = 'derivative'
             ORDER BY e.level) AS levels,
       CASE WHEN m.frames_shown IS NOT NULL THEN jsonb_build_object('shown', m.frames_shown, 'frames', m.frames) END AS "contactSheet",
       EXISTS (SELECT 1 FROM matches x JOIN hash_entries e ON e.id = x.hash_entry_id AND e.organisation_id = $2
                 JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $2
               WHERE x.media_id = m.id AND x.organisation_id = $2 AND x.kind = 'exact' AND l.effect <> 'flag'
                 AND ${isListed('x')})
         OR EXISTS (SELECT 1 FROM content_items i JOIN cases c ON c.id = i.case_id
                      JOIN assessments a ON a.content_item_id = i.id AND a.organisation_id = $2
                    WHERE i.case_id = $1 AND i.media_id = m.id AND i.organisation_id = $2
                      AND a.made_by IN ('settlement', 'link') AND ${ASSESSMENT_STANDS}) AS "isKnown"
     FROM media m WHERE m.organisation_id = $2
       AND m.id IN (SELECT i.media_id FROM content_items i WHERE i.case_id = $1 AND i.organisation_id = $2)`,
    [...scope],
  );
}

function readMatches(
  manager: EntityManager,
  scope: readonly string[],
): Promise<(MatchAnswer & { mediaId: string })[]> {
  return manager.query(
    `SELECT m.id, m.media_id AS "mediaId", l.name AS list, l.source, nullif(m.list_version, ${NO_VERSION}) AS "listVersion", l.trust, l.effect,
       e.category, m.kind, m.algorithm, m.distance, m.orientation, m.frame_shares AS "frameShares", m.matched_at AS "matchedAt",
       (${MATCH_STANDS}) AS "isStanding", ${MATCH_STATE} AS state
     FROM matches m JOIN hash_lists l ON l.id = m.hash_list_id AND l.organisation_id = $2
       JOIN hash_entries e ON e.id = m.hash_entry_id AND e.organisation_id = $2
     WHERE m.organisation_id = $2 AND m.media_id IN (SELECT i.media_id FROM content_items i WHERE i.case_id = $1 AND i.organisation_id = $2)
     ORDER BY "isStanding" DESC, m.kind, m.distance, l.name, m.id`,
    [...scope],
  );
}

function readFetches(
  manager: EntityManager,
  scope: readonly string[],
): Promise<(FetchAnswer & { itemId: string })[]> {
  return manager.query(
    `SELECT f.content_item_id AS "itemId", f.purpose, f.started_at AS "startedAt", f.ended_at AS "endedAt", f.outcome,
       f.status, f.body_bytes::float8 AS bytes
     FROM fetch_records f JOIN content_items i ON i.id = f.content_item_id
     WHERE i.case_id = $1 AND i.organisation_id = $2 AND f.organisation_id = $2 ORDER BY f.started_at DESC, f.id`,
    [...scope],
  );
}

function readAssessments(
  manager: EntityManager,
  scope: readonly string[],
): Promise<(AssessmentAnswer & { itemId: string })[]> {
  return manager.query(
    `SELECT a.content_item_id AS "itemId", a.version, a.round, a.scheme, a.answers, a.made_by AS "madeBy",
       p.display_name AS person, l.name AS "settledByList", a.looked, a.made_at AS "madeAt",
       CASE WHEN f.id IS NOT NULL THEN jsonb_build_object('caseId', fc.id, 'caseNumber', fc.number,
         'person', fp.display_name, 'madeAt', f.made_at, 'holds', ${decisionHolds('f', 'fc')}) END AS follows,
       CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('caseId', tc.id, 'caseNumber', tc.number,
         'mediaId', t.media_id, 'isInCase', tc.id = a.case_id, 'looked', t.looked) END AS "takenFrom",
       CASE WHEN le.assessment_id IS NOT NULL THEN jsonb_build_object('cause', le.cause, 'person', lp.display_name,
         'reason', le.reason, 'endedAt', le.ended_at) END AS "linkEnded",
       ${ASSESSMENT_STANDS} AS stands, ${ASSESSMENT_WITHDRAWN} AS "isWithdrawn"
     FROM assessments a JOIN content_items i ON i.id = a.content_item_id AND i.organisation_id = $2
       JOIN cases c ON c.id = a.case_id AND c.organisation_id = $2
       LEFT JOIN staff_accounts p ON p.id = a.staff_account_id AND p.organisation_id = $2
       LEFT JOIN matches m ON m.id = a.settled_by_match_id AND m.organisation_id = $2
       LEFT JOIN hash_lists l ON l.id = m.hash_list_id AND l.organisation_id = $2
       LEFT JOIN assessments f ON f.id = a.follows_id AND f.organisation_id = $2
       LEFT JOIN cases fc ON fc.id = f.case_id AND fc.organisation_id = $2
       LEFT JOIN staff_accounts fp ON fp.id = f.staff_account_id AND fp.organisation_id = $2
       LEFT JOIN assessments t ON t.id = a.taken_from_id AND t.organisation_id = $2
       LEFT JOIN cases tc ON tc.id = t.case_id AND tc.organisation_id = $2
       LEFT JOIN link_endings le ON le.assessment_id = a.id AND le.organisation_id = $2
       LEFT JOIN staff_accounts lp ON lp.id = le.staff_account_id AND lp.organisation_id = $2
     WHERE a.case_id = $1 AND a.organisation_id = $2 ORDER BY a.version DESC`,
    [...scope],
  );
}
