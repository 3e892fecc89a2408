import {
  ALLOW,
  DENY,
  encodeProgram,
  filterProgram,
  KILL_PROCESS,
  NOT_IMPLEMENTED,
} from './filter-program.js';
import { judgeCall, type Call } from '../testing/judge-call.js';
import { NUMBERS, type Architecture } from './system-calls.js';

const PROCESS = 4321;

const judge = (architecture: Architecture, number: number, call?: Call): number =>
  judgeCall(filterProgram(architecture, PROCESS), architecture, number, call);

const FORBIDDEN: Record<Architecture, Record<string, number>> = {
  x64: {
    open: 2,
    openat: 257,
    openat2: 437,
    creat: 85,
    socket: 41,
    connect: 42,
    socketpair: 53,
    sendmsg: 46,
    execve: 59,
    execveat: 322,
    fork: 57,
    vfork: 58,
    ptrace: 101,
    kill: 62,
    tkill: 200,
    unlink: 87,
    unlinkat: 263,
    rename: 82,
    renameat2: 316,
    mkdir: 83,
    chmod: 90,
    memfd_create: 319,
    io_uring_setup: 425,
    io_uring_enter: 426,
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
  },
  arm64: {
    openat: 56,
    openat2: 437,
    socket: 198,
    connect: 203,
    socketpair: 199,
    sendmsg: 211,
    execve: 221,
    execveat: 281,
    ptrace: 117,
    kill: 129,
    tkill: 130,
    unlinkat: 35,
    renameat2: 276,
    mkdirat: 34,
    memfd_create: 279,
    io_uring_setup: 425,
    bpf: 280,
    unshare: 97,
    seccomp: 277,
    pidfd_getfd: 438,
    setrlimit: 164,
    dup3: 24,
    shmget: 194,
  },
};

describe.each(['x64', 'arm64'] as const)('the system-call filter on %s', (architecture) => {
  const { clone, clone3, tgkill, prctl, prlimit64, ioctl, fcntl } = NUMBERS[architecture];
  const PTHREAD_FLAGS = 0x3d0f00;

  it.each(Object.entries(FORBIDDEN[architecture]))('refuses %s', (_name, number) => {
    expect(judge(architecture, number)).toBe(DENY);
  });

  it('refuses calls that are not known yet', () => {
    for (let number = 470; number < 1024; number += 1) expect(judge(architecture, number)).toBe(DENY);
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

  it('lets limits be read, and only the one on CPU time be moved', () => {
    const [CPU, DATA] = [0, 2];
    expect(judge(architecture, prlimit64, { args: [0, DATA, 0, 4096] })).toBe(ALLOW);
    expect(judge(architecture, prlimit64, { args: [0, CPU, 4096, 0] })).toBe(ALLOW);
    expect(judge(architecture, prlimit64, { args: [0, DATA, 4096, 0] })).toBe(DENY);
    expect(judge(architecture, prlimit64, { args: [0, DATA, 0x7f00_0000_0000n, 0] })).toBe(DENY);
    expect(judge(architecture, prlimit64, { args: [1, DATA, 0, 4096] })).toBe(DENY);
  });

  it('lets a thread be named, and changes nothing else of the process', () => {
    expect(judge(architecture, prctl, { args: [15] })).toBe(ALLOW);
    expect(judge(architecture, prctl, { args: [4, 1] })).toBe(DENY);
  });

  it('allows no device control beyond what a pipe needs', () => {
    expect(judge(architecture, ioctl, { args: [0, 0x5421] })).toBe(ALLOW);
    expect(judge(architecture, ioctl, { args: [0, 0x5412] })).toBe(DENY);
    expect(judge(architecture, fcntl, { args: [0, 4] })).toBe(ALLOW);
    expect(judge(architecture, fcntl, { args: [0, 0] })).toBe(DENY);
  });

  it('ends a process that calls with the numbers of another architecture', () => {
    expect(judge(architecture, 0, { auditArch: 0x40000003 })).toBe(KILL_PROCESS);
  });

  it('fits into what the kernel accepts', () => {
    const program = filterProgram(architecture, PROCESS);
    expect(program.length).toBeLessThanOrEqual(4096);
    for (const { ifTrue, ifFalse } of program) expect(Math.max(ifTrue, ifFalse)).toBeLessThan(256);
    expect(encodeProgram(program)).toHaveLength(program.length * 8);
  });
});

it('refuses the 32-bit calls that share the 64-bit architecture on x64', () => {
  const X32 = 0x40000000;
  expect(judge('x64', X32 + 1)).toBe(DENY);
});
