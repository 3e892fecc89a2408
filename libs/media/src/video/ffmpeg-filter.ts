// The system-call filter of ffmpeg: that of a decoding child, and beside it what a program needs to be loaded by the
// dynamic linker. Files can be opened for reading only; which ones is for the kernel's file rules (`file-rules.ts`).
import { callFilter } from '../child/call-filter.js';
import {
  ALLOW,
  answer,
  demand,
  forCall,
  highWord,
  lowWord,
  type Instruction,
} from '../child/filter-instructions.js';
import { allowedNumbers, type Architecture } from '../child/system-calls.js';

/** Numbers of the further calls that are allowed under a condition only, and of the file rules. */
export const PROGRAM_NUMBERS: Record<Architecture, Record<'execve' | 'openat' | 'mmap', number>> = {
  x64: { execve: 59, openat: 257, mmap: 9 },
  arm64: { execve: 221, openat: 56, mmap: 222 },
};

const NONE = -1;

/** Name, number on x64, number on arm64; all of them look and change nothing. */
const ALSO_ALLOWED: readonly (readonly [string, number, number])[] = [
  ['pread64', 17, 67],
  ['newfstatat', 262, 79],
  ['stat', 4, NONE],
  ['lstat', 6, NONE],
  ['statx', 332, 291],
  ['access', 21, NONE],
  ['faccessat', 269, 48],
  ['faccessat2', 439, 439],
  ['readlink', 89, NONE],
  ['readlinkat', 267, 78],
  ['getdents64', 217, 61],
  ['getcwd', 79, 17],
  ['fadvise64', 221, 223],
  ['arch_prctl', 158, NONE],
  ['set_tid_address', 218, 96],
  ['getrlimit', 97, NONE],
  ['getppid', 110, 173],
  ['sched_setaffinity', 203, 122],
  ['time', 201, NONE],
];

// O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, O_TMPFILE: the same bits on both architectures.
const OPENS_FOR_WRITING = 0o20003103;
const MAP_SHARED_OR_PRIVATE = 3;
const MAP_PRIVATE = 2;

/** Where the launcher keeps the three arguments of the one call that puts the program in its place. */
export interface LaunchArguments {
  readonly path: bigint;
  readonly words: bigint;
  readonly environment: bigint;
}

const LOW = 0xffff_ffffn;
const equals = (argument: number, address: bigint): Instruction[] => [
  ...demand(lowWord(argument), [Number(address & LOW)]),
  ...demand(highWord(argument), [Number(address >> 32n)]),
];

/**
 * The filter for the launcher and the program that takes its place. `execve` passes only with the arguments that stand at
 * the launcher's own places in memory, which are gone after it. Memory is private, so that the limit on private memory is
 * one on all memory; no limit can be moved.
 *
 * @param processId the only process that may be signalled
 */
export function ffmpegFilter(
  architecture: Architecture,
  processId: number,
  launch: LaunchArguments,
): Instruction[] {
  const { execve, openat, mmap } = PROGRAM_NUMBERS[architecture];
  const also = ALSO_ALLOWED.map(([, x64, arm64]) => (architecture === 'x64' ? x64 : arm64));
  return callFilter(architecture, processId, {
    simple: [...allowedNumbers(architecture), ...also].filter((number) => number !== NONE && number !== mmap),
    conditions: [
      ...forCall(mmap, [...demand(lowWord(3), [MAP_PRIVATE], MAP_SHARED_OR_PRIVATE), answer(ALLOW)]),
      ...forCall(openat, [...demand(lowWord(2), [0], OPENS_FOR_WRITING), answer(ALLOW)]),
      ...forCall(execve, [
        ...equals(0, launch.path),
        ...equals(1, launch.words),
        ...equals(2, launch.environment),
        answer(ALLOW),
      ]),
    ],
    movableLimits: [],
  });
}
