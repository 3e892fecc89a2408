// What a decoding child does for a video: hashes frames that ffmpeg has unfolded, and lays small ones on a sheet.
import { hashPixels, toHex } from '#libs/pdq';
import type { ViewLevel } from '../media.types.js';
import type { SheetCell } from './contact-sheet.js';
import {
  deriveSheet,
  encode,
  LARGEST_SIDE_PX,
  ofPixels,
  RENDERINGS,
  toPixels,
  veil,
  type DerivedPicture,
} from './derive.job.js';
import { decoding, type Pixels } from './picture.js';

const QUARTER = 90;

/** A frame of `width` × `height`, three bytes a pixel, and whether a small picture of it is wanted. */
export interface FrameDetail {
  width: number;
  height: number;
  still: { quarterTurns: number } | null;
}

export interface HashedFrame {
  hash: string;
  quality: number;
  still: Pixels | null;
}

/** @throws PictureRefused */
export async function hashFrame(bytes: Uint8Array, detail: FrameDetail): Promise<HashedFrame> {
  const { width, height, still } = detail;
  const { hash, quality } = hashPixels({ width, height, data: bytes, channels: 3 });
  const shrunk =
    still === null
      ? null
      : await decoding(() =>
          toPixels(
            ofPixels({ width, height, data: bytes })
              .rotate(still.quarterTurns * QUARTER)
              .resize({
                width: LARGEST_SIDE_PX,
                height: LARGEST_SIDE_PX,
                fit: 'inside',
                withoutEnlargement: true,
              }),
          ),
        );
  return { hash: toHex(hash), quality, still: shrunk };
}

/** The pictures whose pixels follow each other in the bytes. */
export interface SheetDetail {
  level: ViewLevel;
  cells: { index: number; width: number; height: number }[];
}

/** One picture by itself, several on a sheet. @throws PictureRefused */
export async function deriveStills(
  bytes: Uint8Array,
  { level, cells }: SheetDetail,
): Promise<Omit<DerivedPicture, 'contactSheet'>> {
  const rendering = RENDERINGS[level];
  let from = 0;
  const frames = cells.map(({ index, width, height }): SheetCell => {
    const data = bytes.subarray(from, (from += width * height * 3));
    return { index, pixels: { width, height, data } };
  });
  if (frames.length > 1) return deriveSheet(frames, rendering);
  const { longSidePx } = rendering;
  return decoding(async () => {
    const only = frames[0]!.pixels;
    const shrunk = ofPixels(only).resize({
      width: longSidePx,
      height: longSidePx,
      fit: 'inside',
      withoutEnlargement: true,
    });
    return encode(veil(shrunk, rendering, Math.min(longSidePx, Math.max(only.width, only.height))));
  });
}
