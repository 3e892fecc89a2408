import { gunzipSync } from 'node:zlib';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { CATALOGUES } from './messages/translate.js';
import { seedPortal, startPortalUnderTest, type PortalUnderTest } from './testing/portal-under-test.js';

const locales = Object.keys(CATALOGUES);

describe('the first page of a portal', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'harbour');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });
  const page = async (path: string, headers?: Record<string, string>) => {
    const answer = await portal.get(path, headers);
    return { status: answer.status, type: answer.headers.get('content-type'), html: await answer.text() };
  };

  it('says who reads, whom to call, and what not to do', async () => {
    const { status, type, html } = await page('/harbour/en');
    expect(status).toBe(200);
    expect(type).toBe('text/html; charset=utf-8');
    expect(html).toContain('Two trained analysts');
    expect(html).toContain('href="tel:+21671000111"');
    expect(html).toContain('We do not ask for your name.');
    expect(html).toContain('Please do not look for more of it, download it, take screenshots or send it on.');
    expect(html).toContain('href="/harbour/en/report"');
    expect(html).toContain('href="/harbour/en/receipt"');
  });

  it('says whom to call, who reads, that no name is asked and what not to do before the way to report', async () => {
    const { html } = await page('/harbour/en');
    const start = html.indexOf('href="/harbour/en/report"');
    for (const words of [
      'tel:112',
      'Two trained analysts',
      'We do not ask for your name.',
      'Please do not look',
    ]) {
      expect(html.indexOf(words)).toBeGreaterThan(0);
      expect(html.indexOf(words)).toBeLessThan(start);
    }
  });

  it('shows few words, and the rest to whoever opens it', async () => {
    const main = (await page('/harbour/en')).html.split(/<main[^>]*>|<\/main>/)[1]!;
    const shown = main.replaceAll(/<details.*?<\/details>/gs, '').replaceAll(/<[^>]*>/g, ' ');
    expect(shown.trim().split(/\s+/).length).toBeLessThan(185);
  });

  it.each([
    ['ar-TN,ar;q=0.9,en;q=0.5', 'ar', 'rtl'],
    ['de,fr;q=0.8', 'fr', 'ltr'],
    ['de', 'en', 'ltr'],
    ['en;q=0, fr;q=0.1', 'fr', 'ltr'],
    [';;;,q=,\u00e9', 'en', 'ltr'],
  ])(
    'without a language in its address follows the browser: %s gives %s',
    async (wish, locale, direction) => {
      const { html } = await page('/harbour', { 'accept-language': wish });
      expect(html).toContain(`<html lang="${locale}" dir="${direction}">`);
    },
  );

  it('is right-to-left in Arabic, with numbers in the order in which they are dialled', async () => {
    const { html } = await page('/harbour/ar');
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain('<bdi dir="ltr">+216 71 000 111</bdi>');
    expect(html).toContain('خط المرفأ للتبليغ');
  });

  it('marks a text that exists only in another language as such', async () => {
    expect((await page('/harbour/ar')).html).toContain('<span lang="en" dir="ltr">Having or passing on');
  });

  it('is reached from the root when there is one portal, and from a list when there are several', async () => {
    const alone = await portal.get('/');
    expect([alone.status, alone.headers.get('location')]).toEqual([302, '/harbour']);
    await seedPortal(database, 'second');
    // An unknown name makes the portal look again, so that a new one works at once.
    expect((await page('/second/en')).status).toBe(200);
    const { status, html } = await page('/', { 'accept-language': 'fr' });
    expect(status).toBe(200);
    expect(html).toContain('href="/second"');
    expect(html).toContain('Tunisie');
  });

  it.each([
    '/nowhere',
    '/nowhere/en',
    '/harbour/xx',
    '/harbour/en/nothing',
    '/api',
    '/assets/x',
    '/__proto__/en',
  ])('does not exist at %s', async (path) => {
    expect((await portal.get(path)).status).toBe(404);
  });

  it('says in the portal’s language that a page does not exist', async () => {
    const { html } = await page('/harbour/ar/nothing');
    expect(html).toContain('لا توجد هنا صفحة كهذه');
  });

  it('has a title that tells nothing, a link away from here, and says what that cannot do', async () => {
    const { html } = await page('/harbour/en');
    expect(html).toContain('<title>Information and help</title>');
    expect(html).toContain('href="https://www.wikipedia.org/" rel="noreferrer noopener"');
    expect(html).toContain('It cannot remove this site from the history of your browser.');
  });

  it('carries a banner in the demonstration, and only there', async () => {
    await seedPortal(database, 'demo', { isDemonstration: true });
    expect((await page('/demo/en')).html).toContain('This is a demonstration.');
    expect((await page('/harbour/en')).html).not.toContain('This is a demonstration.');
  });

  it('takes reports even when what the portal publishes is damaged', async () => {
    await seedPortal(database, 'bare', { published: { name: 7 } });
    const { status, html } = await page('/bare/en');
    expect(status).toBe(200);
    expect(html).toContain('Organisation of bare');
    expect(html).toContain('call the police or the emergency services where you are');
    expect((await page('/bare/en/report')).status).toBe(200);
  });

  describe('in every language', () => {
    beforeAll(async () => {
      const { id } = await seedPortal(database, 'babel');
      await database.asOwner('UPDATE portals SET locales = $2 WHERE id = $1', [id, locales]);
    });

    it('speaks a language only where the portal offers it, and where no portal is known only reviewed ones', async () => {
      const wish = { 'accept-language': 'in-ID, fr;q=0.5' };
      expect((await page('/babel', wish)).html).toContain('<html lang="id"');
      expect((await page('/harbour', wish)).html).toContain('<html lang="fr"');
      expect((await page('/harbour/id')).status).toBe(404);
      expect((await page('/nowhere/id', wish)).html).toContain('<html lang="fr"');
    });

    it('weighs at most 14 kB compressed with its style sheet, and holds no script', async () => {
      for (const locale of locales) {
        const answer = await portal.get(`/babel/${locale}`, { 'accept-encoding': 'gzip' });
        expect(answer.headers.get('content-encoding')).toBe('gzip');
        const html = await answer.text();
        const style = /href="(\/assets\/portal\.[0-9a-f]+\.css)"/.exec(html)![1]!;
        const sizes = await Promise.all(
          [`/babel/${locale}`, style].map((path) => compressedLength(portal.url + path)),
        );
        expect(sizes[0]! + sizes[1]!).toBeLessThan(14 * 1024);
        expect(html).not.toMatch(/<script|javascript:|\son[a-z]+=|style="/i);
        expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, to]) => to)).toEqual(
          expect.not.arrayContaining([
            expect.stringMatching(/^(?:https?:)?\/\/(?!helpline\.example\.org|www\.wikipedia\.org\/$)/),
          ]),
        );
      }
    });
  });
});

/** How many bytes cross the wire for the body. */
async function compressedLength(url: string): Promise<number> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        expect(gunzipSync(bytes).length).toBeGreaterThan(bytes.length);
        resolve(bytes.length);
      });
    })
      .on('error', reject)
      .end();
  });
}
