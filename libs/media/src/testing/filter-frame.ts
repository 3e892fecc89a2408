// What holds for every system-call filter here, as one description for the specs of each.
import {
  ALLOW,
  DENY,
  encodeProgram,
  KILL_PROCESS,
  NOT_IMPLEMENTED,
  type Instruction,
} from '../child/filter-instructions.js';
import { NUMBERS, type Architecture } from '../child/system-calls.js';
import { judgeCall, type Call } from './judge-call.js';

/** The process that the filters under test are made for. */
export const PROCESS = 4321;

// Calls that reach other files, other processes, the network or the kernel's own settings.
const FORBIDDEN: Record<Architecture, Record<string, number>> = {
  x64: {
    open: 2,
    openat2: 437,
    creat: 85,
    socket: 41,
    connect: 42,
    socketpair: 53,
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
    bind: 49,
    sendto: 44,
    truncate: 76,
    landlock_create_ruleset: 444,
  },
  arm64: {
    openat2: 437,
    socket: 198,
    connect: 203,
    socketpair: 199,
    sendmsg: 211,
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
    sendto: 206,
    truncate: 45,
    landlock_create_ruleset: 444,
  },
};

/** Describes the frame of `callFilter`, and what no filter may allow. */
export function describeFilterFrame(
  architecture: Architecture,
  makeFilter: (architecture: Architecture, processId: number) => Instruction[],
): void {
  const { clone, clone3, tgkill, prctl, prlimit64, ioctl, fcntl } = NUMBERS[architecture];
  const judge = (number: number, call?: Call): number =>
    judgeCall(makeFilter(architecture, PROCESS), architecture, number, call);
  const PTHREAD_FLAGS = 0x3d0f00;

  it.each(Object.entries(FORBIDDEN[architecture]))('refuses %s', (_name, number) => {
    expect(judge(number)).toBe(DENY);
  });

  it('refuses calls that are not known yet', () => {
    for (let number = 470; number < 1024; number += 1) expect(judge(number)).toBe(DENY);
  });

  it('lets threads start, but no process and no namespace', () => {
    expect(judge(clone, { args: [PTHREAD_FLAGS] })).toBe(ALLOW);
    expect(judge(clone, { args: [17] })).toBe(DENY);
    expect(judge(clone, { args: [PTHREAD_FLAGS | 0x10000000] })).toBe(DENY);
    expect(judge(clone3)).toBe(NOT_IMPLEMENTED);
  });

  it('lets the process signal itself and nobody else', () => {
    expect(judge(tgkill, { args: [PROCESS, PROCESS, 6] })).toBe(ALLOW);
    expect(judge(tgkill, { args: [1, 1, 9] })).toBe(DENY);
  });

  it('lets limits be read, and neither memory nor the limits of another process be moved', () => {
    const DATA = 2;
    expect(judge(prlimit64, { args: [0, DATA, 0, 4096] })).toBe(ALLOW);
    expect(judge(prlimit64, { args: [0, DATA, 4096, 0] })).toBe(DENY);
    expect(judge(prlimit64, { args: [0, DATA, 0x7f00_0000_0000n, 0] })).toBe(DENY);
    expect(judge(prlimit64, { args: [1, DATA, 0, 4096] })).toBe(DENY);
  });

  it('lets a thread be named, and changes nothing else of the process', () => {
    expect(judge(prctl, { args: [15] })).toBe(ALLOW);
    expect(judge(prctl, { args: [4, 1] })).toBe(DENY);
  });

  it('allows no device control beyond what a pipe needs', () => {
    expect(judge(ioctl, { args: [0, 0x5421] })).toBe(ALLOW);
    expect(judge(ioctl, { args: [0, 0x5412] })).toBe(DENY);
    expect(judge(fcntl, { args: [0, 4] })).toBe(ALLOW);
    expect(judge(fcntl, { args: [0, 0] })).toBe(DENY);
  });

  it('ends a process that calls with the numbers of another architecture', () => {
    expect(judge(0, { auditArch: 0x40000003 })).toBe(KILL_PROCESS);
  });

  it('fits into what the kernel accepts', () => {
    const program = makeFilter(architecture, PROCESS);
    expect(program.length).toBeLessThanOrEqual(4096);
    for (const { ifTrue, ifFalse } of program) expect(Math.max(ifTrue, ifFalse)).toBeLessThan(256);
    expect(encodeProgram(program)).toHaveLength(program.length * 8);
  });
}
