// Child processes, ports and the life of our own parent.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { SetupError } from './output.mjs';

const onWindows = process.platform === 'win32';

/**
 * Runs a command to its end and collects what it prints.
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(command, args, { input, onSpawn, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    onSpawn?.(child);
    const collected = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text) => (collected[name] += text));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), ...collected }));
    if (input !== undefined) {
      // A command that fails early closes its input; its exit status tells why.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    }
  });
}

/** Runs a command with our own terminal; resolves to its exit status, 128 where a signal ended it. */
export function runAttached(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forward = forwardSignals(child);
    child.on('error', reject);
    child.on('exit', (code) => {
      forward.end();
      resolve(code ?? 128);
    });
  });
}

/** Passes SIGINT, SIGTERM and SIGHUP on to a child until `end()`. */
export function forwardSignals(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const listeners = signals.map((signal) => [signal, () => child.kill(signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return {
    end() {
      for (const [signal, listener] of listeners) process.off(signal, listener);
    },
  };
}

/** Whether a process lives, ours or somebody else's. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  // A child that has ended but was not collected yet still answers to signal 0.
  return processStat(pid)?.state !== 'Z';
}

/** State, parent and start time of a process from /proc, or undefined where there is none. */
function processStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], parent: Number(fields[1]), startedAt: fields[19] };
  } catch {
    return undefined;
  }
}

/** A name for a process that a later process with the same number does not share (where /proc tells). */
export function processIdentity(pid) {
  return `${pid}:${processStat(pid)?.startedAt ?? ''}`;
}

/** Whether the process with this identity still lives. */
export function isSameProcessAlive(identity) {
  const [pid, startedAt] = String(identity).split(':');
  if (!/^\d+$/.test(pid) || !isAlive(Number(pid))) return false;
  return !startedAt || processIdentity(Number(pid)) === identity;
}

/** Asks a child to stop and insists after `graceMs`. Resolves when it has ended. */
export async function stopChild(child, { graceMs = 10_000, signal = 'SIGTERM' } = {}) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(insist);
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Several different free ports that stay free for a while: they lie below those that the system gives out by itself, to
 * connections too.
 */
export async function findFreePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = randomInt(15_000, 30_000);
    if (await canListen(port)) ports.add(port);
  }
  return [...ports];
}

function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Fails with one line that names the setting when a port cannot be listened on. */
export function requireFreePort(port, host, variable) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error) => {
      const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${error.code})`;
      reject(new SetupError(`port ${port} on ${host} ${reason}; set ${variable} to another port`));
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Calls `lost` once when the process that started us ends. npm may stand a shell further up, and a shell
 * outlives a killed npm, so both are watched.
 */
export function watchParent(lost) {
  const parent = process.ppid;
  if (onWindows || parent <= 1) return { end() {} };
  const watched = [processIdentity(parent)];
  const grandparent = process.env.npm_lifecycle_event ? processStat(parent)?.parent : undefined;
  if (grandparent && grandparent > 1 && isShell(parent)) watched.push(processIdentity(grandparent));
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every(isSameProcessAlive)) return;
    clearInterval(timer);
    lost();
  }, 250);
  timer.unref();
  return { end: () => clearInterval(timer) };
}

function isShell(pid) {
  try {
    return /^(sh|dash|bash|zsh|ash)\n?$/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until `check` gives something true. @returns {Promise<boolean>} false when time ran out */
export async function waitFor(check, { timeoutMs, everyMs = 25 }) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (await check()) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
