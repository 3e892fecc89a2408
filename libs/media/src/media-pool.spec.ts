import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { compiledSources } from '../../../test/support/compiled-sources.js';
import { until } from '../../../test/support/waiting.js';
import { MediaPool } from './media-pool.js';
import type { MediaPoolOptions } from './media-pool.options.js';
import type { Examination, ViewLevel } from './media.types.js';
import { animation, drawn, drawnPixels, gifOfDots, pngBomb } from './testing/pictures.js';

// Compiled once: from its sources a child takes twice as long to start, and this suite starts many.
const compiled = pathToFileURL(`${await compiledSources()}/libs/media/src/`);
const CHILD = new URL('./child/main.js', compiled);
const PROBE = new URL('./testing/probe.fixture.js', compiled);
const pools: MediaPool[] = [];

async function started(options: MediaPoolOptions = {}): Promise<MediaPool> {
  const pool = new MediaPool({
    size: 1,
    childFile: CHILD,
    requireConfinement: process.platform === 'linux',
    ...options,
  });
  pools.push(pool);
  await pool.start();
  return pool;
}

const words = (text: string): Buffer => Buffer.from(text);
const reasonFor = (examination: Examination): string =>
  examination.kind === 'rejected' ? examination.reason : examination.kind;

let pool: MediaPool;
let large: Buffer;
beforeAll(async () => {
  large = await drawn(1600, 1200).jpeg().toBuffer();
  pool = await started({ size: 2, maxPixels: 4e6, maxBytes: 8 * 1024 * 1024 });
});
afterAll(() => Promise.all(pools.map((each) => each.close())));

