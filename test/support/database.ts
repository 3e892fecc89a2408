// A database of its own for each suite, copied from a template that was migrated once; roles are made once a run.
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { createDataSource, Database, ensureRoles, migrate, ZONES, type Zone } from '#libs/platform';

const prefix = process.env.TEST_PREFIX ?? 'manara_test_dev';
const schemaFolder = join(process.cwd(), 'libs/platform/src/database');

/** Names the schema by what it is made of, so that a changed migration gets a new template. */
function schemaDigest(): string {
  const hash = createHash('sha256');
  for (const folder of [schemaFolder, join(schemaFolder, 'migrations')]) {
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .sort()) {
      hash.update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 10);
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set; run the tests by `npm test -- PATH`');
  return url;
}

function withDatabase(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function zoneUrls(database: string): Record<Zone, string> {
  return Object.fromEntries(
    ZONES.map((zone) => {
      const url = new URL(withDatabase(database));
      url.username = `${prefix}_${zone}`;
      url.password = createHash('sha256').update(`${prefix} ${zone}`).digest('hex').slice(0, 24);
      return [zone, url.toString()];
    }),
  ) as Record<Zone, string>;
}

async function ensureTemplate(): Promise<string> {
  const template = `${prefix}_template_${schemaDigest()}`;
  await onServer(async (client) => {
    await client.query(`SELECT pg_advisory_lock(hashtext($1))`, [template]);
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (known.rowCount) return;
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS "${draft}"`);
    await client.query(`CREATE DATABASE "${draft}" TEMPLATE template0`);
    await migrate(withDatabase(draft));
    await ensureRoles(withDatabase(draft), zoneUrls(draft));
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  });
  return template;
}

export interface TestDatabase {
  readonly name: string;
  /** As its owner, whom row-level security does not bind. */
  readonly ownerUrl: string;
  readonly urls: Readonly<Record<Zone, string>>;
  /** Opens a pool under a zone's role; closed by `drop`. */
  open(zone: Zone, entities?: readonly EntityTarget<ObjectLiteral>[]): Promise<Database>;
  /** Runs a statement as the owner. */
  asOwner<T = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<T[]>;
  /** Ends every session of a zone's role, as a failing network does. */
  cutConnections(zone: Zone): Promise<void>;
  drop(): Promise<void>;
}

/** Makes a migrated, empty database with the four roles; about a tenth of a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = await ensureTemplate();
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await onServer(async (client) => {
    // Copying a template locks it: one copier at a time.
    await client.query(`SELECT pg_advisory_lock(hashtext($1))`, [template]);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  const urls = zoneUrls(name);
  const ownerUrl = withDatabase(name);
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(`REVOKE ALL ON DATABASE "${name}" FROM PUBLIC`);
  for (const zone of ZONES) {
    await owner.query(`GRANT CONNECT ON DATABASE "${name}" TO "${prefix}_${zone}"`);
  }
  await owner.query(`GRANT TEMPORARY ON DATABASE "${name}" TO "${prefix}_triage"`);
  const opened: Database[] = [];
  return {
    name,
    ownerUrl,
    urls,
    async open(zone, entities = []) {
      const dataSource = createDataSource({
        url: urls[zone],
        entities,
        program: `test-${zone}`,
        poolSize: 4,
      });
      await dataSource.initialize();
      const database = new Database(dataSource);
      opened.push(database);
      return database;
    },
    async asOwner<T>(sql: string, parameters: unknown[] = []) {
      return (await owner.query(sql, parameters)).rows as T[];
    },
    cutConnections: (zone) => endSessions(urls[zone]),
    async drop() {
      for (const database of opened) await database.dataSource.destroy();
      await owner.end();
      for (const zone of ZONES) await endSessions(urls[zone]);
      await onServer((client) => dropWhenFree(client, name));
    },
  };
}

/** Ends a role's sessions in its database; only the role itself, or a superuser, may do so. */
async function endSessions(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await client.end();
}

const DROP_WITHIN_MS = 20_000;

/** A session that was ended is gone a moment later; until then the database is in use. */
async function dropWhenFree(client: Client, name: string): Promise<void> {
  for (const end = Date.now() + DROP_WITHIN_MS; ;) {
    try {
      await client.query(`DROP DATABASE IF EXISTS "${name}"`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
