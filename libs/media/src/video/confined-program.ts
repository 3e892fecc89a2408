// ffmpeg or ffprobe as this process sees it: started by the launcher with nothing, fed over a pipe, read over a pipe.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { launch } from '../decoding-child.js';
import { UnbelievableAnswer } from '../answers.js';
import type { RejectionReason } from '../media.types.js';
import type { LaunchConfinement, LaunchSettings } from './launch.types.js';

/** The launcher's own heap, in MiB. */
const MAX_HEAP_MB = 64;
const KEPT_STDERR_CHARACTERS = 4_096;
const OUT_OF_MEMORY =
  /cannot allocate memory|get_buffer\(\) failed|out of memory|allocation fail|bad_alloc|ENOMEM/i;

export interface ProgramOptions {
  readonly launcherFile: URL;
  /** False: where nothing can be confined, the program is started as it is, with an empty environment. */
  readonly requireConfinement: boolean;
  readonly maxMemoryMb: number;
  readonly cpuSeconds: number;
}

export const UNCONFINED: LaunchConfinement = {
  limits: false,
  systemCallFilter: false,
  fileRules: false,
  notes: [],
};

function canConfine(): boolean {
  return process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');
}

/** One run of a program. Nothing of what it says is passed on but words that are known here: it may quote the bytes. */
export class ConfinedProgram {
  /** Resolves when the process is gone: undefined when it ended well, or why it did not. */
  readonly ended: Promise<RejectionReason | undefined>;
  readonly stdout: Readable;

  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  #stderr = '';
  #confinement: LaunchConfinement | undefined;
  #isTimedOut = false;

  constructor(program: string, words: readonly string[], options: ProgramOptions) {
    const { launcherFile, requireConfinement, maxMemoryMb, cpuSeconds } = options;
    // Node would add this one by itself where coverage is measured.
    const env = { NODE_V8_COVERAGE: undefined };
    if (canConfine()) {
      const { nodeArguments, workingDirectory } = launch(launcherFile);
      const settings: LaunchSettings = {
        program,
        words,
        maxMemoryMb,
        lifeCpuSeconds: cpuSeconds,
        requireConfinement,
      };
      this.#process = spawn(
        process.execPath,
        [`--max-old-space-size=${MAX_HEAP_MB}`, ...nodeArguments, JSON.stringify(settings)],
        { env, cwd: workingDirectory, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true },
      );
    } else {
      if (requireConfinement) throw new Error(`no confinement on ${process.platform}`);
      this.#confinement = { ...UNCONFINED, notes: [`no confinement on ${process.platform}`] };
      this.#process = spawn(program, words, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    }
    this.stdout = this.#process.stdout;
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    // A program that has seen enough closes its end.
    this.#process.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => resolve(this.#fate(code, signal)));
      this.#process.once('error', () => resolve('crashed'));
    });
  }

  /** What is in force; known once the program runs. @throws UnbelievableAnswer when the launcher never said it */
  get confinement(): LaunchConfinement {
    if (this.#confinement === undefined) throw new UnbelievableAnswer('account of its confinement');
    return this.#confinement;
  }

  /** Gives the program its input, whole; it takes it as fast as it reads. */
  feed(pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) this.#process.stdin.write(piece);
    this.#process.stdin.end();
  }

  /** Ends it, and has it counted as too slow. */
  timeOut(): void {
    this.#isTimedOut = true;
    this.kill();
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #hear(text: string): void {
    this.#stderr += text;
    const end = this.#confinement === undefined ? this.#stderr.indexOf('\n') : -1;
    if (end >= 0) {
      this.#confinement = readConfinement(this.#stderr.slice(0, end));
      this.#stderr = this.#stderr.slice(end + 1);
    }
    this.#stderr = this.#stderr.slice(-KEPT_STDERR_CHARACTERS);
  }

  #fate(code: number | null, signal: NodeJS.Signals | null): RejectionReason | undefined {
    if (this.#isTimedOut || signal === 'SIGXCPU' || signal === 'SIGKILL') return 'timeout';
    if (OUT_OF_MEMORY.test(this.#stderr)) return 'memory';
    if (code === 0) return undefined;
    return signal === null ? 'corrupt' : 'crashed';
  }
}

/** The launcher's first line; it was not yet under the influence of the bytes when it wrote it. */
function readConfinement(line: string): LaunchConfinement | undefined {
  try {
    const { limits, systemCallFilter, fileRules, notes } = JSON.parse(line) as Partial<LaunchConfinement>;
    if (!Array.isArray(notes)) return undefined;
    return {
      limits: limits === true,
      systemCallFilter: systemCallFilter === true,
      fileRules: fileRules === true,
      notes: notes.map(String),
    };
  } catch {
    return undefined;
  }
}

/** Runs a program to its end and gives what it printed, up to a bound. */
export async function readAll(
  program: ConfinedProgram,
  maxBytes: number,
  wallTimeMs: number,
): Promise<{ text: string; failure: RejectionReason | undefined }> {
  const timer = setTimeout(() => program.timeOut(), wallTimeMs);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      program.kill();
      break;
    }
    chunks.push(chunk);
  }
  const failure = await program.ended;
  clearTimeout(timer);
  return { text: Buffer.concat(chunks).toString('utf8'), failure: length > maxBytes ? 'corrupt' : failure };
}
