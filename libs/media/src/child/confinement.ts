// Puts the child under what the kernel offers: resource limits first, the system-call filter once all is loaded.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { decoderFilter } from './call-filter.js';
import { encodeProgram, type Instruction } from './filter-instructions.js';
import { NUMBERS, type Architecture } from './system-calls.js';

const RLIMIT_CPU = 0;
const RLIMIT_FSIZE = 1;
const RLIMIT_DATA = 2;
const RLIMIT_CORE = 4;
const RLIMIT_NOFILE = 7;
const RLIMIT_MEMLOCK = 8;
const RLIMIT_MSGQUEUE = 12;

const PR_SET_PDEATHSIG = 1;
const PR_SET_DUMPABLE = 4;
const PR_SET_NO_NEW_PRIVS = 38;
const SIGKILL = 9;
const SECCOMP_SET_MODE_FILTER = 1;
const SECCOMP_FILTER_FLAG_TSYNC = 1;

/** The few C functions that are used, or why there are none. */
export type Kernel =
  | {
      available: true;
      setLimit(resource: number, soft: number, hard: number): void;
      setProcessOption(option: number, value: number): void;
      loadFilter(program: Buffer, instructions: number, seccompNumber: number): void;
      exitAtOnce(status: number): void;
      /** Any system call of at most four arguments, as the kernel answers it: -errno when it refuses. */
      call(number: number, ...values: readonly (number | bigint)[]): number;
      addressOf(bytes: Buffer): bigint;
    }
  | { available: false; why: string };

/** Binds the C library's functions; on any system but Linux on x64 or arm64 it says why it cannot. */
export function bindKernel(
  platform: NodeJS.Platform = process.platform,
  architecture: string = process.arch,
): Kernel {
  if (platform !== 'linux')
    return { available: false, why: `no resource limits or system-call filter on ${platform}` };
  if (architecture !== 'x64' && architecture !== 'arm64') {
    return { available: false, why: `no table of system calls for ${architecture}` };
  }
  let koffi: typeof Koffi;
  try {
    koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
  } catch (error) {
    return {
      available: false,
      why: `koffi could not be loaded (${String((error as NodeJS.ErrnoException).code)})`,
    };
  }
  const libc = koffi.load(null);
  // Declared without "...": on Linux these take their arguments in the same registers either way.
  const prlimit = libc.func('int prlimit(int pid, int resource, void *new_limit, void *old_limit)');
  const prctl = libc.func(
    'int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)',
  );
  const exitAtOnce = libc.func('void _exit(int status)');
  const systemCall = libc.func('long syscall(long number, long operation, long flags, void *program)');
  const anyCall = libc.func('long syscall(long number, long a, long b, long c, long d)');
  const must = (what: string, result: unknown): void => {
    if (result !== 0) throw new Error(`${what} failed with errno ${koffi.errno()}`);
  };
  return {
    available: true,
    exitAtOnce,
    call: (number, ...values) => {
      const [a = 0, b = 0, c = 0, d = 0] = values;
      const answer = Number(anyCall(number, a, b, c, d));
      return answer === -1 ? -koffi.errno() : answer;
    },
    addressOf: (bytes) => koffi.address(bytes),
    setLimit(resource, soft, hard) {
      const limit = Buffer.alloc(16);
      limit.writeBigUInt64LE(BigInt(soft), 0);
      limit.writeBigUInt64LE(BigInt(hard), 8);
      must(`setting limit ${resource}`, prlimit(0, resource, limit, null));
    },
    setProcessOption(option, value) {
      must(`process option ${option}`, prctl(option, value, 0, 0, 0));
    },
    loadFilter(program, instructions, seccompNumber) {
      // struct sock_fprog: 16-bit length, padding, address of the instructions.
      const descriptor = Buffer.alloc(16);
      descriptor.writeUInt16LE(instructions, 0);
      descriptor.writeBigUInt64LE(koffi.address(program), 8);
      must(
        'loading the system-call filter',
        systemCall(seccompNumber, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, descriptor),
      );
    },
  };
}

