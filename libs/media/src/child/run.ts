// The life of a child: limits, warm-up, filter, then jobs; in this order, since each closes what the next cannot open.
import type { JobLimits } from '../media.types.js';
import {
  allowCpuSeconds,
  bindKernel,
  endProcess,
  loadSystemCallFilter,
  setLifeLimits,
  type Kernel,
} from './confinement.js';
import { warmUp } from './jobs.js';
import { restrictDecoders } from './picture.js';
import { announce, EXIT_UNFORESEEN, serve, type JobHandler } from './serve.js';

/** The child's one argument, as JSON. */
export interface ChildSettings extends JobLimits {
  maxMemoryMb: number;
  lifeCpuSeconds: number;
  maxBytes: number;
}

/** What is in force in this child. */
export interface ChildConfinement {
  limits: boolean;
  systemCallFilter: boolean;
  /** Why something is missing, in words for an operator. */
  notes: string[];
}

function attempt(
  kernel: Kernel,
  step: (kernel: Kernel & { available: true }) => void,
  notes: string[],
): boolean {
  if (!kernel.available) {
    if (!notes.includes(kernel.why)) notes.push(kernel.why);
    return false;
  }
  try {
    step(kernel);
    return true;
  } catch (error) {
    notes.push(error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** Confines this process and answers jobs with the handlers until standard input ends. */
export async function run(handlers: Readonly<Record<string, JobHandler>>): Promise<void> {
  const settings = JSON.parse(process.argv[2] ?? '') as ChildSettings;
  // A signal to the whole group of processes is for the parent, which lets the job end and then closes the pipe.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);

  const notes: string[] = [];
  const kernel = bindKernel();
  restrictDecoders();
  const limits = attempt(kernel, (available) => setLifeLimits(available, settings), notes);
  await warmUp(settings);
  const beforeJob = (): void => {
    if (limits) allowCpuSeconds(kernel, settings.cpuSeconds, settings.lifeCpuSeconds);
  };
  const end = (status: number): void => endProcess(kernel, status);
  process.on('uncaughtException', () => end(EXIT_UNFORESEEN));
  const systemCallFilter = attempt(kernel, loadSystemCallFilter, notes);
  announce({ limits, systemCallFilter, notes } satisfies ChildConfinement);
  await serve({ handlers, limits: settings, maxBytes: settings.maxBytes, beforeJob, end });
}
