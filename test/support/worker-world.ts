// A whole installation around the real program of triage: database, queue, sample site behind a gate, ICCAM sandbox over
// HTTPS behind a gate, an analyst who decides, and workers that are started and killed.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../apps/iccam-sandbox/src/sandbox.js';
import type { SandboxState } from '../../apps/iccam-sandbox/src/state.store.js';
import { startSampleSite } from '../../apps/sample-site/src/site.js';
import { enqueue, systemClock, type Database } from '#libs/platform';
import { JobQueues, openQueueConnection } from '#libs/queue';
import { addressKey } from '#libs/reports';
import { missingForRoutes } from '#libs/referrals';
import { askRefetch, AssessmentService, LeaseService, REFETCH_REASONS } from '#libs/review';
import { createTestDatabase, type TestDatabase } from './database.js';
import { readEndState, type EndState } from './end-state.js';
import { openHttpGate, openTcpGate, type HttpGate, type TcpGate } from './gates.js';
import {
  addSandboxRecipient,
  createHotline,
  importCsv,
  importSampleList,
  TEST_KEY,
  type Hotline,
} from './pipeline-parts.js';
import { claimRedisDatabase, type QueueBackend, type RedisDatabase } from './queue-backends.js';
import { makeAccount } from './review-world.js';
import { until } from './waiting.js';
import { startWorker, type RunningWorker } from './worker-process.js';

export interface WorkerWorldOptions {
  readonly backend: QueueBackend;
  readonly mandate?: string;
  /** Environment variables of every worker, beside those of the world. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface WorkerWorld {
  readonly test: TestDatabase;
  readonly hotline: Hotline;
  /** Before the sample site: addresses to report start with its `url`. */
  readonly site: HttpGate;
  /** Before the sandbox. */
  readonly recipient: TcpGate;
  /** Before the database, for the workers only. */
  readonly databaseGate: TcpGate;
  readonly redis: RedisDatabase | undefined;
  readonly dataDir: string;
  readonly temporaryDir: string;
  readonly queues: JobQueues;
  startWorker(settings?: Readonly<Record<string, string>>): Promise<RunningWorker>;
  /** All that were started, those that were killed as well. */
  workers(): readonly RunningWorker[];
  /** @param path on the sample site */
  report(path: string): Promise<string>;
  /** The case of a path, once it is there. */
  caseOf(path: string): Promise<{ id: string; state: string } | undefined>;
  /** Waits until the case of a path stands in a state. @returns its id */
  reached(path: string, state: string, deadlineMs?: number): Promise<string>;
  /** Waits until the case is closed and its referral acknowledged. */
  finished(path: string, deadlineMs?: number): Promise<void>;
  /** An analyst calls everything illegal that no list has settled. */
  decide(path: string): Promise<void>;
  /** Destroys the copies of a case, as retention does, and has an analyst ask for them again. @returns the case's id */
  fetchCopiesAgain(path: string, before?: (caseId: string) => Promise<void>): Promise<string>;
  importList(name: string, csv: string): Promise<void>;
  endState(path: string): Promise<EndState>;
  sandboxState(): SandboxState;
  /** All that the queue stores now, as text. */
  queueDump(): Promise<string>;
  /** Removes every job from the queue's tables, also those that run. */
  emptyQueueTables(): Promise<void>;
  /** What the workers have written and counted. */
  told(): Promise<string>;
  stop(): Promise<void>;
}

const SHORT_WAITS = {
  TRIAGE_CONCURRENCY: '8',
  DECODING_CHILDREN: '1',
  // All that is fetched stands on one host, and tests hold many fetches at once.
  FETCH_CONCURRENCY: '8',
  FETCH_HOST_CONCURRENCY: '16',
  JOB_LOCK_SECONDS: '2',
  ATTEMPT_SECONDS: '3',
  SWEEP_SECONDS: '1',
  WATCH_SECONDS: '3600',
  ACKNOWLEDGE_SECONDS: '1',
  LOG_LEVEL: 'debug',
};

