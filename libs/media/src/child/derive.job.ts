import type { JobLimits, ViewLevel } from '../media.types.js';
import { decoding, openPicture, pipeline } from './picture.js';

interface Rendering {
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

export interface DerivedPicture {
  width: number;
  height: number;
  bytes: Buffer;
}

/**
 * Makes a WebP for viewing: upright, no larger than the source, in the screen's colours, with nothing of the file's
 * metadata. Transparency is laid on white.
 *
 * @throws PictureRefused
 */
export async function derivePicture(
  bytes: Uint8Array,
  level: ViewLevel,
  limits: JobLimits,
): Promise<DerivedPicture> {
  const picture = await openPicture(bytes, limits);
  const { longSidePx, grey, blur } = RENDERINGS[level];
  return decoding(async () => {
    const longSide = Math.min(longSidePx, Math.max(picture.width, picture.height));
    let image = pipeline(picture, { page: 0, autoOrient: true })
      .flatten({ background: '#ffffff' })
      .resize({ width: longSidePx, height: longSidePx, fit: 'inside', withoutEnlargement: true });
    if (grey) image = image.greyscale();
    if (blur !== undefined) image = image.blur(Math.max(MIN_SIGMA, blur * longSide));
    const { data, info } = await image.webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, bytes: data };
  });
}
