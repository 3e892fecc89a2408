import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { HandClock } from '../../../test/support/review-world.js';
import { seedPortal, startPortalUnderTest, type PortalUnderTest } from './testing/portal-under-test.js';

const published = {
  name: { en: 'Old line' },
  operator: { en: 'Run by the Ministry of Children' },
  operatorKind: 'ministry',
  readBy: { en: 'Two analysts' },
  readIn: 'TN',
  readWhen: { en: 'On working days' },
  safeguarding: { name: { en: 'Child protection unit' }, country: 'TN' },
  emergency: [{ label: { en: 'Police' }, number: '197' }],
  partners: [{ name: { en: 'A partner body' }, url: 'https://partner.example.org/' }],
  instead: { name: { en: 'The new line' }, url: 'https://new.example.org/' },
  look: { accent: { light: '#7a1f5c', dark: '#f0a6d8' } },
  texts: { closed: { en: 'This line has moved.' }, afterwards: { en: 'We tell the provider.' } },
};

describe('a portal', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  let closedId: string;
  const clock = new HandClock();
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'open', { published });
    const hiddenQuestions = ['kind', 'stillThere', 'seenAt', 'access', 'reportedTo', 'contact'];
    await seedPortal(database, 'brief', { published: { ...published, hiddenQuestions } });
    ({ id: closedId } = await seedPortal(database, 'closed', { published }));
    await database.asOwner(
      `UPDATE portals SET is_live = false, withdrawn_at = now(), host = 'report.example.org',
         confirmed_host = 'report.example.org' WHERE id = $1`,
      [closedId],
    );
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal, clock });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });

  it('that is open says who runs it and what that is, where and when reports are read, and who gets a copy', async () => {
    const html = await (await portal.get('/open/en')).text();
    for (const words of [
      'Tunisia',
      'On working days',
      'Child protection unit',
      'https://partner.example.org/',
      'Run by the Ministry of Children<br/>This is a ministry. It belongs to the government.',
    ])
      expect(html).toContain(words);
  });

  it('that leaves questions out asks none of them, and always whether a child is in danger', async () => {
    const asked = async (slug: string) => {
      const form = { urls: 'https://example.org/', mark: await portal.mark(slug, 'en'), go: 'next-1' };
      const html = await (await portal.post(`/${slug}/en/report`, form)).text();
      return ['kind', 'childInDanger', 'stillThere', 'seenAt'].filter((name) =>
        html.includes(`name="${name}"`),
      );
    };
    expect(await asked('open')).toEqual(['kind', 'childInDanger', 'stillThere', 'seenAt']);
    expect(await asked('brief')).toEqual(['childInDanger']);
  });

  it('in colours of its own has a style sheet of its own, kept for ever', async () => {
    const html = await (await portal.get('/open/en')).text();
    const [, css] = /href="(\/assets\/look\.[0-9a-f]{16}\.css)"/.exec(html)!;
    const answer = await portal.get(css!);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(await answer.text()).toContain('--accent:#7a1f5c');
    expect((await portal.get('/assets/look.0000000000000000.css')).status).toBe(404);
  });

  it('that was taken off says where to go instead and whom to call, on each of its pages', async () => {
    for (const path of ['/closed', '/closed/en', '/closed/en/report']) {
      const answer = await portal.get(path);
      expect([path, answer.status]).toEqual([path, 410]);
      const html = await answer.text();
      for (const words of ['This line has moved.', 'href="https://new.example.org/"', 'href="tel:197"'])
        expect(html).toContain(words);
    }
  });

  it('with a host name of its own is what stands there', async () => {
    // What fetches in the tests sends no host but its own.
    const [answer] = (await once(
      get(portal.url, { headers: { host: 'Report.Example.org:8443' } }),
      'response',
    )) as [IncomingMessage];
    answer.resume();
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/closed']);
  });

  it('that was taken off takes no report, but still opens receipts', async () => {
    const sent = await portal.post('/closed/en/report', { urls: 'https://example.org/', go: 'send-4' });
    expect(sent.status).toBe(410);
    const called = await portal.call('/api/v1/closed/reports', { urls: ['https://example.org/'] });
    expect([called.status, ((await called.json()) as { message: string }).message]).toEqual([
      410,
      'This portal takes no reports any more.',
    ]);
    expect(await database.asOwner('SELECT 1 FROM reports WHERE portal_id = $1', [closedId])).toEqual([]);
    expect((await portal.get('/closed/en/receipt')).status).toBe(200);
  });

  it('says beside the receipt what happens next, in its own words', async () => {
    const mark = await portal.mark('open', 'en');
    const sent = await portal.post('/open/en/report', { urls: 'https://example.org/', mark });
    expect(await sent.text()).toContain('We tell the provider.');
  });

  it.each([
    ['was taken off', `UPDATE portals SET is_live = false, withdrawn_at = now() WHERE slug = 'open'`],
    [
      'was closed by other means',
      `UPDATE portals SET is_live = false, withdrawn_at = NULL WHERE slug = 'open'`,
    ],
    [
      'has no key any more',
      `UPDATE organisation_keys SET retired_at = now() FROM portals p
       WHERE organisation_keys.organisation_id = p.organisation_id AND p.slug = 'open'`,
    ],
  ])('that %s opens receipts, on its page and by call', async (_how, close) => {
    const taken = await portal.call('/api/v1/open/reports', { urls: ['https://example.org/'] });
    const { receipt } = (await taken.json()) as { receipt: string };
    await database.asOwner(close);
    clock.forwardSeconds(11);
    const called = await portal.call('/api/v1/open/receipts', { receipt });
    expect([called.status, await called.json()]).toEqual([200, { status: 'received', messages: [] }]);
    expect((await portal.post('/open/en/receipt', { receipt })).status).toBe(200);
    expect((await portal.get('/open/en')).status).toBe(410);
    await database.asOwner(`UPDATE portals SET is_live = true, withdrawn_at = NULL WHERE slug = 'open'`);
    await database.asOwner(`UPDATE organisation_keys SET retired_at = NULL`);
    clock.forwardSeconds(11);
  });
});
