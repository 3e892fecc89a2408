// Why a picture matched, and a hash that is tried, in the browser: part of the test of the console, on the same running
// system.
import type { Browser, Page } from 'playwright-core';
import { ar } from '../../apps/console-web/src/catalogue/ar.js';
import { en } from '../../apps/console-web/src/catalogue/en.js';
import { Analyst, Reporter } from '../demo/calls.js';
import { faultsOf, tabTo, takePicture, watchedPage, type WatchedPage } from '../support/console-page.js';
import type { Account, RunningSystem } from '../support/system.js';
import { until } from '../support/waiting.js';

const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 360, height: 780 };
const LOOKS = [
  { locale: 'en', text: en, colorScheme: 'light', viewport: WIDE },
  { locale: 'en', text: en, colorScheme: 'dark', viewport: NARROW },
  { locale: 'ar', text: ar, colorScheme: 'dark', viewport: WIDE },
  { locale: 'ar', text: ar, colorScheme: 'light', viewport: NARROW },
] as const;
type Text = (typeof LOOKS)[number]['text'];

interface Console {
  readonly system: RunningSystem;
  readonly browser: Browser;
  readonly signIn: (page: Page, account: Account, text: Text) => Promise<void>;
}

interface Found {
  readonly id: string;
  readonly items: readonly {
    readonly address: string;
    readonly matches: readonly {
      readonly kind: string;
      readonly distance: number;
      readonly orientation: string;
    }[];
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
    }, 90_000);

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
      const ask = async ({ id, items }: Found, which: (item: Found['items'][number]) => boolean) => {
        await page.goto(`${running().system.urls.console}/cases/${id}`);
        await page.locator('#item-title').waitFor();
        const item = items.find((one) => which(one))!;
        const steps = items.filter(({ address }) => address !== items[0]!.address);
        for (let step = 0; step < steps.length; step += 1) {
          if ((await page.locator('main').innerText()).includes(text['why.ask'])) {
            const shown = await page.getByRole('button', { name: text['why.ask'] }).count();
            const address = await page.locator('main').innerText();
            if (shown > 0 && address.includes(item.address.split('/').at(-1)!)) break;
          }
          await page.keyboard.press('j');
        }
        const button = page.getByRole('button', { name: text['why.ask'] }).first();
        await tabTo(page, button);
        await page.keyboard.press('Enter');
        await dialog().locator('.why-facts').waitFor();
        return { item, button };
      };

      it('shows both hashes with what differs in another shape, in figures and in words', async () => {
        const { button } = await ask(variants, ({ matches }) => matches.some(({ kind }) => kind === 'near'));
        const grids = await page.evaluate<[number, number][]>(shapesOf);
        const said = await dialog().locator('.hash-grid svg').last().getAttribute('aria-label');
        const differing = grids[0]![0];
        expect(grids).toEqual(Array.from({ length: 3 }, () => [differing, 256]));
        expect(said).toContain(`${differing}`);
        expect(await dialog().innerText()).toContain(text['why.near']);
        expect(await dialog().locator('img, picture, video, canvas').count()).toBe(0);
        const tops = await page.evaluate<number[]>(topsOf);
        expect(new Set(tops).size).toBe(viewport === WIDE ? 1 : 3);
        await takePicture(page, name('why-near'));
        expect(await faultsOf(page)).toEqual([]);
        expect(await page.evaluate<number>(sideways)).toBe(0);
        await page.keyboard.press('Escape');
        await dialog().waitFor({ state: 'detached' });
        expect(await button.evaluate((one) => one === (one as HTMLElement).ownerDocument.activeElement)).toBe(
          true,
        );
      });

      it('names the digest of an exact match', async () => {
        await ask(known, ({ matches }) => matches.some(({ kind }) => kind === 'exact'));
        expect(await dialog().innerText()).toContain(text['why.exact']);
        await takePicture(page, name('why-exact'));
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
  });
}
