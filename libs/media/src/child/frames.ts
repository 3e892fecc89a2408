import type { JobLimits } from '../media.types.js';
import type { OpenedPicture } from './picture.js';

/** Evenly spread frame numbers, the first and the last included. */
export function spreadFrames(frames: number, wanted: number): number[] {
  if (frames <= wanted) return Array.from({ length: frames }, (_, index) => index);
  if (wanted === 1) return [0];
  return Array.from({ length: wanted }, (_, index) => Math.round((index * (frames - 1)) / (wanted - 1)));
}

/**
 * The frames of an animation that are looked into, for hashing and for viewing alike: what is matched can be seen. All
 * of them together stay within the pixels of one largest picture.
 */
export function sampledFrames(picture: OpenedPicture, limits: JobLimits): number[] {
  const affordable = Math.max(1, Math.floor(limits.maxPixels / (picture.width * picture.height)));
  return spreadFrames(picture.frames, Math.min(limits.maxFrames, affordable));
}
