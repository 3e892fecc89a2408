// The fingerprint of a picture, in a real browser: made where the picture is, of which nothing leaves.
import { createHash, randomBytes } from 'node:crypto';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { hasBrowser, openBrowser } from '../../../test/support/browser.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { en } from './messages/en.js';
import {
  PUBLISHED,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
} from './testing/portal-under-test.js';

(hasBrowser ? describe : describe.skip)('the fingerprint of a picture', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  let browser: Browser;
  beforeAll(async () => {
    database = await createTestDatabase();
    const published = { ...PUBLISHED, hashRecipient: { name: { en: 'The Harbour Hash Exchange' } } };
    await seedPortal(database, 'harbour', { published });
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.stop();
    await database?.drop();
  });

  async function withPage(
    options: Parameters<Browser['newContext']>[0],
    work: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      await work(await context.newPage());
    } finally {
      await context.close();
    }
  }

  const ask = async (page: Page, url = portal.url) => {
    await page.goto(`${url}/harbour/en/help`);
    await page.getByRole('button', { name: en['about.picture'] }).click();
    await page.getByRole('button', { name: en['age.13-15'] }).click();
  };
  let picture: { name: string; mimeType: string; buffer: Buffer };
  let pixels: Buffer;
  const [width, height] = [160, 120];
  beforeAll(async () => {
    pixels = randomBytes(width * height * 3);
    const buffer = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    picture = { name: 'picture-of-someone.png', mimeType: 'image/png', buffer };
  });

  it('is made where the picture is, and no byte of the picture leaves: all that is sent is accounted for', async () => {
    const sent: Buffer[] = [];
    const line = await recordingLine(portal.url, (bytes) => sent.push(bytes));
    try {
      await withPage({}, async (page) => {
        await ask(page, line.url);
        await page.locator('#fingerprint-picture').setInputFiles(picture);
        await page.getByText(en['hash.made']).waitFor();
        await page.getByRole('button', { name: en['concern.send'] }).click();
        await page.locator('#code').waitFor();
      });
    } finally {
      await line.close();
    }
    const all = Buffer.concat(sent).toString('latin1');
    // A request may follow the body of another on the same line.
    const asked = [...all.matchAll(/(GET|POST|PUT|HEAD|OPTIONS) (\S+) HTTP\/1\.1\r\n/g)].map(
      ([, verb, path]) => `${verb} ${path!.replace(/\.[0-9a-f]{10}\./, '.')}`,
    );
    expect(new Set(asked)).toEqual(
      new Set(['GET /harbour/en/help', 'POST /harbour/en/help', 'GET /assets/portal.css', 'GET /assets/lighthouse.svg', 'GET /assets/fingerprint.js']),
    ); // prettier-ignore
    const last = all.slice(all.lastIndexOf('POST '));
    const body = last.slice(last.indexOf('\r\n\r\n') + 4);
    const form = new URLSearchParams(body.slice(0, Number(/content-length: (\d+)/i.exec(last)![1])));
    expect(Object.fromEntries(form)).toEqual({
      about: 'picture', age: '13-15', mark: expect.any(String), story: '', urls: '', app: '', account: '',
      contactEmail: '', website: '', go: 'send', hashes: expect.any(String),
    }); // prettier-ignore
    const { hash, quality } = hashPixels({ width, height, channels: 3, data: pixels });
    const sha256 = createHash('sha256').update(picture.buffer).digest('hex');
    expect(form.get('hashes')).toBe(`${sha256} ${toHex(hash)} ${quality}`);
    // Of picture and pixels not a run of eight bytes, in none of the ways in which a page could write them.
    for (const bytes of [picture.buffer, pixels]) {
      for (const from of Array.from({ length: 500 }, (_, at) => at * 97)) {
        const run = bytes.subarray(from, from + 8);
        if (run.length < 8) break;
        for (const written of [
          run.toString('latin1'),
          run.toString('hex'),
          run.toString('base64').slice(0, 10),
        ]) {
          expect(all).not.toContain(written);
        }
      }
    }
    expect(all).not.toContain(picture.name);
  });

  it('is SHA-256 alone where the browser alters what pages read, and the page says what that means', async () => {
    await withPage({}, async (page) => {
      await page.addInitScript(() => {
        const { prototype } = (globalThis as unknown as { CanvasRenderingContext2D: { prototype: { getImageData: (...a: number[]) => { data: Uint8ClampedArray } } } }).CanvasRenderingContext2D; // prettier-ignore
        const truly = prototype.getImageData;
        prototype.getImageData = function altered(...at: number[]) {
          const read = truly.apply(this, at);
          read.data[100]! ^= 1;
          return read;
        };
      });
      await ask(page);
      await page.locator('#fingerprint-picture').setInputFiles(picture);
      await page.getByText(en['hash.exact']).waitFor();
      expect(await page.locator('#hashes').inputValue()).toMatch(/^[0-9a-f]{64}$/);
      await page.getByRole('button', { name: en['hash.drop'] }).click();
      expect(await page.locator('#hashes').inputValue()).toBe('');
    });
  });

  it('is not needed: without scripts the same page is a plain form', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await ask(page);
      expect(await page.locator('#fingerprint').isVisible()).toBe(false);
      expect(await page.locator('noscript p').isVisible()).toBe(true);
      await page.locator('#story').fill('words');
      await page.getByRole('button', { name: en['concern.send'] }).click();
      await page.locator('#code').waitFor();
    });
  });
});

/** A line to the portal that hears all that the browser says on it. */
async function recordingLine(
  to: string,
  heard: (bytes: Buffer) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((browser) => {
    const portal = connect(Number(port), hostname);
    for (const socket of [browser, portal]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    browser.on('data', heard);
    browser.pipe(portal);
    portal.pipe(browser);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
