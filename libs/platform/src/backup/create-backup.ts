// A backup: every table as it stands at one moment, by COPY, sealed under the master key as it is read.
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { KeyRing } from '../crypto/key-ring.js';
import { BackupRefusedError } from './backup.errors.js';
import { type BackupFrame, type BackupTrailer, writeFrames } from './backup.format.js';
import { copyTarget, ranMigrations, tablesInOrder } from './backup.tables.js';

/** Where encrypted evidence lies, as far as backup and restore need it. */
export interface BackupObjects {
  read(name: string): AsyncIterable<Uint8Array>;
  write(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface BackupOptions {
  /** The owner's address of the database. */
  readonly ownerUrl: string;
  readonly ring: KeyRing;
  /** A file that is not there yet; it appears when it is whole. */
  readonly file: string;
  /** Take evidence files and their keys along. */
  readonly media?: BackupObjects;
  readonly onProgress?: (table: string, rows: number) => void;
}

/**
 * Writes a backup. What changes meanwhile is not in it.
 * @returns the counts that stand in its trailer
 * @throws BackupRefusedError when the file is there already
 */
export async function createBackup(options: BackupOptions): Promise<BackupTrailer> {
  if (existsSync(options.file)) throw new BackupRefusedError('file-exists');
  const client = new Client({ connectionString: options.ownerUrl, application_name: 'manara-backup' });
  const draft = `${options.file}.part`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  let trailer: BackupTrailer | undefined;
  try {
    try {
      await client.connect();
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query('SET LOCAL statement_timeout = 0');
      const noted = note(framesOf(client, options), (frame) => {
        if (frame.kind === 'trailer') trailer = frame.value;
      });
      for await (const bytes of writeFrames(options.ring, noted)) await file.writeFile(bytes);
      await client.query('COMMIT');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, options.file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
  return trailer!;
}

async function* note<T>(source: AsyncIterable<T>, take: (value: T) => void): AsyncGenerator<T> {
  for await (const value of source) {
    take(value);
    yield value;
  }
}

async function* framesOf(client: Client, { media, onProgress }: BackupOptions): AsyncGenerator<BackupFrame> {
  const migrations = await ranMigrations(client);
  if (migrations === undefined) throw new Error('the database has no tables of Manara');
  const withMedia = media !== undefined;
  yield { kind: 'header', value: { madeAt: new Date().toISOString(), migrations, withMedia } };
  const counts: Record<string, number> = {};
  for (const table of await tablesInOrder(client, withMedia)) {
    yield { kind: 'table', value: table };
    const stream = client.query(copyTo(`COPY ${copyTarget(table)} TO STDOUT`));
    for await (const bytes of stream as AsyncIterable<Buffer>) yield { kind: 'rows', bytes };
    yield { kind: 'table-end' };
    counts[table.name] = stream.rowCount;
    onProgress?.(table.name, stream.rowCount);
  }
  let objects = 0;
  if (media !== undefined) {
    const { rows } = await client.query<{ object_name: string }>('SELECT object_name FROM evidence_objects');
    for (const { object_name: name } of rows) {
      let isBegun = false;
      try {
        for await (const bytes of media.read(name)) {
          if (!isBegun) yield { kind: 'object', value: { name } };
          isBegun = true;
          yield { kind: 'part', bytes: Buffer.from(bytes) };
        }
      } catch (error) {
        // Destroyed since the moment that the backup is of.
        if (isBegun || (error as Error).name !== 'ObjectMissingError') throw error;
      }
      if (!isBegun) continue;
      yield { kind: 'object-end' };
      objects++;
    }
  }
  yield { kind: 'trailer', value: { tables: counts, objects } };
}
