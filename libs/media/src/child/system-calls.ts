// The system calls that a decoding child still needs once everything is loaded. An allow-list: what is not named here
// fails with EPERM, so a call that a later kernel invents is refused without anyone having thought of it.

export type Architecture = 'x64' | 'arm64';

/** AUDIT_ARCH_* of linux/audit.h: a filter must check it, because the same number means another call elsewhere. */
export const AUDIT_ARCH: Record<Architecture, number> = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** Number of `seccomp(2)` and of the calls that are allowed under a condition only. */
export const NUMBERS: Record<
  Architecture,
  Record<'seccomp' | 'clone' | 'clone3' | 'tgkill' | 'ioctl' | 'fcntl' | 'prctl' | 'prlimit64', number>
> = {
  x64: {
    seccomp: 317,
    clone: 56,
    clone3: 435,
    tgkill: 234,
    ioctl: 16,
    fcntl: 72,
    prctl: 157,
    prlimit64: 302,
  },
  arm64: {
    seccomp: 277,
    clone: 220,
    clone3: 435,
    tgkill: 131,
    ioctl: 29,
    fcntl: 25,
    prctl: 167,
    prlimit64: 261,
  },
};

const NONE = -1;

/** Name, number on x64, number on arm64; the busiest first, since a filter is read from the top. */
const ALLOWED: readonly (readonly [string, number, number])[] = [
  // memory: a decoder allocates, the engine compiles
  ['mmap', 9, 222],
  ['munmap', 11, 215],
  ['mprotect', 10, 226],
  ['mremap', 25, 216],
  ['madvise', 28, 233],
  ['brk', 12, 214],
  ['pkey_mprotect', 329, 288],
  ['membarrier', 324, 283],
  // threads of this process
  ['futex', 202, 98],
  ['set_robust_list', 273, 99],
  ['rseq', 334, 293],
  ['sched_yield', 24, 124],
  ['sched_getaffinity', 204, 123],
  ['sched_getparam', 143, 121],
  ['sched_getscheduler', 145, 120],
  ['getcpu', 309, 168],
  ['exit', 60, 93],
  ['exit_group', 231, 94],
  ['gettid', 186, 178],
  ['getpid', 39, 172],
  // the pipe to the parent, and the event loop around it; nothing here opens anything
  ['read', 0, 63],
  ['write', 1, 64],
  ['readv', 19, 65],
  ['writev', 20, 66],
  ['close', 3, 57],
  ['shutdown', 48, 210],
  ['fstat', 5, 80],
  ['lseek', 8, 62],
  ['poll', 7, NONE],
  ['ppoll', 271, 73],
  ['epoll_wait', 232, NONE],
  ['epoll_pwait', 281, 22],
  ['epoll_ctl', 233, 21],
  // signals to itself only: tgkill stands under a condition
  ['rt_sigaction', 13, 134],
  ['rt_sigprocmask', 14, 135],
  ['rt_sigreturn', 15, 139],
  ['sigaltstack', 131, 132],
  ['restart_syscall', 219, 128],
  // clocks and facts about the process
  ['clock_gettime', 228, 113],
  ['clock_getres', 229, 114],
  ['clock_nanosleep', 230, 115],
  ['nanosleep', 35, 101],
  ['gettimeofday', 96, 169],
  ['times', 100, 153],
  ['getrandom', 318, 278],
  ['getrusage', 98, 165],
  ['sysinfo', 99, 179],
  ['uname', 63, 160],
  ['getuid', 102, 174],
  ['geteuid', 107, 175],
  ['getgid', 104, 176],
  ['getegid', 108, 177],
];

/** Numbers of the calls allowed without a condition. */
export function allowedNumbers(architecture: Architecture): number[] {
  return ALLOWED.map(([, x64, arm64]) => (architecture === 'x64' ? x64 : arm64)).filter(
    (number) => number !== NONE,
  );
}
