// The console as staff use it: the whole system, a real browser, by keyboard, in two directions of writing.
import type { Browser, Page } from 'playwright-core';
import { ar } from '../../apps/console-web/src/catalogue/ar.js';
import { en } from '../../apps/console-web/src/catalogue/en.js';
import { Analyst, Reporter } from '../demo/calls.js';
import { hasBrowser, openBrowser } from '../support/browser.js';
import {
  cutOffOn,
  faultsOf,
  movingOn,
  settled,
  tabTo,
  takePicture,
  watchedPage,
  type WatchedPage,
} from '../support/console-page.js';
import { startSystem, type Account } from '../support/system.js';
import { until } from '../support/waiting.js';
import { describeAdministration } from './administration.pages.js';
import { describeMatching } from './matching.pages.js';

const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 360, height: 800 };
const LANGUAGES = [
  { name: 'English', locale: 'en', direction: 'ltr', text: en },
  { name: 'Arabic', locale: 'ar', direction: 'rtl', text: ar },
] as const;
type Language = (typeof LANGUAGES)[number];

interface Picture {
  readonly naturalWidth: number;
  readonly naturalHeight: number;
  decode(): Promise<void>;
}
// These run in the browser.
const sizeOf = (picture: object) =>
  (picture as Picture)
    .decode()
    .then(() => Math.max((picture as Picture).naturalWidth, (picture as Picture).naturalHeight));
const targetsOf = (all: readonly object[]) =>
  (all as readonly { getAttribute(name: string): string }[]).map((one) => one.getAttribute('href'));

