// One decoding child as the pool sees it: started with nothing, given one job at a time, killed when it takes too long.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encodeFrame, FrameReader, type Frame } from './frame.js';
import { MediaError } from './media.error.js';
import type { ChildConfinement, ChildSettings } from './child/run.js';

/** The child's own heap, in MiB: small, since pixels live outside it; pages to parse live in it. */
const MAX_HEAP_MB = 256;
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BODY_BYTES = 32 * 1024 * 1024;
const START_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 2_000;
const KEPT_STDERR_CHARACTERS = 4_096;
const OUT_OF_MEMORY = /out of memory|heap limit|allocation fail|cannot allocate|bad_alloc|ENOMEM/i;

interface Pending {
  id: number;
  resolve: (frame: Frame) => void;
  reject: (error: MediaError) => void;
  timer: NodeJS.Timeout;
}

/** How to start Node on a file of this project, compiled or not, without any help from the environment. */
export function launch(file: URL): { nodeArguments: string[]; workingDirectory: string } {
  const path = fileURLToPath(file);
  if (!path.endsWith('.ts')) return { nodeArguments: [path], workingDirectory: '/' };
  // Where the sources are run, the compiler and its tsconfig.json are looked for from the working directory.
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  return {
    nodeArguments: ['--conditions=source', '--import', '@swc-node/register/esm-register', path],
    workingDirectory: root,
  };
}

/** Emits nothing; its fate is told by `ready`, `run` and `exited`. */
export class DecodingChild {
  /** Settles once: what is in force, or why the child did not start. */
  readonly ready: Promise<ChildConfinement>;
  /** Resolves when the process is gone and reaped. */
  readonly exited: Promise<void>;
  jobsDone = 0;

  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  #pending: Pending | undefined;
  #nextId = 1;
  #timedOut = false;
  #closing = false;
  #gone = false;
  #stderr = '';
  #onReady: (confinement: ChildConfinement) => void = () => undefined;
  #onStartFailure: (error: MediaError) => void = () => undefined;

  constructor(file: URL, settings: ChildSettings) {
    const { nodeArguments, workingDirectory } = launch(file);
    this.#process = spawn(
      process.execPath,
      [`--max-old-space-size=${MAX_HEAP_MB}`, ...nodeArguments, JSON.stringify(settings)],
      {
        // Node would add this one by itself where coverage is measured.
        env: { NODE_V8_COVERAGE: undefined },
        cwd: workingDirectory,
        stdio: ['pipe', 'pipe', 'pipe'],
        windowsHide: true,
      },
    );
    this.ready = new Promise((resolve, reject) => {
      this.#onReady = resolve;
      this.#onStartFailure = reject;
    });
    this.ready.catch(() => undefined); // Whoever awaits it sees the failure; nobody has to.
    const startTimer = setTimeout(() => this.kill(), START_TIMEOUT_MS);
    this.exited = new Promise((resolve) => {
      const end = (signal: NodeJS.Signals | null): void => {
        clearTimeout(startTimer);
        this.#end(signal);
        resolve();
      };
      this.#process.once('close', (_code, signal) => end(signal));
      this.#process.once('error', () => end(null));
    });
    void this.ready.then(
      () => clearTimeout(startTimer),
      () => clearTimeout(startTimer),
    );
    this.#listen();
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  get usable(): boolean {
    return !this.#gone;
  }

  /**
   * Gives the child a job; it must be ready and have none.
   * @throws MediaError `timeout`, `memory` or `crashed` when the child ends instead of answering
   */
  run(job: string, detail: unknown, bytes: Uint8Array, wallTimeMs: number): Promise<Frame> {
    if (this.#gone) return Promise.reject(this.#failure(null));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#timedOut = true;
        this.kill();
      }, wallTimeMs);
      this.#pending = { id, resolve, reject, timer };
      for (const piece of encodeFrame({ id, job, detail }, bytes)) this.#process.stdin.write(piece);
    });
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  /** Lets the child end by itself, and ends it when it does not. */
  async close(): Promise<void> {
    if (this.#gone) return;
    this.#closing = true;
    this.#process.stdin.end();
    const timer = setTimeout(() => this.kill(), CLOSE_TIMEOUT_MS);
    await this.exited;
    clearTimeout(timer);
  }

  #listen(): void {
    const reader = new FrameReader(MAX_HEADER_BYTES, MAX_BODY_BYTES);
    this.#process.stdout.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.push(chunk)) this.#receive(frame);
      } catch (error) {
        // Too long, or no JSON: not ours any more.
        if (!(error instanceof RangeError) && !(error instanceof SyntaxError)) throw error;
        this.kill();
      }
    });
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-KEPT_STDERR_CHARACTERS);
    });
    // A child that dies while it is written to closes the pipe; `close` of the process tells why.
    this.#process.stdin.on('error', () => undefined);
  }

  #receive(frame: Frame): void {
    const header = frame.header as { ready?: boolean; confinement?: ChildConfinement; id?: number } | null;
    if (header?.ready === true && header.confinement !== undefined) {
      this.#onReady(header.confinement);
      return;
    }
    const pending = this.#pending;
    if (pending === undefined || header?.id !== pending.id) {
      this.kill(); // An answer that nobody asked for.
      return;
    }
    this.#pending = undefined;
    clearTimeout(pending.timer);
    this.jobsDone += 1;
    pending.resolve(frame);
  }

  #end(signal: NodeJS.Signals | null): void {
    if (this.#gone) return;
    this.#gone = true;
    // Of what the child wrote only known words are used: it may quote the bytes.
    this.#onStartFailure(
      new MediaError('unavailable', `the decoding child did not start (${this.#startProblem()})`),
    );
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) {
      clearTimeout(pending.timer);
      pending.reject(this.#failure(signal));
    }
  }

  #startProblem(): string {
    return (
      /\b(ERR_[A-Z_]+|E[A-Z]{4,})\b/.exec(this.#stderr)?.[1] ??
      (OUT_OF_MEMORY.test(this.#stderr) ? 'out of memory' : 'no reason given')
    );
  }

  #failure(signal: NodeJS.Signals | null): MediaError {
    if (this.#timedOut || signal === 'SIGXCPU')
      return new MediaError('timeout', 'decoding took longer than allowed');
    if (this.#closing) return new MediaError('closed', 'the pool was closed while this job ran');
    if (OUT_OF_MEMORY.test(this.#stderr))
      return new MediaError('memory', 'decoding needed more memory than allowed');
    return new MediaError('crashed', 'the decoding child ended without an answer');
  }
}
