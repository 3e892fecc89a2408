// Whether videos can be decoded here: an ffmpeg is found, and a first run of it tells what confines it.
import { ConfinedProgram, readAll } from './confined-program.js';
import type { VideoTools } from './examine-video.js';
import { findFfmpeg, passThroughWords, versionOf } from './find-ffmpeg.js';
import type { LaunchConfinement } from './launch.types.js';

export interface VideoSupport {
  readonly isAvailable: boolean;
  /** Limits, system-call filter and file rules are all in force. */
  readonly isConfined: boolean;
  /** One sentence for the log at start and for `doctor`. */
  readonly summary: string;
}

export interface OpenedTools {
  readonly support: VideoSupport;
  /** Undefined where there is no decoder. */
  readonly tools: Omit<VideoTools, 'hashFrame'> | undefined;
}

export interface VideoSettings {
  readonly ffmpegPath?: string | undefined;
  readonly launcherFile: URL;
  readonly requireConfinement: boolean;
  readonly videoCpuSeconds: number;
  readonly videoMemoryMb: number;
}

const MAX_VERSION_BYTES = 64 * 1024;
const START_TIMEOUT_MS = 60_000;

export function defaultLauncherFile(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./launch.child.${extension}`, import.meta.url);
}

function none(why: string): OpenedTools {
  const summary = `videos are not examined: ${why}`;
  return { support: { isAvailable: false, isConfined: false, summary }, tools: undefined };
}

/** Looks for ffmpeg and runs it once. Throws nothing: that videos cannot be decoded is an answer. */
export async function openVideoTools(settings: VideoSettings): Promise<OpenedTools> {
  const programs = findFfmpeg(settings.ffmpegPath);
  if ('missing' in programs) return none(programs.missing);
  const { launcherFile, requireConfinement, videoMemoryMb, videoCpuSeconds } = settings;
  const options = {
    launcherFile,
    requireConfinement,
    maxMemoryMb: videoMemoryMb,
    cpuSeconds: videoCpuSeconds,
  };
  let inForce: LaunchConfinement;
  let version: string | undefined;
  try {
    const run = new ConfinedProgram(programs.ffmpeg, ['-version'], options);
    run.feed([]);
    const { text, failure } = await readAll(run, MAX_VERSION_BYTES, START_TIMEOUT_MS);
    inForce = run.confinement;
    if (failure !== undefined || !text.startsWith('ffmpeg version'))
      return none(`${programs.ffmpeg} does not run (${failure ?? 'it is something else'})`);
    version = versionOf(text);
  } catch (error) {
    return none((error as Error).message);
  }
  const { limits, systemCallFilter, fileRules, notes } = inForce;
  const parts = [
    'empty environment',
    limits ? 'resource limits' : 'NO resource limits',
    systemCallFilter ? 'system-call filter' : 'NO system-call filter',
    fileRules ? 'file rules' : 'NO file rules',
  ];
  const why = notes.length > 0 ? ` (${notes.join('; ')})` : '';
  return {
    support: {
      isAvailable: true,
      isConfined: limits && systemCallFilter && fileRules,
      summary: `videos: ${programs.ffmpeg} ${version ?? ''}, ${parts.join(', ')}${why}`,
    },
    tools: { programs, options, passThrough: passThroughWords(version) },
  };
}
