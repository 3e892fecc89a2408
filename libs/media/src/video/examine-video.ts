// Frames of a video by vPDQ's rule, hashed one after the other, each thrown away before the next but one is taken.
// @see https://github.com/facebook/ThreatExchange/tree/main/vpdq
import { spreadFrames } from '../child/frames.js';
import { MediaError } from '../media.error.js';
import {
  REJECTION_REASONS,
  type FrameHash,
  type RejectionReason,
  type Still,
  type VideoFacts,
  type VideoFormat,
} from '../media.types.js';
import { ConfinedProgram, readAll, type ProgramOptions } from './confined-program.js';
import { withIndexFirst } from './fast-start.js';
import { frameWords, probeWords } from './ffmpeg-words.js';
import type { FfmpegPrograms } from './find-ffmpeg.js';
import { readProbe, type VideoStream } from './probe-video.js';
import { readFrames } from './read-frames.js';

const MAX_PROBE_BYTES = 64 * 1024;
const CHANNELS = 3;
/** A file that says more than this would have nearly none of its frames looked at. */
const MAX_FRAME_RATE = 240;
/** Seconds of frames at the file's rate; vPDQ's own default. */
const SECONDS_A_HASH = 1;
/** Of those kept to choose from, so that those shown are spread over a video whose length is not known. */
const STILLS_PER_SHOWN = 2;
// As for pictures: an honest file does not unfold further.
const BOMB_PIXELS_PER_BYTE = 10_000;

export interface VideoBounds {
  /** Frames that are hashed; a longer video has them taken further apart. */
  readonly maxFrames: number;
  readonly maxPixels: number;
  /** Pictures on the contact sheet. */
  readonly maxStills: number;
  readonly wallTimeMs: number;
}

/** One frame as red, green and blue, three bytes a pixel. */
export interface RawFrame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface VideoTools {
  readonly programs: FfmpegPrograms;
  readonly options: ProgramOptions;
  /** Words by which this version passes frames through. */
  readonly passThrough: readonly string[];
  /** Hashes a frame in a decoding child, and shrinks it where a picture of it is wanted, turned upright. */
  hashFrame(
    frame: RawFrame,
    still: { quarterTurns: number } | null,
  ): Promise<{ hash: string; quality: number; still: RawFrame | null }>;
}

/** vPDQ's distance between hashed frames: the whole number of frames in a second, or each where there is less than one. */
export function frameStepOf(frameRate: number): number {
  return Math.max(1, Math.trunc(SECONDS_A_HASH * Math.min(frameRate, MAX_FRAME_RATE)));
}

/** Every `stride`th of a sequence of unknown length, thinned by half whenever there are too many. */
export class Thinned<T> {
  readonly kept: T[] = [];
  stride = 1;

  constructor(private readonly most: number) {}

  /** Whether the one at this place is to be kept; makes room for it. */
  wants(place: number): boolean {
    if (place % this.stride !== 0) return false;
    if (this.kept.length < this.most) return true;
    const half = this.kept.filter((_, index) => index % 2 === 0);
    this.kept.splice(0, this.kept.length, ...half);
    this.stride *= 2;
    return place % this.stride === 0;
  }
}

/**
 * Decodes a video in confinement and hashes its frames. What was hashed before it broke off counts.
 * @throws MediaError with the reason when not one frame can be had
 */
export async function examineVideo(
  bytes: Uint8Array,
  format: VideoFormat,
  tools: VideoTools,
  bounds: VideoBounds,
  wantsStills: boolean,
): Promise<{ facts: VideoFacts; stills: Still[] }> {
  const endAt = Date.now() + bounds.wallTimeMs;
  const pieces = format === 'mp4' || format === 'quicktime' ? withIndexFirst(bytes) : [bytes];
  const stream = await probe(pieces, bytes.length, format, tools, bounds);
  const step = frameStepOf(stream.frameRate);
  const run = new ConfinedProgram(
    tools.programs.ffmpeg,
    frameWords(format, stream, step, tools.passThrough, bounds.maxPixels),
    tools.options,
  );
  const timer = setTimeout(() => run.timeOut(), Math.max(1, endAt - Date.now()));
  try {
    run.feed(pieces);
    return await hashFrames(run, stream, step, format, tools, bounds, wantsStills);
  } finally {
    clearTimeout(timer);
    run.kill();
  }
}

