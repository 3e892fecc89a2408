// The child's side of the pipe: one job at a time, an answer for each, and an end when the parent is gone.
//
// It reads and writes in blocking calls, past the event loop. Newer event loops tell the kernel what they wait for
// through a ring of calls (io_uring), which the filter has to refuse, since a ring can open files; so once the filter
// is loaded nothing may be added to what the loop waits for. Between jobs this process has nothing else to do anyway.
import { readSync, writeSync } from 'node:fs';
import { encodeFrame, FrameReader } from '../frame.js';
import type { JobLimits } from '../media.types.js';
import { PictureRefused } from './picture.js';

export interface Request {
  id: number;
  job: string;
  /** What the job needs beside the bytes. */
  detail?: unknown;
}

/** What a job hands back: a small JSON value, and bytes if it made any. */
export interface Outcome {
  value: unknown;
  body?: Uint8Array;
}

export type JobHandler = (bytes: Buffer, detail: unknown, limits: JobLimits) => Promise<Outcome> | Outcome;

export interface ServeOptions {
  handlers: Readonly<Record<string, JobHandler>>;
  limits: JobLimits;
  maxBytes: number;
  beforeJob: () => void;
  /** Ends this process at once. */
  end: (status: number) => void;
}

const MAX_HEADER_BYTES = 64 * 1024;
/** Exit status after an error that no job foresees. */
export const EXIT_UNFORESEEN = 70;
const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;
const CHUNK_BYTES = 256 * 1024;
const MOMENT = new Int32Array(new SharedArrayBuffer(4));
const MOMENT_MS = 1;

function write(header: unknown, body?: Uint8Array): void {
  for (const piece of encodeFrame(header, body)) {
    for (let done = 0; done < piece.length;) done += writeSome(piece, done);
  }
}

/** The pipe may be one that does not wait; what the parent has not taken yet is offered again in a moment. */
function writeSome(piece: Uint8Array, from: number): number {
  try {
    return writeSync(STANDARD_OUTPUT, piece, from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(MOMENT, 0, 0, MOMENT_MS);
    return 0;
  }
}

/** The next bytes from the parent; none when it has closed the pipe or is gone. */
function read(): Buffer {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    return chunk.subarray(0, readSync(STANDARD_INPUT, chunk));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EOF' || code === 'ECONNRESET') return chunk.subarray(0, 0);
    throw error;
  }
}

/** Tells the parent that jobs may come, and under which confinement. */
export function announce(confinement: unknown): void {
  write({ ready: true, confinement });
}

async function answer(request: Request, bytes: Buffer, options: ServeOptions): Promise<void> {
  const handler = Object.hasOwn(options.handlers, request.job) ? options.handlers[request.job] : undefined;
  if (handler === undefined) {
    write({ id: request.id, failed: 'unknown-job' });
    return;
  }
  try {
    options.beforeJob();
    const { value, body } = await handler(bytes, request.detail, options.limits);
    write({ id: request.id, value }, body);
  } catch (error) {
    if (error instanceof PictureRefused) write({ id: request.id, refused: error.reason });
    else if (error instanceof RangeError && /allocation|memory/i.test(error.message))
      write({ id: request.id, refused: 'memory' });
    else throw error; // Not foreseen: the process ends, and the parent tells a crash from an answer.
  }
}

/** Answers requests from standard input until it ends; then the process ends. */
export async function serve(options: ServeOptions): Promise<void> {
  const reader = new FrameReader(MAX_HEADER_BYTES, options.maxBytes);
  try {
    for (let chunk = read(); chunk.length > 0; chunk = read()) {
      for (const { header, body } of reader.push(chunk)) await answer(header as Request, body, options);
    }
  } catch {
    // Node's own report would look for source files, which the filter refuses, and it might quote the bytes.
    options.end(EXIT_UNFORESEEN);
  }
  options.end(0);
}
