// Sources that answer whether a hash is known, and tell no list: Project Arachnid Shield. They are sent perceptual hashes
// and nothing else, after a media was matched and beside its case, which waits for nobody's answer. An answer is kept as
// an entry of the source's list and a match; both belong to no version, and stand while the source says so.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import {
  type Database,
  errorCode,
  type KeyRing,
  newId,
  type OwnAddresses,
  SealBrokenError,
} from '#libs/platform';
import { NO_VERSION } from '../match.entity.js';
import { fingerprintOf } from '../new-entry.js';
import { askShield } from './shield.protocol.js';
import { openSource, STORED_SOURCE, type StoredSource } from './source.access.js';
import { SourceClient } from './source.client.js';
import { SOURCE_KINDS, SOURCE_TRAITS } from './source.kinds.js';
import { SourceFailedError } from './source.protocol.js';

const ASKED = SOURCE_KINDS.filter((kind) => SOURCE_TRAITS[kind].way === 'asked');
/** Media asked about at once; one at a time after an answer that made no sense. */
const BATCH = 20;
/** Hashes of a media: a video has many frames. */
const MOST_HASHES = 32;
/** In one call, for one source. */
const MOST_BATCHES = 50;
const ANSWER_MS = 15_000;
/** Longer than an answer may take: for a worker that is killed. */
const HOLD_SECONDS = 60;
const MOST_ATTEMPTS = 5;
const FIRST_RETRY_SECONDS = 30;
const LAST_RETRY_SECONDS = 3600;

/**
 * Has the sources of an organisation asked about a media, in the transaction in which it was matched. What was answered
 * lately is not asked again by this.
 */
export async function queueLookUps(
  manager: EntityManager,
  organisationId: string,
  mediaId: string,
): Promise<void> {
  await manager.query(
    `INSERT INTO list_lookups (id, organisation_id, source_id, media_id)
     SELECT gen_random_uuid(), $1, s.id, m.id FROM list_sources s
       JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = $1
       JOIN media m ON m.id = $2 AND m.organisation_id = $1
     WHERE s.organisation_id = $1 AND s.kind = ANY ($3) AND l.is_enabled
       AND (m.pdq IS NOT NULL OR m.frame_hashes IS NOT NULL)
     -- What was not known a while ago may be known by now.
     ON CONFLICT (source_id, media_id) DO UPDATE SET due_at = now(), attempts = 0
       WHERE list_lookups.due_at IS NULL AND list_lookups.organisation_id = $1
         AND (list_lookups.answered_at IS NULL OR list_lookups.answered_at < now() - (
           SELECT make_interval(mins => s.every_minutes) FROM list_sources s
           WHERE s.id = list_lookups.source_id AND s.organisation_id = $1))`,
    [organisationId, mediaId, ASKED],
  );
}

export interface LookUpOptions {
  /** Called in the transaction that keeps an answer, with the media whose matches are others now. */
  readonly onChanged: (
    manager: EntityManager,
    organisationId: string,
    mediaIds: readonly string[],
  ) => Promise<void>;
  /** Told of each failure, with its code. */
  readonly onFailure?: (sourceId: string, code: string) => void;
  /** What this installation is reached by: no source of a list. */
  readonly own?: OwnAddresses | undefined;
}

interface AskedSource extends StoredSource {
  readonly minQuality: number;
  readonly everyMinutes: number;
  readonly failures: number;
}

interface Question {
  readonly id: string;
  readonly mediaId: string;
  readonly attempts: number;
  /** In hex, with their quality. */
  readonly hashes: ReadonlyMap<string, number>;
}