function refused(reason: RejectionReason): MediaError {
  return new MediaError(reason, `the bytes were refused: ${reason}`);
}

async function probe(
  pieces: readonly Uint8Array[],
  byteCount: number,
  format: VideoFormat,
  { programs, options }: VideoTools,
  { maxPixels, wallTimeMs }: VideoBounds,
): Promise<VideoStream> {
  const run = new ConfinedProgram(programs.ffprobe, probeWords(format), options);
  run.feed(pieces);
  const { text, failure } = await readAll(run, MAX_PROBE_BYTES, wallTimeMs / 2);
  if (failure !== undefined) throw refused(failure);
  const stream = readProbe(text);
  // Sound alone, or something else in the same clothes.
  if (stream === undefined) throw refused('not-an-image');
  const pixels = stream.width * stream.height;
  if (pixels > maxPixels)
    throw refused(pixels / byteCount > BOMB_PIXELS_PER_BYTE ? 'bomb' : 'too-many-pixels');
  if (pixels === 0) throw refused('corrupt');
  return stream;
}

async function hashFrames(
  run: ConfinedProgram,
  stream: VideoStream,
  step: number,
  format: VideoFormat,
  tools: VideoTools,
  bounds: VideoBounds,
  wantsStills: boolean,
): Promise<{ facts: VideoFacts; stills: Still[] }> {
  const { width, height, quarterTurns } = stream;
  const hashes = new Thinned<FrameHash>(bounds.maxFrames);
  const stills = new Thinned<Still>(bounds.maxStills * STILLS_PER_SHOWN);
  let seen = 0;
  let ended: RejectionReason | undefined;
  try {
    for await (const data of readFrames(run.stdout, width * height * CHANNELS)) {
      const place = seen++;
      if (!hashes.wants(place)) continue;
      const wanted = wantsStills && stills.wants(place) ? { quarterTurns } : null;
      const { hash, quality, still } = await tools.hashFrame({ width, height, data }, wanted);
      hashes.kept.push({ index: place * step, hash, quality });
      if (still !== null) stills.kept.push({ index: place * step, ...still });
    }
    ended = await run.ended;
  } catch (error) {
    ended = reasonOf(error);
    if (ended === undefined) throw error;
  }
  const { frames, durationMs, frameRate, codec } = stream;
  const last = Math.max(0, seen - 1) * step;
  // A decoder covers up what is missing and ends well: that a good part never came tells it all the same.
  if (ended === undefined && frames !== undefined && last + 2 * step < frames) ended = 'corrupt';
  if (hashes.kept.length === 0) throw refused(ended ?? 'corrupt');
  const said = frames ?? Math.round(((durationMs ?? 0) / 1000) * frameRate);
  return {
    facts: {
      format,
      codec,
      width,
      height,
      durationMs: durationMs ?? null,
      frames: Math.min(Math.max(said, last + 1), last + step),
      frameStep: step * hashes.stride,
      frameHashes: hashes.kept,
      endedEarly: ended ?? null,
    },
    stills: chosen(stills.kept, bounds.maxStills),
  };
}

/** Each look once, spread over the video. */
function chosen(stills: readonly Still[], most: number): Still[] {
  const differing = stills.filter(
    ({ data }, place) => !stills.slice(0, place).some((known) => Buffer.compare(known.data, data) === 0),
  );
  return spreadFrames(differing.length, most).map((place) => differing[place]!);
}

function reasonOf(error: unknown): RejectionReason | undefined {
  if (!(error instanceof MediaError)) return undefined;
  return REJECTION_REASONS.find((reason) => reason === error.code);
}
