// Polls sources, each in slices, so that one that is long to read keeps no other waiting. A source is held by a row with
// an end and not by a turn: a transaction as long as a poll would keep the events of everybody from being linked.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import {
  type Clock,
  ConflictError,
  type Database,
  errorCode,
  type KeyRing,
  newRandomId,
  type OwnAddresses,
  SealBrokenError,
} from '#libs/platform';
import { endsTooMuch } from '../import-limits.js';
import type { ImportResult } from '../import.service.js';
import { ListUnreadableError } from '../known-material.errors.js';
import type { RefusedEntry } from '../new-entry.js';
import { NCMEC_PROTOCOL } from './ncmec.protocol.js';
import { openSource, type OpenedSource, STORED_SOURCE, type StoredSource } from './source.access.js';
import { SourceClient } from './source.client.js';
import { endReading, STANDING_ENTRIES, storePage, withoutFuture } from './source.entries.js';
import { importTold, type PolledSource } from './source.import.js';
import { SOURCE_KINDS, SOURCE_TRAITS } from './source.kinds.js';
import { keepRefusals } from './source.refusals.js';
import {
  type PollProgress,
  type RefusalCounts,
  SourceFailedError,
  type SourcePage,
  type SourceProtocol,
} from './source.protocol.js';
import { STOPNCII_PROTOCOL } from './stopncii.protocol.js';

const PROTOCOLS: Readonly<Record<PolledSource['kind'], SourceProtocol>> = {
  ncmec: NCMEC_PROTOCOL,
  stopncii: STOPNCII_PROTOCOL,
};
const POLLED = SOURCE_KINDS.filter((kind) => SOURCE_TRAITS[kind].way === 'polled');

/** Longer than a page may take to come and be stored. */
const HOLD_SECONDS = 180;
/** While a version is made of what was read. */
const IMPORT_HOLD_SECONDS = 1800;
/** Whoever needs more is no source of a list: a hundred million entries. */
const MOST_PAGES = 100_000;
const MOST_RECEIVED = 100_000_000;
const FIRST_RETRY_SECONDS = 30;
/** Refused credentials are tried no more often, or the account may be locked. */
const REFUSED_RETRY_SECONDS = 3600;
const IMPORTED_BY_ANOTHER_SECONDS = 60;
/** What a source tells from the beginning, and less than half of what stood there: asked for once more. */
const TELLS_TOO_LITTLE = 'tells-too-little';
/** After so many in a row a reading begins anew. */
const SENSELESS_ANSWERS = 3;

export interface PollOptions {
  readonly clock: Clock;
  /** How long one call goes on with one source. */
  readonly sliceMs?: number;
  /** How long one page may take to come. */
  readonly pageMs?: number;
  /** Pages of one reading at most. */
  readonly mostPages?: number;
  /** Told of each failure, with its code. */
  readonly onFailure?: (sourceId: string, code: string) => void;
  /** What this installation is reached by: no source of a list. */
  readonly own?: OwnAddresses;
}

export interface PollResult {
  readonly sourceId: string;
  /**
   * `goes-on`: the slice is over; `held`: somebody else polls it, or it is gone; `nothing-new`; `failed`: with a code;
   * otherwise what became of the version.
   */
  readonly outcome: 'goes-on' | 'held' | 'nothing-new' | 'failed' | ImportResult['state'];
  readonly code?: string;
  readonly import?: ImportResult;
}

interface HeldSource extends StoredSource {
  readonly kind: PolledSource['kind'];
  readonly holder: string;
  readonly checkpoint: string | null;
  readonly progress: PollProgress | null;
  readonly generation: number;
  readonly failures: number;
  readonly everyMinutes: number;
  readonly succeededAt: Date | null;
  /** Of the last attempt. */
  readonly outcome: string | null;
}

/** Another has taken the source, or it was removed: nothing more is written. */
class HoldLostError extends Error {}

