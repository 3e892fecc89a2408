// A video against others as bags of frames, as vPDQ does it: what share of the frames of each side has a like one on the
// other. Order and time do not count.
// @see https://github.com/facebook/ThreatExchange/tree/main/vpdq
import { hammingDistance } from '#libs/pdq';

export interface ComparedFrame {
  readonly hash: Uint8Array;
  /** Null where it is not known, which is good enough. */
  readonly quality: number | null;
}

/** Of so many different frames, so many have a like one. */
export interface FrameShare {
  readonly compared: number;
  readonly matched: number;
}

/** What is known of a match that a video's frames made. */
export interface FrameShares {
  /** Of the examined video. */
  readonly media: FrameShare;
  /** Of the listed video, where the list says which entries are frames of one. */
  readonly listed?: FrameShare;
}

/** Whole percent; of no frames at all, none. */
export function percentOf({ compared, matched }: FrameShare): number {
  return compared === 0 ? 0 : Math.round((100 * matched) / compared);
}

/** Frames of enough quality, each look once. */
export function distinctFrames(frames: readonly ComparedFrame[], minQuality: number): Uint8Array[] {
  const looks = new Map<string, Uint8Array>();
  for (const { hash, quality } of frames)
    if (quality === null || quality >= minQuality) looks.set(Buffer.from(hash).toString('hex'), hash);
  return [...looks.values()];
}

/** Both shares of two bags of frames. @param maxDistance bits, as for pictures */
export function compareBags(
  media: readonly ComparedFrame[],
  listed: readonly ComparedFrame[],
  { maxDistance, minQuality }: { readonly maxDistance: number; readonly minQuality: number },
): Required<FrameShares> {
  const ours = distinctFrames(media, minQuality);
  const theirs = distinctFrames(listed, minQuality);
  const isFound = theirs.map(() => false);
  let matched = 0;
  for (const frame of ours) {
    let hasLike = false;
    for (const [place, other] of theirs.entries()) {
      if (hammingDistance(frame, other) > maxDistance) continue;
      isFound[place] = true;
      hasLike = true;
    }
    if (hasLike) matched += 1;
  }
  return {
    media: { compared: ours.length, matched },
    listed: { compared: theirs.length, matched: isFound.filter(Boolean).length },
  };
}
