// The pages in a real browser: the way of a report by keyboard and mouse without a script, in both directions, narrow and
// wide, and what an accessibility checker finds. Pictures of every page are left in a folder for people to look at.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { writeToReporter } from '#libs/reports';
import { hasBrowser, openBrowser } from '../../../test/support/browser.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { en, type MessageKey } from './messages/en.js';
import { languageOf, type Locale } from './messages/translate.js';
import { findings, stumbles } from './testing/page-checks.js';
import {
  PUBLISHED,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from './testing/portal-under-test.js';

const describeWithBrowser = hasBrowser ? describe : describe.skip;
const pictures = process.env.SCREENSHOT_DIR ?? join(tmpdir(), 'manara-portal-pictures');

const LOOKS = [
  { name: 'narrow', width: 320, height: 640, colorScheme: 'light' },
  { name: 'wide', width: 1280, height: 800, colorScheme: 'dark' },
] as const;

const CONCERNED = {
  ...PUBLISHED,
  outOfScope: [
    { topic: 'terrorism', name: { en: 'Police desk', fr: 'Police', ar: 'مكتب الشرطة' }, number: '113' },
    {
      topic: 'fraud',
      name: { en: 'Fraud desk', fr: 'Escroquerie', ar: 'مكتب الاحتيال' },
      url: 'https://fraud.example.org/',
    },
  ],
  hashRecipient: { name: { en: 'The Harbour Hash Exchange', fr: 'Échange du Port', ar: 'بنك بصمات المرفأ' } },
};

describeWithBrowser('the portal in a browser', () => {
  let database: TestDatabase;
  let seeded: SeededPortal;
  let portal: PortalUnderTest;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    database = await createTestDatabase();
    seeded = await seedPortal(database, 'harbour');
    await seedPortal(database, 'demo', { isDemonstration: true });
    await seedPortal(database, 'concerned', { published: CONCERNED });
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await portal.stop();
    await database.drop();
  });

  async function withPage(
    options: Parameters<Browser['newContext']>[0],
    work: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  /** Leaves a picture of the page. @returns what is found wanting on it */
  async function look(page: Page, name: string): Promise<string[]> {
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    return [...(await findings(page)), ...(await stumbles(page))].map((one) => `${name}: ${one}`);
  }

  for (const locale of ['en', 'ar'] as const satisfies readonly Locale[]) {
    describe.each(LOOKS)(`${locale}, $name`, ({ name, width, height, colorScheme }) => {
      it('a report goes its whole way, and nothing on it is found wanting', async () => {
        const t = (key: MessageKey) => languageOf(locale).t(key);
        const picture = (what: string) => `${locale}-${name}-${what}`;
        await withPage({ viewport: { width, height }, colorScheme, locale }, async (page) => {
          await page.goto(`${portal.url}/harbour/${locale}`);
          expect(await page.locator('html').getAttribute('dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr');
          expect(await look(page, picture('1-first'))).toEqual([]);

          const press = (label: MessageKey) =>
            page.getByRole('button', { name: t(label), exact: true }).click();
          await page.getByRole('link', { name: t('first.saw') }).click();
          expect(await look(page, picture('2-step-1'))).toEqual([]);
          await press('form.next');
          expect(await look(page, picture('2-step-1-errors'))).toEqual([]);
          await page.getByText(t('place.choose')).click();
          expect(await look(page, picture('2-step-1-places'))).toEqual([]);
          await press('place.kind.messenger');
          await page.getByLabel(t('place.account.group')).fill('a group');
          expect(await look(page, picture('2-step-1-messenger'))).toEqual([]);
          await page
            .getByLabel(t('form.urls'), { exact: true })
            .fill('hxxps://pictures[.]example/page\nwww.second.example');
          await press('form.next');

          expect(await look(page, picture('3-step-2'))).toEqual([]);
          await page.getByText(t('form.kind.extortion')).click();
          await page.getByLabel(t('form.danger'), { exact: true }).check();
          await page.getByLabel(t('form.still.yes')).check();
          await press('form.next');

          expect(await look(page, picture('3-step-3'))).toEqual([]);
          await page.getByLabel(t('form.comment')).fill('some words');
          await press('form.next');
          await page.getByLabel(t('form.contactEmail')).fill('someone@');
          await press('form.send');
          expect(await look(page, picture('3-step-4-errors'))).toEqual([]);
          await press('nav.back');
          expect(await page.getByLabel(t('form.comment')).inputValue()).toBe('some words');
          await press('form.next');
          await page.getByLabel(t('form.contactEmail')).fill('someone@example.org');
          await press('form.send');
          expect(await look(page, picture('4-given'))).toEqual([]);
          await page.emulateMedia({ media: 'print' });
          await page.screenshot({
            path: join(pictures, `${picture('5-given-printed')}.png`),
            fullPage: true,
          });
          await page.emulateMedia({ media: 'screen' });
          const code = await page.locator('#code').innerText();

          await page.getByRole('link', { name: t('receipt.title') }).click();
          expect(await look(page, picture('6-look-up'))).toEqual([]);
          await page.getByLabel(t('receipt.code')).fill('0000 0000');
          await page.getByRole('button', { name: t('receipt.open') }).click();
          expect(await look(page, picture('7-look-up-unknown'))).toEqual([]);
          await staffWritesToNewest('Which group was it?');
          await page.getByLabel(t('receipt.code')).fill(code.toLowerCase());
          await page.getByRole('button', { name: t('receipt.open') }).click();
          expect(await look(page, picture('8-status'))).toEqual([]);
          await page.getByLabel(t('answer.text')).fill('The second one.');
          await page.getByRole('button', { name: t('answer.send') }).click();
          expect(await look(page, picture('9-answered'))).toEqual([]);
        });
      }, 60_000);
    });
  }

  it.each([
    { locale: 'en', width: 320, colorScheme: 'light' },
    { locale: 'ar', width: 1280, colorScheme: 'dark' },
  ] as const)(
    'those concerned go their way, and nothing on it is found wanting: $locale, $width',
    async ({ locale, width, colorScheme }) => {
      const t = (key: MessageKey) => languageOf(locale).t(key);
      await withPage({ viewport: { width, height: 700 }, colorScheme, locale }, async (page) => {
        const wanting: string[] = [];
        const see = async (what: string) =>
          wanting.push(...(await look(page, `${locale}-${width}-concerned-${what}`)));
        const press = (label: MessageKey) =>
          page.getByRole('button', { name: t(label), exact: true }).click();
        await page.goto(`${portal.url}/concerned/${locale}/elsewhere`);
        await see('elsewhere');
        await page.goto(`${portal.url}/concerned/${locale}/help`);
        await see('matters');
        await press('about.thoughts');
        await see('age');
        await press('age.unsaid');
        await see('thoughts');
        await page.getByRole('link', { name: t('nav.back') }).click();
        await press('about.child');
        await press('age.16-17');
        await see('child');
        await page.getByRole('link', { name: t('nav.back') }).click();
        await press('about.threat');
        await press('age.18-over');
        await see('threat');
        await page.getByRole('link', { name: t('nav.back') }).click();
        await press('about.picture');
        await press('age.13-15');
        await page.locator('#fingerprint').waitFor();
        await see('picture');
        await press('concern.send');
        await see('picture-errors');
        await page.locator('#story').fill('some words');
        await press('concern.send');
        await see('given');
        const words = await page.locator('.words').innerText();
        await page.getByRole('link', { name: t('given.kept') }).click();
        await see('kept');
        await page.goto(`${portal.url}/concerned/${locale}/receipt`);
        await page.getByLabel(t('receipt.code')).fill(words);
        await press('receipt.open');
        await page.getByRole('heading', { name: t('status.received') }).waitFor();
        expect(wanting).toEqual([]);
      });
    },
    60_000,
  );

  describe('the fingerprint of a picture', () => {
    const ask = async (page: Page, url = portal.url) => {
      await page.goto(`${url}/concerned/en/help`);
      await page.getByRole('button', { name: en['about.picture'] }).click();
      await page.getByRole('button', { name: en['age.13-15'] }).click();
    };
    let picture: { name: string; mimeType: string; buffer: Buffer };
    let pixels: Buffer;
    const [width, height] = [160, 120];
    beforeAll(async () => {
      pixels = randomBytes(width * height * 3);
      const buffer = await sharp(pixels, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
      picture = { name: 'picture-of-someone.png', mimeType: 'image/png', buffer };
    });

    it('is made where the picture is, and no byte of the picture leaves: all that is sent is accounted for', async () => {
      const sent: Buffer[] = [];
      const line = await recordingLine(portal.url, (bytes) => sent.push(bytes));
      try {
        await withPage({}, async (page) => {
          await ask(page, line.url);
          await page.locator('#fingerprint-picture').setInputFiles(picture);
          await page.getByText(en['hash.made']).waitFor();
          await page.getByRole('button', { name: en['concern.send'] }).click();
          await page.locator('#code').waitFor();
        });
      } finally {
        await line.close();
      }
      const all = Buffer.concat(sent).toString('latin1');
      // A request may follow the body of another on the same line.
      const asked = [...all.matchAll(/(GET|POST|PUT|HEAD|OPTIONS) (\S+) HTTP\/1\.1\r\n/g)].map(
        ([, verb, path]) => `${verb} ${path!.replace(/\.[0-9a-f]{10}\./, '.')}`,
      );
      expect(new Set(asked)).toEqual(
        new Set(['GET /concerned/en/help', 'POST /concerned/en/help', 'GET /assets/portal.css', 'GET /assets/lighthouse.svg', 'GET /assets/fingerprint.js']),
      ); // prettier-ignore
      const last = all.slice(all.lastIndexOf('POST '));
      const body = last.slice(last.indexOf('\r\n\r\n') + 4);
      const form = new URLSearchParams(body.slice(0, Number(/content-length: (\d+)/i.exec(last)![1])));
      expect(Object.fromEntries(form)).toEqual({
        about: 'picture', age: '13-15', mark: expect.any(String), story: '', urls: '', app: '', account: '',
        contactEmail: '', website: '', go: 'send', hashes: expect.any(String),
      }); // prettier-ignore
      const { hash, quality } = hashPixels({ width, height, channels: 3, data: pixels });
      const sha256 = createHash('sha256').update(picture.buffer).digest('hex');
      expect(form.get('hashes')).toBe(`${sha256} ${toHex(hash)} ${quality}`);
      // Of picture and pixels not a run of eight bytes, in none of the ways in which a page could write them.
      for (const bytes of [picture.buffer, pixels]) {
        for (const from of Array.from({ length: 500 }, (_, at) => at * 97)) {
          const run = bytes.subarray(from, from + 8);
          if (run.length < 8) break;
          for (const written of [
            run.toString('latin1'),
            run.toString('hex'),
            run.toString('base64').slice(0, 10),
          ]) {
            expect(all).not.toContain(written);
          }
        }
      }
      expect(all).not.toContain(picture.name);
    });

    it('is SHA-256 alone where the browser alters what pages read, and the page says what that means', async () => {
      await withPage({}, async (page) => {
        await page.addInitScript(() => {
          const { prototype } = (globalThis as unknown as { CanvasRenderingContext2D: { prototype: { getImageData: (...a: number[]) => { data: Uint8ClampedArray } } } }).CanvasRenderingContext2D; // prettier-ignore
          const truly = prototype.getImageData;
          prototype.getImageData = function altered(...at: number[]) {
            const read = truly.apply(this, at);
            read.data[100]! ^= 1;
            return read;
          };
        });
        await ask(page);
        await page.locator('#fingerprint-picture').setInputFiles(picture);
        await page.getByText(en['hash.exact']).waitFor();
        expect(await page.locator('#hashes').inputValue()).toMatch(/^[0-9a-f]{64}$/);
        await page.getByRole('button', { name: en['hash.drop'] }).click();
        expect(await page.locator('#hashes').inputValue()).toBe('');
      });
    });

    it('is not needed: without scripts the same page is a plain form', async () => {
      await withPage({ javaScriptEnabled: false }, async (page) => {
        await ask(page);
        expect(await page.locator('#fingerprint').isVisible()).toBe(false);
        expect(await page.locator('noscript p').isVisible()).toBe(true);
        await page.locator('#story').fill('words');
        await page.getByRole('button', { name: en['concern.send'] }).click();
        await page.locator('#code').waitFor();
      });
    });
  });

  async function staffWritesToNewest(text: string): Promise<void> {
    const [report] = await database.asOwner<{ id: string }>(
      `SELECT report_id AS id FROM receipts r WHERE NOT EXISTS (SELECT FROM messages m WHERE m.report_id = r.report_id)`,
    );
    const staff = await database.open('console');
    await staff.within(seeded.organisationId, (manager) =>
      writeToReporter(manager, { id: report!.id, organisationId: seeded.organisationId }, text),
    );
  }

  it('shows a list of portals, a page that is not there, and the demonstration’s banner, in each language', async () => {
    for (const locale of ['en', 'fr', 'ar']) {
      await withPage({ viewport: { width: 390, height: 700 }, locale }, async (page) => {
        await page.goto(portal.url);
        expect(await look(page, `${locale}-list`)).toEqual([]);
        await page.goto(`${portal.url}/harbour/${locale}/nothing`);
        expect(await look(page, `${locale}-not-found`)).toEqual([]);
        await page.goto(`${portal.url}/demo/${locale}`);
        expect(await look(page, `${locale}-demonstration`)).toEqual([]);
        await page.goto(`${portal.url}/demo/${locale}/report`);
        expect(await look(page, `${locale}-demonstration-form`)).toEqual([]);
        await page.goto(`${portal.url}/demo/${locale}/report?all`);
        await page.locator('#place').fill('a place');
        expect(await look(page, `${locale}-demonstration-whole-form`)).toEqual([]);
        await page.locator('input[name=mark]').evaluate((mark) => mark.setAttribute('value', 'forged'));
        await page.locator('#report .actions button').click();
        expect(await look(page, `${locale}-send-again`)).toEqual([]);
        await page.locator('.notice button').click();
        await page.locator('#code').waitFor();
      });
    }
  }, 60_000);

  it('can be used by keyboard alone, with scripts switched off', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${portal.url}/harbour/en/report`);
      const tabTo = async (name: string) => {
        for (let presses = 0; presses < 60; presses += 1) {
          await page.keyboard.press('Tab');
          if ((await page.locator(`[name="${name}"]:focus`).count()) > 0) return;
        }
        throw new Error(`the keyboard does not reach ${name}`);
      };
      await tabTo('urls');
      await page.keyboard.type('http://by-keyboard.example/');
      await tabTo('go');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: en['form.step.2'], level: 1 }).waitFor();
      await tabTo('seenAt');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: en['form.step.3'], level: 1 }).waitFor();
      await tabTo('comment');
      await page.keyboard.type('words');
      await tabTo('go');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: en['form.step.4'], level: 1 }).waitFor();
      await tabTo('contactEmail');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: en['given.title'] }).waitFor();
      expect(await page.locator('#code').innerText()).toMatch(/^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
    });
  });

  it('goes back and on by the browser’s own buttons, and changes language, with all that was typed', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${portal.url}/harbour/en/report`);
      await page.locator('#urls').fill('http://kept.example/');
      await page.getByRole('button', { name: en['form.next'] }).click();
      await page.getByRole('button', { name: en['form.next'] }).click();
      await page.locator('#comment').fill('typed in English');
      await page.getByRole('button', { name: 'العربية' }).click();
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
      expect(await page.locator('#comment').inputValue()).toBe('typed in English');
      await page.reload();
      expect(await page.locator('#comment').inputValue()).toBe('typed in English');
      await page.getByRole('button', { name: languageOf('ar').t('form.next') }).click();
      expect(await page.locator('.summary').innerText()).toContain('http://kept.example/');
    });
  });

  it('asks nothing of anyone but the portal itself, and keeps nothing in the browser', async () => {
    await withPage({}, async (page, context) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      const refused: string[] = [];
      page.on('console', (line) => refused.push(line.text()));
      await page.goto(`${portal.url}/harbour/en`);
      await page.goto(`${portal.url}/harbour/en/report`);
      expect(new Set(asked)).toEqual(new Set([portal.url]));
      expect(await context.storageState()).toEqual({ cookies: [], origins: [] });
      expect(refused).toEqual([]);
    });
  });

  it('still works at four times the size', async () => {
    await withPage({ viewport: { width: 320, height: 256 } }, async (page) => {
      for (const path of [
        '/harbour/en',
        '/harbour/ar/report',
        '/harbour/fr/report?all',
        '/harbour/fr/receipt',
      ]) {
        await page.goto(portal.url + path);
        expect(await stumbles(page)).toEqual([]);
      }
    });
  });
});

/** A line to the portal that hears all that the browser says on it. */
async function recordingLine(
  to: string,
  heard: (bytes: Buffer) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((browser) => {
    const portal = connect(Number(port), hostname);
    for (const socket of [browser, portal]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    browser.on('data', heard);
    browser.pipe(portal);
    portal.pipe(browser);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
