// The worker as a Nest module: three queues, a processor each, and what the steps need.
import { BullModule, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Module, type DynamicModule } from '@nestjs/common';
import type { Job } from 'bullmq';
import { errorCode, stepSeconds, type ManaraLogger } from '#libs/platform';
import {
  asJobFailure,
  JOB_QUEUES,
  type JobHandler,
  type JobHandlers,
  type JobName,
  type QueueConnection,
} from '#libs/queue';

export const HANDLERS = Symbol('job handlers');
export const LOGGER = Symbol('logger');

export interface TriageModuleOptions {
  readonly connection: QueueConnection;
  readonly handlers: JobHandlers;
  readonly logger: ManaraLogger;
  readonly concurrency: number;
  /** How long a job may go without a sign of life before another worker takes it. */
  readonly lockSeconds: number;
}

/** Runs a job and lets no more than a code out of it. */
abstract class StepProcessor extends WorkerHost {
  constructor(
    @Inject(HANDLERS) private readonly handlers: JobHandlers,
    @Inject(LOGGER) private readonly logger: ManaraLogger,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const handler = this.handlers[job.name as JobName] as JobHandler | undefined;
    if (handler === undefined) {
      this.logger.warn('a job of an unknown name was dropped', { job: job.name });
      return;
    }
    const end = stepSeconds.startTimer({ step: job.name });
    try {
      const outcome = await handler(job.data);
      end({ result: outcome ?? 'done' });
    } catch (error) {
      end({ result: 'failed' });
      // Its rows say that the step is open still; the sweep brings it back when it is due.
      this.logger.unexpected('a step failed', error, { step: job.name, ...identifiers(job.data) });
      throw asJobFailure(error);
    }
  }

  @OnWorkerEvent('error')
  onError(error: unknown): void {
    this.logger.warn('the queue cannot be reached now', { code: errorCode(error) });
  }
}

function identifiers(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

/** Each job has exactly one queue and one handler by type; this says so at start in one place. */
export function assertEveryJobIsHandled(handlers: JobHandlers): void {
  const names = Object.keys(JOB_QUEUES).toSorted().join();
  if (Object.keys(handlers).toSorted().join() !== names)
    throw new Error('a job has no handler, or a handler no job');
}

/** The module is made for given options, since the processors' options are fixed when their classes are defined. */
export function triageModule(options: TriageModuleOptions): DynamicModule {
  assertEveryJobIsHandled(options.handlers);
  const worker = {
    concurrency: options.concurrency,
    lockDuration: options.lockSeconds * 1000,
    stalledInterval: Math.max(1000, options.lockSeconds * 500),
    maxStalledCount: 10,
    // After the database or Redis was away, work goes on as soon as it is back.
    runRetryDelay: 1000,
  };

  @Processor('triage', worker)
  class TriageProcessor extends StepProcessor {}

  @Processor('deliver', worker)
  class DeliverProcessor extends StepProcessor {}

  @Processor('watch', worker)
  class WatchProcessor extends StepProcessor {}

  @Module({})
  class TriageModule {}

  return {
    module: TriageModule,
    imports: [
      BullModule.forRoot({ connection: options.connection.connection }),
      BullModule.registerQueue({ name: 'triage' }, { name: 'deliver' }, { name: 'watch' }),
    ],
    providers: [
      { provide: HANDLERS, useValue: options.handlers },
      { provide: LOGGER, useValue: options.logger },
      TriageProcessor,
      DeliverProcessor,
      WatchProcessor,
    ],
  };
}
