// The perceptual hash in a real browser, from the library's own output: the same hashes as anywhere else.
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readTestVectors } from '../../libs/pdq/src/testing/test-vectors.js';
import { hasBrowser, openBrowser } from '../support/browser.js';

const ORIGIN = 'http://pdq.test';
const output = join(process.cwd(), 'dist/libs/pdq/src');

/** Every seventh vector, which leaves all kinds and sizes in, and those at the borders of what the filter treats alike. */
const vectors = readTestVectors().filter(({ name }, index) => {
  return index % 7 === 0 || /_(64x64|1024x768|513x511|128x128|129x127)_/.test(name);
});

interface Library {
  pdqEngine(): string;
  preparePdq(): Promise<string>;
  toHex(hash: Uint8Array): string;
  hashPixels(
    picture: unknown,
    options: { dihedral: true },
  ): { hash: Uint8Array; quality: number; dihedral: Uint8Array[] };
}

/** Runs in the page. */
async function hashInPage([origin, names]: readonly [string, string[]]) {
  const load = (path: string): Promise<unknown> => import(`${origin}/${path}`);
  const pdq = (await load('index.js')) as Library;
  const drawing = (await load('testing/test-pictures.js')) as { drawTestPicture(name: string): unknown };
  await pdq.preparePdq();
  return {
    engine: pdq.pdqEngine(),
    vectors: names.map((name) => {
      const { hash, quality, dihedral } = pdq.hashPixels(drawing.drawTestPicture(name), { dihedral: true });
      return { name, hash: pdq.toHex(hash), quality, dihedral: dihedral.map((each) => pdq.toHex(each)) };
    }),
  };
}

(hasBrowser ? describe : describe.skip)('PDQ in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** A page under a policy, with the built library beside it. */
  async function openPage(policy: string): Promise<Page> {
    const page = await browser.newPage();
    await page.route(`${ORIGIN}/**`, (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/') {
        const headers = { 'content-security-policy': policy };
        return route.fulfill({
          contentType: 'text/html',
          headers,
          body: '<!doctype html><title>PDQ</title>',
        });
      }
      const body = readFileSync(join(output, normalize(path)), 'utf8');
      return route.fulfill({ contentType: 'text/javascript', body });
    });
    await page.goto(`${ORIGIN}/`);
    return page;
  }

  it.each([
    ['the compiled kernel', 'simd', "script-src 'self' 'wasm-unsafe-eval'"],
    ['plain TypeScript, where the page forbids compiling', 'plain', "script-src 'self'"],
  ])(
    'gives the reference’s hashes by %s',
    async (_, engine, policy) => {
      const page = await openPage(policy);
      expect(vectors.length).toBeGreaterThan(30);
      const found = await page.evaluate(hashInPage, [ORIGIN, vectors.map(({ name }) => name)] as const);
      expect(found).toEqual({ engine, vectors });
      await page.close();
    },
    60_000,
  );
});
