import { randomBytes } from 'node:crypto';
import { createLogger, enqueue, jobKey, newId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { asJobFailure } from './job-outcome.js';
import { JobQueues } from './job-queues.js';
import { JOB_QUEUES } from './jobs.js';
import { openQueueConnection, type QueueConnection } from './queue-connection.js';
import { OutboxRelay } from './relay.js';
import { sweep } from './sweep.js';

describe('the job table', () => {
  it('never makes an id that the queue refuses', () => {
    for (const name of Object.keys(JOB_QUEUES)) expect(jobKey(name, newId())).not.toContain(':');
  });

  it('knows every step that the sweep may find', async () => {
    const test = await createTestDatabase();
    try {
      const [{ source }] = (await test.asOwner<{ source: string }>(
        `SELECT string_agg(prosrc, ' ') AS source FROM pg_proc WHERE proname IN ('due_work', 'due_letters')`,
      )) as [{ source: string }];
      const found = [...source.matchAll(/SELECT '(triage|deliver|watch)', (?:'(\w+)'|i\.step)/g)];
      expect(found.length).toBeGreaterThanOrEqual(8);
      for (const [, queue, name] of found) {
        for (const one of name === undefined ? ['retrieve', 'examine', 'match'] : [name]) {
          expect([one, JOB_QUEUES[one as keyof typeof JOB_QUEUES]]).toEqual([one, queue]);
        }
      }
    } finally {
      await test.drop();
    }
  });

  it('lets no more than a code out of a failed job', () => {
    const failure = asJobFailure(Object.assign(new Error('https://a.example/ and words'), { code: '23505' }));
    expect(JSON.stringify([failure.message, failure.stack])).not.toContain('example');
    expect(failure.message).toBe('23505');
  });
});

const backends: [string, string | undefined][] = [['PostgreSQL', undefined]];
if (process.env.TEST_REDIS_URL) backends.push(['Redis', process.env.TEST_REDIS_URL]);

describe.each(backends)('outbox and queue on %s', (_name, redisUrl) => {
  let test: TestDatabase;
  let database: Database;
  let connection: QueueConnection;
  let queues: JobQueues;
  const logger = createLogger('test', 'silent');

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('triage');
    connection = openQueueConnection({
      databaseUrl: test.urls.triage,
      redisUrl: redisUrl && `${redisUrl}/${1 + (randomBytes(1)[0]! % 14)}`,
    });
    queues = new JobQueues(connection, () => undefined);
    await queues.empty();
  });
  afterAll(async () => {
    await queues.empty();
    await queues.close();
    await connection.close();
    await test.drop();
  });
  beforeEach(async () => {
    await queues.empty();
    await test.asOwner('DELETE FROM outbox');
  });

  const write = (subject: string, notBefore?: Date) =>
    database.dataSource.transaction((manager) =>
      enqueue(manager, subject, {
        queue: 'deliver',
        name: 'deliver',
        payload: { organisationId: newId(), referralId: subject },
        ...(notBefore === undefined ? {} : { notBefore }),
      }),
    );
  const relay = () => new OutboxRelay(database, test.urls.triage, queues, logger);

  it('hands over what was committed, once, however many relays work', async () => {
    const subjects = Array.from({ length: 30 }, () => newId());
    for (const subject of subjects) await write(subject);
    const moved = await Promise.all([relay().relayOnce(), relay().relayOnce(), relay().relayOnce()]);
    const rest = await relay().relayOnce();
    expect(moved.reduce((sum, count) => sum + count, rest)).toBe(30);
    expect((await queues.counts()).deliver).toBe(30);
    expect(await test.asOwner('SELECT 1 FROM outbox')).toEqual([]);
  });

  it('keeps back what is not due yet', async () => {
    await write(newId(), new Date(Date.now() + 3_600_000));
    expect(await relay().relayOnce()).toBe(0);
    expect((await queues.counts()).deliver).toBe(0);
  });

  it('queues the same work once', async () => {
    const subject = newId();
    await write(subject);
    await write(subject);
    expect(await relay().relayOnce()).toBe(2);
    expect((await queues.counts()).deliver).toBe(1);
  });

  it('hands nothing over of a transaction that was taken back', async () => {
    await expect(
      database.dataSource.transaction(async (manager) => {
        await enqueue(manager, newId(), { queue: 'triage', name: 'settle', payload: {} });
        throw new Error('taken back');
      }),
    ).rejects.toThrow('taken back');
    expect(await relay().relayOnce()).toBe(0);
  });

  it('finds the work of an emptied queue again', async () => {
    const organisation = newId();
    const key = newId();
    const portal = newId();
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'SWEEP', 'Test', 'XX')`,
      [organisation],
    );
    await test.asOwner(
      `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key) VALUES ($1, $2, $3, $3)`,
      [key, organisation, randomBytes(32)],
    );
    await test.asOwner(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales)
       VALUES ($1, $2, $2, 'sweep', 'XX', '{en}')`,
      [portal, organisation],
    );
    await test.asOwner(
      `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind, received_at)
       VALUES (gen_random_uuid(), $1, $1, $2, $3, 'en', 'other', date_trunc('minute', now()))`,
      [organisation, portal, key],
    );
    expect(await sweep(database, queues)).toBe(1);
    expect((await queues.counts()).triage).toBe(1);
    await queues.empty();
    expect(await sweep(database, queues)).toBe(1);
    expect((await queues.counts()).triage).toBe(1);
  });
});
