import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { DatabaseLine } from './testing/database-line.js';
import {
  codeIn,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
} from './testing/portal-under-test.js';

describe('while the database is away', () => {
  let database: TestDatabase;
  let line: DatabaseLine;
  let portal: PortalUnderTest;
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'harbour');
    line = new DatabaseLine(new URL(database.urls.portal));
    await line.mend();
    portal = await startPortalUnderTest({ databaseUrl: line.url() });
    await portal.get('/harbour');
  });
  afterAll(async () => {
    await portal.stop();
    await line.cut().catch(() => undefined);
    await database.drop();
  });
  const whileAway = async <T>(work: () => Promise<T>): Promise<T> => {
    await line.cut();
    try {
      return await work();
    } finally {
      await line.mend();
    }
  };
  const countReports = async () =>
    (await database.asOwner<{ count: number }>('SELECT count(*)::int AS count FROM reports'))[0]!.count;
  const fields = {
    urls: 'http://kept.example/',
    comment: 'kept words',
    kind: 'grooming',
    childInDanger: '1',
  };

  it.each([
    ['en', 'We cannot take your report this minute'],
    ['fr', 'Nous ne pouvons pas prendre votre signalement en ce moment'],
    ['ar', 'لا يمكننا استلام بلاغك في هذه اللحظة'],
  ])(
    'a report in %s is answered by a page that keeps it, and sending that again gives one report',
    async (locale, words) => {
      const path = `/harbour/${locale}/report`;
      const mark = await portal.mark('harbour', locale);
      const before = await countReports();
      const page = await whileAway(async () => {
        const answer = await portal.post(path, { ...fields, mark });
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toBe('5');
        return answer.text();
      });
      expect(page).toContain(words);
      expect(page).toContain(mark);
      for (const kept of ['http://kept.example/', 'kept words', 'value="grooming" checked'])
        expect(page).toContain(kept);
      expect(page).toMatch(/name="childInDanger" value="1" checked/);

      const first = await portal.post(path, { ...fields, mark });
      const again = await portal.post(path, { ...fields, mark });
      expect([first.status, again.status]).toEqual([200, 200]);
      const code = codeIn(await first.text());
      expect(code).toBeDefined();
      expect(codeIn(await again.text())).toBe(code);
      expect(await countReports()).toBe(before + 1);
    },
  );

  it('the form of those concerned keeps what was typed, also where nothing is known of the portal', async () => {
    const fresh = await startPortalUnderTest({ databaseUrl: line.url(), keys: portal.keys });
    const path = '/harbour/en/help';
    try {
      const begun = await (await portal.post(path, { about: 'threat', age: '13-15' })).text();
      const mark = /name="mark" value="([^"]+)"/.exec(begun)![1]!;
      const typed = {
        about: 'threat',
        age: '13-15',
        mark,
        story: 'kept words',
        until: 'tomorrow',
        go: 'send',
      };
      await whileAway(async () => {
        for (const one of [portal, fresh]) {
          const answer = await one.post(path, typed);
          const html = await answer.text();
          expect(answer.status).toBe(503);
          for (const kept of [mark, 'kept words', 'tomorrow', 'Do not pay']) expect(html).toContain(kept);
        }
      });
      const codes = [];
      for (const one of [portal, fresh]) codes.push(codeIn(await (await one.post(path, typed)).text()));
      expect(codes[0]).toMatch(/^[0-9A-Z]{24}$/);
      expect(codes[1]).toBe(codes[0]);
    } finally {
      await fresh.stop();
    }
  });

  it('a draft that those concerned leave behind is said to be there, and deleted with their next step', async () => {
    const before = await countReports();
    const mark = await portal.mark();
    const two = await (
      await portal.post('/harbour/en/report', { mark, urls: 'http://kept.example/', go: 'next-1' })
    ).text();
    const state = /name="state" value="([^"]+)"/.exec(two)![1]!;
    const page = await whileAway(async () =>
      (await portal.post('/harbour/en/report', { mark, state, go: 'help-1' })).text(),
    );
    expect(page).toContain('could not be deleted this minute');
    const hidden = page.slice(page.indexOf('id="report"')).matchAll(/name="(\w+)" value="([^"]*)"\/>/g);
    const carried = Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!]));
    expect(await countReports()).toBe(before + 1);
    const next = await (await portal.post('/harbour/en/help', { ...carried, about: 'picture' })).text();
    expect(next).not.toContain('could not be deleted this minute');
    expect(await countReports()).toBe(before);
  });

  it('first page and form are still shown', async () => {
    await whileAway(async () => {
      expect((await portal.get('/harbour/en')).status).toBe(200);
      expect((await portal.get('/harbour/en/report')).status).toBe(200);
    });
  });

  it('a look-up is answered by a page that keeps code and message', async () => {
    const { receipt } = (await (await portal.call('/api/v1/harbour/reports', { place: 'x' })).json()) as {
      receipt: string;
    };
    const message = { receipt, action: 'answer', answer: 'kept answer' };
    const html = await whileAway(async () => {
      const answer = await portal.post('/harbour/en/receipt', message);
      expect(answer.status).toBe(503);
      return answer.text();
    });
    expect(html).toContain('We cannot look this up this minute');
    expect(html).toContain(receipt);
    expect(html).toContain('kept answer');
    expect(await (await portal.post('/harbour/en/receipt', message)).text()).toContain(
      'Your message has arrived.',
    );
  });

  it('the API answers 503 in JSON, and the same call with the same key works afterwards', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await whileAway(() => portal.call('/api/v1/harbour/reports', { place: 'x' }, headers));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ statusCode: 503, error: 'Service Unavailable' });
    expect((await portal.call('/api/v1/harbour/reports', { place: 'x' }, headers)).status).toBe(201);
  });

  it('readyz says so, and healthz stays well', async () => {
    await whileAway(async () => {
      expect((await portal.get('/readyz')).status).toBe(503);
      expect((await portal.get('/healthz')).status).toBe(200);
    });
    expect((await portal.get('/readyz')).status).toBe(200);
  });

  it('and connections that died unnoticed cost nobody a report', async () => {
    const marks = await Promise.all(Array.from({ length: 8 }, () => portal.mark()));
    await Promise.all(marks.map((mark) => portal.post('/harbour/en/report', { ...fields, mark })));
    line.drop();
    const answers = await Promise.all(
      marks.map(async () => portal.post('/harbour/en/report', { ...fields, mark: await portal.mark() })),
    );
    expect(answers.map(({ status }) => status)).toEqual(marks.map(() => 200));
  });

  it('a portal that has not yet seen its database keeps what was typed, too', async () => {
    const mark = await portal.mark();
    const fresh = await startPortalUnderTest({ databaseUrl: line.url(), keys: portal.keys });
    try {
      const page = await whileAway(async () => {
        expect((await fresh.get('/harbour/ar')).status).toBe(503);
        const answer = await fresh.post('/harbour/ar/report', { ...fields, mark });
        expect(answer.status).toBe(503);
        return answer.text();
      });
      expect(page).toContain('<html lang="ar" dir="rtl">');
      expect(page).toContain('action="/harbour/ar/report"');
      expect(page).toContain('kept words');
      expect((await fresh.post('/harbour/ar/report', { ...fields, mark })).status).toBe(200);
    } finally {
      await fresh.stop();
    }
  });
});
