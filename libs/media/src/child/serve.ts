// The child's side of the pipe: one job at a time, an answer for each, and an end when the parent is gone.
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
const EXIT_UNFORESEEN = 70;

function write(header: unknown, body?: Uint8Array): void {
  for (const piece of encodeFrame(header, body)) if (piece.length > 0) process.stdout.write(piece);
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

/** Answers requests from standard input until it ends; then the process ends, whatever it was doing. */
export function serve(options: ServeOptions): void {
  const reader = new FrameReader(MAX_HEADER_BYTES, options.maxBytes);
  let previous: Promise<void> = Promise.resolve();
  process.stdin.on('data', (chunk: Buffer) => {
    for (const { header, body } of reader.push(chunk)) {
      previous = previous.then(() => answer(header as Request, body, options));
    }
  });
  // Node's own report would look for source files, which the filter refuses; and it would quote the bytes.
  process.on('uncaughtException', () => options.end(EXIT_UNFORESEEN));
  process.stdin.on('end', () => options.end(0));
  process.stdin.on('error', () => options.end(0));
  process.stdout.on('error', () => options.end(0));
}