const writtenOf = (element: object) => (element as { innerText: string }).innerText;
(hasBrowser ? describe : describe.skip)('the console in a browser', () => {
  let system: Awaited<ReturnType<typeof startSystem>>;
  let browser: Browser;
  const reported = () => system.urls['sample-site'];

  beforeAll(async () => {
    system = await startSystem({ UNDO_SECONDS: '600' });
    browser = await openBrowser();
    const reporter = new Reporter(system.urls.portal, 'demo');
    for (const { locale } of LANGUAGES) {
      await reporter.report({ urls: [`${reported()}/s/${locale}/pages/new`], comment: 'What was written.' });
    }
    await reporter.report({ urls: [`${reported()}/pages/known`] });
    const analyst = await Analyst.signIn(system.urls.console, system.account('analyst@demo'));
    await until(
      'three cases are ready',
      async () => {
        const found = await analyst.call<{ cases: unknown[] }>(
          'POST',
          '/api/v1/cases/search',
          { state: 'ready' },
          200,
        );
        return found.cases.length === 3;
      },
      60_000,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await system?.end();
  });

  async function signIn(page: Page, account: Account, text: Language['text']): Promise<void> {
    await page.goto(system.urls.console);
    await tabTo(page, page.getByLabel(text['sign-in.email'], { exact: true }));
    await page.keyboard.type(account.email);
    await tabTo(page, page.getByLabel(text['sign-in.password'], { exact: true }));
    await page.keyboard.type(account.password);
    await page.keyboard.press('Enter');
  }

  /** Our own emblem stands outside. */
  const pictures = (page: Page) =>
    page.locator('main img, main picture, main video, main object, main iframe').count();
  const links = (page: Page) =>
    page.evaluate<string[]>(
      '[...document.querySelectorAll("[href], [action], [src]")].map((one) => one.href || one.action || one.src)',
    );

  describe.each(LANGUAGES)('in $name', ({ locale, direction, text }) => {
    let watched: WatchedPage;
    let page: Page;
    let number: string;
    beforeAll(async () => {
      watched = await watchedPage(browser, { locale, viewport: WIDE });
      ({ page } = watched);
    });
    afterAll(() => watched?.close());

    const faults = async (name: string) => {
      await takePicture(page, `${locale}-${name}`);
      return faultsOf(page);
    };
    const cover = () => page.locator('button.cover');

    it('asks who is there, in the language of the browser', async () => {
      await page.goto(system.urls.console);
      await page.getByRole('heading', { name: text['sign-in.title'] }).waitFor();
      expect(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual([
        locale,
        direction,
      ]);
      expect(await faults('1-sign-in')).toEqual([]);
    });

    it('tells nothing more to who gives a wrong password', async () => {
      await signIn(page, { ...system.account('analyst@demo'), password: 'not this one' }, text);
      await page.getByRole('alert').waitFor();
      expect(await faults('2-refused')).toEqual([]);
      expect(await page.locator('nav').count()).toBe(0);
    });

    it('lets an analyst in, and shows what waits', async () => {
      await signIn(page, system.account('analyst@demo'), text);
      await page.getByRole('heading', { name: text['work.title'], level: 1 }).waitFor();
      await page.getByRole('heading', { name: text['queue.title'] }).waitFor();
      expect(await faults('3-work')).toEqual([]);
    });

    it('gives the next case by one key, with text alone', async () => {
      await page.keyboard.press('n');
      await page.locator('#item-title').waitFor();
      number = /DEMO-\d{4}-\d{6}/.exec(await page.locator('main').innerText())![0];
      expect(await page.locator('main').innerText()).toContain('/pages/new');
      expect(await pictures(page)).toBe(0);
      expect(await faults('4-case')).toEqual([]);
    });

    it('is named by its number among those that one holds, and gone on with from there', async () => {
      await page.locator('nav a[href="/"]').click();
      const held = page.getByRole('link', { name: number });
      await held.waitFor();
      expect(await faults('4-held')).toEqual([]);
      await held.click();
      await page.locator('#item-title').waitFor();
    });

    it('has no link and no source that leads to a reported address', async () => {
      const all = await links(page);
      expect(all.length).toBeGreaterThan(3);
      expect(all.filter((address) => !address.startsWith(`${system.urls.console}/`))).toEqual([]);
    });

    it('shows a picture while the space bar is held, small and only then', async () => {
      await page.keyboard.press('j');
      await cover().waitFor();
      expect(await pictures(page)).toBe(0);
      await page.keyboard.down(' ');
      const shown = cover().locator('img');
      await shown.waitFor();
      const size = await shown.evaluate(sizeOf);
      expect(size).toBeGreaterThan(0);
      expect(size).toBeLessThanOrEqual(256);
      await page.keyboard.up(' ');
      await shown.waitFor({ state: 'detached' });
      expect(await pictures(page)).toBe(0);
    });

    it('is answered by keyboard: a verdict by its digit, the rest by Tab and space, the same for another item', async () => {
      await page.keyboard.press('1');
      const choices = (code: string) => page.locator(`fieldset.question input[value="${code}"]`).first();
      await choices('baseline').and(page.locator(':checked')).waitFor();
      for (const code of ['infant', 'female']) {
        await tabTo(page, choices(code));
        await page.keyboard.press(' ');
        await choices(code).and(page.locator(':checked')).waitFor();
      }
      await page.keyboard.press('k');
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      await page.keyboard.press('s');
      await page.keyboard.press('k');
      await choices('baseline').and(page.locator(':checked')).waitFor();
      expect(await choices('infant').isChecked()).toBe(true);
    });

    it('names what the recipient needs to know of the source before it can be decided, and leads there', async () => {
      await page.keyboard.press('r');
      const dialog = page.getByRole('dialog');
      await dialog.getByText(text['review.source-open']).waitFor();
      const first = dialog.getByRole('button', { name: text['question.siteType'] });
      await first.and(page.locator(':focus')).waitFor();
      expect(await faults('5-source-missing')).toEqual([]);
      // The chord decides nothing here.
      await page.keyboard.press('Control+Enter');
      expect(await dialog.count()).toBe(1);
      await page.keyboard.press('Enter');
      await page.getByLabel(text['question.siteType']).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('ArrowDown');
      // Tab enters a group of choices at its first; arrows go on from there.
      const commercial = page.getByRole('group', { name: text['question.commerciality'] }).getByRole('radio');
      await tabTo(page, commercial.first());
      await page.keyboard.press('ArrowDown');
      await commercial.nth(1).and(page.locator(':checked')).waitFor();
      await tabTo(page, page.getByRole('checkbox', { name: text['paymentMethods.none'], exact: true }));
      await page.keyboard.press(' ');
      expect(await faults('5-answered')).toEqual([]);
    });

    it('is gone over before it is sent, and decided with Control and Enter', async () => {
      await page.keyboard.press('r');
      await page.getByRole('dialog').waitFor();
      expect(await page.getByRole('dialog').innerText()).toContain(number);
      // Reading begins at the title, not at the cross that closes.
      expect(await page.locator(':focus').evaluate(writtenOf)).toContain(number);
      expect(await faults('6-review')).toEqual([]);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: text['pending.undo'] }).waitFor();
      const decided = page.locator('.figures > div', { hasText: text['queue.decided'] }).locator('dd');
      await decided.filter({ hasText: /^[1١]$/ }).waitFor();
      expect(await faults('7-decided')).toEqual([]);
    });

    it('is taken back while nothing has been sent', async () => {
      const undo = page.getByRole('button', { name: text['pending.undo'] });
      await tabTo(page, undo);
      await page.keyboard.press('Enter');
      await page.locator('#item-title').waitFor();
      expect(await page.locator('main').innerText()).toContain(number);
      const analyst = await Analyst.signIn(system.urls.console, system.account('analyst@demo'));
      const found = await analyst.call<{ cases: { state: string }[] }>(
        'POST',
        '/api/v1/cases/search',
        { q: number },
        200,
      );
      expect(found.cases.map(({ state }) => state)).toEqual([
        expect.stringMatching(/^(ready|in-assessment)$/),
      ]);
      await page.getByText(text['earlier.withdrawn']).first().waitFor();
    });

    it('is found by its number, with its address written so that it leads nowhere', async () => {
      await page.locator('nav a[href="/cases"]').click();
      await page.getByLabel(text['search.what']).fill(number);
      await page.keyboard.press('Enter');
      const row = page.locator('main tbody tr', { hasText: number });
      await row.waitFor();
      await page.locator('main tbody tr').nth(1).waitFor({ state: 'detached' });
      expect(await row.innerText()).toContain('hxxp://127[.]0[.]0[.]1');
      expect(await faults('7-found')).toEqual([]);
      await page.getByRole('link', { name: number }).click();
      await page.locator('#item-title').waitFor();
    });

    it('fits a small screen without scrolling sideways', async () => {
      await page.setViewportSize(NARROW);
      expect(await faults('8-case-narrow')).toEqual([]);
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
      expect(await cutOffOn(page)).toEqual([]);
      await page.setViewportSize(WIDE);
    });

    it('moves nothing for who wants no motion', async () => {
      expect(await movingOn(page)).toEqual([]);
    });

    it('can be read in the dark', async () => {
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await faults('9-case-dark')).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
    });

    it('lets the analyst out, after which nothing can be read', async () => {
      await page.getByRole('button', { name: /analyst/i }).click();
      await page.getByRole('button', { name: text['shell.sign-out'] }).click();
      await page.getByRole('heading', { name: text['sign-in.title'] }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { name: text['sign-in.title'] }).waitFor();
      expect(await page.locator('body').innerText()).not.toContain(number);
    });

    it('asked nobody but the console for anything, and broke no rule of its own', () => {
      expect(watched.requested.length).toBeGreaterThan(20);
      const elsewhere = watched.requested.filter((address) => !address.startsWith(`${system.urls.console}/`));
      expect(elsewhere.filter((address) => !/^(blob|data):/.test(address))).toEqual([]);
      expect(
        watched.requested.filter((address) => address.includes('pages') || address.includes(number)),
      ).toEqual([]);
      expect(watched.complaints).toEqual([]);
    });
  });

  describeAdministration(() => ({ system, browser, signIn }));
  describeMatching(() => ({ system, browser, signIn }));

  it('shows known material without a look, says which list settled it, and asks why before it shows it all the same', async () => {
    const watched = await watchedPage(browser, { locale: 'en', viewport: WIDE });
    const { page } = watched;
    try {
      await signIn(page, system.account('supervisor@demo'), en);
      await page.locator('nav a[href="/cases"]').click();
      await page.getByLabel(en['search.what']).fill('/pages/known');
      await page.keyboard.press('Enter');
      // Another page of the sample site has an address that goes on after these words.
      const found = page.locator('main tbody tr').filter({ has: page.getByText(/\/pages\/known$/) });
      await found.getByRole('link').click();
      await page.getByRole('button', { name: en['case.take'] }).click();
      await page.getByRole('button', { name: en['case.not-now'] }).waitFor();
      await page.keyboard.press('j');
      const card = page.locator('.note');
      await card.waitFor();
      expect(await card.innerText()).toMatch(/Sample list, version 1, has exactly this file \(SHA-256\)/);
      expect(await card.innerText()).toContain(en['view.known-settled']);
      expect(await pictures(page)).toBe(0);
      await takePicture(page, 'known');
      expect(await faultsOf(page)).toEqual([]);
      await card.getByRole('button', { name: en['view.known-look'] }).click();
      await page.locator('button.cover').waitFor();
      await page.locator('#item-title').focus();
      await page.keyboard.press(' ');
      await page.getByText(en['reason.needed']).waitFor();
      expect(await pictures(page)).toBe(0);
    } finally {
      await watched.close();
    }
  });

  it('says that the connection is gone, and that a case is no longer ours', async () => {
    const watched = await watchedPage(browser, { locale: 'en', viewport: NARROW });
    const { page } = watched;
    try {
      await signIn(page, system.account('analyst@demo'), en);
      await page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
      const held = page.locator('main a.figure, main a').filter({ hasText: /DEMO-/ }).first();
      if ((await held.count()) > 0) await held.click();
      else await page.keyboard.press('n');
      await page.locator('#item-title').waitFor();
      const take = page.getByRole('button', { name: en['case.go-on'] });
      if ((await take.count()) > 0) await take.click();
      await page.getByRole('button', { name: en['case.not-now'] }).waitFor();
      await page.context().setOffline(true);
      await page.getByText(en['offline.title'], { exact: true }).waitFor();
      await takePicture(page, 'offline');
      expect(await faultsOf(page)).toEqual([]);
      await page.context().setOffline(false);
      await page.getByText(en['offline.title'], { exact: true }).waitFor({ state: 'detached' });
      await page.clock.setFixedTime(Date.now() + 16 * 60_000);
      await page.getByText(en['lease.lost'], { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: en['case.not-now'] }).count()).toBe(0);
      await takePicture(page, 'lost');
      expect(await faultsOf(page)).toEqual([]);
    } finally {
      await watched.close();
    }
  });

  it.each(['analyst@demo', 'supervisor@demo', 'admin@demo'])(
    'every place of %s can be read by everybody, wide and narrow',
    async (start) => {
      const watched = await watchedPage(browser, { locale: 'en', viewport: WIDE });
      const { page } = watched;
      try {
        await signIn(page, system.account(start), en);
        await page.locator('nav a').first().waitFor();
        const places = await page.locator('nav a').evaluateAll(targetsOf);
        expect(places.length).toBeGreaterThan(1);
        const faults: Record<string, string[]> = {};
        for (const place of places) {
          await page.setViewportSize(WIDE);
          await page.locator(`nav a[href="${place}"]`).click();
          await page.locator('main h1').waitFor();
          const name = `${start.split('@')[0]}${place.replaceAll('/', '-')}`;
          await takePicture(page, `${name}-wide`);
          faults[place] = await faultsOf(page);
          await page.setViewportSize(NARROW);
          await settled(page);
          await takePicture(page, `${name}-narrow`);
          const overflow = await page.evaluate<number>(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          if (overflow > 0) faults[place].push(`scrolls sideways by ${overflow}`);
          faults[place].push(...(await cutOffOn(page)));
        }
        expect(faults).toEqual(Object.fromEntries(places.map((place) => [place, []])));
        expect(watched.complaints).toEqual([]);
      } finally {
        await watched.close();
      }
    },
    240_000,
  );
});
