// Videos for tests, made of drawn frames by the system's ffmpeg; harmless, and different in every frame.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../video/find-ffmpeg.js';
import { drawnPixels } from './pictures.js';

const found = findFfmpeg(undefined);
export const FFMPEG = 'missing' in found ? undefined : found.ffmpeg;

/** Its tests are left out where there is no ffmpeg; their names say what they need. */
export const withFfmpeg = FFMPEG === undefined ? describe.skip : describe;

export interface Film {
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly rate: number;
  /** Red, green and blue, three bytes a pixel. */
  readonly frames: readonly Uint8Array[];
}

/** A film of drawn frames; the seed of each is its place, from `firstSeed`. */
export function film(frames: number, rate = 5, width = 160, height = 120, firstSeed = 0): Film {
  return {
    width,
    height,
    rate,
    frames: Array.from({ length: frames }, (_, place) => drawnPixels(width, height, firstSeed + place)),
  };
}

/** Keeps every bit of red, green and blue, so that what is decoded is what was drawn. */
export const LOSSLESS = ['-c:v', 'libx264rgb', '-qp', '0', '-preset', 'ultrafast', '-g', '5'];

/** Writes a film with ffmpeg, unconfined: it is our own. @param extension of the container */
export function encodeFilm(
  { width, height, rate, frames }: Film,
  extension: string,
  words: readonly string[],
  more: readonly string[] = [],
): Buffer {
  if (FFMPEG === undefined) throw new Error('there is no ffmpeg here');
  const input = `-v error -f rawvideo -pix_fmt rgb24 -s ${width}x${height} -r ${rate} -i pipe:0`;
  const folder = mkdtempSync(join(tmpdir(), 'manara-film-'));
  try {
    const file = join(folder, `film.${extension}`);
    execFileSync(FFMPEG, [...input.split(' '), ...more, ...words, '-y', file], {
      input: Buffer.concat(frames),
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
