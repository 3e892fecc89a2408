// Why a picture matched, a hash that is tried, and a list that is brought in, in the browser: part of the test of the
// console, on the same running system.
import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { ar } from '../../apps/console-web/src/catalogue/ar.js';
import { en } from '../../apps/console-web/src/catalogue/en.js';
import { createLanguage } from '../../apps/console-web/src/catalogue/language.js';
import { Analyst, Reporter } from '../demo/calls.js';
import { faultsOf, tabTo, takePicture, watchedPage, type WatchedPage } from '../support/console-page.js';
import type { Account, RunningSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 360, height: 780 };
const LOOKS = [
  { locale: 'en', text: en, colorScheme: 'light', viewport: WIDE },
  { locale: 'ar', text: ar, colorScheme: 'dark', viewport: NARROW },
] as const;
type Text = (typeof LOOKS)[number]['text'];

interface Console {
  readonly system: RunningSystem;
  readonly browser: Browser;
  readonly signIn: (page: Page, account: Account, text: Text) => Promise<void>;
}

interface FoundMatch {
  readonly kind: string;
  readonly distance: number;
  readonly orientation: string;
}

interface Found {
  readonly id: string;
  readonly items: readonly {
    readonly address: string;
    readonly matches: readonly FoundMatch[];
  }[];
}

// These run in the browser.
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const sideways = `(() => { const one = document.querySelector('[role=dialog]'); return one.scrollWidth - one.clientWidth; })()`;
const shapesOf = `[...document.querySelectorAll('[role=dialog] .hash-grid svg')]
  .map((grid) => [grid.querySelectorAll('.bit-differs').length, grid.querySelectorAll('rect, circle').length])`;
const topsOf = `[...document.querySelectorAll('[role=dialog] .hash-grid')].map((one) => Math.round(one.getBoundingClientRect().top))`;

