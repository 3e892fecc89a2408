import sharp, { type Sharp } from 'sharp';
import type { ContactSheet, JobLimits, ViewLevel } from '../media.types.js';
import { composeSheet, layOut, type SheetCell } from './contact-sheet.js';
import { sampledFrames } from './frames.js';
import {
  decoding,
  openPicture,
  pipeline,
  PictureRefused,
  type OpenedPicture,
  type Pixels,
} from './picture.js';

export interface Rendering {
  longSidePx: number;
  grey: boolean;
  /** Standard deviation of the blur as a share of the long side; absent: sharp. */
  blur?: number;
}

export const RENDERINGS: Record<ViewLevel, Rendering> = {
  1: { longSidePx: 256, grey: true, blur: 0.04 },
  2: { longSidePx: 512, grey: true, blur: 0.02 },
  3: { longSidePx: 512, grey: true },
  4: { longSidePx: 1024, grey: false },
};

const QUALITY = 82;
// The smallest standard deviation that the blur accepts.
const MIN_SIGMA = 0.3;
/** Frames are told apart, and laid on the sheet, from pixels no finer than the largest view. */
export const LARGEST_SIDE_PX = RENDERINGS[4].longSidePx;

export interface DerivedPicture {
  width: number;
  height: number;
  contactSheet: ContactSheet | null;
  bytes: Buffer;
}

/**
 * Makes a WebP for viewing: upright, no larger than the source, in the screen's colours, with nothing of the file's
 * metadata. Transparency is laid on white. Of an animation it shows those of its sampled frames that differ, on a sheet.
 *
 * @throws PictureRefused
 */
export async function derivePicture(
  bytes: Uint8Array,
  level: ViewLevel,
  limits: JobLimits,
): Promise<DerivedPicture> {
  const picture = await openPicture(bytes, limits);
  const rendering = RENDERINGS[level];
  if (picture.frames === 1) return { ...(await deriveFirst(picture, rendering)), contactSheet: null };
  const frames = await differingFrames(picture, limits);
  const contactSheet = { shown: frames.length, frames: picture.frames };
  if (frames.length === 1) return { ...(await deriveFirst(picture, rendering)), contactSheet };
  return { ...(await deriveSheet(frames, rendering)), contactSheet };
}

type Encoded = Omit<DerivedPicture, 'contactSheet'>;

function deriveFirst(picture: OpenedPicture, rendering: Rendering): Promise<Encoded> {
  const { longSidePx } = rendering;
  return decoding(async () => {
    const longSide = Math.min(longSidePx, Math.max(picture.width, picture.height));
    const upright = pipeline(picture, { page: 0, autoOrient: true })
      .flatten({ background: '#ffffff' })
      .resize({ width: longSidePx, height: longSidePx, fit: 'inside', withoutEnlargement: true });
    return encode(veil(upright, rendering, longSide));
  });
}

/** Frames beside each other, in order. @throws PictureRefused */
export function deriveSheet(frames: readonly SheetCell[], rendering: Rendering): Promise<Encoded> {
  const { longSidePx } = rendering;
  const layout = layOut(frames.length, frames[0]!.pixels, longSidePx, frames.at(-1)!.index);
  const { cellWidth, cellHeight } = layout;
  return decoding(async () => {
    const cells: SheetCell[] = [];
    for (const { index, pixels } of frames) {
      const shrunk = ofPixels(pixels).resize({
        width: cellWidth,
        height: cellHeight,
        fit: 'inside',
        withoutEnlargement: true,
      });
      // Each frame by itself, so that none bleeds into the next and the numbers stay legible.
      cells.push({
        index,
        pixels: await toPixels(veil(shrunk, rendering, Math.max(cellWidth, cellHeight))),
      });
    }
    return encode(ofPixels(composeSheet(cells, layout, longSidePx)));
  });
}

/** The sampled frames, each look once; one that cannot be read ends them, unless it is the first. */
async function differingFrames(picture: OpenedPicture, limits: JobLimits): Promise<SheetCell[]> {
  const frames: SheetCell[] = [];
  for (const index of sampledFrames(picture, limits)) {
    let pixels: Pixels;
    try {
      pixels = await decoding(() =>
        toPixels(
          pipeline(picture, { page: index, autoOrient: true }).flatten({ background: '#ffffff' }).resize({
            width: LARGEST_SIDE_PX,
            height: LARGEST_SIDE_PX,
            fit: 'inside',
            withoutEnlargement: true,
          }),
        ),
      );
    } catch (error) {
      if (index > 0 && error instanceof PictureRefused && error.reason === 'corrupt') break;
      throw error;
    }
    if (!frames.some((known) => Buffer.compare(known.pixels.data, pixels.data) === 0))
      frames.push({ index, pixels });
  }
  return frames;
}

export function veil(image: Sharp, { grey, blur }: Rendering, longSidePx: number): Sharp {
  const seen = grey ? image.greyscale() : image;
  return blur === undefined ? seen : seen.blur(Math.max(MIN_SIGMA, blur * longSidePx));
}

export function ofPixels({ width, height, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export async function toPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: info.channels === 1 ? threeEqual(data) : data };
}

/** What is grey comes as one channel, whatever was asked for. */
function threeEqual(grey: Uint8Array): Uint8Array {
  const data = new Uint8Array(grey.length * 3);
  for (const [at, value] of grey.entries()) data.fill(value, at * 3, at * 3 + 3);
  return data;
}

export async function encode(image: Sharp): Promise<Encoded> {
  const { data, info } = await image.webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, bytes: data };
}
