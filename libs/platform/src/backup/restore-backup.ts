// Restore into a new database: the whole file is proven first, then loaded in one transaction, then made to follow every
// deletion that is on record, so that what was destroyed after the backup stays destroyed.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { KeyRing } from '../crypto/key-ring.js';
import { createDataSource } from '../database/data-source.js';
import { migrate } from '../database/migrate.js';
import { migrations as allMigrations } from '../database/migrations/index.js';
import { newId } from '../ids.js';
import { BackupRefusedError } from './backup.errors.js';
import { type BackupFrame, type BackupHeader, type BackupTrailer, readFrames } from './backup.format.js';
import {
  copyTarget,
  DATA_KEYS_TABLE,
  MIGRATIONS_TABLE,
  quoted,
  ranMigrations,
  type TableShape,
} from './backup.tables.js';
import type { BackupObjects } from './create-backup.js';

/** A deletion on record outside the database. */
export interface LaterDeletion {
  readonly objectKind: string;
  readonly objectId: string;
  readonly organisationId: string;
  readonly reason: string;
  readonly deletedAt: string;
}

export interface RestoreOptions {
  /** The owner's address of a database that holds nothing. */
  readonly ownerUrl: string;
  readonly ring: KeyRing;
  readonly file: string;
  /** Needed when the backup holds evidence files. */
  readonly media?: BackupObjects;
  /** Deletions that the evidence store remembers, from after the backup too. */
  readonly deletions?: readonly LaterDeletion[];
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
    const gone = await load(client, options, written);
    await proveCounts(client, trailer, gone);
    // Numbers of transactions mean nothing in another server; what is unsealed must not wait for one to come.
    await client.query(`UPDATE audit_events SET transaction_id = '3' WHERE number IS NULL`);
    await client.query('COMMIT');
    await migrate(options.ownerUrl);
    return {
      madeAt: header.madeAt,
      withMedia: header.withMedia,
      tables: trailer.tables,
      objects: written.length,
      unreadable: gone,
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

/** @returns how many evidence objects are not readable again */
async function load(client: Client, options: RestoreOptions, written: string[]): Promise<number> {
  const frames = readFrames(options.ring, createReadStream(options.file) as AsyncIterable<Buffer>);
  let isFollowed = false;
  let gone: ReadonlySet<string> = new Set();
  const follow = async () => {
    if (!isFollowed) gone = await followDeletions(client, options.deletions ?? []);
    isFollowed = true;
  };
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const frame = next.value;
    if (frame.kind === 'table') {
      await loadTable(client, frame.value, frames, options);
    } else if (frame.kind === 'object') {
      await follow();
      const { name } = frame.value;
      const content = contentOf(frames, 'part', 'object-end');
      if (gone.has(name)) for await (const _ of content);
      else {
        written.push(name);
        await options.media!.write(name, content);
      }
    }
  }
  await follow();
  return gone.size;
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

/** Destroys again what the ledgers say was destroyed, and what has no key. @returns the names of those objects */
async function followDeletions(client: Client, deletions: readonly LaterDeletion[]): Promise<Set<string>> {
  for (const { objectKind, objectId, organisationId, reason, deletedAt } of deletions) {
    await client.query(
      `INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason, deleted_at)
       SELECT $1, id, $3, $4, $5, $6 FROM organisations WHERE id = $2 ON CONFLICT (object_kind, object_id) DO NOTHING`,
      [newId(), organisationId, objectKind, objectId, reason, deletedAt],
    );
  }
  await client.query(
    `DELETE FROM ${DATA_KEYS_TABLE} k USING deletion_ledger d
     WHERE d.object_kind = 'evidence' AND d.object_id = k.evidence_object_id`,
  );
  const { rows } = await client.query<{ object_name: string }>(
    `DELETE FROM evidence_objects e WHERE NOT EXISTS (SELECT 1 FROM ${DATA_KEYS_TABLE} k WHERE k.evidence_object_id = e.id)
     RETURNING object_name`,
  );
  return new Set(rows.map((row) => row.object_name));
}

/** What the ledgers took away or added is not counted against the backup. */
async function proveCounts(client: Client, trailer: BackupTrailer, gone: number): Promise<void> {
  for (const [table, rows] of Object.entries(trailer.tables)) {
    const answer = await client.query<{ count: string }>(`SELECT count(*) FROM public.${quoted(table)}`);
    const counted = Number(answer.rows[0]!.count);
    const isRight =
      table === 'evidence_objects'
        ? counted === rows - gone
        : table === DATA_KEYS_TABLE
          ? counted <= rows
          : table === 'deletion_ledger'
            ? counted >= rows
            : counted === rows;
    if (!isRight) throw new BackupRefusedError('counts-differ');
  }
}
