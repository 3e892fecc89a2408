// Sends what analysts say against entries to the sources that take it. Found by its rows, one at a time, so that it can
// be killed anywhere: at worst the same vote is sent twice, which is once.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import {
  type Database,
  errorCode,
  firstRow,
  type KeyRing,
  type OwnAddresses,
  SealBrokenError,
} from '#libs/platform';
import type { MatchAlgorithm } from '../match.entity.js';
import type { FeedbackDelivery, FeedbackReason } from '../match-feedback.entity.js';
import { VOTE_TYPES, voteAgainst, type VoteType } from './ncmec.votes.js';
import { openSource, STORED_SOURCE, type StoredSource } from './source.access.js';
import { SourceClient } from './source.client.js';
import { SOURCE_KINDS, SOURCE_TRAITS } from './source.kinds.js';
import { SourceFailedError } from './source.protocol.js';

const TAKING = SOURCE_KINDS.filter((kind) => SOURCE_TRAITS[kind].takesFeedback === true);
const ANSWER_MS = 30_000;
const MOST_AT_ONCE = 50;
/** A minute, then each time twice as long, but no longer than a day. */
const NEXT_TRY = `now() + least(interval '1 day', interval '1 minute' * (2 ^ least(delivery_attempts, 12)))`;
/** Refusals that are of the account or the moment, not of the vote. */
const NOT_OF_THE_VOTE = new Set(['http-401', 'http-403', 'http-408', 'http-429']);

/** The reason of a source for one of ours, as `list_sources.feedback_reasons` is keyed. */
export const reasonKey = (type: VoteType, reason: FeedbackReason): string => `${type}:${reason}`;

interface DueFeedback {
  readonly id: string;
  readonly hashListId: string;
  readonly hashEntryId: string;
  readonly mediaId: string;
  readonly fingerprint: Buffer;
  readonly reason: FeedbackReason;
  readonly delivery: FeedbackDelivery;
  readonly isTakenBack: boolean;
}

interface Vote {
  readonly source: StoredSource;
  readonly keys: readonly string[];
  readonly type: VoteType;
  /** Null where nobody has said which of the source's reasons is meant. */
  readonly reasonId: string | null;
}

