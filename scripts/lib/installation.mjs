// An installation: its settings, database, roles and keys, as `npm start`, the demonstration and the command
// line need them.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { readJson } from './files.mjs';
import { SetupError, root } from './output.mjs';
import { run } from './processes.mjs';
import { mainFile } from './programs.mjs';

const zones = ['portal', 'triage', 'console', 'exchange'];
const zoneVariable = (zone) => `${zone.toUpperCase()}_DATABASE_URL`;

/** Settings with the defaults that the supervisor decides; empty values count as absent. */
export function installationSettings(given) {
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  env.MANARA_DEMO ??= env.NODE_ENV === 'production' ? '0' : '1';
  env.DATA_DIR = resolve(root, env.DATA_DIR ?? '.data');
  if (env.MANARA_DEMO === '1' && env.NODE_ENV === 'production') {
    throw new SetupError('MANARA_DEMO must be 0 when NODE_ENV is production');
  }
  const host = env.LISTEN_HOST ?? '127.0.0.1';
  if (env.MANARA_DEMO === '1' && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new SetupError(
      'LISTEN_HOST must be 127.0.0.1 in demonstration mode; set MANARA_DEMO=0 to serve others',
    );
  }
  return env;
}

/** Makes the folder of the data; passable, because PostgreSQL runs as another user where we are root. */
export function makeDataDir(env) {
  mkdirSync(env.DATA_DIR, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

/** Key files: in demonstration mode made at the first start, otherwise the operator's. */
export function provideKeys(env) {
  const files = { MANARA_KEY_FILE: 'master.key', PORTAL_KEY_FILE: 'portal.key' };
  for (const [variable, file] of Object.entries(files)) {
    if (env[variable]) continue;
    if (env.MANARA_DEMO !== '1') {
      throw new SetupError(
        `${variable} is required; name a file with 32 random bytes in base64, outside DATA_DIR`,
      );
    }
    const folder = join(env.DATA_DIR, 'keys');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    env[variable] = join(folder, file);
    if (!existsSync(env[variable])) {
      writeFileSync(env[variable], `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    }
  }
}

/**
 * Sees to it that there is a database server: the operator's, or the embedded one of DATA_DIR.
 * Sets DATABASE_URL, except where the operator gave the programs' addresses alone.
 * @returns {Promise<{ embedded: boolean, stop(): Promise<void> }>}
 */
export async function provideServer(env, log) {
  const given = env.DATABASE_URL || zones.every((zone) => env[zoneVariable(zone)]);
  if (given) return { embedded: false, stop: async () => {} };
  const server = await startPostgres({ dir: join(env.DATA_DIR, 'postgres'), log });
  env.DATABASE_URL = server.ownerUrl;
  return { embedded: true, stop: () => server.stop() };
}

/** Sets the zones' addresses from the roles that an earlier start made, at the server's present port. */
export function useKnownRoles(env) {
  if (!env.DATABASE_URL) return;
  const known = readJson(join(env.DATA_DIR, 'roles.json')) ?? {};
  const server = new URL(env.DATABASE_URL);
  for (const zone of zones) {
    if (env[zoneVariable(zone)] || !known[zone]) continue;
    const url = new URL(known[zone]);
    // Roles of another database are of no use here.
    if (url.pathname !== server.pathname || url.hostname !== server.hostname) continue;
    url.port = server.port;
    env[zoneVariable(zone)] = url.href;
  }
}

/** Brings the database up to date and makes the zones' roles; sets their addresses. */
export async function prepareDatabase(env, { embedded }) {
  if (!env.DATABASE_URL) return;
  if (embedded) useKnownRoles(env);
  const urls = JSON.parse(await runManara(['db', 'roles', '--migrate', '--json'], env));
  for (const zone of zones) env[zoneVariable(zone)] = urls[zone];
  const path = join(env.DATA_DIR, 'roles.json');
  writeFileSync(path, `${JSON.stringify(urls)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** Fills the demonstration's organisation, portal and accounts in. */
export async function setUpDemonstration(env) {
  await runManara(['setup', '--demo'], env);
}

/** The demonstration's accounts: `[{ email, password, role, totpSecret? }]`. */
export function demonstrationAccounts(env) {
  return readJson(join(env.DATA_DIR, 'demo-accounts.json')) ?? [];
}

/** Runs the operator's command line to its end. @returns {Promise<string>} its output */
async function runManara(args, env) {
  const result = await run(process.execPath, [mainFile('manara'), ...args], { cwd: root, env });
  if (result.code !== 0) {
    throw new SetupError(`manara ${args.join(' ')} failed`, `${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}
