// The three queues and what adds to them. Ids are explicit, and a job leaves nothing behind when it ends.
import { Queue } from 'bullmq';
import { QUEUE_NAMES, type QueueName } from '#libs/platform';
import type { QueueConnection } from './queue-connection.js';

export interface JobToAdd {
  readonly name: string;
  readonly jobId: string;
  readonly payload: Readonly<Record<string, string>>;
}

const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;

export class JobQueues {
  private readonly queues: Readonly<Record<QueueName, Queue>>;

  constructor(connection: QueueConnection, onError: (error: unknown) => void) {
    this.queues = Object.fromEntries(
      QUEUE_NAMES.map((name) => {
        const queue = new Queue(name, { connection: connection.connection });
        queue.on('error', onError);
        return [name, queue];
      }),
    ) as Record<QueueName, Queue>;
  }

  /** Adds jobs; one whose id is waiting or running already is left as it is. */
  async add(queue: QueueName, jobs: readonly JobToAdd[]): Promise<void> {
    // One by one: adding in bulk makes a sequence in the queue's schema, which the worker's role may not.
    await Promise.all(
      jobs.map(({ name, jobId, payload }) =>
        this.queues[queue].add(name, payload, { ...JOB_OPTIONS, jobId }),
      ),
    );
  }

  /** How many jobs wait or run, by queue. */
  async counts(): Promise<Record<QueueName, number>> {
    const entries = await Promise.all(
      QUEUE_NAMES.map(async (name) => {
        const counts = await this.queues[name].getJobCounts('waiting', 'active', 'delayed', 'prioritized');
        return [name, Object.values(counts).reduce((sum, count) => sum + count, 0)] as const;
      }),
    );
    return Object.fromEntries(entries) as Record<QueueName, number>;
  }

  /** Throws away all that waits. Nothing is lost by it: the sweep finds the work again. */
  async empty(): Promise<void> {
    for (const name of QUEUE_NAMES) await this.queues[name].drain(true);
  }

  async close(): Promise<void> {
    await Promise.all(QUEUE_NAMES.map((name) => this.queues[name].close()));
  }
}
