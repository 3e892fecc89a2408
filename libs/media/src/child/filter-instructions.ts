// The words of a seccomp filter: instructions of classic BPF, what they answer, and how the kernel takes them.

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
