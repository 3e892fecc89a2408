// The system-call filter of ffmpeg: that of a decoding child, and beside it what a program needs to be loaded by the
// dynamic linker. Files can be opened for reading only; which ones is for the kernel's file rules (`file-rules.ts`).
import {
  ALLOW,
  answer,
  CLONE_NAMESPACES,
  CLONE_THREAD,
  demand,
  DENY,
  F_GETFD,
  F_GETFL,
  F_SETFL,
  FIONBIO,
  FIONREAD,
  forCall,
  highWord,
  jumpIfEqual,
  KILL_PROCESS,
  load,
  lowWord,
  NOT_IMPLEMENTED,
  OFFSET_ARCHITECTURE,
  OFFSET_NUMBER,
  PR_SET_NAME,
  PR_SET_VMA,
  type Instruction,
} from '../child/filter-program.js';
import { allowedNumbers, AUDIT_ARCH, NUMBERS, type Architecture } from '../child/system-calls.js';

/** Numbers of the further calls that are allowed under a condition only, and of the file rules. */
export const PROGRAM_NUMBERS: Record<Architecture, Record<'execve' | 'openat' | 'mmap' | 'kill', number>> = {
  x64: { execve: 59, openat: 257, mmap: 9, kill: 62 },
  arm64: { execve: 221, openat: 56, mmap: 222, kill: 129 },
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
 * The filter for the launcher and the program that takes its place. New threads are allowed, new processes are not;
 * `execve` only with the arguments that stand at the launcher's own places in memory, which are gone after it. Memory is
 * private, so that the limit on private memory is one on all memory.
 *
 * @param processId the only process that may be signalled
 */
export function programFilter(
  architecture: Architecture,
  processId: number,
  launch: LaunchArguments,
): Instruction[] {
  const numbers = { ...NUMBERS[architecture], ...PROGRAM_NUMBERS[architecture] };
  const also = ALSO_ALLOWED.map(([, x64, arm64]) => (architecture === 'x64' ? x64 : arm64));
  const simple = [...allowedNumbers(architecture), ...also].filter(
    (number) => number !== NONE && number !== numbers.mmap,
  );
  return [
    load(OFFSET_ARCHITECTURE),
    jumpIfEqual(AUDIT_ARCH[architecture], 1, 0),
    answer(KILL_PROCESS),
    load(OFFSET_NUMBER),
    ...simple.flatMap((number) => forCall(number, [answer(ALLOW)])),
    ...forCall(numbers.mmap, [...demand(lowWord(3), [MAP_PRIVATE], MAP_SHARED_OR_PRIVATE), answer(ALLOW)]),
    ...forCall(numbers.openat, [...demand(lowWord(2), [0], OPENS_FOR_WRITING), answer(ALLOW)]),
    ...forCall(numbers.execve, [
      ...equals(0, launch.path),
      ...equals(1, launch.words),
      ...equals(2, launch.environment),
      answer(ALLOW),
    ]),
    ...forCall(numbers.clone, [
      ...demand(lowWord(0), [CLONE_THREAD], CLONE_THREAD | CLONE_NAMESPACES),
      answer(ALLOW),
    ]),
    ...forCall(numbers.clone3, [answer(NOT_IMPLEMENTED)]),
    ...forCall(numbers.tgkill, [...demand(lowWord(0), [processId]), answer(ALLOW)]),
    ...forCall(numbers.ioctl, [...demand(lowWord(1), [FIONBIO, FIONREAD]), answer(ALLOW)]),
    ...forCall(numbers.fcntl, [...demand(lowWord(1), [F_GETFD, F_GETFL, F_SETFL]), answer(ALLOW)]),
    ...forCall(numbers.prctl, [...demand(lowWord(0), [PR_SET_NAME, PR_SET_VMA]), answer(ALLOW)]),
    ...forCall(numbers.prlimit64, [
      ...demand(lowWord(0), [0, processId]),
      ...demand(lowWord(2), [0]),
      ...demand(highWord(2), [0]),
      answer(ALLOW),
    ]),
    answer(DENY),
  ];
}
