// What a version is to be, in a temporary table: read from a source, or from what an earlier version held. The table
// outlives transactions, so that none is open for as long as a source takes to be read: one that is holds back what is
// sealed of the audit log.
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager, QueryRunner } from 'typeorm';
import { ConflictError, newId, NotFoundError } from '#libs/platform';
import type { VersionState } from './list-version.lifecycle.js';
import { LIST_READERS, type ListFormat, type VersionFormat } from './list.formats.js';
import type { ColumnMapping } from './list.reader.js';
import { fingerprintOf, type NewEntry, type RefusedLine } from './new-entry.js';
import type { StagedBatches } from './staged-batches.js';

export interface StagingOptions {
  readonly columns?: ColumnMapping;
  /** Called after each batch. */
  readonly onProgress?: (progress: { readonly entries: number; readonly refused: number }) => void;
  readonly onRefused?: (refused: RefusedLine) => void;
  /** Called where an import that was killed has staged that many entries of the same source before. */
  readonly onResumed?: (entries: number) => void;
}

export interface Staged {
  readonly entries: number;
  readonly refused: number;
  readonly sha256: Buffer;
  /** Entries of the source that were staged before by an import that was killed. */
  readonly resumedAfter: number;
}

const STAGED_ENTRIES = `CREATE TEMPORARY TABLE staged_entries (id uuid, fingerprint bytea, md5 bytea, sha1 bytea,
  sha256 bytea, pdq bytea, photo_dna bytea, pdq_quality integer, category text, video text,
  expires_at timestamptz, source_key text, source_at timestamptz, is_withdrawn boolean) ON COMMIT PRESERVE ROWS`;
/** Entries that go to the database at once, each time in a transaction of their own. */
const BATCH = 20_000;

/** Makes the table anew; an import that ran on this connection before may have left one. */
async function makeStaged(runner: QueryRunner): Promise<void> {
  await dropStaged(runner);
  await runner.query(STAGED_ENTRIES);
}

/** Takes the table away: a connection goes back to its pool with nothing of a list in it. */
export async function dropStaged(runner: QueryRunner): Promise<void> {
  await runner.query('DROP TABLE IF EXISTS pg_temp.staged_entries');
}

/**
 * Copies the source's entries into a temporary table; a zone's role may not COPY into a table that rows are guarded in.
 * Outside of a transaction: each batch is committed by itself.
 * @param batches where what is staged is kept beyond this session, and taken up from
 * @throws SourceChangedError where the source is not the one that the batches are of
 */
export async function stageSource(
  runner: QueryRunner,
  source: AsyncIterable<Uint8Array>,
  format: ListFormat,
  { columns, onProgress, onRefused, onResumed }: StagingOptions,
  batches?: StagedBatches,
): Promise<Staged> {
  await makeStaged(runner);
  const digest = createHash('sha256');
  let entries = 0;
  let refused = 0;
  let hasRevisions = false;
  async function* digested(): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      digest.update(part);
      yield part;
    }
  }
  const client = (await runner.connect()) as PoolClient;
  const copy = (rows: Iterable<string | Buffer>) =>
    pipeline(Readable.from(rows), client.query(copyFrom('COPY staged_entries FROM STDIN')));
  const resumedAfter = (await batches?.takeUp((rows) => copy([rows]))) ?? 0;
  if (resumedAfter > 0) onResumed?.(resumedAfter);
  let gathered: string[] = [];
  let waiting = 0;
  async function send(): Promise<void> {
    const rows = gathered;
    const count = waiting;
    [gathered, waiting] = [[], 0];
    if (count === 0) return;
    await copy(rows);
    // The last one, which is smaller, is read again as soon as it would be looked up.
    if (count >= BATCH) await batches?.keep(Buffer.from(rows.join('')));
  }
  const read = LIST_READERS[format](digested(), {
    ...(columns && { columns }),
    refuse: (line) => {
      refused++;
      onRefused?.(line);
    },
  });
  for await (const batch of read) {
    const rows: string[] = [];
    for (const entry of batch) {
      const fingerprint = fingerprintOf(entry);
      const { revision } = entry;
      hasRevisions ||= revision !== undefined;
      const said = revision === undefined ? fingerprint : `${fingerprint}${JSON.stringify(revision)}`;
      if (batches?.hear(said) !== true) rows.push(copyRow(entry, fingerprint));
    }
    gathered.push(rows.join(''));
    waiting += rows.length;
    entries += batch.length;
    if (waiting >= BATCH) await send();
    onProgress?.({ entries, refused });
  }
  batches?.requireAllHeard();
  await send();
  await unhurried(runner, async () => {
    await readyToCompare(runner);
    if (hasRevisions) entries = await keepLatestRevisions(runner);
  });
  return { entries, refused, sha256: digest.digest(), resumedAfter };
}

