// Our supervisor of the embedded PostgreSQL: makes the cluster, starts it, adopts it after a crash, stops it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { SetupError } from './output.mjs';
import { chooseUser, commandAs, findBinaries, giveTo, plainEnvironment } from './postgres-binaries.mjs';
import { findFreePort, isAlive, isSameProcessAlive, processIdentity, run, waitFor } from './processes.mjs';

const superuser = 'postgres';
const owner = 'manara_owner';
const database = 'manara';

/** Errors quote rows and statements carry reports, so the log keeps neither. */
const quietLog = {
  log_error_verbosity: 'terse',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_checkpoints: 'off',
  log_connections: 'off',
  log_disconnections: 'off',
  log_lock_waits: 'off',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

/** Large objects cannot be denied to one role by an ordinary owner, and nothing of ours uses them. */
const largeObjectFunctions = [
  'lo_creat(integer)',
  'lo_create(oid)',
  'lo_open(oid, integer)',
  'lo_from_bytea(oid, bytea)',
  'lo_put(oid, bigint, bytea)',
  'lowrite(integer, bytea)',
];

/** Nor can advisory locks; only the queue needs them, and `db roles` gives them to the worker. */
const advisoryLockFunctions = ['lock', 'xact_lock']
  .flatMap((kind) => [`pg_advisory_${kind}`, `pg_try_advisory_${kind}`])
  .flatMap((name) => [name, `${name}_shared`])
  .flatMap((name) => [`${name}(bigint)`, `${name}(integer, integer)`])
  .join(', ');
const locksForOwnerAlone = [
  `REVOKE EXECUTE ON FUNCTION ${advisoryLockFunctions} FROM PUBLIC`,
  `GRANT EXECUTE ON FUNCTION ${advisoryLockFunctions} TO ${owner} WITH GRANT OPTION`,
];
/** Says that they were taken from everybody. */
const locksMark = 'advisory-locks-taken';

/**
 * Starts the PostgreSQL of a folder, or joins it where it runs already; the last to stop ends it.
 * @param {object} options
 * @param {string} options.dir folder of the cluster, its credentials and its log; made when missing
 * @param {(line: string) => void} [options.log] progress
 * @param {Record<string, string>} [options.settings] server settings for a server that is started
 * @returns {Promise<{ host: string, port: number, pid: number, adopted: boolean, superuserUrl: string,
 *   ownerUrl: string, stop(): Promise<void> }>}
 * @throws {SetupError} when the machine cannot run it
 */
export async function startPostgres({ dir: folder, log = () => {}, settings = {} }) {
  const binaries = findBinaries();
  makeFolder(folder);
  const dir = realpathSync(folder);
  const lockPath = join(dir, 'lock');
  const server = await withLock(lockPath, async () => {
    const running = await findRunning(dir);
    if (running && !anyUser(dir))
      log(`Adopting the PostgreSQL that is still running (process ${running.pid})`);
    const started = running ?? (await createAndStart({ dir, binaries, log, settings }));
    joinUsers(dir);
    return { ...started, adopted: running !== undefined };
  });
  const credentials = readCredentials(dir);
  const url = (role, name) => `postgres://${role}:${credentials[role]}@127.0.0.1:${server.port}/${name}`;
  return {
    host: '127.0.0.1',
    port: server.port,
    pid: server.pid,
    adopted: server.adopted,
    superuserUrl: url(superuser, 'postgres'),
    ownerUrl: url(owner, database),
    stop: () =>
      withLock(lockPath, async () => {
        leaveUsers(dir);
        if (!anyUser(dir)) await stopServer(server.pid, dir, binaries);
      }),
  };
}

/** Makes the folder; as root it must be passable by the user that runs PostgreSQL, yet not listable. */
function makeFolder(dir) {
  mkdirSync(join(dir, 'users'), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

async function createAndStart({ dir, binaries, log, settings }) {
  const user = await chooseUser(dir, binaries.postgres);
  if (!existsSync(join(dir, 'data'))) {
    log('Creating the embedded database …');
    await createCluster({ dir, binaries, user });
  } else if (!existsSync(join(dir, 'credentials.json'))) {
    log('Renewing the lost credentials of the embedded database …');
    await renewCredentials({ dir, binaries, user });
  }
  if (!existsSync(join(dir, locksMark))) await takeLocksFromEverybody({ dir, binaries, user });
  return startServer({ dir, binaries, user, settings });
}

/** Everything happens in a folder that is renamed at the end, so that a killed attempt leaves no half cluster. */
async function createCluster({ dir, binaries, user }) {
  const draft = join(dir, 'data.new');
  const passwordFile = join(dir, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  const credentials = newCredentials();
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, credentials[superuser], { mode: 0o600 });
  giveTo(user, draft);
  giveTo(user, passwordFile);
  try {
    await runAs(user, binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  await runStatements({ data: draft, binaries, user }, 'template1', [
    `REVOKE EXECUTE ON FUNCTION ${largeObjectFunctions.join(', ')} FROM PUBLIC`,
    `CREATE ROLE ${owner} LOGIN CREATEROLE NOSUPERUSER PASSWORD '${credentials[owner]}'`,
    ...locksForOwnerAlone,
    `CREATE DATABASE ${database} OWNER ${owner}`,
  ]);
  writeCredentials(dir, credentials);
  renameSync(draft, join(dir, 'data'));
  writeFileSync(join(dir, locksMark), '', { mode: 0o600 });
}

/** Once for a cluster that was made when everybody still had them; each database has rights of its own. */
async function takeLocksFromEverybody({ dir, binaries, user }) {
  removeStalePidFile(dir);
  for (const name of ['template1', database]) {
    await runStatements({ data: join(dir, 'data'), binaries, user }, name, locksForOwnerAlone);
  }
  writeFileSync(join(dir, locksMark), '', { mode: 0o600 });
}

async function renewCredentials({ dir, binaries, user }) {
  const credentials = newCredentials();
  await runStatements(
    { data: join(dir, 'data'), binaries, user },
    'template1',
    [superuser, owner].map((role) => `ALTER ROLE ${role} PASSWORD '${credentials[role]}'`),
  );
  writeCredentials(dir, credentials);
}

/** Runs statements on a stopped cluster through the server's single-user mode, which needs no client. */
async function runStatements({ data, binaries, user }, name, statements) {
  const input = statements.map((statement) => `${statement};\n\n`).join('');
  const quiet = [
    '-c',
    'exit_on_error=on',
    '-c',
    'log_min_error_statement=panic',
    '-c',
    'log_checkpoints=off',
  ];
  await runAs(user, binaries.postgres, ['--single', '-j', '-D', data, ...quiet, name], { input });
}

async function runAs(user, program, programArgs, extra = {}) {
  const { command, args, options } = commandAs(user, program, programArgs);
  const result = await run(command, args, { ...options, ...extra, cwd: '/', env: plainEnvironment() });
  if (result.code !== 0) {
    throw new SetupError(
      `the embedded PostgreSQL could not be made (${program})`,
      result.stderr || result.stdout,
    );
  }
}

async function startServer({ dir, binaries, user, settings }) {
  removeStalePidFile(dir);
  const logPath = join(dir, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    const child = spawnServer({ dir, binaries, user, port, settings, logPath });
    const ended = () => child.exitCode !== null || child.signalCode !== null;
    const ready = () => ended() || isReady(dir, child.pid);
    await waitFor(ready, { timeoutMs: 120_000 });
    if (isReady(dir, child.pid) && !ended()) return { pid: child.pid, port };
    child.kill('SIGKILL');
    const tail = readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
    // Another program may have taken the port between the search and the start.
    if (attempt < 3 && tail.includes('could not bind')) continue;
    throw new SetupError(`the embedded PostgreSQL in ${dir} did not start; its log is ${logPath}`, tail);
  }
}

/** A session of its own keeps the terminal's Ctrl-C away from it: the supervisor stops it last. */
function spawnServer({ dir, binaries, user, port, settings, logPath }) {
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...quietLog,
    ...settings,
  };
  const serverArgs = [
    '-D',
    join(dir, 'data'),
    ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
  const { command, args, options } = commandAs(user, binaries.postgres, serverArgs);
  const output = openSync(logPath, 'w', 0o600);
  try {
    const child = spawn(command, args, {
      ...options,
      cwd: '/',
      env: plainEnvironment(),
      detached: process.platform !== 'win32',
      stdio: ['ignore', output, output],
      windowsHide: true,
    });
    child.on('error', () => {});
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

async function stopServer(pid, dir, binaries) {
  if (!isAlive(pid)) return;
  if (process.platform === 'win32') {
    await run(binaries.pgCtl, ['stop', '-D', join(dir, 'data'), '-m', 'fast', '-w']);
    return;
  }
  process.kill(pid, 'SIGINT');
  if (await waitFor(() => !isAlive(pid), { timeoutMs: 30_000 })) return;
  process.kill(pid, 'SIGQUIT');
  await waitFor(() => !isAlive(pid), { timeoutMs: 10_000 });
}

/** What postmaster.pid says: process, port and whether it takes connections. */
function readPidFile(dir) {
  try {
    const lines = readFileSync(join(dir, 'data', 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    if (error.code !== 'EACCES') throw error;
    throw new SetupError(`${join(dir, 'data')} belongs to another user; start as that user or set DATA_DIR`);
  }
}

function isReady(dir, pid) {
  const file = readPidFile(dir);
  return file?.pid === pid && file.status === 'ready';
}

/** The living server of this folder, started by us or left behind by a supervisor that was killed. */
async function findRunning(dir) {
  const first = readPidFile(dir);
  if (!first || !isServerOf(dir, first.pid)) return undefined;
  // Left behind in the middle of its start, recovery or end, it becomes ready or goes away.
  await waitFor(() => isReady(dir, first.pid) || !isServerOf(dir, first.pid), { timeoutMs: 120_000 });
  if (!isReady(dir, first.pid)) return undefined;
  if (!existsSync(join(dir, 'credentials.json'))) {
    throw new SetupError(
      `the PostgreSQL in ${dir} runs (process ${first.pid}) without credentials.json; stop it first`,
    );
  }
  return { pid: first.pid, port: readPidFile(dir).port };
}

/** A server works inside its data folder, which tells it from a later process with the same number. */
function isServerOf(dir, pid) {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === join(dir, 'data');
  } catch {
    return false;
  }
}

/** After a restart of the machine the number in the file may belong to another process of this user. */
function removeStalePidFile(dir) {
  const file = readPidFile(dir);
  if (!file || isServerOf(dir, file.pid)) return;
  rmSync(join(dir, 'data', 'postmaster.pid'), { force: true });
}

function newCredentials() {
  return Object.fromEntries([superuser, owner].map((role) => [role, randomBytes(24).toString('base64url')]));
}

function writeCredentials(dir, credentials) {
  const path = join(dir, 'credentials.json');
  writeFileSync(path, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}

function readCredentials(dir) {
  return JSON.parse(readFileSync(join(dir, 'credentials.json'), 'utf8'));
}

// Who uses the server: one empty file a process, named by its identity.
const userFile = (dir, identity) => join(dir, 'users', identity.replace(':', '-'));

function joinUsers(dir) {
  writeFileSync(userFile(dir, processIdentity(process.pid)), '', { mode: 0o600 });
}

function leaveUsers(dir) {
  rmSync(userFile(dir, processIdentity(process.pid)), { force: true });
}

function anyUser(dir) {
  return readdirSync(join(dir, 'users')).some((name) => {
    if (isSameProcessAlive(name.replace('-', ':'))) return true;
    rmSync(join(dir, 'users', name), { force: true });
    return false;
  });
}
