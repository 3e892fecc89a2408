// A report in the languages that no other test of the pages goes through, on the narrowest phone. Where SCREENSHOT_DIR is
// set, pictures are left there for people to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { hasBrowser, openBrowser } from '../../../test/support/browser.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import type { MessageKey } from './messages/en.js';
import { CATALOGUES, languageOf, type Locale } from './messages/translate.js';
import { findings, stumbles } from './testing/page-checks.js';
import { seedPortal, startPortalUnderTest, type PortalUnderTest } from './testing/portal-under-test.js';

const describeWithBrowser = hasBrowser ? describe : describe.skip;
const pictures = process.env.SCREENSHOT_DIR;
const locales = Object.keys(CATALOGUES) as Locale[];
/** Gone through whole, in both widths, by the test of the pages. */
const GONE_THROUGH: ReadonlySet<Locale> = new Set(['en', 'ar']);

describeWithBrowser('the portal in every language', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  let browser: Browser;
  beforeAll(async () => {
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
    database = await createTestDatabase();
    const { id } = await seedPortal(database, 'harbour');
    await database.asOwner('UPDATE portals SET locales = $2 WHERE id = $1', [id, locales]);
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await portal.stop();
    await database.drop();
  });

  it.each(locales.filter((locale) => !GONE_THROUGH.has(locale)))(
    '%s: a report arrives, no word is wider than the window, and the checker finds nothing',
    async (locale) => {
      const t = (key: MessageKey) => languageOf(locale).t(key);
      const context = await browser.newContext({ viewport: { width: 320, height: 640 }, locale });
      try {
        const page = await context.newPage();
        const look = async (name: string) => {
          if (pictures !== undefined)
            await page.screenshot({ path: join(pictures, `language-${locale}-${name}.png`), fullPage: true });
          return stumbles(page);
        };
        await page.goto(`${portal.url}/harbour`);
        expect(await page.locator('html').getAttribute('lang')).toBe(locale);
        expect(await look('first')).toEqual([]);
        await page.getByRole('link', { name: t('first.saw') }).click();
        await page.getByLabel(t('form.urls'), { exact: true }).fill('hxxps://pictures[.]example/page');
        await page.getByRole('button', { name: t('form.next'), exact: true }).click();
        await page.getByLabel(t('form.kind.grooming')).check();
        expect(await look('step-2')).toEqual([]);
        expect(await findings(page)).toEqual([]);
        await page.getByRole('button', { name: t('form.send-now'), exact: true }).click();
        expect(await page.locator('h1').innerText()).toBe(t('given.title'));
        expect(await look('given')).toEqual([]);
        await page.goto(`${portal.url}/harbour/${locale}/help`);
        expect(await stumbles(page)).toEqual([]);
      } finally {
        await context.close();
      }
    },
    60_000,
  );
});
