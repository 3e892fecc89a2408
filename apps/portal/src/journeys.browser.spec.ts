// The journeys in a real browser, in every language, with scripts and without, by keyboard alone, and in a text browser.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { hasBrowser, openBrowser } from '../../../test/support/browser.js';
import { en, type MessageKey } from './messages/en.js';
import { languageOf, type Locale } from './messages/translate.js';
import { EveryPage, LOCALES } from './testing/every-page.js';

const NARROW = { width: 320, height: 640 };
const CODE = /^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$/;
const WHOLE_WAY: ReadonlySet<Locale> = new Set(['en', 'ar']);
const CONCERNS = ['picture', 'threat', 'child'] as const;

/** One window, in which a person goes on by what stands on the buttons, and by keyboard. */
class Person {
  readonly t: (key: MessageKey) => string;

  constructor(
    readonly page: Page,
    private readonly portal: string,
    readonly locale: Locale,
  ) {
    const language = languageOf(locale, 'TN');
    this.t = (key) => language.t(key);
  }

  open(path: string): Promise<unknown> {
    return this.page.goto(`${this.portal}/harbour/${this.locale}${path}`);
  }
  press(key: MessageKey): Promise<void> {
    return this.page.getByRole('button', { name: this.t(key), exact: true }).press('Enter');
  }
  follow(key: MessageKey): Promise<void> {
    return this.page
      .getByRole('link', { name: this.t(key), exact: true })
      .first()
      .click();
  }

  /** From the first page to what the code shows. @returns the code, and what stands under it */
  async report(): Promise<[string, string]> {
    const { page, t } = this;
    await this.open('');
    await this.follow('first.saw');
    await page.getByLabel(t('form.urls'), { exact: true }).fill('hxxps://pictures[.]example/page');
    await this.press('form.next');
    await page.getByLabel(t('form.kind.grooming')).press(' ');
    await this.press('form.next');
    await page.getByLabel(t('form.comment')).fill('some words');
    await this.press('form.next');
    await this.press('form.send');
    const code = await this.code();
    await this.follow('receipt.title');
    await page.getByLabel(t('receipt.code')).fill(code.toLowerCase());
    await this.press('receipt.open');
    return [code, await page.locator('#status').innerText()];
  }

  /** The address, and what it is. @returns the code */
  async reportInBrief(): Promise<string> {
    await this.open('/report');
    await this.page.locator('#urls').fill('hxxps://pictures[.]example/page');
    await this.press('form.next');
    await this.page.getByLabel(this.t('form.kind.grooming')).press(' ');
    await this.press('form.send-now');
    return this.code();
  }

  /** From what it is about to the code. */
  async concern(about: (typeof CONCERNS)[number]): Promise<string> {
    await this.open('/help');
    await this.press(`about.${about}`);
    await this.press('age.13-15');
    await this.page.locator('#story').fill('some words');
    await this.press('concern.send');
    return this.code();
  }

  /** @returns the heading of the page that it leads to, which asks nothing */
  async thoughts(): Promise<string> {
    await this.open('/help');
    await this.press('about.thoughts');
    await this.press('age.18-over');
    return this.page.locator('h1').innerText();
  }

  private code(): Promise<string> {
    return this.page.locator('#code').innerText();
  }
}

/** `script` gives it the terminal that it asks for. */
const hasTextBrowser = ['w3m', 'script'].every((name) => spawnSync(name, ['--version']).error === undefined);

/** Goes through pages in w3m by typing ahead. @returns all that stood on its screen */
async function inTextBrowser(url: string, folder: string, typed: string, keys: string): Promise<string> {
  const editor = join(folder, 'editor');
  writeFileSync(editor, `#!/bin/sh\nprintf '%s' '${typed}' > "$1"\n`, { mode: 0o700 });
  const options = ['use_history=false', 'use_cookie=false', `editor=${editor}`].map((one) => `-o ${one}`);
  const shell = `stty rows 60 cols 100; w3m ${options.join(' ')} ${url}`;
  const running = spawn('script', ['-qec', shell, '/dev/null'], {
    timeout: 20_000,
    env: { PATH: process.env.PATH, TERM: 'vt100', LANG: 'C.UTF-8', HOME: folder },
  });
  let screen = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text));
  running.stdin.write(keys);
  await once(running, 'close');
  return screen;
}

