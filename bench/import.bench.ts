// Import of a list of a million lines into a database of its own, and how soon a list that is switched off is out of use.
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { KnownMaterialIndex, switchList } from '#libs/known-material';
import { createDataSource, Database, ensureRoles, KeyRing, migrate, newId } from '#libs/platform';
import type { Benchmark } from './benchmarks.js';
import type { Report } from './report.js';

const LINES = 1_000_000;
const RUNS = 5;
const BATCH = 10_000;
const GIVE_UP_AFTER_MS = 30_000;

/** What the importing process is told. */
export interface ImportTask {
  readonly url: string;
  readonly organisationId: string;
  readonly name: string;
  readonly file: string;
}

export interface ImportAnswer {
  readonly entries: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Where the scripts keep the embedded database; plain JavaScript, outside this program. */
interface EmbeddedPostgres {
  startPostgres(options: { dir: string }): Promise<{ ownerUrl: string; stop(): Promise<void> }>;
}

export const importBenchmark: Benchmark = {
  name: 'import',
  summary:
    'import of a million lines into PostgreSQL, its memory, switching a list off, and starting with it',
  onRequest: true,
  async run(report: Report) {
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'manara-bench-')));
    // The server may run as another user than root.
    await chmod(folder, 0o711);
    const scripts = pathToFileURL(path.resolve('scripts', 'lib', 'embedded-postgres.mjs')).href;
    const embedded = (await import(scripts)) as EmbeddedPostgres;
    const server = await embedded.startPostgres({ dir: path.join(folder, 'postgres') });
    try {
      await migrate(server.ownerUrl);
      const { triage: url } = await ensureRoles(server.ownerUrl);
      const organisationId = newId();
      await asOwner(
        server.ownerUrl,
        `INSERT INTO organisations (id, code, name, country) VALUES ('${organisationId}', 'BENCH', 'Bench', 'JO')`,
      );
      report.say('  writing a list');
      const file = path.join(folder, 'list.csv');
      await writeList(file);
      await measureImports(report, server.ownerUrl, { url, organisationId, name: 'measured', file });
      await measureSwitchOff(report, url, organisationId, 'measured');
      await measureStart(report, url, path.join(folder, 'index'));
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measureImports(report: Report, ownerUrl: string, task: ImportTask): Promise<void> {
  const seconds: number[] = [];
  const megabytes: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    report.say(`  run ${run} of ${RUNS}`);
    await asOwner(ownerUrl, 'TRUNCATE hash_lists, hash_list_versions, hash_entries CASCADE');
    const answer = await importInProcess(task);
    if (answer.entries !== LINES) throw new Error(`Of ${LINES} lines ${answer.entries} were taken.`);
    seconds.push(answer.seconds);
    megabytes.push(answer.peakMegabytes);
  }
  report.add({ name: 'import.1m.s', unit: 's', samples: seconds, target: { atMost: 60 } });
  report.add({ name: 'import.1m.mb', unit: 'MB', samples: megabytes, target: { atMost: 300 } });
}

async function importInProcess(task: ImportTask): Promise<ImportAnswer> {
  const child = fork(new URL('./import-list.worker.js', import.meta.url));
  const ended = once(child, 'exit').then(([code]: unknown[]) => {
    throw new Error(`The importing process ended with ${String(code)} before it answered.`);
  });
  ended.catch(() => undefined);
  child.send(task);
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [ImportAnswer];
  return answer;
}

/** From the switch to the first moment at which a process that follows the lists no longer matches. */
async function measureSwitchOff(
  report: Report,
  url: string,
  organisationId: string,
  name: string,
): Promise<void> {
  report.say('  switching off');
  const [asking, following] = await Promise.all([open(url), open(url)]);
  const index = new KnownMaterialIndex(following);
  try {
    await index.start();
    const probe = { sha256: Buffer.from(digestOf('sha256', 7), 'hex') };
    const isFound = () => index.match(organisationId, probe).length > 0;
    const samples: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await until(isFound);
      await asking.within(organisationId, (manager) =>
        switchList(manager, organisationId, name, false, { kind: 'operator' }),
      );
      const start = performance.now();
      await until(() => !isFound());
      samples.push((performance.now() - start) / 1000);
      await asking.within(organisationId, (manager) =>
        switchList(manager, organisationId, name, true, { kind: 'operator' }),
      );
    }
    report.add({ name: 'import.switch_off_s', unit: 's', samples, target: { atMost: 5 } });
  } finally {
    await index.stop();
    await Promise.all([asking.dataSource.destroy(), following.dataSource.destroy()]);
  }
}

/** From the start of a process that follows the lists until it can match, out of the file that one before it has kept. */
async function measureStart(report: Report, url: string, folder: string): Promise<void> {
  report.say('  starting with what is kept');
  const files = { folder, ring: new KeyRing([randomBytes(32)]) };
  const database = await open(url);
  const startAndStop = async () => {
    const index = new KnownMaterialIndex(database, {
      files,
      onFileError: (error) => {
        throw error;
      },
    });
    const start = performance.now();
    await index.start();
    const seconds = (performance.now() - start) / 1000;
    await index.stop();
    return seconds;
  };
  try {
    await startAndStop();
    const samples: number[] = [];
    for (let run = 0; run < RUNS; run++) samples.push(await startAndStop());
    report.add({ name: 'import.1m.ready_s', unit: 's', samples, target: { atMost: 2 } });
  } finally {
    await database.dataSource.destroy();
  }
}

async function open(url: string): Promise<Database> {
  const dataSource = createDataSource({ url, program: 'bench', poolSize: 2 });
  await dataSource.initialize();
  return new Database(dataSource);
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + GIVE_UP_AFTER_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error('The lists in memory did not follow.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const digestOf = (algorithm: string, line: number) => createHash(algorithm).update(`${line}`).digest('hex');

function* linesOfList(): Generator<string> {
  yield 'md5,sha1,sha256,pdq,quality,category\n';
  for (let from = 0; from < LINES; from += BATCH) {
    let text = '';
    for (let line = from; line < from + BATCH; line++) {
      const pdq = createHash('sha256').update(`pdq ${line}`).digest('hex');
      text += `${digestOf('md5', line)},${digestOf('sha1', line)},${digestOf('sha256', line)},${pdq},90,baseline\n`;
    }
    yield text;
  }
}

async function writeList(file: string): Promise<void> {
  await pipeline(Readable.from(linesOfList()), createWriteStream(file));
}

async function asOwner(ownerUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