/** Limits in force for the whole life of the child. */
export interface LifeLimits {
  /** Private memory in MiB that jobs may add to what the engine holds when it has started. */
  maxMemoryMb: number;
  /** CPU time of the whole life in seconds; one job gets less, see {@link allowCpuSeconds}. */
  lifeCpuSeconds: number;
}

const MAX_OPEN_FILES = 64;
const MIB = 1024 * 1024;

/** Private memory of this process now, as RLIMIT_DATA counts it. */
function privateBytes(): number {
  const kibibytes = /^VmData:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error('/proc/self/status does not tell the private memory');
  return Number(kibibytes) * 1024;
}

/**
 * Resource limits, and the promise to die with the parent. No limit on threads (RLIMIT_NPROC): it counts every thread of
 * the user, whichever process it is in, so it would stop the decoder on a busy machine; the filter refuses new
 * processes instead. The limit on memory is on private data, since the engine reserves far more address space than it
 * ever uses.
 *
 * @throws Error if the kernel refuses one of them
 */
export function setLifeLimits(kernel: Kernel & { available: true }, limits: LifeLimits): void {
  setLimits(kernel, limits, privateBytes() + limits.maxMemoryMb * MIB);
}

/**
 * The same for the program that takes this process's place: of what this one holds nothing is left then.
 * @throws Error if the kernel refuses one of them
 */
export function setLimitsOfSuccessor(kernel: Kernel & { available: true }, limits: LifeLimits): void {
  setLimits(kernel, limits, limits.maxMemoryMb * MIB);
}

function setLimits(kernel: Kernel & { available: true }, limits: LifeLimits, maxBytes: number): void {
  kernel.setProcessOption(PR_SET_PDEATHSIG, SIGKILL);
  kernel.setLimit(RLIMIT_DATA, maxBytes, maxBytes);
  kernel.setLimit(RLIMIT_CPU, limits.lifeCpuSeconds, limits.lifeCpuSeconds);
  kernel.setLimit(RLIMIT_FSIZE, 0, 0);
  kernel.setLimit(RLIMIT_CORE, 0, 0);
  kernel.setLimit(RLIMIT_NOFILE, MAX_OPEN_FILES, MAX_OPEN_FILES);
  kernel.setLimit(RLIMIT_MEMLOCK, 0, 0);
  kernel.setLimit(RLIMIT_MSGQUEUE, 0, 0);
}

/** Gives the job that starts now its own CPU time, within that of the life. */
export function allowCpuSeconds(kernel: Kernel, cpuSeconds: number, lifeCpuSeconds: number): void {
  if (!kernel.available) return;
  const { user, system } = process.cpuUsage();
  const used = Math.ceil((user + system) / 1e6);
  kernel.setLimit(RLIMIT_CPU, Math.min(used + cpuSeconds, lifeCpuSeconds), lifeCpuSeconds);
}

/** Ends the process without the libraries' own farewells, one of which waits for ever once the filter is loaded. */
export function endProcess(kernel: Kernel, status: number): void {
  if (kernel.available) kernel.exitAtOnce(status);
  process.exit(status);
}

/**
 * Loads the filter for every thread of the process; from here on nothing can be opened, connected or started.
 * Also makes the process undumpable, so that another process of the same user cannot read a picture out of it.
 *
 * @throws Error if the kernel refuses
 */
export function loadSystemCallFilter(kernel: Kernel & { available: true }): void {
  const architecture = process.arch as Architecture;
  kernel.setProcessOption(PR_SET_DUMPABLE, 0);
  loadFilterProgram(kernel, decoderFilter(architecture, process.pid));
}

/** Loads a filter for every thread. @throws Error if the kernel refuses */
export function loadFilterProgram(
  kernel: Kernel & { available: true },
  program: readonly Instruction[],
): void {
  renouncePrivileges(kernel);
  kernel.loadFilter(encodeProgram(program), program.length, NUMBERS[process.arch as Architecture].seccomp);
}

/** No program that is started from here on has more rights than this one: the kernel asks for it before any confinement. */
export function renouncePrivileges(kernel: Kernel & { available: true }): void {
  kernel.setProcessOption(PR_SET_NO_NEW_PRIVS, 1);
}
