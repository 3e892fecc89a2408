// Every page of the portal in a real browser, in every language and so in both directions: what an accessibility checker
// finds, and what somebody with a narrow window stumbles over. Pictures of every page in English and Arabic, narrow and
// wide, are left where SCREENSHOT_DIR says.
import type { Browser } from 'playwright-core';
import { hasBrowser, openBrowser } from '../../../test/support/browser.js';
import type { Locale } from './messages/translate.js';
import { EveryPage, LOCALES, type SentPage } from './testing/every-page.js';
import { Examiner, RULES } from './testing/page-checks.js';

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
/** As a window of this size is at four times the size of its text. */
const FOUR_TIMES = { width: 320, height: 200 };
const PICTURED: ReadonlySet<Locale> = new Set(['en', 'ar']);
/** In which the colours and sizes of the style sheet are looked at: it is one for all languages. */
const DRESSED: ReadonlySet<Locale> = new Set(['en', 'fr', 'ar']);

(hasBrowser ? describe : describe.skip)('every page of the portal', () => {
  let every: EveryPage;
  let browser: Browser;
  let window: Examiner;
  const sent = new Map<Locale, readonly SentPage[]>();
  beforeAll(async () => {
    every = await EveryPage.start();
    browser = await openBrowser();
    window = await Examiner.open(browser, every.portal, { viewport: NARROW, colorScheme: 'light' });
    for (const locale of LOCALES) sent.set(locale, await every.in(locale));
    // The database does not come back from this.
    const away = await every.away();
    for (const locale of LOCALES) sent.set(locale, [...sent.get(locale)!, ...away.get(locale)!]);
  });
  afterAll(async () => {
    await browser?.close();
    await every?.stop();
  });

  it.each(LOCALES)(
    'in %s: the checker finds nothing, and nothing is wider than a narrow window or smaller than a thumb',
    async (locale) => {
      const pages = sent.get(locale)!;
      // How pages are built, and what lies on what, is alike in all languages.
      const rules = locale === 'en' ? RULES.advice : DRESSED.has(locale) ? RULES.standard : RULES.words;
      expect(await window.examine(pages, rules)).toEqual([]);
      if (!PICTURED.has(locale)) return;
      await window.picture(pages, `${locale}-narrow`, true);
      await window.page.emulateMedia({ colorScheme: 'dark' });
      expect(await window.examine(pages, RULES.contrast)).toEqual([]);
      await window.page.setViewportSize(WIDE);
      expect(await window.examine(pages)).toEqual([]);
      await window.picture(pages, `${locale}-wide`, false);
      await window.page.emulateMedia({ colorScheme: 'light' });
      await window.page.setViewportSize(NARROW);
    },
    120_000,
  );

  it('is in the language and the direction that its address says, and has a heading of its own', () => {
    for (const [locale, pages] of sent) {
      for (const { name, html } of pages) {
        const [, lang, direction] = /<html lang="(\w+)" dir="(\w+)">/.exec(html)!;
        expect([name, lang, direction]).toEqual([name, locale, locale === 'ar' ? 'rtl' : 'ltr']);
        expect([name, html.match(/<h1/g)?.length]).toEqual([name, 1]);
      }
    }
  });

  it('has no script, but for the one that takes fingerprints', () => {
    const withScript = [...sent.values()].flat().filter(({ html }) => /<script|\son[a-z]+=/.test(html));
    expect(new Set(withScript.map(({ name }) => name))).toEqual(
      new Set(['picture-13-15', 'picture-18-over']),
    );
  });

  it('prints the code without what is for the screen alone', async () => {
    const given = sent.get('ar')!.filter(({ name }) => name === 'given');
    await window.page.emulateMedia({ media: 'print' });
    await window.show(given[0]!.html);
    await window.picture(given, 'ar-printed', true);
    expect(await window.page.locator('#code').isVisible()).toBe(true);
    for (const hidden of ['.leave', '.languages', '.screen'])
      expect(await window.page.locator(hidden).first().isVisible()).toBe(false);
    await window.page.emulateMedia({ media: 'screen' });
  });

  it('still works at four times the size', async () => {
    await window.page.setViewportSize(FOUR_TIMES);
    for (const locale of LOCALES) {
      const pages = sent.get(locale)!.filter(({ name }) => /^(first-harbour|step-2|given|receipt-asked)$/.test(name));
      expect(await window.examine(pages)).toEqual([]);
    }
    await window.page.setViewportSize(NARROW);
  }); // prettier-ignore
});
