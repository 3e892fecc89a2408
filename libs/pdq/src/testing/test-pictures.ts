// Draws the pictures of the test vectors by integer arithmetic alone, so that every machine has the same bytes.
import type { PixelImage } from '../pixel-image.js';

const { floor, imul } = Math;

/** Bytes of a linear congruential generator; the same seed gives the same bytes everywhere. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

type Pixel = readonly [red: number, green: number, blue: number];
type Draw = (width: number, height: number, channels: 1 | 3) => Uint8Array;

/** A picture from the colour of each pixel; a grey one keeps the first channel. */
function draw(
  width: number,
  height: number,
  channels: 1 | 3,
  pixel: (x: number, y: number) => Pixel,
): Uint8Array {
  const data = new Uint8Array(width * height * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixel(x, y);
      for (let channel = 0; channel < channels; channel++) data[at++] = colour[channel]!;
    }
  }
  return data;
}

const flat = (value: number): Draw => {
  return (width, height, channels) => new Uint8Array(width * height * channels).fill(value);
};

const ramp = (at: number, last: number): number => floor((255 * at) / Math.max(1, last));

const KINDS: Record<string, Draw> = {
  noise: (width, height, channels) => randomBytes(width * height * channels, width * 65537 + height),
  gradient(width, height, channels) {
    return draw(width, height, channels, (x, y) => [
      ramp(x, width - 1),
      ramp(y, height - 1),
      ramp(x + y, width + height - 2),
    ]);
  },
  blocks(width, height, channels) {
    const colours = randomBytes(16 * 16 * 3, width * 31 + height * 17 + channels);
    return draw(width, height, channels, (x, y) => {
      const at = 3 * (floor((16 * y) / height) * 16 + floor((16 * x) / width));
      return [colours[at]!, colours[at + 1]!, colours[at + 2]!];
    });
  },
  rings(width, height, channels) {
    const centreX = floor(width / 3);
    const centreY = floor(height / 2);
    return draw(width, height, channels, (x, y) => {
      const value = (((x - centreX) ** 2 + (y - centreY) ** 2) >> 6) & 255;
      return [value, 255 - value, (value * 2) & 255];
    });
  },
  constant: flat(128),
  black: flat(0),
};

/** @param name as in `expected.csv`, for example `rings_200x300_c3.ppm` */
export function drawTestPicture(name: string): PixelImage {
  const parts = /^([a-z]+)_(\d+)x(\d+)_c([13])\.p[gp]m$/.exec(name);
  const kind = parts && KINDS[parts[1]!];
  if (!kind) throw new Error(`No test picture is called ${name}.`);
  const width = Number(parts[2]);
  const height = Number(parts[3]);
  const channels = parts[4] === '3' ? 3 : 1;
  return { width, height, channels, data: kind(width, height, channels) };
}
