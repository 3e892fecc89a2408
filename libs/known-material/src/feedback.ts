// "This is not that": an analyst's word against an entry, about one media. Its matches with this media do not stand any
// more, in no case of the organisation, until somebody takes the word back. Kept with who, when and why; sources that
// take such votes are sent it by triage, which finds what is due by `delivery` and `delivery_due_at`.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { ConflictError, InvalidInputError, newId, NotFoundError } from '#libs/platform';
import { FEEDBACK_REASONS, type FeedbackReason } from './match-feedback.entity.js';

export interface NewFeedback {
  readonly reason: FeedbackReason;
  /** Needed where the reason is `other`. */
  readonly note?: string;
}

const NOTE_CHARACTERS = 500;

/**
 * Keeps an analyst's word against the entry of a match.
 * @param inCase the case in which it is said; the match must be of a media of it
 * @returns the feedback's id
 * @throws NotFoundError when the case has no such match; InvalidInputError; ConflictError when it has been said already
 */
export async function denyMatch(
  manager: EntityManager,
  organisationId: string,
  inCase: string,
  matchId: string,
  { reason, note }: NewFeedback,
  actor: Actor & { readonly id: string },
): Promise<string> {
  const said = note?.trim() || null;
  if (!FEEDBACK_REASONS.includes(reason))
    throw new InvalidInputError('This is no reason that there is.', { reason: 'unknown' });
  if (reason === 'other' && said === null)
    throw new InvalidInputError('Say in a few words what is wrong.', { note: 'required' });
  if (said !== null && said.length > NOTE_CHARACTERS)
    throw new InvalidInputError(`A note has ${NOTE_CHARACTERS} characters at most.`, { note: 'too-long' });
  const match = await readDeniable(manager, organisationId, inCase, matchId);
  const id = newId();
  const rows: { id: string }[] = await manager.query(
    `INSERT INTO match_feedback (id, organisation_id, media_id, hash_list_id, hash_entry_id, fingerprint, case_id, reason,
       note, said_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (media_id, hash_list_id, fingerprint) WHERE taken_back_at IS NULL DO NOTHING RETURNING id`,
    [
      id,
      organisationId,
      match.mediaId,
      match.hashListId,
      match.hashEntryId,
      match.fingerprint,
      inCase,
      reason,
      said,
      actor.id,
    ],
  );
  if (rows.length === 0)
    throw new ConflictError('feedback-given', 'Somebody has said already that this match is wrong.');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'match.denied',
    subjectKind: 'case',
    subjectId: inCase,
    details: { feedback: id, match: matchId, list: match.hashListId, entry: match.hashEntryId, reason },
  });
  return id;
}

/**
 * Takes the word against a match back: it stands again.
 * @throws NotFoundError when the case has no such match, or nobody has said anything against it
 */
export async function takeDenialBack(
  manager: EntityManager,
  organisationId: string,
  inCase: string,
  matchId: string,
  actor: Actor & { readonly id: string },
): Promise<void> {
  const match = await readDeniable(manager, organisationId, inCase, matchId);
  const [rows] = (await manager.query(
    `UPDATE match_feedback SET taken_back_at = now(), taken_back_by = $5,
       -- What has not gone out does not go; what has gone is for the sender to take back, where the source can.
       delivery = CASE WHEN delivery = 'due' THEN 'revoked' ELSE delivery END,
       delivery_due_at = CASE WHEN delivery = 'sent' THEN now() END
     WHERE organisation_id = $1 AND media_id = $2 AND hash_list_id = $3 AND fingerprint = $4 AND taken_back_at IS NULL
     RETURNING id`,
    [organisationId, match.mediaId, match.hashListId, match.fingerprint, actor.id],
  )) as [{ id: string }[], number];
  const [taken] = rows;
  if (taken === undefined) throw new NotFoundError('feedback');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'match.denial-taken-back',
    subjectKind: 'case',
    subjectId: inCase,
    details: { feedback: taken.id, match: matchId, list: match.hashListId, entry: match.hashEntryId },
  });
}

/** Open cases that show the media of a match: what the match settled or ranked there is to be asked again. */
export async function casesOfMatch(
  manager: EntityManager,
  organisationId: string,
  matchId: string,
): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `SELECT DISTINCT c.id FROM matches m JOIN content_items i ON i.media_id = m.media_id AND i.organisation_id = $1
       JOIN cases c ON c.id = i.case_id AND c.organisation_id = $1
     WHERE m.id = $2 AND m.organisation_id = $1 AND c.state IN ('triage', 'ready', 'in-assessment') ORDER BY c.id LIMIT 200`,
    [organisationId, matchId],
  );
  return rows.map(({ id }) => id);
}

interface Deniable {
  readonly mediaId: string;
  readonly hashListId: string;
  readonly hashEntryId: string;
  readonly fingerprint: Buffer;
}

async function readDeniable(
  manager: EntityManager,
  organisationId: string,
  inCase: string,
  matchId: string,
): Promise<Deniable> {
  const [match]: Deniable[] = await manager.query(
    `SELECT m.media_id AS "mediaId", m.hash_list_id AS "hashListId", e.id AS "hashEntryId", e.fingerprint
     FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id AND e.organisation_id = $1
     WHERE m.id = $3 AND m.organisation_id = $1 AND EXISTS (SELECT 1 FROM content_items i
       WHERE i.media_id = m.media_id AND i.case_id = $2 AND i.organisation_id = $1)`,
    [organisationId, inCase, matchId],
  );
  if (match === undefined) throw new NotFoundError('match');
  return match;
}

/** What was said against the entry of a match: in force, of the same media; and how often of the entry at all. */
export interface FeedbackOfMatch {
  readonly denial: {
    readonly reason: FeedbackReason;
    readonly note: string | null;
    readonly saidBy: string | null;
    readonly saidAt: Date;
  } | null;
  /** Media of the organisation of which somebody says that the entry does not mean them. */
  readonly denials: number;
}

/** What was said against the entry of a match of the organisation. */
export async function feedbackOfMatch(
  manager: EntityManager,
  organisationId: string,
  matchId: string,
): Promise<FeedbackOfMatch> {
  const rows: (FeedbackOfMatch['denial'] & { isOfMedia: boolean })[] = await manager.query(
    `SELECT f.reason, f.note, p.display_name AS "saidBy", f.said_at AS "saidAt", f.media_id = m.media_id AS "isOfMedia"
     FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id AND e.organisation_id = $1
       JOIN match_feedback f ON f.hash_list_id = e.hash_list_id AND f.fingerprint = e.fingerprint
         AND f.organisation_id = $1 AND f.taken_back_at IS NULL
       LEFT JOIN staff_accounts p ON p.id = f.said_by AND p.organisation_id = $1
     WHERE m.id = $2 AND m.organisation_id = $1 ORDER BY f.said_at LIMIT 10000`,
    [organisationId, matchId],
  );
  const own = rows.find(({ isOfMedia }) => isOfMedia);
  const denial = own && { reason: own.reason, note: own.note, saidBy: own.saidBy, saidAt: own.saidAt };
  return { denial: denial ?? null, denials: rows.length };
}
