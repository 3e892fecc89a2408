// Import of a list: read as a stream, staged by COPY, compared with what is live, and made live in one transaction.
// Whatever stops it, the list is whole: the new version is there, or nothing of it.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager, QueryRunner } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { ConflictError, type Database, firstRow, newId } from '#libs/platform';
import { ListUnreadableError } from './known-material.errors.js';
import { ensureList, type ListSettings } from './list-settings.js';
import { moveVersion } from './list-version.lifecycle.js';
import { LIST_READERS, type ListFormat } from './list.formats.js';
import type { ColumnMapping } from './list.reader.js';
import { fingerprintOf, type NewEntry, type RefusedLine } from './new-entry.js';

export interface ImportOptions {
  readonly actor: Actor;
  readonly columns?: ColumnMapping;
  /** Called after each batch. */
  readonly onProgress?: (progress: { readonly entries: number; readonly refused: number }) => void;
  readonly onRefused?: (refused: RefusedLine) => void;
}

export interface ImportResult {
  readonly hashListId: string;
  /** The version that this import is. */
  readonly version: number;
  /** `unchanged`: the source says what is live already, which stays. */
  readonly state: 'live' | 'unchanged';
  /** Different entries in the source. */
  readonly entries: number;
  readonly added: number;
  /** Entries that the source no longer has. */
  readonly ended: number;
  readonly refused: number;
}

/**
 * Imports a whole list: what the source no longer has ends. Twice the same source changes nothing.
 * @throws ListUnreadableError when there is nothing to take; ConflictError while the same list is being imported
 */
