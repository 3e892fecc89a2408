// The pages in a real browser: the way of a report by keyboard and mouse without a script, in both directions, narrow and
// wide, and what an accessibility checker finds. Pictures of every page are left in a folder for people to look at.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { writeToReporter } from '#libs/reports';
import { hasBrowser, openBrowser } from '../../../test/support/browser.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { en, type MessageKey } from './messages/en.js';
import { languageOf, type Locale } from './messages/translate.js';
import {
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from './testing/portal-under-test.js';

const describeWithBrowser = hasBrowser ? describe : describe.skip;
const pictures = process.env.SCREENSHOT_DIR ?? join(tmpdir(), 'manara-portal-pictures');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const LOOKS = [
  { name: 'narrow', width: 320, height: 640, colorScheme: 'light' },
  { name: 'wide', width: 1280, height: 800, colorScheme: 'dark' },
] as const;

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

  /** What the checker finds, as `rule: element`. Its script is put in past the page's own policy. */
  async function findings(page: Page): Promise<string[]> {
    await page.evaluate(axeSource);
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
  }

  /** Things that a person with a narrow window or a thumb would stumble over. */
  async function stumbles(page: Page): Promise<string[]> {
    return page.evaluate(() => {
      const found: string[] = [];
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth > clientWidth) found.push(`wider than the window: ${scrollWidth} > ${clientWidth}`);
      for (const element of document.querySelectorAll(
        'a, button, summary, input:not([type=hidden]), textarea',
      )) {
        const { width, height } = element.getBoundingClientRect();
        if (width === 0 || element.classList.contains('skip')) continue;
        const isButton = element.matches('button, .button, .number');
        const isInText = element.matches('li a, p a') && !isButton;
        if (height < (isButton ? 44 : isInText ? 18 : 24))
          found.push(`too small: ${element.outerHTML.slice(0, 120)}`);
      }
      return found;
    });
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
          await page.getByRole('link', { name: t('first.start') }).click();
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
