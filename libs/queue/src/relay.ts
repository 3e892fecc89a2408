// Carries outbox rows to the queue, soon after they are committed: woken by a notification, else every second.
import { Client } from 'pg';
import { errorCode, type Database, type ManaraLogger, type QueueName } from '#libs/platform';
import type { JobQueues } from './job-queues.js';

const BATCH = 200;
const POLL_MS = 1000;

interface OutboxRecord {
  id: string;
  queue: QueueName;
  name: string;
  job_key: string;
  payload: Record<string, string>;
}

export class OutboxRelay {
  private listener: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly databaseUrl: string,
    private readonly queues: JobQueues,
    private readonly logger: ManaraLogger,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
    await this.listener?.end().catch(() => undefined);
  }

  /** Moves what is due; several relays may do so at once. @returns how many rows */
  async relayOnce(): Promise<number> {
    return this.database.dataSource.transaction(async (manager) => {
      const rows: OutboxRecord[] = await manager.query(
        `SELECT id, queue, name, job_key, payload FROM outbox WHERE not_before <= now()
         ORDER BY not_before, id LIMIT $1 FOR UPDATE SKIP LOCKED`,
        [BATCH],
      );
      for (const queue of new Set(rows.map((row) => row.queue))) {
        await this.queues.add(
          queue,
          rows
            .filter((row) => row.queue === queue)
            .map((row) => ({ name: row.name, jobId: row.job_key, payload: row.payload })),
        );
      }
      // Deleted after they were added: a crash between the two adds a job twice, which is harmless.
      if (rows.length > 0)
        await manager.query(`DELETE FROM outbox WHERE id = ANY ($1)`, [rows.map((row) => row.id)]);
      return rows.length;
    });
  }

  private wake(): void {
    if (this.stopped) return;
    if (this.running !== undefined) {
      this.again = true;
      return;
    }
    this.running = this.relayAll().finally(() => {
      this.running = undefined;
      if (this.again && !this.stopped) {
        this.again = false;
        this.wake();
      }
    });
  }

  private async relayAll(): Promise<void> {
    try {
      await this.listen();
      while (!this.stopped && (await this.relayOnce()) === BATCH);
    } catch (error) {
      this.logger.warn('the outbox cannot be relayed now', { code: errorCode(error) });
    }
  }

  private async listen(): Promise<void> {
    if (this.listener !== undefined) return;
    const client = new Client({ connectionString: this.databaseUrl, application_name: 'manara-relay' });
    client.on('error', () => {
      this.listener = undefined;
    });
    client.on('end', () => {
      this.listener = undefined;
    });
    client.on('notification', () => this.wake());
    await client.connect();
    await client.query('LISTEN manara_outbox');
    this.listener = client;
  }
}
