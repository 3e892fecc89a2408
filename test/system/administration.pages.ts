// What administrators and supervisors do in the browser instead of at a terminal: part of the test of the console, on
// the same running system.
import type { Browser, Page } from 'playwright-core';
import { Client } from 'pg';
import { encode } from 'uqr';
import { ar } from '../../apps/console-web/src/catalogue/ar.js';
import { en } from '../../apps/console-web/src/catalogue/en.js';
import { createLanguage } from '../../apps/console-web/src/catalogue/language.js';
import { faultsOf, tabTo, takePicture, watchedPage, type WatchedPage } from '../support/console-page.js';
import type { Account, RunningSystem } from '../support/system.js';

const LOOKS = [
  { locale: 'en', text: en, colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  { locale: 'ar', text: ar, colorScheme: 'dark', viewport: { width: 360, height: 780 } },
] as const;
type Text = (typeof LOOKS)[number]['text'];

interface Console {
  readonly system: RunningSystem;
  readonly browser: Browser;
  readonly signIn: (page: Page, account: Account, text: Text) => Promise<void>;
}

/** @param running what the tests around have started, once they have */
export function describeAdministration(running: () => Console): void {
  describe.each(LOOKS)('administration in $locale, $colorScheme, $viewport.width wide', (look) => {
    const { locale, text } = look;
    let watched: WatchedPage;
    let page: Page;

    const open = async (start: string) => {
      const { system, browser, signIn } = running();
      watched = await watchedPage(browser, { ...look });
      ({ page } = watched);
      await signIn(page, system.account(start), text);
      await page.locator('nav').waitFor({ state: 'attached' });
    };
    const goTo = async (place: string) => {
      await page.goto(`${running().system.urls.console}/${place}`);
      await page.locator('main h1').waitFor();
    };
    /** What is wrong with what is shown, sideways scrolling included. */
    const faults = async (name: string) => {
      await takePicture(page, `${locale}-administration-${name}`);
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      return [...(await faultsOf(page)), ...(overflow > 0 ? [`scrolls sideways by ${overflow}`] : [])];
    };
    const press = async (name: string | RegExp, within: Page | ReturnType<Page['getByRole']> = page) => {
      await tabTo(page, within.getByRole('button', { name }).first());
      await page.keyboard.press('Enter');
    };
    const dialog = () => page.getByRole('dialog').first();
    const typeInto = async (label: string, value: string) => {
      await tabTo(page, dialog().getByLabel(label, { exact: true }));
      await page.keyboard.press('Control+A');
      await page.keyboard.type(value);
    };
    const owner = async (sql: string) => {
      const client = new Client({ connectionString: running().system.databaseUrl('manara_owner') });
      await client.connect();
      try {
        return (await client.query<Record<string, string>>(sql)).rows;
      } finally {
        await client.end();
      }
    };

    describe('by an administrator', () => {
      beforeAll(() => open('admin@demo'));
      afterAll(() => watched?.close());

      it.each(['mandates', 'recipients', 'retention', 'keys', 'partners', 'accounts', 'portals'])(
        'has a page of %s',
        async (place) => {
          await goTo(place);
          expect(await faults(place)).toEqual([]);
        },
      );

      it('asks for the law before more may be done, beside the field', async () => {
        await goTo('mandates');
        await press(named(text['mandates.record-for'], text['mandates.all-portals']));
        await typeInto(text['mandates.instrument'], '  ');
        await typeInto(text['mandates.approved-by'], 'A person');
        await dialog()
          .locator('input[type="date"]')
          .fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
        await page.keyboard.press('Enter');
        const field = dialog().getByLabel(text['mandates.instrument'], { exact: true });
        await dialog().getByText(text['field-problem.legalInstrument']).waitFor();
        expect(await field.getAttribute('aria-invalid')).toBe('true');
        expect(await faults('mandate-refused')).toEqual([]);
        await page.keyboard.press('Escape');
      });

      it('lets less be done at once, and shows it in the history', async () => {
        await owner(`DELETE FROM mandates WHERE level = 'hash'`);
        await owner(`UPDATE mandates SET revoked_at = NULL WHERE level = 'view'`);
        await goTo('mandates');
        await press(named(text['mandates.lower-for'], text['mandates.all-portals']));
        expect(await faults('mandate-lower')).toEqual([]);
        await press(text['mandates.lower'], dialog());
        await dialog().waitFor({ state: 'detached' });
        const [latest] = await owner(
          `SELECT level FROM mandates WHERE revoked_at IS NULL ORDER BY approved_at DESC`,
        );
        expect(latest!.level).toBe('hash');
        expect(await page.locator('tbody tr').first().innerText()).toContain(text['level.hash']);
      });

      it('asks for a fresh sign-in before a change, and goes on after it', async () => {
        await owner(`DELETE FROM retention_rules WHERE organisation_id IS NOT NULL`);
        await goTo('retention');
        await owner(`UPDATE sessions SET signed_in_at = signed_in_at - interval '20 minutes'`);
        await press(retentionOf(text, 'reporter-text'));
        await typeInto(text['retention.kept'], '20');
        await page.keyboard.press('Enter');
        await page.getByText(text['fresh.lead']).waitFor();
        expect(await faults('fresh-sign-in')).toEqual([]);
        await tabTo(page, page.getByLabel(text['sign-in.password'], { exact: true }));
        await page.keyboard.type(running().system.account('admin@demo').password);
        await page.keyboard.press('Enter');
        await page.getByText(text['retention.own'], { exact: true }).waitFor();
        const [rule] = await owner(
          `SELECT keep_hours::text AS hours FROM retention_rules WHERE organisation_id IS NOT NULL`,
        );
        expect(rule).toEqual({ hours: '480' });
      });

      it('shows the secret of a new second factor as a picture that holds what the server made', async () => {
        await goTo('accounts');
        await press(text['accounts.add']);
        await typeInto(text['accounts.name'], `Person ${locale}`);
        await typeInto(text['sign-in.email'], `person-${locale}@example.org`);
        const answered = page.waitForResponse(
          (one) => one.request().method() === 'POST' && one.url().endsWith('/accounts'),
        );
        await page.keyboard.press('Enter');
        const { totpAddress } = (await (await answered).json()) as { totpAddress: string };
        const path = await page.locator('svg.qr path').getAttribute('d');
        const drawn = [...path!.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`);
        const { data } = encode(totpAddress, { border: 4 });
        const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])));
        expect(drawn).toEqual(dark);
        expect(await faults('new-account')).toEqual([]);
        await press(text['accounts.noted']);
      });

      it('gives somebody another second factor, and says whom to ask first', async () => {
        const name = `Person ${locale}`;
        await press(named(text['accounts.acts-of'], name));
        const item = page.getByRole('menuitem', { name: text['accounts.reset-second-factor'] });
        await tabTo(page, item, 'ArrowDown');
        await page.keyboard.press('Enter');
        await dialog().getByText(text['accounts.reset-second-factor-lead']).waitFor();
        expect(await faults('reset')).toEqual([]);
        await press(text['accounts.reset-second-factor'], dialog());
        await page.locator('svg.qr').waitFor();
        await press(text['accounts.noted']);
      });

      it('broke no rule of the page', () => {
        expect(watched.complaints).toEqual([]);
      });
    });

    describe('by a supervisor', () => {
      let number: string;
      beforeAll(async () => {
        await open('supervisor@demo');
        await owner(`DELETE FROM holds`);
        const [found] = await owner(`SELECT number FROM cases ORDER BY number LIMIT 1`);
        number = found!.number!;
      });
      afterAll(() => watched?.close());

      it('sets a hold by the number of the case, which the case then says', async () => {
        await goTo('holds');
        await press(text['hold.add']);
        await typeInto(text['holds.case-number'], number);
        await typeInto(text['holds.ordered-by'], 'Police, unit 4');
        await dialog()
          .locator('input[type="date"]')
          .fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10));
        expect(await faults('hold')).toEqual([]);
        await page.keyboard.press('Enter');
        await dialog().waitFor({ state: 'detached' });
        expect(await faults('holds')).toEqual([]);
        await tabTo(page, page.getByRole('link', { name: number }));
        await page.keyboard.press('Enter');
        await page.getByText(text['hold-notice.title']).waitFor();
        expect(await page.locator('main').innerText()).toContain('Police, unit 4');
        expect(await faults('case-held')).toEqual([]);
      });

      it('ends it after being told what that shows', async () => {
        await goTo('holds');
        await press(named(text['hold.end-of'], number));
        await dialog().getByText(text['hold.end-lead']).waitFor();
        await press(text['holds.end'], dialog());
        await page.getByText(text['hold.none']).waitFor();
        expect(watched.complaints).toEqual([]);
      });

      it('finds the case, with what is known of its reports and a way to write to who sent them', async () => {
        await owner(
          `UPDATE reports SET arrived_in_flood = true, is_self_report = true, child_in_danger = true
           WHERE id IN (SELECT report_id FROM case_reports r JOIN cases c ON c.id = r.case_id WHERE c.number = '${number}')`,
        );
        await goTo('cases');
        await tabTo(page, page.getByLabel(text['search.what']));
        await page.keyboard.type(number);
        await page.keyboard.press('Enter');
        const found = page.getByRole('link', { name: number });
        await found.waitFor();
        expect(await faults('found')).toEqual([]);
        await tabTo(page, found);
        await page.keyboard.press('Enter');
        const reports = page.locator('section[aria-labelledby=reports-title]');
        await reports.getByText(text['report.in-flood'], { exact: true }).first().waitFor();
        await press(createLanguage(locale).t('report.write', { count: 0 }), reports);
        await dialog().waitFor();
        expect(await faults('case-write')).toEqual([]);
        await page.keyboard.press('Escape');
        await dialog().waitFor({ state: 'detached' });
        expect(await faults('case-reports')).toEqual([]);
      });

      it('sees mandates, recipients and times without a way to change them', async () => {
        for (const place of ['mandates', 'recipients', 'retention']) {
          await goTo(place);
          expect(await faults(`${place}-supervisor`)).toEqual([]);
          expect(await page.locator('main').getByRole('button').count()).toBe(0);
        }
      });
    });
  });
}

/** A text with one value filled in, whatever isolates the value. */
const named = (text: string, value: string): RegExp =>
  new RegExp(
    text
      .split(/\{\w+\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(`\u2068?${value}\u2069?`),
  );

const retentionOf = (text: Text, dataClass: 'reporter-text'): RegExp =>
  named(text['retention.change-of'], text[`data-class.${dataClass}`]);
