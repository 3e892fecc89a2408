// Drawn pictures for the tests of this library: busy enough to hash well, made from numbers alone.
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Overlapping waves and discs; the seed moves them. */
export function drawnPixels(width: number, height: number, seed = 1): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      const across = x / width;
      const down = y / height;
      const disc = Math.hypot(across - 0.3 - seed * 0.03, down - 0.4) < 0.2 ? 90 : 0;
      const bar = Math.floor(across * 7 + seed) % 2 === Math.floor(down * 5) % 2 ? 50 : 0;
      data[at] = 40 + disc + bar + 40 * Math.sin(across * 9 + seed);
      data[at + 1] = 90 + bar + 60 * Math.cos(down * 11 - seed);
      data[at + 2] = 120 + disc - 80 * across;
    }
  }
  return data;
}

export function drawn(width = 320, height = 240, seed = 1): Sharp {
  return sharp(drawnPixels(width, height, seed), { raw: { width, height, channels: 3 } });
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG whose few bytes unfold to side × side black pixels. */
export function pngBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8); // one bit a pixel, grey
  const rows = Buffer.alloc((Math.ceil(side / 8) + 1) * side);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Frames of one size, each of red, green and blue, as rows of one tall picture that is written as an animation. */
export function animation(frames: readonly Uint8Array[], width: number, height: number): Sharp {
  return sharp(Buffer.concat(frames), {
    raw: { width, height: height * frames.length, channels: 3, pageHeight: height },
  });
}

/**
 * A GIF of a few bytes a frame: each puts one dot on a canvas.
 * @param disposal 1 leaves the dot; 3 has the whole canvas put back after each frame, which is what costs
 */
export function gifOfDots(frames: number, side: number, disposal: 1 | 3): Buffer {
  const word = (value: number): number[] => [value & 0xff, value >> 8];
  const parts = [
    Buffer.from('GIF89a', 'latin1'),
    Buffer.from([...word(side), ...word(side), 0xf0, 0, 0, 200, 30, 30, 30, 30, 200]),
  ];
  for (let frame = 0; frame < frames; frame += 1) {
    const at = [...word(frame % side), ...word(Math.floor(frame / side) % side), 1, 0, 1, 0];
    parts.push(Buffer.from([0x21, 0xf9, 4, disposal << 2, 2, 0, 0, 0, 0x2c, ...at, 0, 2, 2, 0x4c, 1, 0]));
  }
  return Buffer.concat([...parts, Buffer.from([0x3b])]);
}
