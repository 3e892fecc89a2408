// The console's page in a real browser: what it asks for and complains of is noted from the first request on.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

const AXE = readFileSync(join(process.cwd(), 'node_modules/axe-core/axe.min.js'), 'utf8');
/** Where pictures of the pages go, for somebody who wants to look at them. */
const PICTURES = process.env.TEST_SCREENSHOTS;
const MOST_TABS = 60;
const MOST_UNREST_MS = 10_000;

export interface WatchedPage {
  readonly page: Page;
  /** Every address that was asked for, by anything on the page. */
  readonly requested: string[];
  /** Errors, and what the content security policy stopped. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens a page that has nothing stored. */
export async function watchedPage(browser: Browser, options: BrowserContextOptions): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const requested: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // An answer that is refused is named by the page itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return { page, requested, complaints, close: () => context.close() };
}

/** Waits until nothing is on its way to the page or moves on it; a page in between is nobody's to judge. */
export async function settled(page: Page): Promise<void> {
  const isCalm = await page.evaluate<boolean>(`new Promise((resolve) => {
    const end = performance.now() + ${MOST_UNREST_MS};
    let calmFrames = 0;
    const look = () => {
      const isMoving = document.getAnimations().length > 0;
      const isLoading = document.querySelector('.mantine-Loader-root, .mantine-Skeleton-root') !== null;
      calmFrames = isMoving || isLoading ? 0 : calmFrames + 1;
      if (calmFrames > 3 || performance.now() > end) resolve(calmFrames > 3);
      else requestAnimationFrame(look);
    };
    look();
  })`);
  if (!isCalm) throw new Error(`the page did not come to rest in ${MOST_UNREST_MS} ms`);
}

/** What axe finds wrong, a line each: the rule, and where it is broken. */
export async function faultsOf(page: Page): Promise<string[]> {
  await settled(page);
  // It stays where the page changes its view without being loaded anew.
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(AXE);
  return page.evaluate<string[]>(
    `axe.run(document, { preload: false, resultTypes: ['violations'] }).then(({ violations }) =>
       violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
         id + ' at ' + target.join(' ') + ': ' + failureSummary.replace(/\\s+/g, ' '))))`,
  );
}

/** As much of an element as the functions here need; they run in the browser. */
interface Element {
  readonly ownerDocument: { readonly activeElement: unknown };
}
const hasFocus = (element: Element): boolean => element.ownerDocument.activeElement === element;

/** Moves on by a key until an element has the focus: by Tab, or in a menu by an arrow. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'ArrowDown' = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let count = 0; count < MOST_TABS; count += 1) {
    if (await target.evaluate(hasFocus)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the key ${key} does not lead there`);
}

/** Keeps a picture of the whole page where TEST_SCREENSHOTS says. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  await settled(page);
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** What can be used and is cut off at the sides of the screen. */
export function cutOffOn(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('header a, header button, main a, main button, main input, main select')]
    .filter((one) => one.checkVisibility())
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, { left, right, width }]) => width > 1 && (left < 0 || right > document.documentElement.clientWidth))
    .map(([one]) => one.outerHTML.slice(0, 80))`);
}

/** What would move in its own time although the person asked for no motion. */
export function movingOn(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('*')].map((one) => [one, getComputedStyle(one)])
    .filter(([, style]) => style.transitionProperty !== 'none' || style.animationName !== 'none')
    .map(([one]) => one.outerHTML.slice(0, 80))`);
}
