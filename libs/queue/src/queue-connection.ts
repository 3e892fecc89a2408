// Where the queue runs: on PostgreSQL, or on Redis when an address is set. The rest of the code cannot tell.
import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { QUEUE_SCHEMA } from '#libs/platform';

export interface QueueSettings {
  /** The worker's own address of PostgreSQL. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
}

export interface QueueConnection {
  readonly kind: 'postgresql' | 'redis';
  /** What the queue library takes as `connection`. */
  readonly connection: QueueOptions['connection'];
  close(): Promise<void>;
}

/** Chooses the backend for the whole process; called once, before any queue is made. */
export function openQueueConnection(settings: QueueSettings): QueueConnection {
  if (settings.redisUrl !== undefined) {
    setDefaultBackendFactory();
    const redis = new Redis(settings.redisUrl.replace(/^valkey:/, 'redis:'), { maxRetriesPerRequest: null });
    // Without a listener a lost connection would end the process; the client reconnects by itself.
    redis.on('error', () => undefined);
    return { kind: 'redis', connection: redis, close: async () => redis.disconnect() };
  }
  setDefaultBackendFactory(createPostgresBackend as never);
  return {
    kind: 'postgresql',
    connection: { connectionString: settings.databaseUrl, schema: QUEUE_SCHEMA, max: 3 },
    close: async () => undefined,
  };
}
