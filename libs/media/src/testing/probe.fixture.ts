// Entry of a child for tests: confined like the real one, and then it misbehaves on request.
import { environmentAtStart } from './environment.js';
import { spawnSync } from 'node:child_process';
import { renameSync, readFileSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import koffi from 'koffi';
import { handlers } from '../child/jobs.js';
import { run } from '../child/run.js';
import type { JobHandler } from '../child/serve.js';

const libc = process.platform === 'linux' ? koffi.load(null) : undefined;
const fork = libc?.func('int fork()');
const execv = libc?.func('int execv(const char *path, void *argv)');
const systemCall = libc?.func('long syscall(long number, long a, long b, long c)');
const setrlimit = libc?.func('int setrlimit(int resource, void *limit)');

// Loaded before the filter, like everything else that a real attacker would find in memory.
const target = `${tmpdir()}/manara-probe`;
const MEMFD_CREATE = process.arch === 'arm64' ? 279 : 319;
const IO_URING_SETUP = 425;
const RLIMIT_FSIZE = 1;

function native(call: () => unknown): string {
  return call() === -1 ? `errno ${koffi.errno()}` : 'allowed';
}

const attempts: Record<string, () => unknown> = {
  'read a file': () => readFileSync('/etc/hostname'),
  'write a file': () => writeFileSync(target, 'x'),
  'delete a file': () => unlinkSync(target),
  'rename a file': () => renameSync(target, `${target}-2`),
  'signal the parent': () => process.kill(process.ppid, 'SIGUSR2'),
  'start a process': () => {
    const { error } = spawnSync('/bin/true');
    if (error) throw error;
  },
  'open a socket': () =>
    new Promise((resolve, reject) => {
      connect({ host: '127.0.0.1', port: 9 }).on('connect', resolve).on('error', reject);
    }),
  fork: () => native(() => fork?.()),
  'replace the program': () => native(() => execv?.('/bin/true', null)),
  'make a file in memory': () => native(() => systemCall?.(MEMFD_CREATE, 0, 0, 0)),
  'set up a ring of calls': () => native(() => systemCall?.(IO_URING_SETUP, 8, 0, 0)),
  'lift a limit': () => native(() => setrlimit?.(RLIMIT_FSIZE, Buffer.alloc(16, 0xff))),
};

async function outcomeOf(attempt: string): Promise<string> {
  try {
    const result = await attempts[attempt]?.();
    return typeof result === 'string' ? result : 'allowed';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no code';
  }
}

const probe: JobHandler = async (_bytes, detail) => {
  const { attempt } = detail as { attempt: string };
  return { value: attempt === 'environment' ? environmentAtStart : await outcomeOf(attempt) };
};

const waitForEver = (): void => void setInterval(() => undefined, 1000);
const realExamine = handlers['examine']!;

/** Misbehaves where the bytes say so; a real picture is examined. */
const examine: JobHandler = (bytes, detail, limits) => {
  switch (bytes.toString('latin1', 0, 16)) {
    case 'spin':
      for (;;); // never gives the processor back
    case 'wait':
      return new Promise(waitForEver);
    case 'abort':
      process.abort();
    // eslint-disable-next-line no-fallthrough -- abort does not return
    case 'throw':
      throw new Error('unforeseen');
    case 'lie':
      return { value: { format: 'png', width: -1, height: 1e12 } };
    case 'babble':
      writeSync(1, 'this is no frame at all, only words');
      return new Promise(waitForEver);
    case 'grow': {
      const held: Buffer[] = [];
      for (;;) held.push(Buffer.alloc(16 * 1024 * 1024, 1));
    }
    default:
      return realExamine(bytes, detail, limits);
  }
};

await run({ ...handlers, examine, probe });
