import { PROCESS, describeFilterFrame } from '../testing/filter-frame.js';
import { judgeCall, type Call } from '../testing/judge-call.js';
import { decoderFilter } from './call-filter.js';
import { ALLOW, DENY } from './filter-instructions.js';
import { NUMBERS, type Architecture } from './system-calls.js';

const judge = (architecture: Architecture, number: number, call?: Call): number =>
  judgeCall(decoderFilter(architecture, PROCESS), architecture, number, call);

const OPEN_OR_START: Record<Architecture, Record<string, number>> = {
  x64: { openat: 257, execve: 59 },
  arm64: { openat: 56, execve: 221 },
};

describe.each(['x64', 'arm64'] as const)(
  'the system-call filter of a decoding child on %s',
  (architecture) => {
    describeFilterFrame(architecture, decoderFilter);

    it.each(Object.entries(OPEN_OR_START[architecture]))('refuses %s', (_name, number) => {
      expect(judge(architecture, number)).toBe(DENY);
    });

    it('lets the limit on CPU time be moved', () => {
      const CPU = 0;
      expect(judge(architecture, NUMBERS[architecture].prlimit64, { args: [0, CPU, 4096, 0] })).toBe(ALLOW);
    });
  },
);

it('refuses the 32-bit calls that share the 64-bit architecture on x64', () => {
  const X32 = 0x40000000;
  expect(judge('x64', X32 + 1)).toBe(DENY);
});