export class SourcePolls {
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly options: PollOptions,
  ) {}

  /** Ends what runs at its next page; what was read is kept. */
  stop(): void {
    this.stopping.abort();
  }

  /** One slice for each source of an organisation that is due. */
  async pollDue(organisationId: string): Promise<PollResult[]> {
    const due = await this.database.within(organisationId, (manager): Promise<{ id: string }[]> =>
      manager.query(
        `SELECT id FROM list_sources WHERE organisation_id = $1 AND kind = ANY ($2) AND due_at <= now()
             AND (held_until IS NULL OR held_until <= now()) ORDER BY due_at`,
        [organisationId, POLLED],
      ),
    );
    const results: PollResult[] = [];
    for (const { id } of due) {
      if (this.stopping.signal.aborted) break;
      results.push(await this.poll(organisationId, id));
    }
    return results;
  }

  /** One slice for a source, if it is due and nobody else has it. */
  async poll(organisationId: string, sourceId: string): Promise<PollResult> {
    const source = await this.hold(organisationId, sourceId);
    if (source === undefined) return { sourceId, outcome: 'held' };
    try {
      const progress = await this.read(source);
      if (progress.cursor !== null) {
        await this.release(source, { due_at: new Date() });
        return { sourceId, outcome: 'goes-on' };
      }
      return await this.takeIn(source, progress);
    } catch (error) {
      if (error instanceof HoldLostError) return { sourceId, outcome: 'held' };
      return this.fail(source, error);
    }
  }

  private async hold(organisationId: string, sourceId: string): Promise<HeldSource | undefined> {
    const holder = newRandomId();
    return this.database.within(organisationId, async (manager) => {
      const [[source]]: [HeldSource[], number] = await manager.query(
        `UPDATE list_sources s SET held_by = $3, held_until = now() + make_interval(secs => $4), tried_at = now()
         FROM hash_lists l
         WHERE s.id = $2 AND s.organisation_id = $1 AND l.id = s.hash_list_id AND l.organisation_id = $1
           AND s.kind = ANY ($5) AND s.due_at <= now() AND (s.held_until IS NULL OR s.held_until <= now())
         RETURNING ${STORED_SOURCE}, s.held_by AS holder, s.checkpoint, s.progress, s.generation, s.failures,
           s.every_minutes AS "everyMinutes", s.succeeded_at AS "succeededAt",
           s.outcome`,
        [organisationId, sourceId, holder, HOLD_SECONDS, POLLED],
      );
      return source;
    });
  }

  /** Reads on until the end, the end of the slice, or a stop. @returns how far it came */
  private async read(source: HeldSource): Promise<PollProgress> {
    const { clock, sliceMs = 30_000 } = this.options;
    const protocol = PROTOCOLS[source.kind];
    const client = new SourceClient(this.open(source), {
      signal: this.stopping.signal,
      totalMs: this.options.pageMs,
      own: this.options.own,
    });
    const endAt = clock.now().getTime() + sliceMs;
    const isNew = source.progress === null;
    let progress = source.progress ?? beginning(protocol, source, clock.now());
    // The number of the reading: one from the beginning gets the next as its first page is stored.
    const generation = source.generation + (isNew && progress.isFull ? 1 : 0);
    while (progress.cursor !== null && !this.stopping.signal.aborted) {
      const page = await protocol.read(client, progress.cursor, clock.now());
      progress = await this.store(source, page, progress, generation);
      if (clock.now().getTime() >= endAt) break;
    }
    return progress;
  }

  private open(source: HeldSource): OpenedSource {
    try {
      return openSource(this.ring, source);
    } catch (error) {
      if (error instanceof SealBrokenError) throw new SourceFailedError('no-credentials', true);
      throw error;
    }
  }

  /** A page and how far it goes, in one transaction: killed anywhere, no page is left out. */
  private async store(
    source: HeldSource,
    page: SourcePage,
    before: PollProgress,
    generation: number,
  ): Promise<PollProgress> {
    const { id: sourceId, organisationId } = source;
    const now = this.options.clock.now();
    const { entries, refused } = withoutFuture(page, now);
    const { begunAt = now.toISOString(), records = 0 } = before;
    return this.database.within(organisationId, async (manager) => {
      const key = { organisationId, sourceId };
      await this.keepHold(manager, source, HOLD_SECONDS);
      const changed = await storePage(manager, key, entries, generation);
      const isEnd = page.next === null;
      if (isEnd && before.isFull && source.outcome !== TELLS_TOO_LITTLE)
        await requireMostTold(manager, source, generation);
      const ended = isEnd ? await endReading(manager, key, generation, before.isFull) : 0;
      const progress: PollProgress = {
        isFull: before.isFull,
        cursor: page.next,
        checkpoint: page.checkpoint ?? null,
        pages: before.pages + 1,
        received: before.received + page.entries.length,
        refused: before.refused + refused.length,
        reasons: counted(before.reasons, refused),
        records: records + page.records,
        begunAt,
      };
      if (progress.pages > (this.options.mostPages ?? MOST_PAGES) || progress.received > MOST_RECEIVED)
        throw new SourceFailedError('paging-without-end', false);
      await manager.query(
        `UPDATE list_sources SET progress = $3, generation = $4, failures = 0, has_changed = has_changed OR $5
         WHERE id = $2 AND organisation_id = $1`,
        [organisationId, sourceId, JSON.stringify(progress), generation, changed + ended > 0],
      );
      await keepRefusals(manager, key, { begunAt, page: progress.pages, behind: records }, refused);
      return progress;
    });
  }

  /** @returns whether what is known of the source is other than the list. @throws HoldLostError */
  private async keepHold(
    manager: EntityManager,
    { id, organisationId, holder }: HeldSource,
    seconds: number,
  ): Promise<boolean> {
    const [[kept]]: [{ hasChanged: boolean }[], number] = await manager.query(
      `UPDATE list_sources SET held_until = now() + make_interval(secs => $4)
       WHERE id = $2 AND organisation_id = $1 AND held_by = $3 RETURNING has_changed AS "hasChanged"`,
      [organisationId, id, holder, seconds],
    );
    if (kept === undefined) throw new HoldLostError();
    return kept.hasChanged;
  }

  /** Makes a version of what was read; the checkpoint moves with the end of that, and not before. */
  private async takeIn(source: HeldSource, progress: PollProgress): Promise<PollResult> {
    const { id: sourceId, organisationId } = source;
    const hasChanged = await this.database.within(organisationId, (manager) =>
      this.keepHold(manager, source, IMPORT_HOLD_SECONDS),
    );
    const imported = hasChanged ? await importTold(this.database, source, progress) : undefined;
    const outcome = imported?.state ?? 'nothing-new';
    await this.release(source, {
      due_at: new Date(Date.now() + source.everyMinutes * 60_000),
      checkpoint: progress.checkpoint,
      progress: null,
      has_changed: false,
      failures: 0,
      succeeded_at: new Date(),
      outcome,
      outcome_version: imported?.version ?? null,
    });
    return { sourceId, outcome, ...(imported && { import: imported }) };
  }

  private async fail(source: HeldSource, error: unknown): Promise<PollResult> {
    const { id: sourceId, organisationId, hashListId, kind } = source;
    const code = errorCode(error);
    const soon = (seconds: number) => new Date(Date.now() + seconds * 1000);
    if (code === 'cancelled') {
      await this.release(source, { due_at: new Date() });
      return { sourceId, outcome: 'goes-on' };
    }
    if (error instanceof ConflictError) {
      await this.release(source, { due_at: soon(IMPORTED_BY_ANOTHER_SECONDS), outcome: code });
      return { sourceId, outcome: 'failed', code };
    }
    const isOfSource = error instanceof SourceFailedError || error instanceof ListUnreadableError;
    if (!isOfSource) {
      await this.release(source, { due_at: soon(FIRST_RETRY_SECONDS) }).catch(() => undefined);
      throw error;
    }
    this.options.onFailure?.(sourceId, code);
    const after = error instanceof SourceFailedError ? error.retryAfterSeconds : null;
    // An answer that makes no sense is asked for again; where it never does, or leads astray, the reading begins anew.
    const canGoOn = error instanceof SourceFailedError && error.retryable;
    const isDoubtful = code === TELLS_TOO_LITTLE;
    const startsAnew =
      !canGoOn && (isDoubtful || code === 'malformed-paging' || source.failures >= SENSELESS_ANSWERS);
    const isKept = await this.release(source, {
      due_at: soon(isDoubtful ? source.everyMinutes * 60 : retrySeconds(source, after, code)),
      failures: source.failures + 1,
      outcome: code,
      outcome_version: null,
      ...(startsAnew && { progress: null }),
    });
    if (isKept && source.failures === 0) {
      await this.database.within(organisationId, (manager) =>
        recordEvent(manager, {
          organisationId,
          actor: MACHINE,
          act: 'list-source.failed',
          subjectKind: 'hash-list',
          subjectId: hashListId,
          details: { source: sourceId, kind, code },
        }),
      );
    }
    return { sourceId, outcome: 'failed', code };
  }

  /** Lets go, and notes what came of it. @returns false when another had taken it */
  private async release(
    { id, organisationId, holder }: HeldSource,
    values: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const names = Object.keys(values);
    const sets = names.map((name, index) => `, ${name} = $${index + 4}`).join('');
    return this.database.within(organisationId, async (manager) => {
      const [, released] = (await manager.query(
        `UPDATE list_sources SET held_by = NULL, held_until = NULL${sets}
         WHERE id = $2 AND organisation_id = $1 AND held_by = $3`,
        [organisationId, id, holder, ...names.map((name) => values[name])],
      )) as [unknown, number];
      return released === 1;
    });
  }
}

