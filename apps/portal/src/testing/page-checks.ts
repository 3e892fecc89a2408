// What is looked for on every page in a real browser. Pages that were already sent are put into one window, one after the
// other: a browser spends more on going to a page than on all that is looked for there.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PortalUnderTest } from './portal-under-test.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where pictures of the pages are left, for somebody who wants to look at them. */
const pictures = process.env.SCREENSHOT_DIR;

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What the checker looks for. */
export const RULES = {
  standard: { runOnly: { type: 'tag', values: STANDARD } },
  /** Also what it advises beyond the standard's letter. */
  advice: { runOnly: { type: 'tag', values: [...STANDARD, 'best-practice'] } },
  /** Without what the style sheet alone decides. */
  words: {
    runOnly: { type: 'tag', values: STANDARD },
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
  },
  contrast: { runOnly: { type: 'rule', values: ['color-contrast'] } },
} as const;

interface Sent {
  readonly name: string;
  readonly html: string;
}
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
/** What is put into the window beside the pages. */
interface Window {
  readonly axe: { readonly run: (on: unknown, how: object) => Promise<AxeResults> };
  readonly sheets: Record<string, CSSStyleSheet>;
  readonly show: (html: string) => void;
  readonly stumbles: () => string[];
}

/** A window that shows pages as they were sent. */
export class Examiner {
  private readonly known = new Set<string>();

  private constructor(
    private readonly portal: Pick<PortalUnderTest, 'get'>,
    readonly page: Page,
  ) {}

  /** @param look of the window */
  static async open(
    browser: Browser,
    portal: Pick<PortalUnderTest, 'get' | 'url'>,
    look: BrowserContextOptions,
  ): Promise<Examiner> {
    const context = await browser.newContext(look);
    const page = await context.newPage();
    await page.goto(`${portal.url}/favicon.ico`);
    await page.evaluate(axeSource);
    await page.evaluate(prepare);
    return new Examiner(portal, page);
  }

  /**
   * Looks at pages with the accessibility checker, and for what a person with a narrow window or a thumb stumbles over.
   * @param rules without any only the latter
   * @returns what is found wanting, as `page: rule: element`
   */
  async examine(pages: readonly Sent[], rules?: (typeof RULES)[keyof typeof RULES]): Promise<string[]> {
    for (const { html } of pages) await this.dress(html);
    const how = { resultTypes: ['violations'], preload: false, iframes: false, selectors: false };
    return this.page.evaluate(
      async ({ sent, options }) => {
        const { axe, show, stumbles } = globalThis as unknown as Window;
        const found: string[] = [];
        for (const { name, html } of sent) {
          show(html);
          const { violations } =
            options === undefined ? { violations: [] } : await axe.run(document, options);
          for (const { id, nodes } of violations)
            for (const node of nodes) found.push(`${name}: ${id}: ${node.html.slice(0, 200)}`);
          for (const one of stumbles()) found.push(`${name}: ${one}`);
        }
        return found;
      },
      {
        sent: pages.map(({ name, html }) => ({ name, html })),
        options: rules === undefined ? undefined : { ...rules, ...how },
      },
    );
  }

  /** Leaves a picture of each page where SCREENSHOT_DIR says. @param isWhole or else of what the window shows of it */
  async picture(pages: readonly Sent[], look: string, isWhole: boolean): Promise<void> {
    if (!pictures) return;
    mkdirSync(join(pictures, look), { recursive: true });
    for (const { name, html } of pages) {
      await this.show(html);
      const path = join(pictures, look, `${name}.jpg`);
      await this.page.screenshot({ path, type: 'jpeg', quality: 60, fullPage: isWhole });
    }
  }

  async show(html: string): Promise<void> {
    await this.dress(html);
    await this.page.evaluate((shown) => (globalThis as unknown as Window).show(shown), html);
  }

  /** Brings the page's style sheet into the window. */
  private async dress(html: string): Promise<void> {
    const href = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1];
    if (href === undefined) throw new Error('a page without a style sheet');
    if (this.known.has(href)) return;
    this.known.add(href);
    const css = await (await this.portal.get(href)).text();
    await this.page.evaluate(
      (one) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(one.css);
        (globalThis as unknown as Window).sheets[one.href] = sheet;
      },
      { href, css },
    );
  }
}

/** Runs in the browser. */
function prepare(): void {
  const sheets: Window['sheets'] = {};
  const show = (html: string) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const link = parsed.querySelector('link[rel=stylesheet]')!;
    document.adoptedStyleSheets = [sheets[link.getAttribute('href')!]!];
    link.remove();
    document.replaceChild(document.adoptNode(parsed.documentElement), document.documentElement);
    scrollTo(0, 0);
  };
  const stumbles = () => {
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
      if (height < (isButton ? 44 : isInText ? 18 : 24) || width < 24)
        found.push(`too small: ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
  };
  Object.assign(globalThis, { sheets, show, stumbles });
}
