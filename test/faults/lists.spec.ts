// Kill -9 while a list is imported, while a version is approved, and while open cases are matched with it. Each is there
// whole or not at all, and is brought to its end once.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { approveVersion, importList, listStatus, verifyLists } from '#libs/known-material';
import { newId, type Database } from '#libs/platform';
import { compiledSources } from '../support/compiled-sources.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { lockTables } from '../support/gates.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { until } from '../support/waiting.js';
import { createWorkerWorld, type WorkerWorld } from '../support/worker-world.js';

const held = Array.from({ length: 25 }, (_, number) =>
  createHash('sha256').update(`held ${number}`).digest(),
);
const CSV = `sha256\n${held.map((digest) => digest.toString('hex')).join('\n')}\n`;
const operator = { kind: 'operator' } as const;
const lines = (...texts: string[]) =>
  `sha256\n${texts.map((text) => createHash('sha256').update(text).digest('hex')).join('\n')}\n`;
const BEFORE = lines('ends', 'stays');
const AFTER = lines('stays', 'comes', 'comes too');

describe('kill -9 of a command about lists', () => {
  let test: TestDatabase;
  let triage: Database;
  const organisationId = newId();

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'KILL', 'Kill', 'JO')`,
      [organisationId],
    );
    for (const digest of held) {
      await test.asOwner(
        `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes) VALUES ($1, $2, $3, $4, $5, 1)`,
        [newId(), organisationId, digest, randomBytes(20), randomBytes(16)],
      );
    }
  });
  afterAll(() => test.drop());

  /** Runs a command in a process of its own, which is killed as soon as it waits for the table. */
  async function killedBefore(table: string, command: string): Promise<void> {
    const folder = await compiledSources();
    const lock = await lockTables(test, table);
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const lists = await import('${folder}/libs/known-material/src/index.js');
         const { createDataSource, Database } = await import('${folder}/libs/platform/src/index.js');
         const dataSource = createDataSource({ url: process.env.URL, program: 'killed', poolSize: 3 });
         await dataSource.initialize();
         const database = new Database(dataSource);
         const organisationId = '${organisationId}';
         const actor = { kind: 'operator' };
         async function* csv() { yield Buffer.from(${JSON.stringify(CSV)}); }
         ${command}`,
      ],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, URL: test.urls.triage },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const gone = once(child, 'exit');
    try {
      await until(`the command waits before ${table}: ${errors}`, () => lock.waiting(table));
    } finally {
      child.kill('SIGKILL');
      await gone;
      await lock.release();
    }
    await allSessionsEnded();
  }

  async function allSessionsEnded(): Promise<void> {
    await until('its sessions have ended', async () => {
      const sessions = await test.asOwner(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%killed%'`,
      );
      return sessions.length === 0;
    });
  }

  /** Imports in a process of its own, which kills itself before that statement; with 0 it says how many there were. */
  async function importKilledAt(name: string, statement: number): Promise<string> {
    const folder = await compiledSources();
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const { default: pg } = await import('pg');
         const lists = await import('${folder}/libs/known-material/src/index.js');
         const { createDataSource, Database } = await import('${folder}/libs/platform/src/index.js');
         const dataSource = createDataSource({ url: process.env.URL, program: 'killed', poolSize: 2 });
         await dataSource.initialize();
         const { query } = pg.Client.prototype;
         let statements = 0;
         pg.Client.prototype.query = function (...args) {
           statements++;
           if (statements === ${statement}) process.kill(process.pid, 'SIGKILL');
           return query.apply(this, args);
         };
         async function* csv() { yield Buffer.from(${JSON.stringify(AFTER)}); }
         await lists.importList(new Database(dataSource), '${organisationId}', { name: '${name}' }, csv(), 'csv',
           { actor: { kind: 'operator' }, batchesFrom: 1 });
         console.log(statements);
         await dataSource.destroy();`,
      ],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, URL: test.urls.triage },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(child, 'exit');
    return said;
  }
  async function take(name: string, content: string) {
    async function* csv() {
      yield Buffer.from(content);
    }
    return importList(triage, organisationId, { name }, csv(), 'csv', { actor: operator });
  }

  const IMPORT = `await lists.importList(database, organisationId, { name: 'list' }, csv(), 'csv', { actor });`;
  const APPROVE = (version: number) =>
    `await database.within(organisationId, (manager) =>
       lists.approveVersion(manager, organisationId, { name: 'list' }, ${version}, actor));`;
  const status = async () =>
    (await triage.within(organisationId, listStatus)).find(({ name }) => name === 'list');
  const acts = async () =>
    (
      await test.asOwner<{ act: string }>(
        `SELECT act FROM audit_events WHERE organisation_id = $1 ORDER BY id`,
        [organisationId],
      )
    ).map(({ act }) => act);

  it('leaves nothing of an import, which waits for a person when it is run again', async () => {
    await killedBefore('audit_events', IMPORT);
    expect(await status()).toMatchObject({ liveVersion: 0, waiting: null, lastImport: { state: 'loading' } });
    expect(await test.asOwner('SELECT 1 FROM hash_entries')).toEqual([]);
    async function* csv() {
      yield Buffer.from(CSV);
    }
    const again = await importList(triage, organisationId, { name: 'list' }, csv(), 'csv', {
      actor: operator,
    });
    expect(again).toMatchObject({ version: 2, state: 'waiting' });
    expect(await acts()).toEqual(['hash-list.imported']);
    expect(await triage.within(organisationId, verifyLists)).toEqual([]);
  });

  it('leaves a version waiting whose approval it broke off, and approves it once when that is said again', async () => {
    await killedBefore('outbox', APPROVE(2));
    expect(await status()).toMatchObject({ liveVersion: 0, waiting: { version: 2 } });
    expect(await acts()).toEqual(['hash-list.imported']);
    await triage.within(organisationId, (manager) =>
      approveVersion(manager, organisationId, { name: 'list' }, 2, operator),
    );
    expect(await status()).toMatchObject({ liveVersion: 2, entries: 25, waiting: null });
    expect(await acts()).toEqual(['hash-list.imported', 'hash-list.version-approved']);
  });

  it('leaves a list whole at whichever of ten points its import is killed, and takes it in when it is run again', async () => {
    const statements = Number(await importKilledAt('counted', 0));
    expect(statements).toBeGreaterThan(20);
    const points = Array.from({ length: 10 }, (_, at) => Math.ceil(((at + 1) * statements) / 10));
    const lists = points.map((point) => ({ point, name: `killed at ${point}` }));
    for (const { name } of lists)
      expect(await take(name, BEFORE)).toMatchObject({ version: 1, state: 'live' });
    // Two at a time: there are two cores.
    for (let at = 0; at < lists.length; at += 2)
      await Promise.all(lists.slice(at, at + 2).map(({ point, name }) => importKilledAt(name, point)));
    await allSessionsEnded();

    const killed = await triage.within(organisationId, listStatus);
    for (const { name } of lists) {
      const list = killed.find((one) => one.name === name)!;
      // Before the version is there, or after all of it is: nothing between.
      expect([
        [1, 2],
        [2, 3],
      ]).toContainEqual([list.liveVersion, list.entries]);
    }
    const problems = await triage.within(organisationId, verifyLists);
    expect([...new Set(problems.map(({ problem }) => problem))]).toEqual(['import-left-unfinished']);
    for (const { name } of lists) await take(name, AFTER);
    const ended = (await triage.within(organisationId, listStatus)).filter(({ name }) =>
      name.startsWith('killed'),
    );
    expect(ended.map(({ entries }) => entries)).toEqual(lists.map(() => 3));
    expect(await triage.within(organisationId, verifyLists)).toEqual([]);
  });
});

describeOnEachQueue('kill -9 of the worker while it matches open cases with a new list', (backend) => {
  let world: WorkerWorld;
  const page = '/s/listed-later/pages/new';

  beforeAll(async () => {
    world = await createWorkerWorld({ backend });
  });
  afterAll(() => world?.stop());

  it('is brought to its end by the sweep, once, also when the queue was emptied', async () => {
    const worker = await world.startWorker();
    await world.report(page);
    const caseId = await world.reached(page, 'ready');
    const [media] = await world.test.asOwner<{ id: string; sha256: string }>(
      `SELECT d.id, encode(d.sha256, 'hex') AS sha256 FROM media d JOIN content_items i ON i.media_id = d.id
       WHERE i.case_id = $1`,
      [caseId],
    );
    const lock = await lockTables(world.test, 'matches');
    await world.importList('Listed later', `sha256,category\n${media!.sha256},baseline\n`);
    await until('a match is being stored', () => lock.waiting('matches'));
    await worker.kill();
    await lock.release();
    await world.queues.empty();
    if (world.redis !== undefined) await world.redis.flush();
    else await world.emptyQueueTables();
    await world.test.asOwner('DELETE FROM outbox');

    await world.startWorker();
    const done = () =>
      world.test
        .asOwner(`SELECT 1 FROM hash_list_versions WHERE rematch_due_at IS NOT NULL`)
        .then((rows) => rows.length === 0);
    await until('the open cases are matched', done);
    const matches = await world.test.asOwner(`SELECT kind, algorithm FROM matches WHERE media_id = $1`, [
      media!.id,
    ]);
    expect(matches).toEqual([{ kind: 'exact', algorithm: 'sha256' }]);
    const events = await world.test.asOwner(
      `SELECT details->>'matches' AS matches FROM audit_events WHERE subject_id = $1 AND act = 'case.rematched'`,
      [caseId],
    );
    expect(events).toEqual([{ matches: '1' }]);
    expect(await world.caseOf(page)).toMatchObject({ state: 'ready' });
  });
});
