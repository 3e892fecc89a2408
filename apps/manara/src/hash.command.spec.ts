import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { encodeFilm, film, LOSSLESS, withFfmpeg } from '../../../libs/media/src/testing/videos.js';
import { addHashCommand } from './hash.command.js';
import { runCommand } from './testing/run-command.js';

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200">
  <rect width="320" height="200" fill="#bcd"/><circle cx="90" cy="70" r="45" fill="#e84"/>
  <path d="M0 200 L120 90 L200 160 L320 60 V200 Z" fill="#264"/><text x="150" y="60" font-size="30">harbour</text></svg>`;

describe('manara hash', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  const run = (...args: string[]) => runCommand(addHashCommand, ['hash', ...args]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hash-'));
    await sharp(Buffer.from(DRAWING)).png().toFile(path('drawing.png'));
    await sharp(Buffer.from(DRAWING)).jpeg({ quality: 70 }).toFile(path('drawing.jpg'));
    await writeFile(path('note.txt'), 'no picture');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('prints one JSON object a line, in the order of the files', async () => {
    const files = ['drawing.png', 'note.txt', 'drawing.jpg'].map(path);
    const { lines, exitCode } = await run(...files, '--json');
    const objects = lines.map((line) => JSON.parse(line));
    expect(exitCode).toBeUndefined();
    expect(objects.map((object) => object.file)).toEqual(files);
    for (const [at, file] of files.entries()) {
      const bytes = await readFile(file);
      for (const algorithm of ['md5', 'sha1', 'sha256']) {
        expect(objects[at][algorithm]).toBe(createHash(algorithm).update(bytes).digest('hex'));
      }
    }
    const [png, text, jpeg] = objects;
    expect(Object.keys(png)).toEqual([
      'file',
      'md5',
      'sha1',
      'sha256',
      'pdq',
      'quality',
      'width',
      'height',
      'format',
    ]);
    expect(png).toMatchObject({
      width: 320,
      height: 200,
      format: 'png',
      pdq: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(png.quality).toBeGreaterThan(50);
    expect(jpeg).toMatchObject({ width: 320, height: 200, format: 'jpeg' });
    expect(text).toMatchObject({
      pdq: null,
      quality: null,
      width: null,
      height: null,
      format: null,
      reason: 'not-an-image',
    });
  });

  it('goes on after a file that it cannot read, and ends with 1', async () => {
    const { lines, exitCode } = await run(path('nowhere.png'), path('drawing.png'), '--json');
    expect(exitCode).toBe(1);
    expect(lines.map((line) => JSON.parse(line).file)).toEqual([path('drawing.png')]);
  });

  withFfmpeg('of a video (needs ffmpeg)', () => {
    const drawn = film(20);
    let whole: Buffer;
    let video: Record<string, unknown> & { frames: { index: number; quality: number; pdq: string }[] };
    let cut: typeof video;

    beforeAll(async () => {
      whole = encodeFilm(drawn, 'mp4', LOSSLESS);
      const long = encodeFilm(film(60), 'mp4', [...LOSSLESS, '-movflags', '+faststart']);
      await writeFile(path('film.mp4'), whole);
      await writeFile(path('cut.mp4'), long.subarray(0, Math.floor(long.length * 0.6)));
      const { lines } = await run(path('film.mp4'), path('cut.mp4'), '--json');
      [video, cut] = lines.map((line) => JSON.parse(line)) as [typeof video, typeof video];
    });

    it('prints a hash of one frame in so many, as matching would make it, in place of one of its own', () => {
      const { width, height, frames } = drawn;
      expect(video).toMatchObject({
        sha256: createHash('sha256').update(whole).digest('hex'),
        pdq: null,
        quality: null,
        width,
        height,
        format: 'mp4',
        durationMs: 4000,
        frameStep: 5,
      });
      expect(video).not.toHaveProperty('reason');
      expect(video.frames).toEqual(
        [0, 5, 10, 15].map((index) => {
          const { hash, quality } = hashPixels({ width, height, data: frames[index]!, channels: 3 });
          return { index, quality, pdq: toHex(hash) };
        }),
      );
    });

    it('says why there are none from some place on, and prints those before', () => {
      expect(cut['reason']).toBe('corrupt');
      expect(cut.frames.slice(0, 4)).toEqual(video.frames);
    });
  });
});