/** Makes a world; nothing happens in it until a worker is started. */
export async function createWorkerWorld(options: WorkerWorldOptions): Promise<WorkerWorld> {
  const test = await createTestDatabase();
  const dir = mkdtempSync(join(tmpdir(), 'manara-workers-'));
  const dataDir = join(dir, 'data');
  const temporaryDir = join(dir, 'tmp');
  for (const folder of [dataDir, temporaryDir]) mkdirSync(folder);
  const keyFile = join(dir, 'master.key');
  writeFileSync(keyFile, `${TEST_KEY.toString('base64')}\n`, { mode: 0o600 });

  const sampleSite = await startSampleSite({ host: '127.0.0.1', port: 0 });
  const site = await openHttpGate(sampleSite.url);
  const sandboxDir = join(dir, 'sandbox');
  const sandbox = await startSandbox({ dir: sandboxDir, autoPartner: true, autoPartnerStepMs: 0 });
  const recipient = await openTcpGate({ host: '127.0.0.1', port: Number(new URL(sandbox.url).port) });
  const databaseUrl = new URL(test.urls.triage);
  const databaseGate = await openTcpGate({
    host: databaseUrl.hostname,
    port: Number(databaseUrl.port || '5432'),
  });
  const gatedUrl = new URL(databaseUrl);
  gatedUrl.host = `127.0.0.1:${databaseGate.port}`;

  const hotline = await createHotline(test, options.mandate ?? 'view');
  await addSandboxRecipient(hotline, sandbox, recipient.port);
  const triage = await test.open('triage');
  await importSampleList(triage, hotline.organisationId);
  const analyst = await openAnalyst(test, hotline);

  const redis = options.backend === 'redis' ? await claimRedisDatabase() : undefined;
  const connection = openQueueConnection({ databaseUrl: test.urls.triage, redisUrl: redis?.url });
  const queues = new JobQueues(connection, () => undefined);
  const workers: RunningWorker[] = [];
  const figures: string[] = [];

  /** Looks until it holds; what the workers logged as errors stands beside what did not come to be. */
  const awaited = <T>(what: string, condition: () => Promise<T>, deadlineMs?: number) =>
    until(what, condition, deadlineMs).catch((error: Error) => {
      const lines = workers.flatMap((worker) => worker.output().split('\n'));
      const failures = lines.filter((line) => /"level":(40|50)/.test(line) || !line.startsWith('{'));
      throw new Error([error.message, ...failures.slice(-5)].join('\n'));
    });
  const caseOf: WorkerWorld['caseOf'] = async (path) => {
    const [row] = await test.asOwner<{ id: string; state: string }>(
      `SELECT id, state FROM cases WHERE source_key = $1`,
      [addressKey(`${site.url}${path}`)],
    );
    return row;
  };
  const reached: WorkerWorld['reached'] = async (path, state, deadlineMs) => {
    const found = await awaited(
      `the case of ${path} is ${state}`,
      async () => {
        const row = await caseOf(path);
        return row?.state === state ? row : undefined;
      },
      deadlineMs,
    );
    return found.id;
  };

  return {
    test,
    hotline,
    site,
    recipient,
    databaseGate,
    redis,
    dataDir,
    temporaryDir,
    queues,
    async startWorker(settings = {}) {
      const worker = await startWorker({
        MANARA_DEMO: '1',
        TRIAGE_DATABASE_URL: gatedUrl.toString(),
        MANARA_KEY_FILE: keyFile,
        DATA_DIR: dataDir,
        TMPDIR: temporaryDir,
        SAMPLE_SITE_PORT: String(site.port),
        ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
        ...SHORT_WAITS,
        ...options.settings,
        ...settings,
      });
      workers.push(worker);
      return worker;
    },
    workers: () => workers,
    async report(path) {
      const id = await hotline.report([`${site.url}${path}`]);
      await hotline.owner.within(hotline.organisationId, (manager) =>
        enqueue(manager, id, {
          queue: 'triage',
          name: 'intake',
          payload: { organisationId: hotline.organisationId, reportId: id },
        }),
      );
      return id;
    },
    caseOf,
    reached,
    async finished(path, deadlineMs) {
      const caseId = await reached(path, 'closed', deadlineMs);
      await awaited(
        `the referral of ${path} is acknowledged`,
        async () => {
          const open = await test.asOwner(
            `SELECT 1 FROM referrals WHERE case_id = $1 AND state <> 'acknowledged'`,
            [caseId],
          );
          return open.length === 0;
        },
        deadlineMs,
      );
    },
    decide: async (path) => analyst.decide(await reached(path, 'ready')),
    async fetchCopiesAgain(path, before = async () => undefined) {
      const caseId = await reached(path, 'ready');
      const media = `SELECT media_id FROM content_items WHERE case_id = $1`;
      await test.asOwner(
        `DELETE FROM data_keys WHERE evidence_object_id IN (SELECT id FROM evidence_objects WHERE media_id IN (${media}))`,
        [caseId],
      );
      await test.asOwner(`DELETE FROM evidence_objects WHERE media_id IN (${media})`, [caseId]);
      await before(caseId);
      await analyst.askAgain(caseId);
      return caseId;
    },
    importList: (name, csv) => importCsv(triage, hotline.organisationId, name, csv),
    endState: async (path) => {
      const found = await caseOf(path);
      if (found === undefined) throw new Error(`there is no case of ${path}`);
      return readEndState(test, readSandbox(sandboxDir), site.url, found.id);
    },
    sandboxState: () => readSandbox(sandboxDir),
    queueDump: async () => (redis === undefined ? dumpQueueTables(test) : redis.dump()),
    async emptyQueueTables() {
      for (const table of await queueTables(test)) await test.asOwner(`DELETE FROM ${table}`);
    },
    async told() {
      for (const worker of workers) if (worker.isRunning()) figures.push(await worker.metrics());
      return [...workers.map((worker) => worker.output()), ...figures].join('\n');
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.kill()));
      await queues.close();
      await connection.close();
      await redis?.release();
      for (const gate of [site, recipient, databaseGate]) await gate.stop();
      await sandbox.stop();
      await sampleSite.stop();
      await hotline.close();
      await test.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A world with what was brought about in it. */
export type Prepared<T> = T & { readonly world: WorkerWorld; end(): Promise<void> };

/** Makes a world and works in it; when the work fails, the world is ended. */
export async function prepareWorld<T extends object>(
  options: WorkerWorldOptions,
  work: (world: WorkerWorld) => Promise<T>,
): Promise<Prepared<T>> {
  const world = await createWorkerWorld(options);
  try {
    return { ...(await work(world)), world, end: () => world.stop() };
  } catch (error) {
    // What the work has locked may still be locked; why it failed is what counts.
    await world.stop().catch(() => undefined);
    throw error;
  }
}

function readSandbox(folder: string): SandboxState {
  try {
    return JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as SandboxState;
  } catch (error) {
    // Written with the first report.
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    return { version: 1, nextReportId: 0, nextContentId: 0, reports: [], contents: [] };
  }
}

/** The queue's tables that hold jobs; what the library notes about its own schema is left alone. */
async function queueTables(test: TestDatabase): Promise<string[]> {
  const rows = await test.asOwner<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%'`,
  );
  return rows.map(({ name }) => name);
}

