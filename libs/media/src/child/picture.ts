// How a picture becomes pixels.
//
// For hashing, the pixels are those of the file and not those that a screen shows: full resolution, the embedded colour
// profile ignored, the stored orientation kept, eight bits a channel, red-green-blue. From
// - a palette: its colours;
// - sixteen bits: the high byte;
// - transparency: the alpha channel is dropped and the colour under it kept, never blended with a background;
// - grey: three equal channels, since that is what most published hashes were made of (hashing tools in Python convert
//   to RGB first); the reference's one-channel path can differ from it in the last bit of a luma;
// - CMYK: red = (255 − key) × (255 − cyan) / 255 and so on, the conversion of those same tools.
// So the same bytes give the same hash as the reference implementation fed with the same decoded pixels.
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { sniff } from '../sniff.js';
import type { PictureFormat, RejectionReason } from '../media.types.js';

/** The file, not the decoder, is at fault. */
export class PictureRefused extends Error {
  constructor(readonly reason: RejectionReason) {
    super(`picture refused: ${reason}`);
    this.name = 'PictureRefused';
  }
}

export interface Pixels {
  width: number;
  height: number;
  /** Three bytes a pixel, row by row. */
  data: Uint8Array;
}

export interface OpenedPicture {
  bytes: Uint8Array;
  format: PictureFormat;
  width: number;
  height: number;
  frames: number;
  isCmyk: boolean;
  maxPixels: number;
  timeoutSeconds: number;
}

// An honest photograph holds 2 to 30 pixels a byte, a flat drawing some hundreds only when it is small.
const BOMB_PIXELS_PER_BYTE = 100;

/** Once per process: five raster loaders and no other, no cache, no threads beyond the one that works. */
export function restrictDecoders(): void {
  // The library unfolds what it thinks large into a temporary file; pixels stay in memory here, whatever their number.
  process.env['VIPS_DISC_THRESHOLD'] = '64g';
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpeg',
      'VipsForeignLoadPng',
      'VipsForeignLoadWebp',
      'VipsForeignLoadHeif',
      'VipsForeignLoadNsgif',
    ],
  });
  sharp.cache(false);
  sharp.concurrency(1);
}

function refusalOf(error: unknown): PictureRefused {
  if (error instanceof PictureRefused) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (
    /out of memory|unable to malloc|cannot allocate|bad_alloc|allocation failed|memory\.grow/i.test(message)
  )
    return new PictureRefused('memory');
  if (/timeout/i.test(message)) return new PictureRefused('timeout');
  if (/exceeds pixel limit/i.test(message)) return new PictureRefused('too-many-pixels');
  if (/support for this compression format|unsupported codec|unsupported feature/i.test(message))
    return new PictureRefused('unsupported-format');
  return new PictureRefused('corrupt');
}

/** Runs a step of decoding; whatever the decoder says becomes one of our reasons. */
export async function decoding<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    throw refusalOf(error);
  }
}

/**
 * Reads the header only and applies the bounds before a pixel is decoded.
 * @throws PictureRefused
 */
export async function openPicture(
  bytes: Uint8Array,
  limits: { maxPixels: number; cpuSeconds: number },
): Promise<OpenedPicture> {
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'unknown') throw new PictureRefused('not-an-image');
  // A video goes to a decoder of its own.
  if (sniffed.kind !== 'picture') throw new PictureRefused('unsupported-format');
  // The bound on pixels is applied below, on what the header says, so that a bomb can be told from a large photograph.
  const metadata: Metadata = await decoding(() => sharp(bytes, { limitInputPixels: false }).metadata());
  if (metadata.format === 'heif' && metadata.compression !== 'av1')
    throw new PictureRefused('unsupported-format');
  if (metadata.format !== (sniffed.format === 'avif' ? 'heif' : sniffed.format))
    throw new PictureRefused('corrupt');
  const { width, height } = metadata;
  const pixels = width * height;
  if (pixels > limits.maxPixels) {
    throw new PictureRefused(pixels / bytes.length > BOMB_PIXELS_PER_BYTE ? 'bomb' : 'too-many-pixels');
  }
  return {
    bytes,
    format: sniffed.format,
    width,
    height,
    frames: metadata.pages ?? 1,
    isCmyk: metadata.space === 'cmyk',
    maxPixels: limits.maxPixels,
    timeoutSeconds: limits.cpuSeconds,
  };
}

/** A pipeline over one frame, with the bounds that every use must have. */
export function pipeline(
  picture: OpenedPicture,
  options: Pick<SharpOptions, 'page' | 'ignoreIcc' | 'autoOrient'>,
): Sharp {
  return sharp(picture.bytes, {
    limitInputPixels: picture.maxPixels,
    failOn: 'error',
    pages: 1,
    ...options,
  }).timeout({
    seconds: picture.timeoutSeconds,
  });
}

/** Key and ink to light, rounded as the hashing tools in Python do it. */
function lightOf(ink: number, paper: number): number {
  const product = ink * paper + 128;
  return Math.max(0, paper - ((product + (product >> 8)) >> 8));
}

/** Four bytes a pixel of cyan, magenta, yellow, key to three of red, green, blue. */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const paper = 255 - cmyk[from + 3]!;
    rgb[to] = lightOf(cmyk[from]!, paper);
    rgb[to + 1] = lightOf(cmyk[from + 1]!, paper);
    rgb[to + 2] = lightOf(cmyk[from + 2]!, paper);
  }
  return rgb;
}

/**
 * The pixels of one frame for hashing, as the comment at the head of this file defines them.
 * @throws PictureRefused
 */
export async function pixelsForHashing(picture: OpenedPicture, frame: number): Promise<Pixels> {
  return decoding(async () => {
    const source = pipeline(picture, { page: frame, ignoreIcc: true });
    const raw = picture.isCmyk
      ? source.pipelineColourspace('cmyk').toColourspace('cmyk')
      : source.toColourspace('srgb').removeAlpha();
    const { data, info } = await raw.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const expected = picture.isCmyk ? 4 : 3;
    if (info.channels !== expected)
      throw new Error(`${info.channels} channels where ${expected} were asked for`);
    return { width: info.width, height: info.height, data: picture.isCmyk ? cmykToRgb(data) : data };
  });
}
