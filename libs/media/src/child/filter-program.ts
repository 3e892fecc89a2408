// Writes the seccomp filter as a classic BPF program: pure, so that a test can run it without loading it.
import { allowedNumbers, AUDIT_ARCH, NUMBERS, type Architecture } from './system-calls.js';

/** One `struct sock_filter`. */
export interface Instruction {
  code: number;
  ifTrue: number;
  ifFalse: number;
  value: number;
}

const LOAD_WORD = 0x20;
const AND = 0x54;
const JUMP_IF_EQUAL = 0x15;
const RETURN = 0x06;

export const ALLOW = 0x7fff0000;
export const KILL_PROCESS = 0x80000000;
const ERRNO = 0x00050000;
export const DENY = ERRNO | 1; // EPERM
export const NOT_IMPLEMENTED = ERRNO | 38; // ENOSYS

export const CLONE_THREAD = 0x00010000;
// Every CLONE_NEW* flag: a thread never asks for a namespace of its own.
export const CLONE_NAMESPACES = 0x7e020080;
export const FIONBIO = 0x5421;
export const FIONREAD = 0x541b;
export const F_GETFD = 1;
export const F_GETFL = 3;
export const F_SETFL = 4;
export const PR_SET_NAME = 15;
export const PR_SET_VMA = 0x53564d41;
const RLIMIT_CPU = 0;

export const load = (offset: number): Instruction => ({
  code: LOAD_WORD,
  ifTrue: 0,
  ifFalse: 0,
  value: offset,
});
export const answer = (value: number): Instruction => ({
  code: RETURN,
  ifTrue: 0,
  ifFalse: 0,
  value: value >>> 0,
});
export const jumpIfEqual = (value: number, ifTrue: number, ifFalse: number): Instruction => ({
  code: JUMP_IF_EQUAL,
  ifTrue,
  ifFalse,
  value: value >>> 0,
});
const and = (mask: number): Instruction => ({ code: AND, ifTrue: 0, ifFalse: 0, value: mask >>> 0 });

export const OFFSET_NUMBER = 0;
export const OFFSET_ARCHITECTURE = 4;
// Both architectures are little-endian: the low word of an argument comes first.
export const lowWord = (argument: number): number => 16 + 8 * argument;
export const highWord = (argument: number): number => lowWord(argument) + 4;

/** Goes on only if the word is one of the values; every other way ends in a refusal. */
export function demand(offset: number, values: readonly number[], mask?: number): Instruction[] {
  const tests = values.map((value, index) => jumpIfEqual(value, values.length - index, 0));
  return [load(offset), ...(mask === undefined ? [] : [and(mask)]), ...tests, answer(DENY)];
}

/** What to do for one call; every path through `body` must return, since it overwrites the number that was loaded. */
export function forCall(number: number, body: readonly Instruction[]): Instruction[] {
  return [jumpIfEqual(number, 0, body.length), ...body];
}

/**
 * The filter for one process: the allow-list of `system-calls.ts`, and a few calls by their arguments.
 * New threads are allowed, new processes are not; signals reach this process only; of the limits only that on CPU time
 * can be moved, below the ceiling set at start. `clone3` hides its flags behind a pointer that a filter cannot follow,
 * so it is said not to exist, and the C library falls back to `clone`.
 *
 * @param processId the only process that may be signalled
 */
export function filterProgram(architecture: Architecture, processId: number): Instruction[] {
  const numbers = NUMBERS[architecture];
  const simple = allowedNumbers(architecture).flatMap((number) => forCall(number, [answer(ALLOW)]));
  return [
    load(OFFSET_ARCHITECTURE),
    jumpIfEqual(AUDIT_ARCH[architecture], 1, 0),
    answer(KILL_PROCESS),
    load(OFFSET_NUMBER),
    ...simple,
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
      jumpIfEqual(RLIMIT_CPU, 0, 1),
      answer(ALLOW),
      // Reading any limit stays allowed: the address of the new value is then null, in both halves.
      ...demand(lowWord(2), [0]),
      ...demand(highWord(2), [0]),
      answer(ALLOW),
    ]),
    answer(DENY),
  ];
}

/** The program as the kernel takes it: eight bytes an instruction. */
export function encodeProgram(program: readonly Instruction[]): Buffer {
  const buffer = Buffer.alloc(program.length * 8);
  program.forEach(({ code, ifTrue, ifFalse, value }, index) => {
    const offset = index * 8;
    buffer.writeUInt16LE(code, offset);
    buffer.writeUInt8(ifTrue, offset + 2);
    buffer.writeUInt8(ifFalse, offset + 3);
    buffer.writeUInt32LE(value, offset + 4);
  });
  return buffer;
}
