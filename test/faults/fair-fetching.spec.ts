// One report of many slow addresses keeps nobody else's waiting, and no host is asked more than it may be, by however
// many workers.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { compiledChild } from '../support/compiled-sources.js';
import { triageModule } from '../../apps/triage/src/triage.module.js';
import { EvidenceStore, FileStorage } from '#libs/evidence';
import { KnownMaterialIndex } from '#libs/known-material';
import { LetterService } from '#libs/mail';
import { MediaPool } from '#libs/media';
import { createHandlers, FetchTurns, PIPELINE_DEFAULTS } from '#libs/pipeline';
import { createLogger, enqueue, RetrievalClient, systemClock, type Database } from '#libs/platform';
import { JobQueues, openQueueConnection, OutboxRelay, sweep } from '#libs/queue';
import { DeliveryService } from '#libs/referrals';
import { addressKey } from '#libs/reports';
import { HostSlots } from '#libs/retrieval';
import { LookedAtIndex } from '#libs/review';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createHotline, type Hotline } from '../support/pipeline-parts.js';
import { until } from '../support/waiting.js';
import { createWorkerWorld, type WorkerWorld } from '../support/worker-world.js';

const SLOW_ITEMS = 30;
const MOST_A_HOST = 2;
const SLOW = 'slow.example';
const QUICK = 'quick.example';
const DELIVERY = { acknowledgeSeconds: 60, watchSeconds: 60 };

