// Restore into a new database: the whole file is proven first, then loaded and made to follow every deletion that is on
// record, in one transaction, so that no program ever sees what was erased after the backup was made.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { KeyRing } from '../crypto/key-ring.js';
import { createDataSource } from '../database/data-source.js';
import { migrate } from '../database/migrate.js';
import { migrations as allMigrations } from '../database/migrations/index.js';
import { BackupRefusedError } from './backup.errors.js';
import { type BackupFrame, type BackupHeader, type BackupTrailer, readFrames } from './backup.format.js';
import { copyTarget, MIGRATIONS_TABLE, quoted, ranMigrations, type TableShape } from './backup.tables.js';
import type { BackupObjects } from './create-backup.js';
import {
  followDeletions,
  type DeletionKind,
  type FollowedDeletions,
  type LaterDeletions,
} from './deletion-ledger.js';

export interface RestoreOptions {
  /** The owner's address of a database that holds nothing. */
  readonly ownerUrl: string;
  readonly ring: KeyRing;
  readonly file: string;
  /** Needed when the backup holds evidence files. */
  readonly media?: BackupObjects;
  /** Deletions that the evidence store remembers, from after the backup too. */
  readonly deletions?: LaterDeletions;
  readonly onProgress?: (step: string, count: number) => void;
}

export interface RestoreResult {
  readonly madeAt: string;
  readonly withMedia: boolean;
  readonly tables: Readonly<Record<string, number>>;
  /** Evidence files that were restored. */
  readonly objects: number;
  /** Evidence in the backup that is not readable again: destroyed since, or its key was left out. */
  readonly unreadable: number;
  /** What the backup brought back and the ledgers took away again, by kind. */
  readonly erasedAgain: Readonly<Record<DeletionKind, number>>;
}

/** Tables that migrations fill. */
const SEEDED = ['retention_rules'];

/**
 * Restores a backup.
 * @throws BackupRefusedError; the database then holds no data, as before
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { header, trailer } = await proveWhole(options);
  if (header.withMedia && options.media === undefined) throw new BackupRefusedError('no-store');
  await prepareSchema(options.ownerUrl, header);
  const client = new Client({ connectionString: options.ownerUrl, application_name: 'manara-restore' });
  await client.connect();
  const written: string[] = [];
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    for (const table of SEEDED) await client.query(`DELETE FROM ${quoted(table)}`);
    const { erasedAgain, unreadable } = await load(client, options, trailer, written);
    // Numbers of transactions mean nothing in another server; what is unsealed must not wait for one to come.
    await client.query(`UPDATE audit_events SET transaction_id = '3' WHERE number IS NULL`);
    await client.query('COMMIT');
    await migrate(options.ownerUrl);
    return {
      madeAt: header.madeAt,
      withMedia: header.withMedia,
      tables: trailer.tables,
      objects: written.length,
      unreadable: unreadable.size,
      erasedAgain,
    };
  } catch (error) {
    for (const name of written) await options.media?.delete(name);
    throw error;
  } finally {
    await client.end();
  }
}

/** Reads the file to its end before anything is touched. */
async function proveWhole({
  ring,
  file,
}: RestoreOptions): Promise<{ header: BackupHeader; trailer: BackupTrailer }> {
  let header: BackupHeader | undefined;
  let trailer: BackupTrailer | undefined;
  for await (const frame of readFrames(ring, createReadStream(file) as AsyncIterable<Buffer>)) {
    if (frame.kind === 'header') header = frame.value;
    if (frame.kind === 'trailer') trailer = frame.value;
  }
  if (header === undefined || trailer === undefined) throw new BackupRefusedError('damaged');
  return { header, trailer };
}

/** Brings an empty database to the very tables that the backup is of. */
async function prepareSchema(ownerUrl: string, header: BackupHeader): Promise<void> {
  const known = new Set(allMigrations.map((migration) => migration.name));
  if (header.migrations.some((name) => !known.has(name))) throw new BackupRefusedError('newer');
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    for (const { name } of rows) {
      if (name === MIGRATIONS_TABLE || SEEDED.includes(name)) continue;
      const held = await client.query(`SELECT 1 FROM public.${quoted(name)} LIMIT 1`);
      if (held.rowCount) throw new BackupRefusedError('not-empty');
    }
    const ran = (await ranMigrations(client)) ?? [];
    if (ran.some((name) => !header.migrations.includes(name))) throw new BackupRefusedError('older-schema');
  } finally {
    await client.end();
  }
  const dataSource = createDataSource({ url: ownerUrl, program: 'restore', poolSize: 1 });
  dataSource.setOptions({
    migrations: allMigrations.filter((migration) => header.migrations.includes(migration.name)),
    extra: { statement_timeout: 0 },
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}

/** Loads all tables, erases again what the ledgers name, then writes the evidence files that are left. */
async function load(
  client: Client,
  options: RestoreOptions,
  trailer: BackupTrailer,
  written: string[],
): Promise<FollowedDeletions> {
  const frames = readFrames(options.ring, createReadStream(options.file) as AsyncIterable<Buffer>);
  let followed: FollowedDeletions | undefined;
  // The tables stand before the objects in the file.
  const follow = async () => {
    await proveCounts(client, trailer);
    return followDeletions(client, options.deletions ?? []);
  };
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const frame = next.value;
    if (frame.kind === 'table') {
      await loadTable(client, frame.value, frames, options);
    } else if (frame.kind === 'object') {
      followed ??= await follow();
      const { name } = frame.value;
      const content = contentOf(frames, 'part', 'object-end');
      if (followed.unreadable.has(name)) for await (const _ of content);
      else {
        written.push(name);
        await options.media!.write(name, content);
      }
    }
  }
  return followed ?? follow();
}

async function loadTable(
  client: Client,
  table: TableShape,
  frames: AsyncGenerator<BackupFrame>,
  { onProgress }: RestoreOptions,
): Promise<void> {
  const into = client.query(copyFrom(`COPY ${copyTarget(table)} FROM STDIN`));
  await pipeline(Readable.from(contentOf(frames, 'rows', 'table-end')), into);
  onProgress?.(table.name, into.rowCount);
}

async function* contentOf(
  frames: AsyncGenerator<BackupFrame>,
  kind: 'rows' | 'part',
  end: 'table-end' | 'object-end',
): AsyncGenerator<Buffer> {
  for (;;) {
    const next = await frames.next();
    if (next.done) throw new BackupRefusedError('damaged');
    if (next.value.kind === end) return;
    if (next.value.kind !== kind) throw new BackupRefusedError('damaged');
    yield next.value.bytes;
  }
}

async function proveCounts(client: Client, trailer: BackupTrailer): Promise<void> {
  for (const [table, rows] of Object.entries(trailer.tables)) {
    const answer = await client.query<{ count: string }>(`SELECT count(*) FROM public.${quoted(table)}`);
    if (Number(answer.rows[0]!.count) !== rows) throw new BackupRefusedError('counts-differ');
  }
}
