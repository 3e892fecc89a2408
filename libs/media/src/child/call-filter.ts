// The seccomp filter of a decoding child, and the frame that it shares with that of ffmpeg: pure, so that a test can run
// it without loading it.
import {
  ALLOW,
  answer,
  demand,
  DENY,
  forCall,
  highWord,
  jumpIfEqual,
  KILL_PROCESS,
  load,
  lowWord,
  NOT_IMPLEMENTED,
  OFFSET_ARCHITECTURE,
  OFFSET_NUMBER,
  type Instruction,
} from './filter-instructions.js';
import { allowedNumbers, AUDIT_ARCH, NUMBERS, type Architecture } from './system-calls.js';

const CLONE_THREAD = 0x00010000;
// Every CLONE_NEW* flag: a thread never asks for a namespace of its own.
const CLONE_NAMESPACES = 0x7e020080;
const FIONBIO = 0x5421;
const FIONREAD = 0x541b;
const F_GETFD = 1;
const F_GETFL = 3;
const F_SETFL = 4;
const PR_SET_NAME = 15;
const PR_SET_VMA = 0x53564d41;
const RLIMIT_CPU = 0;

/** What one filter allows beyond the frame. */
export interface FilterRules {
  /** Numbers of the calls that are allowed without a condition, the busiest first. */
  readonly simple: readonly number[];
  /** Calls allowed by their arguments, each made by {@link forCall}. */
  readonly conditions: readonly Instruction[];
  /** Resources (RLIMIT_*) whose limit the process may move, below the ceiling set at start. */
  readonly movableLimits: readonly number[];
}

/**
 * The frame of every filter here, around the rules of one. New threads are allowed, new processes are not; signals
 * reach this process only; limits can be read. `clone3` hides its flags behind a pointer that a filter cannot follow, so
 * it is said not to exist, and the C library falls back to `clone`.
 *
 * @param processId the only process that may be signalled
 */
export function callFilter(
  architecture: Architecture,
  processId: number,
  { simple, conditions, movableLimits }: FilterRules,
): Instruction[] {
  const numbers = NUMBERS[architecture];
  return [
    load(OFFSET_ARCHITECTURE),
    jumpIfEqual(AUDIT_ARCH[architecture], 1, 0),
    answer(KILL_PROCESS),
    load(OFFSET_NUMBER),
    ...simple.flatMap((number) => forCall(number, [answer(ALLOW)])),
    ...conditions,
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
      load(lowWord(1)),
      ...movableLimits.flatMap((resource) => [jumpIfEqual(resource, 0, 1), answer(ALLOW)]),
      // Reading any limit stays allowed: the address of the new value is then null, in both halves.
      ...demand(lowWord(2), [0]),
      ...demand(highWord(2), [0]),
      answer(ALLOW),
    ]),
    answer(DENY),
  ];
}

/**
 * The filter of a decoding child: the allow-list of `system-calls.ts`; of the limits only that on CPU time can be moved.
 *
 * @param processId the only process that may be signalled
 */
export function decoderFilter(architecture: Architecture, processId: number): Instruction[] {
  return callFilter(architecture, processId, {
    simple: allowedNumbers(architecture),
    conditions: [],
    movableLimits: [RLIMIT_CPU],
  });
}
