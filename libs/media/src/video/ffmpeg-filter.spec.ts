import { ALLOW, DENY } from '../child/filter-instructions.js';
import { NUMBERS, type Architecture } from '../child/system-calls.js';
import { PROCESS, describeFilterFrame } from '../testing/filter-frame.js';
import { judgeCall, type Call } from '../testing/judge-call.js';
import { ffmpegFilter, PROGRAM_NUMBERS } from './ffmpeg-filter.js';

const LAUNCH = { path: 0x7f12_3456_7890n, words: 0x55aa_0000_1000n, environment: 0x10n };

const makeFilter = (architecture: Architecture, processId: number): ReturnType<typeof ffmpegFilter> =>
  ffmpegFilter(architecture, processId, LAUNCH);
const judge = (architecture: Architecture, number: number, call?: Call): number =>
  judgeCall(makeFilter(architecture, PROCESS), architecture, number, call);

describe.each(['x64', 'arm64'] as const)('the system-call filter of ffmpeg on %s', (architecture) => {
  const { execve, openat, mmap } = PROGRAM_NUMBERS[architecture];
  describeFilterFrame(architecture, makeFilter);

  it('lets a file be opened for reading, and in no other way', () => {
    const [READ, CLOSE_ON_EXEC] = [0, 0o2000000];
    expect(judge(architecture, openat, { args: [-100, 4096, READ | CLOSE_ON_EXEC, 0] })).toBe(ALLOW);
    const ways = { write: 1, both: 2, create: 0o100, truncate: 0o1000, append: 0o2000, unnamed: 0o20000000 };
    for (const flag of Object.values(ways))
      expect(judge(architecture, openat, { args: [-100, 4096, flag, 0] })).toBe(DENY);
  });

  it('lets the launcher put the program in its place, and no program another', () => {
    const { path, words, environment } = LAUNCH;
    expect(judge(architecture, execve, { args: [path, words, environment] })).toBe(ALLOW);
    const others = [
      [path + 1n, words, environment],
      [path, words + (1n << 32n), environment],
      [path, words, 0n],
    ];
    for (const args of others) expect(judge(architecture, execve, { args })).toBe(DENY);
  });

  it('lets memory be taken that counts against the limit, and none that is shared', () => {
    const [ANONYMOUS, PRIVATE, SHARED, SHARED_VALIDATE] = [0x20, 2, 1, 3];
    expect(judge(architecture, mmap, { args: [0, 4096, 3, ANONYMOUS | PRIVATE] })).toBe(ALLOW);
    expect(judge(architecture, mmap, { args: [0, 4096, 3, ANONYMOUS | SHARED] })).toBe(DENY);
    expect(judge(architecture, mmap, { args: [0, 4096, 3, SHARED_VALIDATE] })).toBe(DENY);
  });

  it('lets no limit be moved, that on CPU time neither', () => {
    const CPU = 0;
    expect(judge(architecture, NUMBERS[architecture].prlimit64, { args: [0, CPU, 4096, 0] })).toBe(DENY);
  });
});