/** Runs work in a transaction of its own that may take its time. */
async function unhurried(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
  await runner.startTransaction();
  try {
    await runner.query('SET LOCAL statement_timeout = 0');
    await work();
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

/**
 * By an index and not by statistics alone: of entries imported a moment ago the planner knows no number, and takes a
 * million for a few, each of which it would look for among all that is staged.
 */
async function readyToCompare(runner: QueryRunner): Promise<void> {
  await runner.query('CREATE INDEX ON staged_entries (fingerprint)');
  await runner.query('ANALYZE staged_entries');
}

/** Of each entry that a source tells states of, the latest stays; none, if that took it back. */
async function keepLatestRevisions(runner: QueryRunner): Promise<number> {
  await runner.query(
    `DELETE FROM staged_entries s USING (
       SELECT DISTINCT ON (source_key) source_key, source_at, is_withdrawn FROM staged_entries
       WHERE source_key IS NOT NULL ORDER BY source_key, source_at DESC, is_withdrawn DESC) latest
     WHERE s.source_key = latest.source_key AND (latest.is_withdrawn OR s.source_at < latest.source_at)`,
  );
  const [{ entries }] = await runner.query('SELECT count(*)::int AS entries FROM staged_entries');
  return entries;
}

const bytea = (hex: string | null) => (hex === null ? '\\N' : `\\\\x${hex}`);

/** A line of COPY's text format. */
function copyRow(entry: NewEntry, fingerprint: string): string {
  const escaped = (text: string | null | undefined) => text?.replaceAll('\\', '\\\\') ?? '\\N';
  const { revision } = entry;
  return (
    `${newId()}\t${bytea(fingerprint)}\t${bytea(entry.md5)}\t${bytea(entry.sha1)}\t${bytea(entry.sha256)}` +
    `\t${bytea(entry.pdq)}\t${bytea(entry.photoDna)}\t${entry.quality ?? '\\N'}\t${escaped(entry.category)}` +
    `\t${escaped(entry.video)}\t${entry.expiresAt ?? '\\N'}\t${escaped(revision?.key)}\t${revision?.at ?? '\\N'}\t${revision?.isWithdrawn ?? false}\n`
  );
}

/** A version that was live once. */
export interface ReplacedVersion {
  readonly hashListId: string;
  readonly number: number;
  readonly format: VersionFormat;
  readonly fileSha256: Buffer;
}

/** @throws NotFoundError when there is no such version; ConflictError when it was not replaced */
export async function readReplaced(
  manager: EntityManager,
  organisationId: string,
  name: string,
  number: number,
): Promise<ReplacedVersion> {
  const [found]: (ReplacedVersion & { state: VersionState })[] = await manager.query(
    `SELECT v.hash_list_id AS "hashListId", v.number, v.state, v.format, v.file_sha256 AS "fileSha256"
     FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id
     WHERE l.name = $1 AND l.organisation_id = $2 AND v.organisation_id = $2 AND v.number = $3`,
    [name.trim(), organisationId, number],
  );
  if (found === undefined) throw new NotFoundError('version of the list');
  if (found.state !== 'replaced') {
    throw new ConflictError(
      'list-version-not-replaced',
      `A list goes back to a version that was live and was replaced; version ${number} is ${found.state}.`,
    );
  }
  return found;
}

/** Stages what a version held. */
export async function stageStored(
  runner: QueryRunner,
  organisationId: string,
  version: ReplacedVersion,
): Promise<Staged> {
  const entries = await stageSelected(
    runner,
    `FROM hash_entries WHERE hash_list_id = $1 AND organisation_id = $3 AND first_version <= $2
       AND (ended_version IS NULL OR ended_version > $2)`,
    [version.hashListId, version.number, organisationId],
    'expires_at',
  );
  return { entries, refused: 0, sha256: version.fileSha256, resumedAfter: 0 };
}

/**
 * Stages rows of a table that has the columns of entries.
 * @param from SQL of ours: table and condition
 * @param expiresAt SQL of ours: when an entry expires
 * @returns how many
 */
export async function stageSelected(
  runner: QueryRunner,
  from: string,
  parameters: readonly unknown[],
  expiresAt = 'NULL::timestamptz',
): Promise<number> {
  await makeStaged(runner);
  await runner.query(
    `INSERT INTO staged_entries SELECT gen_random_uuid(), fingerprint, md5, sha1, sha256, pdq, photo_dna, pdq_quality,
       category, video, ${expiresAt} ${from}`,
    [...parameters],
  );
  await readyToCompare(runner);
  const [{ entries }] = await runner.query('SELECT count(*)::int AS entries FROM staged_entries');
  return entries;
}