export class LookUps {
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly options: LookUpOptions,
  ) {}

  /** Ends what runs; what was not answered is asked again. */
  stop(): void {
    this.stopping.abort();
  }

  /** Asks what is due in an organisation. @returns how many media were answered for */
  async askDue(organisationId: string): Promise<number> {
    const sources = await this.database.within(organisationId, (manager): Promise<AskedSource[]> =>
      manager.query(
        `SELECT ${STORED_SOURCE}, l.min_quality AS "minQuality", s.every_minutes AS "everyMinutes", s.failures
           FROM list_sources s JOIN hash_lists l ON l.id = s.hash_list_id AND l.organisation_id = $1
           WHERE s.organisation_id = $1 AND s.kind = ANY ($2) AND l.is_enabled AND s.due_at <= now()
             AND EXISTS (SELECT 1 FROM list_lookups k
               WHERE k.source_id = s.id AND k.organisation_id = $1 AND k.due_at <= now())`,
        [organisationId, ASKED],
      ),
    );
    let answered = 0;
    for (const source of sources) answered += await this.askSource(source);
    return answered;
  }

  private async askSource(source: AskedSource): Promise<number> {
    let answered = 0;
    for (let batches = 0; batches < MOST_BATCHES && !this.stopping.signal.aborted; batches++) {
      const questions = await this.take(source);
      if (questions.length === 0) break;
      const hashes = [...new Set(questions.flatMap((question) => [...question.hashes.keys()]))];
      try {
        const client = new SourceClient(openSource(this.ring, source), {
          signal: this.stopping.signal,
          totalMs: ANSWER_MS,
          own: this.options.own,
        });
        const known = hashes.length === 0 ? new Map<string, string>() : await askShield(client, hashes);
        await this.keep(source, questions, hashes, known);
        answered += questions.length;
      } catch (error) {
        const code = errorCode(error);
        if (code === 'cancelled') break;
        if (!(error instanceof SourceFailedError || error instanceof SealBrokenError)) throw error;
        await this.fail(source, questions, error);
        break;
      }
    }
    return answered;
  }

  /** Takes questions that are due, so that no other worker asks them meanwhile. */
  private async take({ id, organisationId, minQuality }: AskedSource): Promise<Question[]> {
    return this.database.within(organisationId, async (manager) => {
      const [rows] = (await manager.query(
        // What made no sense is asked by itself, or it would keep others from their answer.
        `WITH senseless AS (SELECT EXISTS (SELECT 1 FROM list_lookups WHERE source_id = $2 AND organisation_id = $1
           AND due_at <= now() AND attempts > 0) AS found)
         UPDATE list_lookups k SET due_at = now() + make_interval(secs => $4)
         FROM (SELECT d.id FROM list_lookups d
           WHERE d.source_id = $2 AND d.organisation_id = $1 AND d.due_at <= now()
             AND (d.attempts > 0) = (SELECT found FROM senseless)
           ORDER BY d.due_at LIMIT (SELECT CASE WHEN found THEN 1 ELSE $3::int END FROM senseless)
           FOR UPDATE SKIP LOCKED) t, media m
         WHERE k.id = t.id AND m.id = k.media_id AND m.organisation_id = $1
         RETURNING k.id, k.media_id AS "mediaId", k.attempts, m.pdq, m.pdq_quality AS quality,
           m.frame_hashes AS frames`,
        [organisationId, id, BATCH, HOLD_SECONDS],
      )) as [TakenRow[], number];
      return rows.map((row) => ({
        id: row.id,
        mediaId: row.mediaId,
        attempts: row.attempts,
        hashes: hashesOf(row, minQuality),
      }));
    });
  }

  /** Keeps answers: what is known as matches, and what is no longer known as no match any more. */
  private async keep(
    source: AskedSource,
    questions: readonly Question[],
    asked: readonly string[],
    known: ReadonlyMap<string, string>,
  ): Promise<void> {
    const { id: sourceId, organisationId, hashListId, everyMinutes } = source;
    await this.database.within(organisationId, async (manager) => {
      const changed = new Set<string>();
      const unknown = asked.filter((hash) => !known.has(hash));
      for (const mediaId of await endEntries(manager, source, unknown)) changed.add(mediaId);
      let matches = 0;
      for (const { mediaId, hashes } of questions) {
        for (const [hash, quality] of hashes) {
          const classification = known.get(hash);
          if (classification === undefined) continue;
          if (!(await addMatch(manager, source, mediaId, hash, quality, classification))) continue;
          changed.add(mediaId);
          matches++;
        }
      }
      for (const { id, hashes } of questions) {
        const isKnown = [...hashes.keys()].some((hash) => known.has(hash));
        const answer = hashes.size === 0 ? 'nothing-to-ask' : isKnown ? 'known' : 'unknown';
        await manager.query(
          `UPDATE list_lookups SET answer = $3, answered_at = now(), attempts = 0,
             due_at = CASE WHEN $3 = 'known' THEN now() + make_interval(mins => $4) END
           WHERE id = $2 AND organisation_id = $1`,
          [organisationId, id, answer, everyMinutes],
        );
      }
      await manager.query(
        `UPDATE list_sources SET tried_at = now(), succeeded_at = now(), failures = 0, outcome = 'answered'
         WHERE id = $2 AND organisation_id = $1`,
        [organisationId, sourceId],
      );
      if (changed.size === 0) return;
      await recordEvent(manager, {
        organisationId,
        actor: MACHINE,
        act: 'list-source.answered',
        subjectKind: 'hash-list',
        subjectId: hashListId,
        details: { source: sourceId, asked: questions.length, matches, changed: changed.size },
      });
      await this.options.onChanged(manager, organisationId, [...changed].sort());
    });
  }

  private async fail(source: AskedSource, questions: readonly Question[], error: unknown): Promise<void> {
    const { id: sourceId, organisationId, hashListId, kind, failures } = source;
    const code = errorCode(error);
    this.options.onFailure?.(sourceId, code);
    const isAway = !(error instanceof SourceFailedError) || error.retryable;
    const after = error instanceof SourceFailedError ? error.retryAfterSeconds : null;
    const wait = Math.min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(failures, 12));
    await this.database.within(organisationId, async (manager) => {
      await manager.query(
        `UPDATE list_lookups SET attempts = attempts + $3,
           answer = CASE WHEN attempts + $3 >= $4 THEN 'given-up' ELSE answer END,
           due_at = CASE WHEN attempts + $3 < $4 THEN now() + make_interval(secs => $5) END
         WHERE id = ANY ($2) AND organisation_id = $1`,
        [organisationId, questions.map(({ id }) => id), isAway ? 0 : 1, MOST_ATTEMPTS, wait],
      );
      const [[failed]]: [{ failures: number }[], number] = await manager.query(
        `UPDATE list_sources SET tried_at = now(), failures = failures + 1, outcome = $3,
           due_at = now() + make_interval(secs => $4)
         WHERE id = $2 AND organisation_id = $1 RETURNING failures`,
        [organisationId, sourceId, code, Math.max(wait, after ?? 0)],
      );
      if (failed?.failures !== 1) return;
      await recordEvent(manager, {
        organisationId,
        actor: MACHINE,
        act: 'list-source.failed',
        subjectKind: 'hash-list',
        subjectId: hashListId,
        details: { source: sourceId, kind, code },
      });
    });
  }
}

