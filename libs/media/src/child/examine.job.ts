import { hashPixels, toHex } from '#libs/pdq';
import type { FrameHash, JobLimits, PictureFacts } from '../media.types.js';
import { sampledFrames } from './frames.js';
import { openPicture, pixelsForHashing, PictureRefused, type OpenedPicture } from './picture.js';

async function hashFrame(picture: OpenedPicture, index: number): Promise<FrameHash> {
  const { hash, quality } = hashPixels({ ...(await pixelsForHashing(picture, index)), channels: 3 });
  return { index, hash: toHex(hash), quality };
}

/**
 * Decodes a picture at full resolution and hashes it.
 * A later frame of an animation that cannot be read ends the list of frames; an unreadable first one is a refusal.
 *
 * @throws PictureRefused
 */
export async function examinePicture(bytes: Uint8Array, limits: JobLimits): Promise<PictureFacts> {
  const picture = await openPicture(bytes, limits);
  const first = hashPixels({ ...(await pixelsForHashing(picture, 0)), channels: 3 }, { dihedral: true });
  const frameHashes: FrameHash[] = [];
  if (picture.frames > 1) {
    frameHashes.push({ index: 0, hash: toHex(first.hash), quality: first.quality });
    for (const index of sampledFrames(picture, limits).slice(1)) {
      try {
        frameHashes.push(await hashFrame(picture, index));
      } catch (error) {
        if (error instanceof PictureRefused && error.reason === 'corrupt') break;
        throw error;
      }
    }
  }
  return {
    format: picture.format,
    width: picture.width,
    height: picture.height,
    frames: picture.frames,
    pdq: { hash: toHex(first.hash), quality: first.quality, dihedral: first.dihedral.map(toHex) },
    frameHashes,
  };
}
