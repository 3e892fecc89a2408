import type { Instruction } from '../child/filter-instructions.js';
import { AUDIT_ARCH, type Architecture } from '../child/system-calls.js';

export interface Call {
  args?: (number | bigint)[];
  auditArch?: number;
}

/** Runs a filter as the kernel would, on one call. */
export function judgeCall(
  program: readonly Instruction[],
  architecture: Architecture,
  number: number,
  call: Call = {},
): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number >>> 0, 0);
  data.writeUInt32LE(call.auditArch ?? AUDIT_ARCH[architecture], 4);
  (call.args ?? []).forEach((value, index) =>
    data.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), 16 + index * 8),
  );
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 1) {
    const { code, ifTrue, ifFalse, value } = program[at]!;
    if (code === 0x06) return value;
    if (code === 0x20) accumulator = data.readUInt32LE(value);
    else if (code === 0x54) accumulator = (accumulator & value) >>> 0;
    else if (code === 0x15) at += accumulator === value ? ifTrue : ifFalse;
    else throw new Error(`instruction ${code} is not expected`);
  }
  throw new Error('the program ran off its end');
}
