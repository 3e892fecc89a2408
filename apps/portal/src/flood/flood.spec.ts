// A flood through a running portal: everything arrives, and of its coming in a flood one word is kept.
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import {
  codeIn,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
} from '../testing/portal-under-test.js';
import { NETWORK_BUCKET } from './flood-watch.js';

const SCHOOL = '203.0.113.77';

describe('reports of many from one network', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  let now = Date.UTC(2026, 10, 22, 9);
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'harbour');
    portal = await startPortalUnderTest({
      databaseUrl: database.urls.portal,
      clock: { now: () => new Date(now) },
      trustedProxies: ['127.0.0.1'],
    });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });

  const count = async (condition: string) =>
    (
      await database.asOwner<{ count: number }>(
        `SELECT count(*)::int AS count FROM reports WHERE ${condition}`,
      )
    )[0]!.count;
  const call = (place: string, address: string) =>
    portal.call('/api/v1/harbour/reports', { place }, { 'x-forwarded-for': address });
  async function sendForm(fields: Record<string, string>, secondsUntilSent = 20) {
    const mark = await portal.mark();
    now += secondsUntilSent * 1000;
    return portal.post(
      '/harbour/en/report',
      { mark, urls: 'http://reported.example/', ...fields },
      { 'x-forwarded-for': SCHOOL },
    );
  }

  it('all arrive: a hundred from one school in ten minutes, and none is taken for a flood', async () => {
    const answers: string[] = [];
    for (let pupil = 0; pupil < 100; pupil++) answers.push(await (await sendForm({}, 6)).text());
    expect(new Set(answers.map(codeIn)).size).toBe(100);
    expect(await count('NOT arrived_in_flood')).toBe(100);
  });

  it('all arrive when they are a flood as well, marked as no more than that', async () => {
    const sent = NETWORK_BUCKET.tokens + 50;
    const answers = await Promise.all(
      Array.from({ length: sent }, (_, at) => call(`flood ${at}`, `198.51.100.${at % 250}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await count('arrived_in_flood')).toBe(50);
    // Who comes from elsewhere in the meantime is none of it.
    expect((await call('from elsewhere', '192.0.2.1')).status).toBe(201);
    expect(await count('arrived_in_flood')).toBe(50);
  });

  it('are not refused for what stands in the field to be left empty, on whichever page: they are ranked behind', async () => {
    const before = await count('arrived_in_flood');
    expect(codeIn(await (await sendForm({ website: 'http://spam.example' })).text())).toBeDefined();
    const second = await (await sendForm({ website: 'x', go: 'next-1' })).text();
    const [mark, state] = ['mark', 'state'].map(
      (name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(second)![1]!,
    );
    const sent = await portal.post('/harbour/en/report', { mark: mark!, state: state!, go: 'send-2' });
    expect(codeIn(await sent.text())).toBeDefined();
    expect(await count('arrived_in_flood')).toBe(before + 2);
  });
});
