import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
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
});
