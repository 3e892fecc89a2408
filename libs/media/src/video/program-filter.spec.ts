import { ALLOW, DENY, encodeProgram, KILL_PROCESS, NOT_IMPLEMENTED } from '../child/filter-program.js';
import { NUMBERS, type Architecture } from '../child/system-calls.js';
import { judgeCall, type Call } from '../testing/judge-call.js';
import { PROGRAM_NUMBERS, programFilter } from './program-filter.js';

const PROCESS = 4321;
const LAUNCH = { path: 0x7f12_3456_7890n, words: 0x55aa_0000_1000n, environment: 0x10n };

const judge = (architecture: Architecture, number: number, call?: Call): number =>
  judgeCall(programFilter(architecture, PROCESS, LAUNCH), architecture, number, call);

const FORBIDDEN: Record<Architecture, Record<string, number>> = {
  x64: {
    open: 2,
    openat2: 437,
    creat: 85,
    socket: 41,
    connect: 42,
    socketpair: 53,
    bind: 49,
    sendto: 44,
    sendmsg: 46,
    execveat: 322,
    fork: 57,
    vfork: 58,
    ptrace: 101,
    kill: 62,
    tkill: 200,
    unlink: 87,
    unlinkat: 263,
    rename: 82,
    mkdir: 83,
    chmod: 90,
    truncate: 76,
    memfd_create: 319,
    io_uring_setup: 425,
    process_vm_readv: 310,
    bpf: 321,
    mount: 165,
    unshare: 272,
    setns: 308,
    pidfd_getfd: 438,
    userfaultfd: 323,
    perf_event_open: 298,
    keyctl: 250,
    seccomp: 317,
    setrlimit: 160,
    dup2: 33,
    shmget: 29,
    landlock_create_ruleset: 444,
  },
  arm64: {
    openat2: 437,
    socket: 198,
    connect: 203,
    socketpair: 199,
    sendto: 206,
    sendmsg: 211,
    execveat: 281,
    ptrace: 117,
    kill: 129,
    tkill: 130,
    unlinkat: 35,
    renameat2: 276,
    mkdirat: 34,
    truncate: 45,
    memfd_create: 279,
    io_uring_setup: 425,
    bpf: 280,
    unshare: 97,
    seccomp: 277,
    pidfd_getfd: 438,
    setrlimit: 164,
    dup3: 24,
    shmget: 194,
    landlock_create_ruleset: 444,
  },
};

describe.each(['x64', 'arm64'] as const)('the system-call filter of ffmpeg on %s', (architecture) => {
  const { clone, clone3, tgkill, prctl, prlimit64, ioctl } = NUMBERS[architecture];
  const { execve, openat, mmap } = PROGRAM_NUMBERS[architecture];
  const PTHREAD_FLAGS = 0x3d0f00;

  it.each(Object.entries(FORBIDDEN[architecture]))('refuses %s', (_name, number) => {
    expect(judge(architecture, number)).toBe(DENY);
  });

  it('refuses calls that are not known yet', () => {
    for (let number = 470; number < 1024; number += 1) expect(judge(architecture, number)).toBe(DENY);
  });

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

  it('lets threads start, but no process and no namespace', () => {
    expect(judge(architecture, clone, { args: [PTHREAD_FLAGS] })).toBe(ALLOW);
    expect(judge(architecture, clone, { args: [17] })).toBe(DENY);
    expect(judge(architecture, clone, { args: [PTHREAD_FLAGS | 0x10000000] })).toBe(DENY);
    expect(judge(architecture, clone3)).toBe(NOT_IMPLEMENTED);
  });

  it('lets the process signal itself and nobody else', () => {
    expect(judge(architecture, tgkill, { args: [PROCESS, PROCESS, 6] })).toBe(ALLOW);
    expect(judge(architecture, tgkill, { args: [1, 1, 9] })).toBe(DENY);
  });

  it('lets limits be read, and none be moved', () => {
    const [CPU, DATA] = [0, 2];
    expect(judge(architecture, prlimit64, { args: [0, DATA, 0, 4096] })).toBe(ALLOW);
    expect(judge(architecture, prlimit64, { args: [0, CPU, 4096, 0] })).toBe(DENY);
    expect(judge(architecture, prlimit64, { args: [0, DATA, 0x7f00_0000_0000n, 0] })).toBe(DENY);
    expect(judge(architecture, prlimit64, { args: [1, DATA, 0, 4096] })).toBe(DENY);
  });

  it('changes nothing of the process or its terminal', () => {
    expect(judge(architecture, prctl, { args: [4, 1] })).toBe(DENY);
    expect(judge(architecture, ioctl, { args: [0, 0x5412] })).toBe(DENY);
  });

  it('ends a process that calls with the numbers of another architecture', () => {
    expect(judge(architecture, 0, { auditArch: 0x40000003 })).toBe(KILL_PROCESS);
  });

  it('fits into what the kernel accepts', () => {
    const program = programFilter(architecture, PROCESS, LAUNCH);
    expect(program.length).toBeLessThanOrEqual(4096);
    for (const { ifTrue, ifFalse } of program) expect(Math.max(ifTrue, ifFalse)).toBeLessThan(256);
    expect(encodeProgram(program)).toHaveLength(program.length * 8);
  });
});
