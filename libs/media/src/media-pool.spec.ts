import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { MediaPool, type MediaPoolOptions } from './media-pool.js';
import type { Examination, ViewLevel } from './media.types.js';
import { drawn, drawnPixels, pngBomb } from './testing/pictures.js';

const PROBE = new URL('./testing/probe.fixture.ts', import.meta.url);
const pools: MediaPool[] = [];

async function started(options: MediaPoolOptions = {}): Promise<MediaPool> {
  const pool = new MediaPool({ size: 1, requireConfinement: process.platform === 'linux', ...options });
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
  pool = await started({ size: 2, maxPixels: 16e6, maxBytes: 8 * 1024 * 1024 });
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
    const frames = await Promise.all(
      Array.from({ length: 20 }, (_, index) => drawn(160, 120, index).png().toBuffer()),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const examination = await pool.examine(gif);
    if (examination.kind !== 'image') throw new Error(examination.reason);
    expect(examination).toMatchObject({ format: 'gif', width: 160, height: 120, frames: 20 });
    expect(examination.frameHashes).toHaveLength(8);
    expect(examination.frameHashes.map(({ index }) => index)).toEqual([0, 3, 5, 8, 11, 14, 16, 19]);
    expect(examination.frameHashes[0]?.hash).toBe(examination.pdq.hash);
    expect(new Set(examination.frameHashes.map(({ hash }) => hash)).size).toBeGreaterThan(4);
  });

  it('refuses what is no picture, what is cut off, and what is too much, each with its own reason', async () => {
    const jpeg = await drawn(800, 600).jpeg().toBuffer();
    const svg = words('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const tiff = await drawn(64, 64).tiff().toBuffer();
    const wide = await sharp({ create: { width: 5000, height: 4000, channels: 3, background: '#7a3' } })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const honest = Buffer.concat([wide, Buffer.alloc(400_000)]);
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
      ['a bomb of 400 million pixels', pngBomb(20_000), 'bomb'],
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
  let fragile: MediaPool;
  let picture: Buffer;
  beforeAll(async () => {
    fragile = await started({ childFile: PROBE, cpuSeconds: 1, wallTimeMs: 4000, maxMemoryMb: 200 });
    picture = await drawn().jpeg().toBuffer();
  });

  it.each([
    ['spins', 'spin', 'timeout'],
    ['aborts', 'abort', 'crashed'],
    ['meets the unforeseen', 'throw', 'crashed'],
    ['answers with nonsense', 'lie', 'crashed'],
    ['writes what is no frame', 'babble', 'crashed'],
    ['takes memory without end', 'grow', 'memory'],
  ])('because it %s fails its job only', async (_how, bytes, reason) => {
    const failed = await fragile.examine(words(bytes));
    expect(failed).toMatchObject({
      kind: 'rejected',
      reason,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(reasonFor(await fragile.examine(picture))).toBe('image');
  });

  it('because it waits for ever is ended when its time is up', async () => {
    const hasty = await started({ childFile: PROBE, wallTimeMs: 300 });
    expect(reasonFor(await hasty.examine(words('wait')))).toBe('timeout');
  });

  it('killed in the middle of a job does not fail the next', async () => {
    const [before] = fragile.processIds();
    const job = fragile.examine(words('wait'));
    process.kill(before!, 'SIGKILL');
    expect(reasonFor(await job)).toBe('crashed');
    expect(reasonFor(await fragile.examine(picture))).toBe('image');
    expect(fragile.processIds()).not.toContain(before);
  });

  it('because a picture needs more memory than allowed says so', async () => {
    const wide = await sharp({ create: { width: 7000, height: 6000, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer();
    const narrow = await started({ maxMemoryMb: 120 });
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
      childFile: new URL('./testing/no-such-file.ts', import.meta.url),
    });
    await expect(broken.start()).rejects.toMatchObject({ name: 'MediaError', code: 'unavailable' });
  });

  it('refuses to start unconfined where confinement is required', async () => {
    const unconfined = new URL('./testing/unconfined.fixture.ts', import.meta.url);
    const strict = new MediaPool({ size: 1, childFile: unconfined, requireConfinement: true });
    await expect(strict.start()).rejects.toMatchObject({ code: 'unconfined' });
    const lenient = await started({ childFile: unconfined, requireConfinement: false });
    expect(lenient.confinement()).toMatchObject({ limits: false, systemCallFilter: false });
    expect(lenient.confinement().summary).toContain('NO system-call filter');
  });
});
