// Where the queue runs in a test: on the PostgreSQL of the test, or in an empty database of the Redis server that
// `npm test` found.
import { Redis } from 'ioredis';

export const QUEUE_BACKENDS = ['postgresql', 'redis'] as const;
export type QueueBackend = (typeof QUEUE_BACKENDS)[number];

const REDIS_DATABASES = 16;
const CLAIM_KEY = 'manara-test-claim';

/** Runs a suite on each backend; on Redis only where `npm test` has set TEST_REDIS_URL. */
export function describeOnEachQueue(name: string, suite: (backend: QueueBackend) => void): void {
  for (const backend of usableBackends()) describe(`${name}, ${PLACES[backend]}`, () => suite(backend));
  if (usableBackends().length < QUEUE_BACKENDS.length) {
    describe(`${name}, ${PLACES.redis}`, () => {
      it.skip('is not run: TEST_REDIS_URL is not set; install redis-server and run `npm test`', () =>
        undefined);
    });
  }
}

const PLACES: Readonly<Record<QueueBackend, string>> = {
  postgresql: 'with the queue on PostgreSQL',
  redis: 'with the queue on Redis',
};

function usableBackends(): readonly QueueBackend[] {
  return process.env.TEST_REDIS_URL ? QUEUE_BACKENDS : ['postgresql'];
}

/**
 * The same for a suite that looks at what was brought about: most of that is waiting, so the backends' parts go on side
 * by side.
 * @param prepare cleans up by itself when it fails
 */
export function describePreparedOnEachQueue<T extends { end(): Promise<void> }>(
  name: string,
  prepare: (backend: QueueBackend) => Promise<T>,
  deadlineMs: number,
  suite: (prepared: () => T, backend: QueueBackend) => void,
): void {
  const running = new Map<QueueBackend, Promise<T>>();
  const begin = (backend: QueueBackend): Promise<T> => {
    const known = running.get(backend);
    if (known !== undefined) return known;
    const begun = prepare(backend);
    running.set(backend, begun);
    // Said by the suite that waits for it.
    begun.catch(() => undefined);
    return begun;
  };
  afterAll(async () => {
    const ended = await Promise.allSettled([...running.values()].map(async (one) => (await one).end()));
    expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
  }, deadlineMs);
  describeOnEachQueue(name, (backend) => {
    let prepared: T;
    beforeAll(async () => {
      for (const one of usableBackends()) void begin(one);
      prepared = await begin(backend);
    }, deadlineMs);
    suite(() => prepared, backend);
  });
}

export interface RedisDatabase {
  readonly url: string;
  readonly client: Redis;
  /** Forgets everything, as `FLUSHALL` does on a server of one's own. */
  flush(): Promise<void>;
  /** All that is stored, as text. */
  dump(): Promise<string>;
  release(): Promise<void>;
}

/** Takes an empty database of the server; nobody else's keys are touched, and suites that run at once do not meet. */
export async function claimRedisDatabase(): Promise<RedisDatabase> {
  const server = process.env.TEST_REDIS_URL;
  if (!server) throw new Error('TEST_REDIS_URL is not set; run the tests by `npm test -- PATH`');
  for (let number = REDIS_DATABASES - 1; number > 0; number -= 1) {
    const url = new URL(server);
    url.pathname = `/${number}`;
    const client = new Redis(url.toString(), { maxRetriesPerRequest: null });
    if ((await client.dbsize()) === 0 && (await client.set(CLAIM_KEY, '1', 'NX')) === 'OK') {
      return {
        url: url.toString(),
        client,
        flush: async () => {
          // In one step, or another suite could take the database in between.
          await client.multi().flushdb().set(CLAIM_KEY, '1').exec();
        },
        dump: () => dump(client),
        release: async () => {
          await client.flushdb();
          client.disconnect();
        },
      };
    }
    client.disconnect();
  }
  throw new Error('no database of the Redis server is empty; give the tests a server of their own');
}

async function dump(client: Redis): Promise<string> {
  const lines: string[] = [];
  for (const key of await client.keys('*')) {
    const value: unknown = await valueOf(client, key, await client.type(key));
    lines.push(`${key} ${JSON.stringify(value)}`);
  }
  return lines.join('\n');
}

function valueOf(client: Redis, key: string, type: string): Promise<unknown> {
  switch (type) {
    case 'hash':
      return client.hgetall(key);
    case 'list':
      return client.lrange(key, 0, -1);
    case 'set':
      return client.smembers(key);
    case 'zset':
      return client.zrange(key, 0, -1, 'WITHSCORES');
    case 'stream':
      return client.xrange(key, '-', '+');
    default:
      return client.get(key);
  }
}
