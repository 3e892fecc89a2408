// What goes in and comes out of the pool; shared by both ends of the pipe.

export const PICTURE_FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export const VIDEO_FORMATS = [
  'mp4',
  'quicktime',
  'matroska',
  'webm',
  'avi',
  'flv',
  'asf',
  'mpeg-ps',
  'mpeg-video',
  'mpeg-ts',
  'ogg',
] as const;
export type VideoFormat = (typeof VIDEO_FORMATS)[number];

/**
 * Why bytes could not be examined.
 * - `too-large`: more bytes than allowed; never given to a decoder
 * - `too-many-pixels`: an honest picture beyond the bound; `bomb`: a few bytes that would unfold into that many pixels
 * - `not-an-image`: no picture format at all; `unsupported-format`: one that is not decoded here (SVG, TIFF, HEIC, …)
 * - `no-video-decoder`: a video, and there is no ffmpeg here, or none that can be confined as production demands
 * - `corrupt`: begins as a picture and cannot be decoded to its end
 * - `timeout`, `memory`: the decoder reached its limit; `crashed`: it ended without an answer
 */
export const REJECTION_REASONS = [
  'corrupt',
  'too-large',
  'too-many-pixels',
  'bomb',
  'not-an-image',
  'unsupported-format',
  'no-video-decoder',
  'timeout',
  'memory',
  'crashed',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Digests of the bytes as they came, in lower-case hex. */
export interface Digests {
  md5: string;
  sha1: string;
  sha256: string;
}

/** One frame's PDQ: 64 hex digits and a quality from 0 to 100. */
export interface FrameHash {
  index: number;
  hash: string;
  quality: number;
}

/** What decoding tells about a picture; `width` and `height` as stored, without the orientation applied. */
export interface PictureFacts {
  format: PictureFormat;
  width: number;
  height: number;
  /** Frames that the file says it has; 1 for a still picture. */
  frames: number;
  /** PDQ of the first frame, and of its eight rotations and mirrorings in the order of `#libs/pdq`. */
  pdq: { hash: string; quality: number; dihedral: string[] };
  /** PDQ of evenly spread frames of an animation, the first included; at most `maxFrames`. Empty for a still picture. */
  frameHashes: FrameHash[];
}

/** What decoding tells about a video; `width` and `height` as stored, without the orientation applied. */
export interface VideoFacts {
  format: VideoFormat;
  codec: string;
  width: number;
  height: number;
  /** As the file says; null where it does not. */
  durationMs: number | null;
  /** Frames that it has, as far as it could be read. */
  frames: number;
  /** Frames from one that is hashed to the next. */
  frameStep: number;
  /** PDQ of each `frameStep`th frame, as vPDQ has it; never empty. */
  frameHashes: FrameHash[];
  /** Why hashing ended before the file did; null where it did not. */
  endedEarly: RejectionReason | null;
}

/** A frame of a video, small and upright: red, green and blue, three bytes a pixel. */
export interface Still {
  index: number;
  width: number;
  height: number;
  data: Uint8Array;
}

export type Examination =
  | ({ kind: 'image' } & PictureFacts & Digests)
  | ({ kind: 'video' } & VideoFacts & Digests & { stills: Still[] })
  | ({ kind: 'rejected'; reason: RejectionReason } & Digests);

/** 1: 256 px, grey, strongly blurred; 2: 512 px, grey, blurred; 3: 512 px, grey, sharp; 4: 1024 px, colour. */
export type ViewLevel = 1 | 2 | 3 | 4;

/** How much of an animation or a video its derivative shows. */
export interface ContactSheet {
  /** Frames that stand on it, each with its number: those of the hashed ones that differ from each other. */
  shown: number;
  /** Frames that the file says it has. */
  frames: number;
}

export interface Derivative {
  level: ViewLevel;
  contentType: 'image/webp';
  width: number;
  height: number;
  /** Null for a still picture, which is shown as it is. */
  contactSheet: ContactSheet | null;
  bytes: Buffer;
}

/** Bounds that hold inside the child, for each job. */
export interface JobLimits {
  /** Width × height of one frame. */
  maxPixels: number;
  /** Frames of an animation that are hashed and shown. */
  maxFrames: number;
  cpuSeconds: number;
}