export class FeedbackSender {
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly onFailure?: (sourceId: string, code: string) => void,
    private readonly own?: OwnAddresses,
  ) {}

  stop(): void {
    this.stopping.abort();
  }

  /** Sends what is due in an organisation. @returns how much of it arrived */
  async sendDue(organisationId: string): Promise<number> {
    let sent = 0;
    for (let taken = 0; taken < MOST_AT_ONCE && !this.stopping.signal.aborted; taken++) {
      const feedback = await this.take(organisationId);
      if (feedback === undefined) break;
      const outcome = await this.send(organisationId, feedback);
      if (outcome === 'sent') sent++;
      // The next would only wait for the same source.
      if (outcome === 'away') break;
    }
    return sent;
  }

  /** Takes one that is due, and puts it off for as long as nothing comes of it. */
  private async take(organisationId: string): Promise<DueFeedback | undefined> {
    return this.database.within(organisationId, async (manager) => {
      const [[feedback]] = (await manager.query(
        `UPDATE match_feedback SET delivery_attempts = delivery_attempts + 1, delivery_due_at = ${NEXT_TRY}
         WHERE id = (SELECT f.id FROM match_feedback f WHERE f.organisation_id = $1 AND f.delivery_due_at <= now()
           ORDER BY f.delivery_due_at LIMIT 1 FOR UPDATE SKIP LOCKED) AND organisation_id = $1
         RETURNING id, hash_list_id AS "hashListId", hash_entry_id AS "hashEntryId", media_id AS "mediaId", fingerprint,
           reason, delivery, taken_back_at IS NOT NULL AS "isTakenBack"`,
        [organisationId],
      )) as [DueFeedback[], number];
      return feedback;
    });
  }

  private async send(organisationId: string, feedback: DueFeedback): Promise<'sent' | 'kept' | 'away'> {
    if (feedback.delivery !== 'due' || feedback.isTakenBack) {
      // A vote that has arrived cannot be taken back there; it is not sent again, and stays as it is.
      await this.end(organisationId, feedback, feedback.delivery === 'due' ? 'revoked' : feedback.delivery);
      return 'kept';
    }
    const vote = await this.database.within(organisationId, (manager) =>
      prepare(manager, organisationId, feedback),
    );
    if (vote === undefined) {
      await this.end(organisationId, feedback, 'not-taken');
      return 'kept';
    }
    const { source, keys, type, reasonId } = vote;
    if (reasonId === null) return 'kept';
    try {
      const client = new SourceClient(openSource(this.ring, source), {
        signal: this.stopping.signal,
        totalMs: ANSWER_MS,
        own: this.own,
      });
      let votes = 0;
      for (const key of keys) if (await voteAgainst(client, key, type, reasonId)) votes++;
      await this.end(organisationId, feedback, votes > 0 ? 'sent' : 'not-taken', source.id, votes);
      return votes > 0 ? 'sent' : 'kept';
    } catch (error) {
      if (!(error instanceof SourceFailedError || error instanceof SealBrokenError)) throw error;
      const code = errorCode(error);
      if (code === 'cancelled') return 'away';
      this.onFailure?.(source.id, code);
      const isRefused = /^http-4\d\d$/.test(code) && !NOT_OF_THE_VOTE.has(code);
      if (!isRefused) return 'away';
      await this.end(organisationId, feedback, 'refused', source.id);
      return 'kept';
    }
  }

  private async end(
    organisationId: string,
    { id, hashListId }: DueFeedback,
    delivery: FeedbackDelivery,
    sourceId?: string,
    votes = 0,
  ): Promise<void> {
    await this.database.within(organisationId, async (manager) => {
      await manager.query(
        `UPDATE match_feedback SET delivery = $3, delivery_due_at = NULL,
           delivered_at = CASE WHEN $3 = 'sent' THEN coalesce(delivered_at, now()) ELSE delivered_at END
         WHERE id = $2 AND organisation_id = $1`,
        [organisationId, id, delivery],
      );
      if (sourceId === undefined) return;
      await recordEvent(manager, {
        organisationId,
        actor: MACHINE,
        act: delivery === 'sent' ? 'feedback.sent' : 'feedback.refused',
        subjectKind: 'hash-list',
        subjectId: hashListId,
        details: { feedback: id, source: sourceId, votes },
      });
    });
  }
}

/** @returns undefined where nobody takes it: no such source, an entry of no member there, or a hash without votes */
async function prepare(
  manager: EntityManager,
  organisationId: string,
  { hashListId, hashEntryId, mediaId, fingerprint, reason }: DueFeedback,
): Promise<Vote | undefined> {
  const source = firstRow<StoredSource & { reasons: Readonly<Record<string, string>> }>(
    await manager.query(
      `SELECT ${STORED_SOURCE}, s.feedback_reasons AS reasons
       FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = $1
       WHERE s.organisation_id = $1 AND s.hash_list_id = $2 AND s.kind = ANY ($3)`,
      [organisationId, hashListId, TAKING],
    ),
  );
  if (source === undefined) return undefined;
  const rows: { key: string }[] = await manager.query(
    `SELECT source_key AS key FROM list_source_entries
     WHERE organisation_id = $1 AND source_id = $2 AND fingerprint = $3 AND NOT is_withdrawn ORDER BY source_key LIMIT 100`,
    [organisationId, source.id, fingerprint],
  );
  const matches: { algorithm: MatchAlgorithm }[] = await manager.query(
    `SELECT algorithm FROM matches WHERE organisation_id = $1 AND media_id = $2 AND hash_entry_id = $3
     ORDER BY kind, algorithm`,
    [organisationId, mediaId, hashEntryId],
  );
  const types = matches.flatMap(({ algorithm }) => (algorithm === 'sha256' ? [] : [VOTE_TYPES[algorithm]]));
  const [type] = types;
  if (rows.length === 0 || type === undefined) return undefined;
  const { reasons, ...stored } = source;
  const reasonId = reasons[reasonKey(type, reason)] ?? null;
  return { source: stored, keys: rows.map(({ key }) => key), type, reasonId };
}
