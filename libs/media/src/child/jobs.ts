// The jobs that a child knows, and a run of each before the filter closes, so that nothing is loaded or compiled after.
import sharp, { type Sharp } from 'sharp';
import type { JobLimits, ViewLevel } from '../media.types.js';
import { derivePicture } from './derive.job.js';
import { examinePicture } from './examine.job.js';
import { parsePage, parseStylesheet, type PageDetail } from './parse-page.job.js';
import { PictureRefused } from './picture.js';
import type { JobHandler } from './serve.js';
import { deriveStills, hashFrame, type FrameDetail, type SheetDetail } from './video-frame.job.js';

const examine: JobHandler = async (bytes, _detail, limits) => ({
  value: await examinePicture(bytes, limits),
});

const derive: JobHandler = async (bytes, detail, limits) => {
  const { level } = detail as { level: ViewLevel };
  const { bytes: body, ...value } = await derivePicture(bytes, level, limits);
  return { value, body };
};

const frame: JobHandler = async (bytes, detail) => {
  const { hash, quality, still } = await hashFrame(bytes, detail as FrameDetail);
  const size = still === null ? null : { width: still.width, height: still.height };
  return { value: { hash, quality, still: size }, ...(still !== null && { body: still.data }) };
};

const stills: JobHandler = async (bytes, detail) => {
  const { bytes: body, ...value } = await deriveStills(bytes, detail as SheetDetail);
  return { value, body };
};

// What a page refers to can be long, with pictures inside addresses; so it travels as bytes.
const asBytes = (value: unknown): { value: null; body: Buffer } => ({
  value: null,
  body: Buffer.from(JSON.stringify(value)),
});
const parseHtml: JobHandler = (bytes, detail) => asBytes(parsePage(bytes, detail as PageDetail));
const parseCss: JobHandler = (bytes, detail) => asBytes(parseStylesheet(bytes, detail as PageDetail));

export const handlers: Readonly<Record<string, JobHandler>> = {
  examine,
  derive,
  frame,
  stills,
  'parse-html': parseHtml,
  'parse-css': parseCss,
};

const WARM_UP_PX = 16;
const WARM_UP_FRAMES = 2;

/** Frames as rows of one tall picture, which is how a file of several is written without joining others. */
function moving(): Sharp {
  const frameBytes = WARM_UP_PX * WARM_UP_PX * 3;
  const data = Buffer.alloc(WARM_UP_FRAMES * frameBytes, 120).fill(200, frameBytes);
  return sharp(data, {
    raw: { width: WARM_UP_PX, height: WARM_UP_FRAMES * WARM_UP_PX, channels: 3, pageHeight: WARM_UP_PX },
  });
}

/** Decodes a small picture of each format, still and moving, makes one derivative of each kind, parses a page. */
export async function warmUp(limits: JobLimits): Promise<void> {
  const data = Buffer.alloc(WARM_UP_PX * WARM_UP_PX * 3, 120);
  const drawn = sharp(data, { raw: { width: WARM_UP_PX, height: WARM_UP_PX, channels: 3 } });
  const pictures = await Promise.all([
    drawn.clone().jpeg().toBuffer(),
    drawn.clone().toColourspace('cmyk').jpeg().toBuffer(),
    drawn.clone().png().toBuffer(),
    drawn.clone().webp().toBuffer(),
    drawn.clone().gif().toBuffer(),
    drawn.clone().avif({ effort: 0 }).toBuffer(),
    moving().webp().toBuffer(),
    moving().gif().toBuffer(),
  ]);
  for (const picture of pictures) {
    await examinePicture(picture, limits);
    for (const level of [1, 4] as const) await derivePicture(picture, level, limits);
    // How a decoder fails is code too.
    await examinePicture(picture.subarray(0, picture.length - 8), limits).catch((error: unknown) => {
      if (!(error instanceof PictureRefused)) throw error;
    });
  }
  const still = { width: WARM_UP_PX, height: WARM_UP_PX };
  await hashFrame(data, { ...still, still: { quarterTurns: 1 } });
  await deriveStills(Buffer.concat([data, data]), {
    level: 1,
    cells: [0, 1].map((index) => ({ index, ...still })),
  });
  const page =
    '<!doctype html><title>x</title><img src="a.png" srcset="b.png 2x" style="background:url(c.png)">';
  parsePage(Buffer.from(page), { baseUrl: 'http://localhost/' });
}