(hasBrowser ? describe : describe.skip)('the journeys', () => {
  let every: EveryPage;
  let browser: Browser;
  beforeAll(async () => {
    every = await EveryPage.start();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await every?.stop();
  });

  async function withPage(
    options: Parameters<Browser['newContext']>[0],
    work: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ viewport: NARROW, ...options });
    try {
      await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  describe.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])('%j', (options) => {
    let context: BrowserContext;
    let page: Page;
    beforeAll(async () => {
      context = await browser.newContext({ viewport: NARROW, ...options });
      page = await context.newPage();
    });
    afterAll(() => context?.close());

    // One page alone has a script, so with and without differ there; the longest way is gone once in each direction.
    it.each(LOCALES)('%s: what somebody has to say arrives', async (locale) => {
      const person = new Person(page, every.portal.url, locale);
      const isBrief = !options.javaScriptEnabled && !WHOLE_WAY.has(locale);
      expect(await (isBrief ? person.reportInBrief() : person.concern('picture'))).toMatch(CODE);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      if (!WHOLE_WAY.has(locale)) return;
      expect(await person.report()).toEqual([expect.stringMatching(CODE), person.t('status.received')]);
      if (options.javaScriptEnabled) return;
      expect(await person.concern('threat')).toMatch(CODE);
      expect(await person.concern('child')).toMatch(CODE);
      expect(await person.thoughts()).toBe(person.t('about.thoughts'));
    });
  });

  it('can be used by keyboard alone, with scripts switched off', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${every.portal.url}/harbour/en/report`);
      const tabTo = async (name: string) => {
        for (let presses = 0; presses < 60; presses += 1) {
          await page.keyboard.press('Tab');
          if ((await page.evaluate('document.activeElement?.getAttribute("name")')) === name) return;
        }
        throw new Error(`the keyboard does not reach ${name}`);
      };
      const heading = (key: MessageKey) => page.getByRole('heading', { name: en[key], level: 1 }).waitFor();
      await tabTo('urls');
      await page.keyboard.type('http://by-keyboard.example/');
      await tabTo('go');
      await page.keyboard.press('Enter');
      await heading('form.step.2');
      await tabTo('seenAt');
      await page.keyboard.press('Enter');
      await heading('form.step.3');
      await tabTo('comment');
      await page.keyboard.type('words');
      await tabTo('go');
      await page.keyboard.press('Enter');
      await heading('form.step.4');
      await tabTo('contactEmail');
      await page.keyboard.press('Enter');
      await heading('given.title');
      expect(await page.locator('#code').innerText()).toMatch(CODE);
      await page.goto(`${every.portal.url}/harbour/en/help`);
      await tabTo('about');
      await page.keyboard.press('Enter');
      await page.locator('[name=age]').first().waitFor();
      await tabTo('age');
      await page.keyboard.press('Enter');
      await page.locator('[name=story]').waitFor();
      await tabTo('story');
      await page.keyboard.type('words');
      await tabTo('go');
      await page.keyboard.press('Enter');
      await heading('given.title');
    });
  });

  (hasTextBrowser ? describe : describe.skip)('in a text browser', () => {
    it('a report arrives', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'text-browser-'));
      try {
        const find = (key: MessageKey) => `/${en[key]}\r`;
        const screen = await inTextBrowser(
          `${every.portal.url}/harbour/en`,
          folder,
          'http://by-text-browser.example/',
          // A search leads to a link or button; Enter follows or presses it. A field is the next thing after its hint.
          [
            find('first.saw'),
            '\r',
            '/open it again\r\t\r',
            find('form.next'),
            '\r',
            find('form.send-now'),
            '\r',
            'Q',
          ].join(''),
        );
        expect(screen).toContain(en['given.title']);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });

  it('goes back and on by the browser’s own buttons, and changes language, with all that was typed', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${every.portal.url}/harbour/en/report`);
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
      await page.goto(`${every.portal.url}/harbour/en`);
      await page.goto(`${every.portal.url}/harbour/en/report`);
      expect(new Set(asked)).toEqual(new Set([every.portal.url]));
      expect(await context.storageState()).toEqual({ cookies: [], origins: [] });
      expect(refused).toEqual([]);
    });
  });
});
