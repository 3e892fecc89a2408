// `npm test [-- JEST ARGUMENTS]`: every test, on services of its own. `--services` runs those alone that touch
// the database or the queue. The last line is the count.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.mjs';
import { startPostgres } from './lib/embedded-postgres.mjs';
import { listFiles, readJson } from './lib/files.mjs';
import { printFailure, progress, root } from './lib/output.mjs';
import { watchParent } from './lib/processes.mjs';
import { findRedis } from './lib/redis.mjs';
import { ensureBuilt, ensureInstalled, ensureKernels } from './lib/setup.mjs';
import { createTestRole } from './lib/test-database.mjs';

/** Settings of a running installation, which no test may see. */
const installationSettings =
  /^((\w+_)?DATABASE_URL|EVIDENCE_URL|\w+_KEY_FILE|DATA_DIR|\w+_PORT|\w+_ORIGIN|MANARA_DEMO)$/;
const touchesServices =
  /TEST_DATABASE_URL|TEST_REDIS_URL|support\/(database|queue|redis|system|services|installation)/;

const cleanups = [];
let jest;
let stopping = false;

function interrupt() {
  stopping = true;
  endJest('SIGTERM');
  // Jest's workers may be busy; whoever asked to stop does not want to wait for them.
  setTimeout(() => endJest('SIGKILL'), 3000).unref();
}

/** Its workers and what they started are in its process group. */
function endJest(signal) {
  if (!jest?.pid) return;
  try {
    process.kill(process.platform === 'win32' ? jest.pid : -jest.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function main() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  watchParent(interrupt);
  await ensureInstalled();
  await ensureKernels();
  const args = process.argv.slice(2).filter((arg) => arg !== '--services');
  if (process.argv.includes('--services')) args.push('--runTestsByPath', ...serviceTests());
  else if (runsBrowserTests(args)) await ensureBuilt();

  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'manara-test-')));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  const env = await prepareServices(dir);
  // What an interrupted test leaves behind goes with the folder.
  const scratch = join(dir, 'tmp');
  mkdirSync(scratch);
  for (const folder of [dir, scratch]) chmodSync(folder, 0o711);
  const report = join(dir, 'report.json');
  const code = stopping ? 1 : await runJest(args, report, { ...env, TMPDIR: scratch });
  return summarise(report, code);
}

async function prepareServices(dir) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (installationSettings.test(name)) delete env[name];

  const server = process.env.DATABASE_URL ? undefined : await startTestServer(join(dir, 'postgres'));
  const role = await createTestRole(server?.superuserUrl ?? process.env.DATABASE_URL);
  // The server of a temporary folder goes as a whole.
  if (!server) cleanups.push(() => role.drop());
  Object.assign(env, { TEST_DATABASE_URL: role.url, TEST_PREFIX: role.prefix });

  const redis = await findRedis(join(dir, 'redis'));
  if (redis) {
    cleanups.push(() => redis.stop());
    env.TEST_REDIS_URL = redis.url;
  } else progress('Tests on Redis are skipped: install redis-server or set REDIS_URL to enable them');

  const chromium = await findChromium(dir);
  if (chromium)
    Object.assign(env, { CHROMIUM_PATH: chromium.path, CHROMIUM_ENV: JSON.stringify(chromium.env) });
  else progress('Browser tests are skipped: install Chromium or set CHROMIUM_PATH to enable them');
  return env;
}

async function startTestServer(dir) {
  // What a test loses in a power cut is made again, so the disk need not be waited for.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const server = await startPostgres({ dir, settings });
  cleanups.push(() => server.stop());
  return server;
}

function runsBrowserTests(args) {
  const patterns = args.filter((arg) => !arg.startsWith('-'));
  return patterns.length === 0 || patterns.some((pattern) => /^(\.\/)?(apps|test)\b/.test(pattern));
}

function serviceTests() {
  const specs = ['apps', 'libs', 'test', 'scripts'].flatMap((folder) => listFiles(root, folder));
  return specs.filter(
    (path) =>
      /\.(spec\.tsx?|e2e\.ts)$/.test(path) && touchesServices.test(readFileSync(join(root, path), 'utf8')),
  );
}

function runJest(args, report, env) {
  return new Promise((resolve, reject) => {
    const nodeArgs = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const jestArgs = [
      '--config',
      'jest.config.mjs',
      '--maxWorkers=3',
      '--json',
      `--outputFile=${report}`,
      ...args,
    ];
    jest = spawn(process.execPath, [...nodeArgs, join(root, 'node_modules/jest/bin/jest.js'), ...jestArgs], {
      cwd: root,
      env,
      stdio: ['inherit', 'inherit', 'inherit'],
      // A terminal's Ctrl-C reaches us alone; we stop jest and then the services.
      detached: process.platform !== 'win32',
    });
    jest.on('error', reject);
    jest.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A suite that could not be loaded counts as one failed test, so that the line never looks better than the run. */
function summarise(report, code) {
  const result = readJson(report);
  const passed = result?.numPassedTests ?? 0;
  const failed = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
  const skipped = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  const incomplete = !result || stopping || (code !== 0 && failed === 0) || passed + failed === 0;
  if (incomplete) process.stderr.write('manara: the tests did not run to their end\n');
  return {
    line: `${passed} passed, ${failed + (incomplete ? 1 : 0)} failed, ${skipped} skipped`,
    code: code === 0 && failed === 0 && !incomplete ? 0 : 1,
  };
}

let outcome = { line: '0 passed, 1 failed, 0 skipped', code: 1 };
try {
  outcome = await main();
} catch (error) {
  printFailure(error);
}
endJest('SIGKILL');
for (const cleanup of cleanups.toReversed()) {
  try {
    await cleanup();
  } catch (error) {
    printFailure(error);
    outcome.code = 1;
  }
}
process.stdout.write(`${outcome.line}\n`);
process.exit(outcome.code);