async function dumpQueueTables(test: TestDatabase): Promise<string> {
  const lines: string[] = [];
  for (const table of [...(await queueTables(test)), 'outbox']) {
    const rows = await test.asOwner<{ line: string }>(`SELECT t::text AS line FROM ${table} t`);
    lines.push(...rows.map(({ line }) => line));
  }
  return lines.join('\n');
}

const SEEN_AS = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' };
const SOURCE = { siteType: 'website', commerciality: 'non-commercial', paymentMethods: ['none'] };

/** Decides through the services that the console uses, under the console's role. */
async function openAnalyst(
  test: TestDatabase,
  { organisationId, portalId }: Hotline,
): Promise<{ decide(caseId: string): Promise<void>; askAgain(caseId: string): Promise<void> }> {
  const console: Database = await test.open('console');
  const accountId = await makeAccount(test, { organisationId, portalId, keyId: '', code: 'TEST' });
  const person = { organisationId, accountId };
  const leases = new LeaseService(console, systemClock);
  const assessments = new AssessmentService(console, systemClock, 0, missingForRoutes);
  return {
    async askAgain(caseId) {
      const lease = await leases.claimNamed(person, caseId, true);
      await console.within(organisationId, (manager) =>
        askRefetch(manager, person, caseId, lease, REFETCH_REASONS[0], systemClock.now()),
      );
    },
    async decide(caseId) {
      const lease = await leases.claimNamed(person, caseId, true);
      const open = await test.asOwner<{ id: string }>(
        `SELECT i.id FROM content_items i WHERE i.case_id = $1 AND (i.role = 'source' OR i.media_id IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.content_item_id = i.id)`,
        [caseId],
      );
      await assessments.assess(person, caseId, {
        lease,
        items: open.map(({ id }) => ({ contentItemId: id, answers: SEEN_AS })),
        source: SOURCE,
      });
    },
  };
}
