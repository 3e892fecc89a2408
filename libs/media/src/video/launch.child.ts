// Entry of the launcher: confines itself as a decoding child does, says what is in force, and puts ffmpeg in its place.
// The confinement and the two ends of the pipe stay; memory and environment of this program do not.
import { writeSync } from 'node:fs';
import { bindKernel, loadFilterProgram, setLimitsOfSuccessor, type Kernel } from '../child/confinement.js';
import { NUMBERS, type Architecture } from '../child/system-calls.js';
import { ffmpegFilter, PROGRAM_NUMBERS, type LaunchArguments } from './ffmpeg-filter.js';
import { confineFiles } from './file-rules.js';
import type { LaunchConfinement, LaunchSettings } from './launch.types.js';

const STANDARD_ERROR = 2;
const F_SETFD = 2;
const POINTER_BYTES = 8;
const EXIT_UNCONFINED = 71;
const EXIT_NOT_STARTED = 72;

type Available = Kernel & { available: true };

/** A list of texts as C wants it; `kept` holds what the pointers point to. */
function vector(kernel: Available, texts: readonly string[]): { pointers: Buffer; kept: Buffer[] } {
  const kept = texts.map((text) => Buffer.from(`${text}\0`));
  const pointers = Buffer.alloc((texts.length + 1) * POINTER_BYTES);
  for (const [place, text] of kept.entries())
    pointers.writeBigUInt64LE(kernel.addressOf(text), place * POINTER_BYTES);
  return { pointers, kept };
}

function launch(settings: LaunchSettings): number {
  const kernel = bindKernel();
  if (!kernel.available) return EXIT_UNCONFINED;
  const architecture = process.arch as Architecture;
  const path = Buffer.from(`${settings.program}\0`);
  const words = vector(kernel, [settings.program, ...settings.words]);
  const environment = vector(kernel, []);
  const place: LaunchArguments = {
    path: kernel.addressOf(path),
    words: kernel.addressOf(words.pointers),
    environment: kernel.addressOf(environment.pointers),
  };
  const notes: string[] = [];
  const attempt = (step: () => void): boolean => {
    try {
      step();
      return true;
    } catch (error) {
      notes.push((error as Error).message);
      return false;
    }
  };
  // The engine has marked them to be closed when another program takes its place.
  for (const end of [0, 1, STANDARD_ERROR]) kernel.call(NUMBERS[architecture].fcntl, end, F_SETFD, 0);
  // Made before the limits, which may leave this program no memory.
  const filter = ffmpegFilter(architecture, process.pid, place);
  const fileRules = attempt(() => confineFiles(kernel, settings.program));
  const limits = attempt(() => setLimitsOfSuccessor(kernel, settings));
  const systemCallFilter = attempt(() => loadFilterProgram(kernel, filter));
  const inForce: LaunchConfinement = { limits, systemCallFilter, fileRules, notes };
  writeSync(STANDARD_ERROR, `${JSON.stringify(inForce)}\n`);
  if (settings.requireConfinement && !limits && !systemCallFilter) return EXIT_UNCONFINED;
  const answer = kernel.call(
    PROGRAM_NUMBERS[architecture].execve,
    place.path,
    place.words,
    place.environment,
  );
  writeSync(STANDARD_ERROR, `the program was not started: errno ${-answer}, ${words.kept.length} words\n`);
  return EXIT_NOT_STARTED;
}

const status = launch(JSON.parse(process.argv[2] ?? '') as LaunchSettings);
const kernel = bindKernel();
if (kernel.available) kernel.exitAtOnce(status);
process.exit(status);
