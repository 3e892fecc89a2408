// The real program of triage as a child process: started from its sources as they are, watched, killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledSources } from './compiled-sources.js';
import { until } from './waiting.js';

const START_DEADLINE_MS = 180_000;

export interface RunningWorker {
  readonly pid: number;
  /** All that it has written, on both streams. */
  output(): string;
  /** Its figures, as they are served to Prometheus. */
  metrics(): Promise<string>;
  isRunning(): boolean;
  /** Processes that it has started. */
  children(): number[];
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits until it is gone. @returns its exit status */
  stop(): Promise<number | null>;
}

/**
 * Starts the program and waits until it is ready.
 * @param settings environment variables; nothing else of the environment but PATH is passed on
 */
export async function startWorker(settings: Readonly<Record<string, string>>): Promise<RunningWorker> {
  const program = join(await compiledSources(), 'apps/triage/src/main.js');
  const child = spawn(
    process.execPath,
    [program],
    // It ends when the channel closes, so that none outlives a test that was broken off.
    {
      env: { PATH: process.env.PATH, NODE_ENV: 'test', ...settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (output += text));
  }
  let figures: string | undefined;
  let isReady = false;
  child.on('message', (message: { type?: string; text?: string }) => {
    if (message.type === 'ready') isReady = true;
    if (message.type === 'metrics') figures = message.text;
  });
  const gone = once(child, 'close');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  try {
    await until(
      'the worker is ready',
      () => {
        if (!isRunning()) throw new Error(`the worker ended at its start:\n${output}`);
        return isReady;
      },
      START_DEADLINE_MS,
    );
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    pid: child.pid!,
    output: () => output,
    async metrics() {
      figures = undefined;
      child.send({ type: 'metrics' });
      return until('the figures come', () => figures);
    },
    isRunning,
    children: () => childrenOf(child.pid!),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      if (isRunning()) child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}

/** Ids of a process's children, where the system shows them as files. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    // The name before it is in brackets and may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Whether a process lives. */
export function lives(pid: number): boolean {
  return parentOf(pid) !== undefined;
}
