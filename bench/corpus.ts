// Pictures for benchmarks, drawn from numbers alone: shapes, soft waves and the grain of a camera's sensor.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { randomBytes } from './random.js';

/** From 12 to 0.3 megapixels; the largest first, so that no core ends alone with it. */
const SIZES = [
  { width: 4032, height: 3024 },
  { width: 2048, height: 1536 },
  { width: 1024, height: 768 },
  { width: 640, height: 480 },
];
const FORMATS: readonly { extension: string; encode: (picture: Sharp) => Sharp }[] = [
  { extension: 'jpg', encode: (picture) => picture.jpeg({ quality: 88 }) },
  { extension: 'png', encode: (picture) => picture.png({ compressionLevel: 6 }) },
  { extension: 'webp', encode: (picture) => picture.webp({ quality: 82, effort: 2 }) },
];
const GRAIN = 12;

function draw(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  const grain = randomBytes(width * 64, 11);
  for (let y = 0, at = 0; y < height; y++) {
    const down = y / height;
    for (let x = 0; x < width; x++, at += 3) {
      const across = x / width;
      const disc = (across - 0.4) ** 2 + (down - 0.5) ** 2 < 0.05 ? 70 : 0;
      const tile = (Math.floor(across * 9) + Math.floor(down * 6)) % 2 === 0 ? 30 : 0;
      const noise = (grain[(y * 7919 + x) % grain.length]! % GRAIN) - GRAIN / 2;
      data[at] = 60 + disc + tile + noise + 50 * across;
      data[at + 1] = 80 + tile + noise + 70 * down;
      data[at + 2] = 110 + disc + noise - 60 * across;
    }
  }
  return data;
}

/** @returns the files, in the folder given */
export async function drawCorpus(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const { width, height } of SIZES) {
    const picture = sharp(draw(width, height), { raw: { width, height, channels: 3 } });
    for (const { extension, encode } of FORMATS) {
      const file = path.join(folder, `${width}x${height}.${extension}`);
      await writeFile(file, await encode(picture.clone()).toBuffer());
      files.push(file);
    }
  }
  return files;
}
