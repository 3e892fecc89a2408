// What bounds the decoding children and ffmpeg, and where they are found.
export interface MediaPoolOptions {
  /** Children, and so jobs at the same time. */
  size?: number;
  /** Private memory in MiB that jobs may add to what a child's engine holds when it has started. */
  maxMemoryMb?: number;
  /** CPU time of one job. */
  cpuSeconds?: number;
  /** Time of one job from the moment a child has it. */
  wallTimeMs?: number;
  /** Width × height. */
  maxPixels?: number;
  /** Frames of an animation that are hashed and shown. */
  maxFrames?: number;
  /** Longer input is refused before a child sees it. */
  maxBytes?: number;
  /** Jobs after which a child is replaced, so that one that was taken over does not see much. */
  recycleAfter?: number;
  /** Refuse to start where the system confines nothing. Production must not lower it. */
  requireConfinement?: boolean;
  /** Where ffmpeg is; looked for on the PATH if it is not given. */
  ffmpegPath?: string | undefined;
  /** Frames of a video that are hashed; a longer video has them taken further apart. */
  maxVideoFrames?: number;
  /** Time of one video, from its first byte to its last frame. */
  videoWallMs?: number;
  /** CPU time of one run of ffmpeg, over its threads. */
  videoCpuSeconds?: number;
  /** All memory in MiB of one run of ffmpeg. */
  videoMemoryMb?: number;
  /** Another entry than the usual one; for tests that need a child that misbehaves. */
  childFile?: URL;
  /** Another launcher of ffmpeg than the usual one; for tests that have it compiled. */
  launcherFile?: URL;
}

/** All bounds, with those that were not given. */
export type Settings = Required<Omit<MediaPoolOptions, 'ffmpegPath'>> & Pick<MediaPoolOptions, 'ffmpegPath'>;

const MIB = 1024 * 1024;

export const DEFAULTS: Omit<Settings, 'childFile' | 'launcherFile'> = {
  size: 2,
  maxMemoryMb: 1280,
  cpuSeconds: 15,
  wallTimeMs: 20_000,
  maxPixels: 64_000_000,
  maxFrames: 9,
  maxBytes: 64 * MIB,
  recycleAfter: 200,
  requireConfinement: true,
  maxVideoFrames: 1200,
  videoWallMs: 90_000,
  videoCpuSeconds: 150,
  videoMemoryMb: 1024,
};

/** The entry of a child, compiled or not. */
export function defaultChildFile(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./child/main.${extension}`, import.meta.url);
}