export async function importList(
  database: Database,
  organisationId: string,
  settings: ListSettings,
  source: AsyncIterable<Uint8Array>,
  format: ListFormat,
  options: ImportOptions,
): Promise<ImportResult> {
  const runner = database.dataSource.createQueryRunner();
  const lock = `manara list ${organisationId} ${settings.name.trim()}`;
  try {
    // Held by the session: gone with it when the program is killed.
    const [{ held }] = (await runner.query(`SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held`, [
      lock,
    ])) as [{ held: boolean }];
    if (!held)
      throw new ConflictError(
        'import-running',
        'This list is being imported now; wait until that has ended.',
      );
    try {
      return await importLocked(runner, organisationId, settings, source, format, options);
    } finally {
      await runner.query(`SELECT pg_advisory_unlock(hashtextextended($1, 0))`, [lock]).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}

async function importLocked(
  runner: QueryRunner,
  organisationId: string,
  settings: ListSettings,
  source: AsyncIterable<Uint8Array>,
  format: ListFormat,
  options: ImportOptions,
): Promise<ImportResult> {
  const { list, version } = await inTransaction(runner, organisationId, async (manager) => {
    const ensured = await ensureList(manager, organisationId, settings);
    // What still loads was left by an import that was killed: this one holds the lock.
    const left: { number: number }[] = await manager.query(
      `SELECT number FROM hash_list_versions WHERE hash_list_id = $1 AND state = 'loading'`,
      [ensured.id],
    );
    for (const { number } of left) await moveVersion(manager, ensured.id, number, 'failed');
    const rows: { number: number }[] = await manager.query(
      `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format)
       SELECT $1, $2, $3, coalesce(max(number), 0) + 1, 'loading', $4 FROM hash_list_versions WHERE hash_list_id = $3
       RETURNING number`,
      [newId(), organisationId, ensured.id, format],
    );
    return { list: ensured, version: rows[0]!.number };
  });
  try {
    return await inTransaction(runner, organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      const staged = await stage(runner, source, format, options);
      if (staged.entries === 0) {
        throw new ListUnreadableError('No line of the file could be taken; the list stays as it is.');
      }
      const merged = await merge(manager, organisationId, list.id, version);
      const state = list.live_version > 0 && merged.added === 0 && merged.ended === 0 ? 'unchanged' : 'live';
      const counts = { entries: merged.entries, refused: staged.refused, fileSha256: staged.sha256 };
      if (state === 'live' && list.live_version > 0) {
        await moveVersion(manager, list.id, list.live_version, 'replaced');
      }
      await moveVersion(manager, list.id, version, state, counts);
      const result: ImportResult = {
        hashListId: list.id,
        version,
        state,
        ...merged,
        refused: staged.refused,
      };
      await recordEvent(manager, {
        organisationId,
        actor: options.actor,
        act: 'hash-list.imported',
        subjectKind: 'hash-list',
        subjectId: list.id,
        details: {
          version,
          state,
          entries: merged.entries,
          added: merged.added,
          ended: merged.ended,
          refused: staged.refused,
          fileSha256: staged.sha256.toString('hex'),
        },
      });
      // Last, so that the list's row is locked for a moment only and can be switched off while an import runs.
      if (state === 'live') {
        await manager.query(`UPDATE hash_lists SET live_version = $2 WHERE id = $1`, [list.id, version]);
      }
      return result;
    });
  } catch (error) {
    await inTransaction(runner, organisationId, (manager) =>
      moveVersion(manager, list.id, version, 'failed'),
    ).catch(
      // The connection may be gone; the next import marks the version as failed.
      () => undefined,
    );
    throw error;
  }
}

async function inTransaction<T>(
  runner: QueryRunner,
  organisationId: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  await runner.startTransaction();
  try {
    await runner.query(`SELECT set_config('manara.organisations', $1, true)`, [organisationId]);
    const result = await work(runner.manager);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

interface Staged {
  readonly entries: number;
  readonly refused: number;
  readonly sha256: Buffer;
}

/** Copies the source's entries into a temporary table; a zone's role may not COPY into a table that rows are guarded in. */
async function stage(
  runner: QueryRunner,
  source: AsyncIterable<Uint8Array>,
  format: ListFormat,
  { columns, onProgress, onRefused }: ImportOptions,
): Promise<Staged> {
  await runner.query(`
    CREATE TEMPORARY TABLE staged_entries (id uuid, fingerprint bytea, md5 bytea, sha1 bytea, sha256 bytea, pdq bytea,
      pdq_quality integer, category text) ON COMMIT DROP`);
  const digest = createHash('sha256');
  let entries = 0;
  let refused = 0;
  async function* digested(): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      digest.update(part);
      yield part;
    }
  }
  async function* rows(): AsyncGenerator<string> {
    const batches = LIST_READERS[format](digested(), {
      ...(columns && { columns }),
      refuse: (line) => {
        refused++;
        onRefused?.(line);
      },
    });
    for await (const batch of batches) {
      yield batch.map(copyRow).join('');
      entries += batch.length;
      onProgress?.({ entries, refused });
    }
  }
  const client = (await runner.connect()) as PoolClient;
  await pipeline(Readable.from(rows()), client.query(copyFrom('COPY staged_entries FROM STDIN')));
  await runner.query('ANALYZE staged_entries');
  return { entries, refused, sha256: digest.digest() };
}

const bytea = (hex: string | null) => (hex === null ? '\\N' : `\\\\x${hex}`);

/** A line of COPY's text format. */
function copyRow(entry: NewEntry): string {
  const category = entry.category === null ? '\\N' : entry.category.replaceAll('\\', '\\\\');
  return (
    `${newId()}\t${bytea(fingerprintOf(entry))}\t${bytea(entry.md5)}\t${bytea(entry.sha1)}\t${bytea(entry.sha256)}` +
    `\t${bytea(entry.pdq)}\t${entry.quality ?? '\\N'}\t${category}\n`
  );
}

/** Adds what is new and ends what is no longer there. */
async function merge(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  version: number,
): Promise<{ entries: number; added: number; ended: number }> {
  const [, ended] = (await manager.query(
    `UPDATE hash_entries e SET ended_version = $2
     WHERE e.hash_list_id = $1 AND e.ended_version IS NULL
       AND NOT EXISTS (SELECT 1 FROM staged_entries s WHERE s.fingerprint = e.fingerprint)`,
    [hashListId, version],
  )) as [unknown, number];
  const counted = firstRow<{ added: number }>(
    await manager.query(
      `WITH added AS (
         INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, sha1, sha256, pdq, pdq_quality,
           category, first_version)
         SELECT DISTINCT ON (s.fingerprint) s.id, $1, $2, s.fingerprint, s.md5, s.sha1, s.sha256, s.pdq, s.pdq_quality,
           s.category, $3
         FROM staged_entries s
         WHERE NOT EXISTS (SELECT 1 FROM hash_entries e
           WHERE e.hash_list_id = $2 AND e.fingerprint = s.fingerprint AND e.ended_version IS NULL)
         RETURNING 1)
       SELECT count(*)::int AS added FROM added`,
      [organisationId, hashListId, version],
    ),
  );
  const total = firstRow<{ entries: number }>(
    await manager.query(
      `SELECT count(*)::int AS entries FROM hash_entries WHERE hash_list_id = $1 AND ended_version IS NULL`,
      [hashListId],
    ),
  );
  return { entries: total!.entries, added: counted!.added, ended };
}