/** @param running what the tests around have started, once they have */
export function describeMatching(running: () => Console): void {
  describe('why a picture matched', () => {
    let variants: Found;
    let known: Found;

    beforeAll(async () => {
      const { system } = running();
      const address = `${system.urls['sample-site']}/pages/known-variants`;
      await new Reporter(system.urls.portal, 'demo').report({ urls: [address] });
      const supervisor = await Analyst.signIn(system.urls.console, system.account('supervisor@demo'));
      const caseAt = async (path: string): Promise<Found | undefined> => {
        const body = { q: path };
        const { cases } = await supervisor.call<{ cases: { id: string; address: string; state: string }[] }>(
          'POST',
          '/api/v1/cases/search',
          body,
          200,
        );
        const found = cases.find((one) => one.address.endsWith(path) && one.state !== 'triage');
        if (found === undefined) return undefined;
        const { items } = await supervisor.get<Omit<Found, 'id'>>(`/api/v1/cases/${found.id}`);
        return { id: found.id, items };
      };
      await until(
        'the changed pictures are matched',
        async () => {
          const found = await caseAt('/pages/known-variants');
          if (found === undefined || found.items.filter(({ matches }) => matches.length > 0).length < 4)
            return false;
          variants = found;
          return true;
        },
        60_000,
      );
      known = (await caseAt('/pages/known'))!;
    });

    describe.each(LOOKS)('in $locale, $colorScheme, $viewport.width wide', (look) => {
      const { locale, text, colorScheme, viewport } = look;
      let watched: WatchedPage;
      let page: Page;
      beforeAll(async () => {
        const { system, browser, signIn } = running();
        watched = await watchedPage(browser, { ...look });
        ({ page } = watched);
        await signIn(page, system.account('supervisor@demo'), text);
        await page.locator('nav').waitFor({ state: 'attached' });
      });
      afterAll(() => watched?.close());

      const name = (what: string) => `${locale}-${colorScheme}-${viewport.width}-${what}`;
      const dialog = () => page.getByRole('dialog');
      /** Opens the panel of one item's match by keyboard. */
      const ask = async ({ id, items }: Found, which: (match: FoundMatch) => boolean) => {
        await page.goto(`${running().system.urls.console}/cases/${id}`);
        await page.locator('#item-title').waitFor();
        const item = items.find(({ matches }) => matches.some(which))!;
        const file = item.address.split('/').at(-1)!;
        await tabTo(
          page,
          page.locator('main tbody tr').filter({ hasText: file }).getByRole('button').first(),
        );
        await page.keyboard.press('Enter');
        const button = page.getByRole('button', { name: text['why.ask'] }).first();
        await tabTo(page, button);
        await page.keyboard.press('Enter');
        await dialog().locator('.why-facts').waitFor();
        return { match: item.matches.find(which)!, button };
      };
      /** With the whole panel on it. */
      const takeWhole = async (what: string) => {
        await page.setViewportSize({ ...viewport, height: 2600 });
        await takePicture(page, name(what));
        await page.setViewportSize(viewport);
      };

      it('shows both hashes with what differs in another shape, in figures and in words', async () => {
        const { button, match } = await ask(variants, ({ distance }) => distance > 0);
        const grids = await page.evaluate<[number, number][]>(shapesOf);
        const said = await dialog().locator('.hash-grid svg').last().getAttribute('aria-label');
        expect(grids).toEqual(Array.from({ length: 3 }, () => [match.distance, 256]));
        expect(said).toMatch(new RegExp(`\\b${match.distance}\\b`));
        expect(await dialog().innerText()).toContain(text['why.near']);
        expect(await dialog().locator('img, picture, video, canvas').count()).toBe(0);
        const tops = await page.evaluate<number[]>(topsOf);
        expect(new Set(tops).size).toBe(viewport === WIDE ? 1 : 3);
        await takeWhole('why-near');
        expect(await faultsOf(page)).toEqual([]);
        expect(await page.evaluate<number>(sideways)).toBe(0);
        await page.keyboard.press('Escape');
        await dialog().waitFor({ state: 'detached' });
        expect(await button.evaluate((one) => one === (one as HTMLElement).ownerDocument.activeElement)).toBe(
          true,
        );
      });

      it('says how the picture was turned to fit', async () => {
        const { match } = await ask(variants, ({ orientation }) => orientation !== 'original');
        const orientation = text[`orientation.${match.orientation}` as 'orientation.rot90'];
        expect(await dialog().locator('figcaption').first().innerText()).toContain(orientation);
        expect(await dialog().locator('.why-facts').innerText()).toContain(orientation);
      });

      it('names the digest of an exact match', async () => {
        await ask(known, ({ kind }) => kind === 'exact');
        expect(await dialog().innerText()).toContain(text['why.exact']);
        await takeWhole('why-exact');
        expect(await faultsOf(page)).toEqual([]);
        await page.keyboard.press('Escape');
      });

      it('tries a hash on the page of lists', async () => {
        await page.goto(`${running().system.urls.console}/lists`);
        const field = page.getByLabel(text['try.hash'], { exact: true });
        await tabTo(page, field);
        await page.keyboard.type('nonsense');
        await page.keyboard.press('Enter');
        await page.getByText(text['try.malformed']).waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await field.fill('ab'.repeat(32));
        await page.keyboard.press('Enter');
        await page.getByText(text['try.none']).waitFor();
        const listed = await (await fetch(`${running().system.urls['sample-site']}/lists/sample.csv`)).text();
        const [head, first] = listed.split('\n').map((line) => line.split(','));
        await field.fill(first![head!.indexOf('sha256')]!);
        await page.keyboard.press('Enter');
        await page.getByText(text['try-effect.settle']).waitFor();
        await takePicture(page, name('try'));
        expect(await faultsOf(page)).toEqual([]);
        expect(await page.evaluate<number>(overflow)).toBe(0);
        expect(watched.complaints).toEqual([]);
      });
    });

    describe.each(LOOKS)('on the page of a list in $locale, $viewport.width wide', (look) => {
      const { locale, text } = look;
      let watched: WatchedPage;
      let page: Page;
      beforeAll(async () => {
        const { system, browser, signIn } = running();
        watched = await watchedPage(browser, { ...look });
        ({ page } = watched);
        await signIn(page, system.account('admin@demo'), text);
        await page.locator('nav').waitFor({ state: 'attached' });
        await page.goto(`${system.urls.console}/lists`);
      });
      afterAll(() => watched?.close());
      const dialog = () => page.getByRole('dialog');
      const press = async (name: string) => {
        await tabTo(page, page.getByRole('button', { name, exact: true }).first());
        await page.keyboard.press('Enter');
        await dialog().waitFor();
      };

      it('brings a list in, with the columns that its header has', async () => {
        await press(text['import.bring-in']);
        const lines = [
          'Digest;Grade',
          createHash('sha256').update(locale).digest('hex') + ';A',
          'nonsense;A',
        ];
        await dialog()
          .locator('input[type=file]')
          .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
        await dialog().getByLabel('SHA-256').selectOption('Digest');
        await dialog().getByLabel(text['import.name']).fill(`brought in ${locale}`);
        expect(await faultsOf(page)).toEqual([]);
        expect(await page.evaluate<number>(sideways)).toBe(0);
        await page.keyboard.press('Enter');
        await dialog().waitFor({ state: 'detached' });
        await page.getByText(text['import.refused-get']).first().waitFor({ timeout: 30_000 });
      });

      it('shows it with its version, and that it is off everywhere once it is switched off', async () => {
        await page
          .getByRole('link', { name: `brought in ${locale}` })
          .first()
          .click();
        await page.locator('#versions-title').waitFor();
        await page.locator('section[aria-labelledby=versions-title] tbody button').first().click();
        const changed = createLanguage(locale).t('versions.changed', { added: 1, ended: 0 });
        await page.getByText(changed, { exact: true }).waitFor();
        await press(text['lists.switch-off']);
        await dialog().getByRole('button', { name: text['lists.switch-off'] }).click();
        await dialog().waitFor({ state: 'detached' });
        const everywhere = createLanguage(locale).t('lists.reach-off-all', { processes: 1 });
        await page.getByText(everywhere).waitFor();
        await takePicture(page, `${locale}-list`);
        expect(await faultsOf(page)).toEqual([]);
        expect(await page.evaluate<number>(overflow)).toBe(0);
        expect(watched.complaints).toEqual([]);
      });
    });
  });
}
