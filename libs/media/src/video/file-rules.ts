// Landlock: which files ffmpeg may read, which is what a system-call filter cannot tell, since it sees addresses of
// names and not names. Nothing may be written, nothing but the program itself started, nothing connected to.
// @see https://docs.kernel.org/userspace-api/landlock.html
import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renouncePrivileges, type Kernel } from '../child/confinement.js';

type Available = Kernel & { available: true };

// The same on every architecture.
const CREATE_RULESET = 444;
const ADD_RULE = 445;
const RESTRICT_SELF = 446;

const ASK_VERSION = 1;
const PATH_BENEATH = 1;
const RULESET_BYTES = 24;

const EXECUTE = 1n << 0n;
const READ_FILE = 1n << 2n;
const READ_FOLDER = 1n << 3n;

/** Rights over files that a version of the interface knows; what a rule does not give is refused. */
function rightsOverFiles(version: number): bigint {
  const count = version >= 5 ? 16n : version >= 3 ? 15n : version >= 2 ? 14n : 13n;
  return (1n << count) - 1n;
}

const LIBRARY_FOLDERS = ['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/usr/local/lib', '/nix/store'];
const LINKER_FILES = [
  '/dev/null',
  '/etc/ld.so.cache',
  '/etc/ld.so.preload',
  '/etc/ld-musl-x86_64.path',
  '/etc/ld-musl-aarch64.path',
];

const O_PATH = 0o10000000;
const O_CLOEXEC = 0o2000000;
const HEAD_BYTES = 16 * 1024;

/** The dynamic linker that a program names; none in one that is linked statically. */
export function linkerOf(program: string): string | undefined {
  const file = openSync(program, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const text = head.toString('latin1', 0, readSync(file, head, 0, HEAD_BYTES, 0));
    return /\/[\w./+-]*\/ld[\w.+-]*\.so[.\d]*(?=\0)/.exec(text)?.[0];
  } finally {
    closeSync(file);
  }
}

/** Paths and what may be done below them. */
function rules(program: string): [path: string, rights: bigint][] {
  const real = realpathSync(program);
  const linker = linkerOf(real);
  const folders = [...LIBRARY_FOLDERS, join(dirname(dirname(real)), 'lib')];
  const started = linker === undefined || !existsSync(linker) ? [real] : [real, realpathSync(linker)];
  return [
    ...folders.map((path): [string, bigint] => [path, READ_FILE | READ_FOLDER]),
    ...LINKER_FILES.map((path): [string, bigint] => [path, READ_FILE]),
    ...started.map((path): [string, bigint] => [path, READ_FILE | EXECUTE]),
  ];
}

function must(what: string, answer: number): number {
  if (answer < 0) throw new Error(`${what} failed with errno ${-answer}`);
  return answer;
}

/**
 * Confines this thread, and the program that takes its place, to reading the libraries that the program is made of.
 * @throws Error when the kernel has no such rules or refuses them
 */
export function confineFiles(kernel: Available, program: string): void {
  const version = kernel.call(CREATE_RULESET, 0, 0, ASK_VERSION);
  if (version < 1) throw new Error('the kernel has no file rules (Landlock)');
  const attributes = Buffer.alloc(RULESET_BYTES);
  attributes.writeBigUInt64LE(rightsOverFiles(version), 0);
  attributes.writeBigUInt64LE(version >= 4 ? 3n : 0n, 8); // bind and connect over TCP
  attributes.writeBigUInt64LE(version >= 6 ? 3n : 0n, 16); // abstract sockets and signals of others
  const size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  const ruleset = must(
    'making file rules',
    kernel.call(CREATE_RULESET, kernel.addressOf(attributes), size, 0),
  );
  for (const [path, rights] of rules(program)) {
    if (!existsSync(path)) continue;
    const isFolder = statSync(path).isDirectory();
    const file = openSync(path, O_PATH | O_CLOEXEC);
    const rule = Buffer.alloc(12);
    rule.writeBigUInt64LE(isFolder ? rights : rights & ~READ_FOLDER, 0);
    rule.writeInt32LE(file, 8);
    must('adding a file rule', kernel.call(ADD_RULE, ruleset, PATH_BENEATH, kernel.addressOf(rule), 0));
    closeSync(file);
  }
  renouncePrivileges(kernel);
  must('applying file rules', kernel.call(RESTRICT_SELF, ruleset, 0));
  closeSync(ruleset);
}