describe('examining a picture', () => {
  it('hashes the decoded pixels at full resolution and the bytes as they came', async () => {
    const pixels = drawnPixels(701, 433);
    const png = await drawn(701, 433).png().toBuffer();
    const expected = hashPixels({ width: 701, height: 433, channels: 3, data: pixels }, { dihedral: true });
    expect(await pool.examine(png)).toEqual({
      kind: 'image',
      format: 'png',
      width: 701,
      height: 433,
      frames: 1,
      pdq: { hash: toHex(expected.hash), quality: expected.quality, dihedral: expected.dihedral.map(toHex) },
      frameHashes: [],
      md5: createHash('md5').update(png).digest('hex'),
      sha1: createHash('sha1').update(png).digest('hex'),
      sha256: createHash('sha256').update(png).digest('hex'),
    });
    expect(expected.quality).toBeGreaterThanOrEqual(50);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('reads %s', async (format) => {
    const examination = await pool.examine(await drawn().toFormat(format).toBuffer());
    expect(examination).toMatchObject({ kind: 'image', format, width: 320, height: 240, frames: 1 });
  });

  it('hashes frames spread over an animation, the first and the last included', async () => {
    const frames = Array.from({ length: 20 }, (_, index) => drawnPixels(160, 120, index));
    const gif = await animation(frames, 160, 120).gif({ effort: 1 }).toBuffer();
    const examination = await pool.examine(gif);
    if (examination.kind !== 'image') throw new Error(examination.kind);
    expect(examination).toMatchObject({ format: 'gif', width: 160, height: 120, frames: 20 });
    expect(examination.frameHashes.map(({ index }) => index)).toEqual([0, 2, 5, 7, 10, 12, 14, 17, 19]);
    expect(examination.frameHashes[0]?.hash).toBe(examination.pdq.hash);
    expect(new Set(examination.frameHashes.map(({ hash }) => hash)).size).toBeGreaterThan(4);
  });

  it('refuses what is no picture, what is cut off, and what is too much, each with its own reason', async () => {
    const jpeg = await drawn(800, 600).jpeg().toBuffer();
    const svg = words('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const tiff = await drawn(64, 64).tiff().toBuffer();
    const wide = await sharp({ create: { width: 2500, height: 2000, channels: 3, background: '#7a3' } })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const honest = Buffer.concat([wide, Buffer.alloc(100_000)]);
    const cases: [string, Uint8Array, string][] = [
      ['nothing', new Uint8Array(0), 'not-an-image'],
      ['text', words('just words, whatever the name says'), 'not-an-image'],
      ['a page', words('<!doctype html><p>x'), 'not-an-image'],
      ['a document', words('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'not-an-image'],
      ['SVG', svg, 'unsupported-format'],
      ['TIFF', tiff, 'unsupported-format'],
      ['BMP', words('BM\0\0\0\0\0\0\0\0\0\0\0\0\0\0'), 'unsupported-format'],
      ['a truncated JPEG', jpeg.subarray(0, jpeg.length / 2), 'corrupt'],
      ['the first bytes of a PNG', words('\x89PNG\r\n\x1a\n').fill(0x89, 0, 1), 'not-an-image'],
      ['a JPEG marker and noise', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8]), 'corrupt'],
      ['a bomb of 100 million pixels', pngBomb(10_000), 'bomb'],
      ['a large photograph', honest, 'too-many-pixels'],
      ['more bytes than allowed', Buffer.alloc(8 * 1024 * 1024 + 1), 'too-large'],
    ];
    const found = await Promise.all(
      cases.map(async ([name, bytes]) => [name, reasonFor(await pool.examine(bytes))]),
    );
    expect(found).toEqual(cases.map(([name, , reason]) => [name, reason]));
  });

  it('keeps the digests of what it refuses', async () => {
    const bytes = words('no picture');
    expect((await pool.examine(bytes)).sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('answers for any bytes at all, behind every signature', async () => {
    const samples = await Promise.all(
      (['jpeg', 'png', 'webp', 'gif', 'avif'] as const).map((format) =>
        drawn(48, 40).toFormat(format).toBuffer(),
      ),
    );
    const mutated = fc
      .record({
        sample: fc.constantFrom(...samples),
        at: fc.nat(4096),
        patch: fc.uint8Array({ minLength: 1, maxLength: 24 }),
        cut: fc.nat(4096),
      })
      .map(({ sample, at, patch, cut }) => {
        const bytes = Buffer.from(sample);
        bytes.set(patch.subarray(0, Math.max(0, bytes.length - (at % bytes.length))), at % bytes.length);
        return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, fc.uint8Array({ maxLength: 512 })), async (bytes) => {
        const examination = await pool.examine(bytes);
        expect(examination.sha256).toHaveLength(64);
        expect([
          'image',
          'corrupt',
          'not-an-image',
          'unsupported-format',
          'bomb',
          'too-many-pixels',
          'memory',
        ]).toContain(reasonFor(examination));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a derivative', () => {
  it.each([
    [1, 256, true],
    [2, 512, true],
    [3, 512, true],
    [4, 1024, false],
  ] as [ViewLevel, number, boolean][])(
    'of level %i is at most %i px, and grey: %s',
    async (level, longSide, grey) => {
      const derivative = await pool.derive(large, level);
      const { data, info } = await sharp(derivative.bytes).raw().toBuffer({ resolveWithObject: true });
      expect([derivative.width, derivative.height]).toEqual([longSide, longSide * 0.75]);
      expect([info.width, info.height, info.format]).toEqual([longSide, longSide * 0.75, 'raw']);
      let colourful = 0;
      for (let at = 0; at < data.length; at += 3)
        if (Math.abs(data[at]! - data[at + 2]!) > 12) colourful += 1;
      expect(colourful > data.length / 10).toBe(!grey);
      expect(colourful === 0).toBe(grey);
    },
  );

  it('is blurred more the lower its level', async () => {
    const [strong, weak, sharpOne] = await Promise.all(
      ([1, 2, 3] as const).map(async (level) => {
        const { bytes } = await pool.derive(large, level);
        const { sharpness } = await sharp(await sharp(bytes).resize(256).png().toBuffer()).stats();
        return sharpness;
      }),
    );
    expect(strong).toBeLessThan(weak! * 0.8);
    expect(weak).toBeLessThan(sharpOne! * 0.8);
  });

  it('is never larger than the picture', async () => {
    const derivative = await pool.derive(await drawn(120, 90).png().toBuffer(), 4);
    expect([derivative.width, derivative.height]).toEqual([120, 90]);
  });

  it('stands upright and carries nothing of the file but its pixels', async () => {
    const jpeg = await drawn(300, 200)
      .withExif({ IFD0: { Copyright: 'marked-words', Orientation: '6' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const derivative = await pool.derive(jpeg, 4);
    expect([derivative.width, derivative.height]).toEqual([200, 300]);
    const metadata = await sharp(derivative.bytes).metadata();
    expect([metadata.exif, metadata.icc, metadata.xmp, metadata.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(derivative.bytes.includes('marked-words')).toBe(false);
    expect(derivative.contentType).toBe('image/webp');
  });

  it('of what cannot be decoded is refused with the reason', async () => {
    await expect(pool.derive(words('words'), 1)).rejects.toMatchObject({
      name: 'MediaError',
      code: 'not-an-image',
    });
  });
});

describe('a derivative of an animation', () => {
  const COLOURS = [
    [220, 40, 40],
    [40, 180, 60],
    [50, 60, 210],
  ] as const;
  const flat = (colour: readonly number[], width = 200, height = 150): Uint8Array =>
    Buffer.from(Array.from({ length: width * height }, () => colour).flat());

  /** How many pixels of a picture are of a colour, whatever compression did to it. */
  async function areaOf(bytes: Buffer, [red, green, blue]: readonly number[]): Promise<number> {
    const data = await sharp(bytes).raw().toBuffer();
    let area = 0;
    for (let at = 0; at < data.length; at += 3) {
      const off =
        Math.abs(data[at]! - red!) + Math.abs(data[at + 1]! - green!) + Math.abs(data[at + 2]! - blue!);
      if (off < 48) area += 1;
    }
    return area;
  }

  it.each(['gif', 'webp'] as const)('in %s shows every frame that differs, on one sheet', async (format) => {
    const moving = await animation(
      COLOURS.map((colour) => flat(colour)),
      200,
      150,
    )
      .toFormat(format)
      .toBuffer();
    const sheet = await pool.derive(moving, 4);
    expect(sheet.contactSheet).toEqual({ shown: 3, frames: 3 });
    expect(Math.max(sheet.width, sheet.height)).toBeLessThanOrEqual(1024);
    for (const colour of COLOURS) expect((await areaOf(sheet.bytes, colour)) / (200 * 150)).toBeCloseTo(1, 1);
  });

  it.each([
    [1, 256],
    [2, 512],
    [3, 512],
  ] as [ViewLevel, number][])('of level %i is grey, and at most %i px', async (level, longSide) => {
    const frames = COLOURS.map((_colour, seed) => drawnPixels(400, 300, seed * 3));
    const sheet = await pool.derive(await animation(frames, 400, 300).webp().toBuffer(), level);
    expect(sheet.contactSheet).toEqual({ shown: 3, frames: 3 });
    expect(Math.max(sheet.width, sheet.height)).toBeLessThanOrEqual(longSide);
    expect(Math.max(sheet.width, sheet.height)).toBeGreaterThan(longSide * 0.8);
    const data = await sharp(sheet.bytes).raw().toBuffer();
    expect(data.every((value, at) => Math.abs(value - data[at - (at % 3)]!) <= 2)).toBe(true);
  });

  it('shows the frames that are hashed, each look once', async () => {
    const frames = [0, 0, 1, 1, 2, 0, 1, 2].map((which) => flat(COLOURS[which]!, 60, 40));
    const moving = await animation(frames, 60, 40).webp({ lossless: true, minSize: false }).toBuffer();
    const examined = await pool.examine(moving);
    if (examined.kind !== 'image') throw new Error(examined.kind);
    const { contactSheet } = await pool.derive(moving, 4);
    expect(contactSheet).toEqual({ shown: 3, frames: examined.frames });
  });

  it('whose frames are all alike is that frame, and says of how many it speaks', async () => {
    const moving = gifOfDots(3, 40, 1);
    const dotted = await pool.derive(moving, 4);
    expect(dotted.contactSheet).toEqual({ shown: 3, frames: 3 });
    const alike = Buffer.concat([
      moving.subarray(0, 19),
      ...Array.from({ length: 3 }, () => moving.subarray(19, 42)),
      Buffer.from([0x3b]),
    ]);
    const single = await pool.derive(alike, 4);
    expect(single).toMatchObject({ width: 40, height: 40, contactSheet: { shown: 1, frames: 3 } });
  });

  it('with a still picture has nothing to do: it stays as it is', async () => {
    const still = await drawn(120, 90).gif().toBuffer();
    expect(await pool.derive(still, 4)).toMatchObject({ width: 120, height: 90, contactSheet: null });
  });

  it('of ten thousand frames shows nine, spread over it, the first and the last included', async () => {
    const sheet = await pool.derive(gifOfDots(10_000, 100, 1), 4);
    expect(sheet.contactSheet).toEqual({ shown: 9, frames: 10_000 });
  });
});

describe('parsing a page', () => {
  it('finds what the page refers to, in the encoding that it declares', async () => {
    const page = Buffer.from(
      '<meta charset="windows-1252"><img src="caf\xe9.jpg"><img srcset="b.png 2x">',
      'latin1',
    );
    const { images, truncated } = await pool.parseHtml(page, 'https://example.org/a/');
    expect(images.map(({ url }) => url)).toEqual([
      'https://example.org/a/caf%C3%A9.jpg',
      'https://example.org/a/b.png',
    ]);
    expect(truncated).toBe(false);
  });

  it('reads a style sheet', async () => {
    const { images } = await pool.parseCss(
      words('body { background: url(back.png) }'),
      'https://example.org/css/main.css',
    );
    expect(images).toEqual([{ url: 'https://example.org/css/back.png', via: 'css' }]);
  });

  it('wants an absolute address', async () => {
    await expect(pool.parseHtml(words('<p>'), '/a')).rejects.toThrow(TypeError);
  });
});

describe('a child that fails', () => {
  const FAILURES = [
    ['spins', 'spin', 'timeout'],
    ['aborts', 'abort', 'crashed'],
    ['meets the unforeseen', 'throw', 'crashed'],
    ['answers with nonsense', 'lie', 'crashed'],
    ['writes what is no frame', 'babble', 'crashed'],
    ['takes memory without end', 'grow', 'memory'],
  ] as const;
  let fragile: MediaPool;
  let picture: Buffer;
  const outcomes = new Map<string, { failed: Examination; next: Examination }>();
  beforeAll(async () => {
    fragile = await started({
      size: 2,
      childFile: PROBE,
      cpuSeconds: 1,
      wallTimeMs: 4000,
      maxMemoryMb: 200,
    });
    picture = await drawn().jpeg().toBuffer();
    // Side by side, so that each failure also happens beside the work of another child.
    await Promise.all(
      FAILURES.map(async ([, bytes]) => {
        const failed = await fragile.examine(words(bytes));
        outcomes.set(bytes, { failed, next: await fragile.examine(picture) });
      }),
    );
  });

  it.each(FAILURES)('because it %s fails its job only', (_how, bytes, reason) => {
    const { failed, next } = outcomes.get(bytes)!;
    expect(failed).toMatchObject({
      kind: 'rejected',
      reason,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(reasonFor(next)).toBe('image');
  });

  it('because it waits for ever is ended when its time is up', async () => {
    const hasty = await started({ childFile: PROBE, wallTimeMs: 300 });
    expect(reasonFor(await hasty.examine(words('wait')))).toBe('timeout');
  });

  it('killed in the middle of a job does not fail the next', async () => {
    const alone = await started({ childFile: PROBE });
    const [before] = alone.processIds();
    const job = alone.examine(words('wait'));
    process.kill(before!, 'SIGKILL');
    expect(reasonFor(await job)).toBe('crashed');
    expect(reasonFor(await alone.examine(picture))).toBe('image');
    expect(alone.processIds()).not.toContain(before);
  });

  it('because an animation costs more than allowed says so, in its view as in its hashes', async () => {
    const costly = gifOfDots(10_000, 1500, 3);
    await expect(fragile.derive(costly, 1)).rejects.toMatchObject({ code: 'timeout' });
    expect(reasonFor(await fragile.examine(costly))).toBe('timeout');
    expect(reasonFor(await fragile.examine(picture))).toBe('image');
  });

  it('because a picture needs more memory than allowed says so', async () => {
    const wide = await sharp({ create: { width: 8000, height: 7000, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer();
    const narrow = await started({ maxMemoryMb: 160 });
    expect(reasonFor(await narrow.examine(wide))).toBe('memory');
    expect(reasonFor(await narrow.examine(picture))).toBe('image');
  });
});

describe('the pool', () => {
  it('keeps a child for many jobs and replaces it after the number set', async () => {
    const reused = await started({ recycleAfter: 2 });
    const picture = await drawn(64, 48).png().toBuffer();
    const seen: (number | undefined)[] = [];
    for (let job = 0; job < 5; job += 1) {
      expect(reasonFor(await reused.examine(picture))).toBe('image');
      seen.push(reused.processIds()[0]);
    }
    expect(new Set(seen).size).toBeGreaterThanOrEqual(3);
  });

  it('does more jobs than it has children, each answered for its own bytes', async () => {
    const pictures = await Promise.all(
      Array.from({ length: 12 }, (_, seed) => drawn(90, 70, seed).png().toBuffer()),
    );
    const examinations = await Promise.all(pictures.map((bytes) => pool.examine(bytes)));
    expect(examinations.map(({ sha256 }) => sha256)).toEqual(
      pictures.map((bytes) => createHash('sha256').update(bytes).digest('hex')),
    );
    expect(examinations.every(({ kind }) => kind === 'image')).toBe(true);
  });

  it('leaves no process behind, not even a dead one, and takes no job afterwards', async () => {
    const short = await started({ size: 2 });
    const ids = short.processIds();
    expect(ids).toHaveLength(2);
    await short.close();
    for (const id of ids) expect(() => process.kill(id, 0)).toThrow('ESRCH');
    await expect(short.examine(words('x'))).rejects.toMatchObject({ code: 'closed' });
  });

  it('says what confines its children', () => {
    const confinement = pool.confinement();
    expect(confinement.emptyEnvironment).toBe(true);
    expect(confinement.summary).toContain('empty environment');
    const onLinux = process.platform === 'linux';
    expect([confinement.limits, confinement.systemCallFilter]).toEqual([onLinux, onLinux]);
    expect(confinement.summary.includes('NO ')).toBe(!onLinux);
  });

  it('says when no child starts, since that tells nothing about a picture', async () => {
    const broken = new MediaPool({
      size: 1,
      childFile: new URL('./testing/no-such-file.js', compiled),
    });
    await expect(broken.start()).rejects.toMatchObject({ name: 'MediaError', code: 'unavailable' });
  });

  it('starts children again once what kept them from it is over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'manara-pool-'));
    const failures = join(folder, 'failures');
    const entry = join(folder, 'child.mjs');
    await writeFile(
      entry,
      `import { appendFileSync, existsSync } from 'node:fs';
       if (existsSync(${JSON.stringify(failures)})) {
         appendFileSync(${JSON.stringify(failures)}, '.');
         process.exit(1);
       }
       await import(${JSON.stringify(CHILD.href)});`,
    );
    const pair = await started({ size: 2, childFile: pathToFileURL(entry) });
    const [one, other] = pair.processIds();
    await writeFile(failures, '');
    process.kill(one!, 'SIGKILL');
    await until('three starts failed', async () => (await readFile(failures, 'utf8')).length === 3);
    await rm(failures);
    process.kill(other!, 'SIGKILL');
    await until('the last child is gone', () => !pair.processIds().includes(other!));
    expect(await pair.examine(large)).toMatchObject({ kind: 'image' });
    await rm(folder, { recursive: true });
  });

  it('refuses to start unconfined where confinement is required', async () => {
    const unconfined = new URL('./testing/unconfined.fixture.js', compiled);
    const strict = new MediaPool({ size: 1, childFile: unconfined, requireConfinement: true });
    await expect(strict.start()).rejects.toMatchObject({ code: 'unconfined' });
    const lenient = await started({ childFile: unconfined, requireConfinement: false });
    expect(lenient.confinement()).toMatchObject({ limits: false, systemCallFilter: false });
    expect(lenient.confinement().summary).toContain('NO system-call filter');
  });
});
