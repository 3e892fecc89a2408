// The whole system as a user starts it: `npm start`'s own program as a child, on ports, a database and a folder of its
// own, in demonstration mode. Its folder holds everything that it writes, temporary files included.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './waiting.js';

const ROOT = process.cwd();
const START_DEADLINE_MS = 180_000;
const PORTS = [
  'PORTAL_PORT',
  'CONSOLE_PORT',
  'EXCHANGE_PORT',
  'ICCAM_SANDBOX_PORT',
  'SAMPLE_SITE_PORT',
  'METRICS_PORT',
] as const;
/** What a command of the project needs of the environment; settings of an installation are not among it. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'npm_config_cache'];

export const PROGRAMS = ['portal', 'exchange', 'console', 'triage', 'sample-site', 'iccam-sandbox'] as const;
export type ProgramName = (typeof PROGRAMS)[number];

export interface Account {
  readonly email: string;
  readonly password: string;
  readonly role: string;
}

/** A place for a system: folder, ports and settings, kept from one start to the next. */
export interface Installation {
  /** Holds the data and the temporary files. */
  readonly folder: string;
  readonly dataDir: string;
  /** The environment of its commands. */
  readonly env: Readonly<Record<string, string>>;
  readonly urls: Readonly<Record<Exclude<ProgramName, 'triage'>, string>>;
  readonly metricsUrl: string;
  accounts(): Account[];
  account(start: string): Account;
  /** The address of its database under a role of the embedded server, while that runs. */
  databaseUrl(role: 'postgres' | 'manara_owner', database?: string): string;
  /** The address that each program was given. */
  roleUrls(): Record<'portal' | 'triage' | 'console' | 'exchange', string>;
  remove(): Promise<void>;
}

export interface RunningSystem extends Installation {
  readonly pid: number;
  /** All that the supervisor has printed. */
  output(): string;
  /** The processes of the programs. */
  programs(): Map<ProgramName, number>;
  /** SIGTERM, and waits for the end. @returns the exit status */
  stop(): Promise<number | null>;
  /** SIGKILL to the supervisor alone; waits until it, and whoever started it, is gone. */
  kill(): Promise<void>;
}