interface TakenRow {
  readonly id: string;
  readonly mediaId: string;
  readonly attempts: number;
  readonly pdq: Buffer | null;
  readonly quality: number | null;
  readonly frames: readonly { readonly hash: string; readonly quality: number }[] | null;
}

/** The hashes of a media that are good enough to be compared, the best first. */
function hashesOf({ pdq, quality, frames }: TakenRow, minQuality: number): Map<string, number> {
  const own = pdq === null ? [] : [{ hash: pdq.toString('hex'), quality: quality ?? 0 }];
  const good = [...own, ...(frames ?? [])]
    .filter((one) => one.quality >= minQuality)
    .sort((a, b) => b.quality - a.quality);
  const hashes = new Map<string, number>();
  for (const one of good)
    if (hashes.size < MOST_HASHES && !hashes.has(one.hash)) hashes.set(one.hash, one.quality);
  return hashes;
}

/** @returns whether the match is new */
async function addMatch(
  manager: EntityManager,
  { organisationId, hashListId }: AskedSource,
  mediaId: string,
  hash: string,
  quality: number,
  classification: string,
): Promise<boolean> {
  const category = `shield-${classification}`;
  const fingerprint = fingerprintOf({
    md5: null,
    sha1: null,
    sha256: null,
    pdq: hash,
    photoDna: null,
    quality: null,
    category,
  });
  // An earlier answer of another kind about the same hash is over.
  await manager.query(
    `UPDATE hash_entries SET ended_version = $5 WHERE organisation_id = $1 AND hash_list_id = $2
       AND pdq = decode($3, 'hex') AND fingerprint <> decode($4, 'hex') AND ended_version IS NULL`,
    [organisationId, hashListId, hash, fingerprint, NO_VERSION],
  );
  await manager.query(
    `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, pdq, category, first_version)
     VALUES ($3, $1, $2, decode($4, 'hex'), decode($5, 'hex'), $6, $7)
     ON CONFLICT (hash_list_id, fingerprint) WHERE ended_version IS NULL DO NOTHING`,
    [organisationId, hashListId, newId(), fingerprint, hash, category, NO_VERSION],
  );
  const added: unknown[] = await manager.query(
    `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm, quality)
     SELECT $3, $1, $4, $2, e.id, $6, 'near', 'pdq', $7 FROM hash_entries e
     WHERE e.organisation_id = $1 AND e.hash_list_id = $2 AND e.fingerprint = decode($5, 'hex')
       AND e.ended_version IS NULL
     ON CONFLICT (media_id, hash_entry_id, algorithm) DO NOTHING RETURNING 1`,
    [organisationId, hashListId, newId(), mediaId, fingerprint, NO_VERSION, quality],
  );
  return added.length > 0;
}

/** Ends what the source said of hashes that it says are not known. @returns the media that had matched by it */
async function endEntries(
  manager: EntityManager,
  { organisationId, hashListId }: AskedSource,
  hashes: readonly string[],
): Promise<string[]> {
  const [ended] = (await manager.query(
    `UPDATE hash_entries SET ended_version = $4 WHERE organisation_id = $1 AND hash_list_id = $2
       AND pdq = ANY (SELECT decode(h, 'hex') FROM unnest($3::text[]) h) AND ended_version IS NULL RETURNING id`,
    [organisationId, hashListId, hashes, NO_VERSION],
  )) as [{ id: string }[], number];
  if (ended.length === 0) return [];
  const rows: { id: string }[] = await manager.query(
    `SELECT DISTINCT media_id AS id FROM matches WHERE organisation_id = $1 AND hash_entry_id = ANY ($2)`,
    [organisationId, ended.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}
