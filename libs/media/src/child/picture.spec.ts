import sharp, { type Sharp } from 'sharp';
import { drawnPixels } from '../testing/pictures.js';
import { cmykToRgb, openPicture, pixelsForHashing } from './picture.js';

const LIMITS = { maxPixels: 1e6, cpuSeconds: 10 };
const SIDE = 8;

const flat = (channels: 1 | 2 | 3 | 4, values: readonly number[]): Sharp =>
  sharp(Buffer.from(Array.from({ length: SIDE * SIDE }, () => values).flat()), {
    raw: { width: SIDE, height: SIDE, channels },
  });

async function firstPixel(bytes: Buffer): Promise<number[]> {
  const { width, height, data } = await pixelsForHashing(await openPicture(bytes, LIMITS), 0);
  expect([width * height * 3, data.length]).toEqual([data.length, data.length]);
  return [...data.subarray(0, 3)];
}

describe('the pixels that are hashed', () => {
  it.each([
    ['red, green, blue as they are', () => flat(3, [184, 50, 48]).png(), [184, 50, 48]],
    ['the colours of a palette', () => flat(3, [184, 50, 48]).png({ palette: true }), [184, 50, 48]],
    [
      'the colour under full transparency, not a background',
      () => flat(4, [184, 50, 48, 0]).png(),
      [184, 50, 48],
    ],
    ['three equal channels for grey', () => flat(1, [77]).toColourspace('b-w').png(), [77, 77, 77]],
    ['the grey under transparency', () => flat(2, [77, 3]).toColourspace('b-w').png(), [77, 77, 77]],
    ['eight of sixteen bits', () => flat(3, [184, 50, 48]).toColourspace('rgb16').png(), [184, 50, 48]],
    ['eight of sixteen bits of grey', () => flat(1, [77]).toColourspace('grey16').png(), [77, 77, 77]],
  ] as [string, () => Sharp, number[]][])('are %s', async (_what, picture, expected) => {
    expect(await firstPixel(await picture().toBuffer())).toEqual(expected);
  });

  it('are those of the file, whatever profile it carries', async () => {
    const plain = await flat(3, [184, 50, 48]).png().toBuffer();
    const profiled = await sharp(plain).withIccProfile('p3', { attach: true }).png().toBuffer();
    const stored = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    expect((await sharp(profiled).metadata()).icc).toBeDefined();
    expect(await firstPixel(profiled)).toEqual([...stored.subarray(0, 3)]);
    expect(await firstPixel(profiled)).not.toEqual([184, 50, 48]);
  });

  it('take the high byte of sixteen bits', async () => {
    const values = new Uint16Array(SIDE * SIDE * 3).fill(0xb8ff);
    const png = await sharp(values, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    expect(await firstPixel(png)).toEqual([0xb8, 0xb8, 0xb8]);
  });

  it('keep the orientation in which they are stored', async () => {
    const jpeg = await sharp(drawnPixels(40, 24), { raw: { width: 40, height: 24, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { width, height } = await pixelsForHashing(await openPicture(jpeg, LIMITS), 0);
    expect([width, height]).toEqual([40, 24]);
  });

  it('of four inks become light by the plain formula', async () => {
    const cmyk = Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 100, 150, 200, 50);
    expect([...cmykToRgb(cmyk)]).toEqual([255, 255, 255, 0, 255, 255, 0, 0, 0, 125, 84, 44]);

    const jpeg = await flat(3, [250, 250, 250])
      .toColourspace('cmyk')
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
    for (const value of await firstPixel(jpeg)) expect(value).toBeGreaterThan(235);
  });
});