/** Chooses a folder and free ports. */
export async function createInstallation(settings: Record<string, string> = {}): Promise<Installation> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'manara-system-')));
  // As root, PostgreSQL runs as another user, who has to pass.
  chmodSync(folder, 0o711);
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const dataDir = join(folder, 'data');
  const ports = await freePorts(PORTS.length);
  const port = Object.fromEntries(PORTS.map((name, index) => [name, String(ports[index])])) as Record<
    (typeof PORTS)[number],
    string
  >;
  const address = (name: (typeof PORTS)[number], scheme = 'http') => `${scheme}://127.0.0.1:${port[name]}`;
  const accounts = () => JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as Account[];
  return {
    folder,
    dataDir,
    env: {
      ...Object.fromEntries(
        INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
      ),
      ...port,
      TMPDIR: temporary,
      DATA_DIR: dataDir,
      UNDO_SECONDS: '1',
      ...settings,
    },
    urls: {
      portal: address('PORTAL_PORT'),
      console: address('CONSOLE_PORT'),
      exchange: address('EXCHANGE_PORT'),
      'sample-site': address('SAMPLE_SITE_PORT'),
      'iccam-sandbox': address('ICCAM_SANDBOX_PORT', 'https'),
    },
    metricsUrl: `${address('METRICS_PORT')}/metrics`,
    accounts,
    account(start) {
      const found = accounts().find(({ email }) => email.startsWith(start));
      if (found === undefined) throw new Error(`there is no account ${start}`);
      return found;
    },
    databaseUrl(role, database = 'manara') {
      const folderOfServer = join(dataDir, 'postgres');
      const passwords = JSON.parse(readFileSync(join(folderOfServer, 'credentials.json'), 'utf8')) as Record<
        string,
        string
      >;
      const serverPort = readFileSync(join(folderOfServer, 'data/postmaster.pid'), 'utf8').split('\n')[3]!;
      return `postgres://${role}:${passwords[role]}@127.0.0.1:${serverPort.trim()}/${database}`;
    },
    roleUrls: () =>
      JSON.parse(readFileSync(join(dataDir, 'roles.json'), 'utf8')) as ReturnType<Installation['roleUrls']>,
    async remove() {
      const server = postgresOf(dataDir);
      if (server !== undefined) {
        process.kill(server, 'SIGQUIT');
        await until('the database server that was left behind ends', () => !lives(server));
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the system of an installation and waits until it says that it is ready.
 * @param command by default the program behind `npm start`
 */
export async function startInstallation(
  installation: Installation,
  command: readonly string[] = [process.execPath, 'scripts/start.mjs'],
): Promise<RunningSystem> {
  const child = spawn(command[0]!, command.slice(1), {
    cwd: ROOT,
    env: { ...installation.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const closed = once(child, 'close');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  try {
    await until(
      'the system is ready',
      () => {
        if (!isRunning()) throw new Error(`the system ended at its start:\n${output()}`);
        return output().includes('Manara is ready');
      },
      START_DEADLINE_MS,
    );
  } catch (error) {
    child.kill('SIGTERM');
    throw error;
  }
  return {
    ...installation,
    pid: child.pid!,
    output,
    programs: () => programsBelow(child.pid!),
    async stop() {
      if (isRunning()) child.kill('SIGTERM');
      await closed;
      return child.exitCode;
    },
    async kill() {
      const [portal] = programsBelow(child.pid!).values();
      const exited = isRunning() ? once(child, 'exit') : undefined;
      process.kill(portal === undefined ? child.pid! : stateOf(portal)!.parent, 'SIGKILL');
      await exited;
    },
  };
}

/** A system of its own, started. The caller stops it and removes its folder with `end`. */
export async function startSystem(
  settings: Record<string, string> = {},
): Promise<RunningSystem & { end(): Promise<void> }> {
  const installation = await createInstallation(settings);
  try {
    const system = await startInstallation(installation);
    return {
      ...system,
      async end() {
        await system.stop();
        await installation.remove();
      },
    };
  } catch (error) {
    await installation.remove();
    throw error;
  }
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the project to its end. Nothing of our own environment is passed on but what is given. */
export async function runCommand(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CommandResult> {
  const child = spawn(command[0]!, command.slice(1), {
    cwd: ROOT,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (read[name] += text));
  }
  await once(child, 'close');
  return { code: child.exitCode, ...read };
}

/** The process of an installation's embedded server, if it lives. */
export function postgresOf(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
    return lives(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process lives; one that has ended but was not collected does not. */
export function lives(pid: number): boolean {
  return stateOf(pid) !== undefined && stateOf(pid)?.state !== 'Z';
}

/** Every process below another, at any depth. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? stateOf(Number(name))?.parent : undefined;
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const isBelow = (one: number | undefined): boolean => {
    if (one === undefined) return false;
    return parents.get(one) === pid || isBelow(parents.get(one));
  };
  return [...parents.keys()].filter(isBelow);
}

function programsBelow(pid: number): Map<ProgramName, number> {
  const found = new Map<ProgramName, number>();
  for (const one of descendantsOf(pid)) {
    const path = commandLineOf(one);
    const name = PROGRAMS.find((program) => path.includes(`dist/apps/${program}/src/main.js\0`));
    if (name !== undefined) found.set(name, one);
  }
  return found;
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function stateOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: state!, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return () => text;
}

/**
 * Free ports below those that the system itself gives out: between now and the start of the programs it would give
 * them to somebody's connection.
 */
async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(15_000, 30_000);
    const server = createServer();
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
      ports.add(port);
      server.close();
    } catch {
      // Somebody has it.
    }
  }
  return [...ports];
}
