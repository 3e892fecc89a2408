// The system's ffmpeg, where there is one. Nothing is downloaded, and nothing older than the system's own is brought.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

export interface FfmpegPrograms {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds ffmpeg and the ffprobe beside it.
 * @param ffmpegPath where it is, if it is not to be looked for
 * @param searchPath folders in the form of PATH
 * @returns why there is none, in words for an operator
 */
export function findFfmpeg(
  ffmpegPath: string | undefined,
  searchPath: string = process.env['PATH'] ?? '',
): FfmpegPrograms | { readonly missing: string } {
  const candidates =
    ffmpegPath === undefined
      ? searchPath
          .split(delimiter)
          .filter(isAbsolute)
          .map((folder) => join(folder, 'ffmpeg'))
      : [ffmpegPath];
  for (const ffmpeg of candidates) {
    const ffprobe = join(dirname(ffmpeg), 'ffprobe');
    if (isProgram(ffmpeg) && isProgram(ffprobe)) return { ffmpeg, ffprobe };
  }
  return {
    missing:
      ffmpegPath === undefined
        ? 'there is no ffmpeg with its ffprobe on the PATH'
        : 'FFMPEG_PATH does not lead to ffmpeg with its ffprobe beside it',
  };
}

/** `5.1` of what `ffmpeg -version` prints; undefined for a build that is numbered otherwise, which is a recent one. */
export function versionOf(printed: string): string | undefined {
  return /^ff(?:mpeg|probe) version n?(\d{1,3}\.\d{1,3})/.exec(printed)?.[1];
}

/** Since 5.1 frames are passed through by an option of another name; the old one is gone from newer versions. */
export function passThroughWords(version: string | undefined): string[] {
  const [major = 99, minor = 0] = version?.split('.').map(Number) ?? [];
  return major > 5 || (major === 5 && minor >= 1) ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'];
}