/**
 * What is no longer told ends with the reading, and without a word of the source: so one that tells next to nothing has to
 * say so twice. @throws SourceFailedError
 */
async function requireMostTold(
  manager: EntityManager,
  { id, organisationId }: HeldSource,
  generation: number,
): Promise<void> {
  const [{ standing, untold }] = await manager.query(
    `SELECT count(*)::int AS standing, (count(*) FILTER (WHERE generation <> $3))::int AS untold ${STANDING_ENTRIES}`,
    [organisationId, id, generation],
  );
  if (endsTooMuch(standing, untold)) throw new SourceFailedError(TELLS_TOO_LITTLE, false);
}

function counted(before: RefusalCounts = {}, refused: readonly RefusedEntry[]): RefusalCounts {
  const counts = { ...before };
  for (const { reason } of refused) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function beginning(protocol: SourceProtocol, source: HeldSource, now: Date): PollProgress {
  const { cursor, isFull } = protocol.begin(source, now);
  const begunAt = now.toISOString();
  return { isFull, cursor, checkpoint: null, pages: 0, received: 0, refused: 0, records: 0, begunAt };
}

/** Half a minute, then each time twice as long, but no longer than the schedule. */
function retrySeconds({ failures, everyMinutes }: HeldSource, after: number | null, code: string): number {
  const wait = Math.min(everyMinutes * 60, FIRST_RETRY_SECONDS * 2 ** Math.min(failures, 12));
  const isRefused = code === 'http-401' || code === 'http-403';
  return Math.max(wait, after ?? 0, isRefused ? REFUSED_RETRY_SECONDS : 0);
}