/** A server of two hosts: one answers at once, the other when the test says so; it notes how many it serves at once. */
async function startServer(): Promise<{
  server: Server;
  port: number;
  open: () => number;
  mostOpen: () => number;
  asked: () => ReadonlyMap<string, number>;
  answerOne: () => void;
}> {
  const waiting: (() => void)[] = [];
  const asked = new Map<string, number>();
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    response.setHeader('content-type', 'text/html');
    if (request.headers.host?.startsWith(QUICK)) {
      response.end('<title>quick</title>');
      return;
    }
    asked.set(path, (asked.get(path) ?? 0) + 1);
    if (path === '/page') {
      const frames = Array.from({ length: SLOW_ITEMS }, (_, item) => `<img src="/slow/${item}">`);
      response.end(`<title>slow</title>${frames.join('')}`);
      return;
    }
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    waiting.push(() => response.end('nothing to see'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    port: (server.address() as AddressInfo).port,
    open: () => open,
    mostOpen: () => most,
    asked: () => asked,
    answerOne: () => waiting.shift()?.(),
  };
}

describe('two workers and a report of many slow addresses', () => {
  let test: TestDatabase;
  let hotline: Hotline;
  let site: Awaited<ReturnType<typeof startServer>>;
  let dir: string;
  let pool: MediaPool;
  let queues: JobQueues;
  let connection: ReturnType<typeof openQueueConnection>;
  let database: Database;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    test = await createTestDatabase();
    hotline = await createHotline(test, 'hash');
    site = await startServer();
    dir = mkdtempSync(join(tmpdir(), 'manara-fair-'));
    pool = new MediaPool({ size: 1, childFile: await compiledChild() });
    await pool.start();
    database = await test.open('triage');
    connection = openQueueConnection({ databaseUrl: test.urls.triage });
    queues = new JobQueues(connection, () => undefined);
    for (let worker = 0; worker < 2; worker += 1) await startWorkerHere();
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await queues.close();
    await connection.close();
    await pool.close();
    site.server.closeAllConnections();
    site.server.close();
    await hotline.close();
    await test.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The worker's own module and steps, in this process, with two hosts that it may fetch. */
  async function startWorkerHere(): Promise<void> {
    const logger = createLogger('test', 'silent');
    const hosts = new HostSlots(database, { most: MOST_A_HOST, perMinute: 100_000, leaseSeconds: 30 });
    const turns = new FetchTurns(database, hosts, logger, { most: 3 });
    const index = new KnownMaterialIndex(database);
    await index.refresh();
    const handlers = createHandlers(
      {
        database,
        turns,
        client: new RetrievalClient({
          allowHosts: [SLOW, QUICK].map((host) => ({ host, port: site.port, address: '127.0.0.1' })),
          onlyHosts: true,
        }),
        pool,
        evidence: new EvidenceStore(new FileStorage(join(dir, 'evidence')), hotline.ring),
        ring: hotline.ring,
        index,
        lookedAt: new LookedAtIndex(database, systemClock),
        hostingOf: async () => null,
        clock: systemClock,
        logger,
        options: PIPELINE_DEFAULTS,
      },
      new DeliveryService(database, hotline.ring, {}, DELIVERY),
      new LetterService(database, hotline.ring, undefined, logger, PIPELINE_DEFAULTS),
    );
    const application: INestApplicationContext = await NestFactory.createApplicationContext(
      triageModule({ connection, handlers, logger, concurrency: 4, lockSeconds: 30 }),
      { logger: false },
    );
    const relay = new OutboxRelay(database, test.urls.triage, queues, logger);
    relay.start();
    const timer = setInterval(() => void sweep(database, queues), 1000);
    stops.push(async () => {
      clearInterval(timer);
      await relay.stop();
      turns.stop();
      await application.close();
      await index.stop();
    });
  }
  async function report(host: string, path: string): Promise<string> {
    const address = `http://${host}:${site.port}${path}`;
    const id = await hotline.report([address]);
    await hotline.owner.within(hotline.organisationId, (manager) =>
      enqueue(manager, id, {
        queue: 'triage',
        name: 'intake',
        payload: { organisationId: hotline.organisationId, reportId: id },
      }),
    );
    return addressKey(address);
  }
  const stateOf = async (sourceKey: string) =>
    (await test.asOwner<{ state: string }>(`SELECT state FROM cases WHERE source_key = $1`, [sourceKey]))[0]
      ?.state;

  it('finish another report while the first is still being fetched, and lose nothing of the first', async () => {
    const slow = await report(SLOW, '/page');
    await until('the slow host serves as many as it may be asked for', () => site.open() === MOST_A_HOST);
    const quick = await report(QUICK, '/page');
    await until('the other report is ready', async () => (await stateOf(quick)) === 'ready');
    expect(site.open()).toBe(MOST_A_HOST);
    expect(await stateOf(slow)).toBe('triage');

    await until(
      'the slow report is ready',
      async () => {
        site.answerOne();
        return (await stateOf(slow)) === 'ready';
      },
      60_000,
    );
    expect(site.mostOpen()).toBe(MOST_A_HOST);
    const items = await test.asOwner<{ result: string; step_attempts: number }>(
      `SELECT i.result, i.step_attempts FROM content_items i JOIN cases c ON c.id = i.case_id
       WHERE c.source_key = $1 AND i.role = 'embedded'`,
      [slow],
    );
    expect(items).toHaveLength(SLOW_ITEMS);
    expect(items.filter(({ result }) => result !== 'not-a-picture')).toEqual([]);
    // Each was asked for once: to wait for a turn is no attempt.
    expect([...site.asked().values()].filter((times) => times !== 1)).toEqual([]);
    expect(site.asked().size).toBe(SLOW_ITEMS + 1);
  });
});

describe('a worker that is killed while it fetches', () => {
  let world: WorkerWorld;
  beforeAll(async () => {
    world = await createWorkerWorld({
      backend: 'postgresql',
      settings: { FETCH_HOST_CONCURRENCY: '1', TRIAGE_CONCURRENCY: '4' },
    });
  });
  afterAll(() => world?.stop());

  it('blocks its host for no longer than its lease', async () => {
    const [held, next] = ['/s/held/pages/new', '/s/next/pages/new'];
    const killed = await world.startWorker();
    world.site.hold(held);
    await world.report(held);
    await until('the worker fetches', () => world.site.waiting() === 1);
    await killed.kill();
    const slots = await world.test.asOwner<{ seconds: number }>(
      `SELECT extract(epoch FROM expires_at - now())::float8 AS seconds FROM fetch_slots`,
    );
    expect(slots).toHaveLength(1);
    // The lease of a job, two seconds in this world.
    expect(slots[0]!.seconds).toBeLessThanOrEqual(2);
    world.site.release();
    await world.startWorker();
    await world.report(next);
    await world.reached(next, 'ready');
    await world.reached(held, 'ready');
  });
});
