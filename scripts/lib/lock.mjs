// Locks between processes: a file that names its holder, taken over when the holder is dead.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isSameProcessAlive, processIdentity, waitFor } from './processes.mjs';
import { SetupError } from './output.mjs';

/**
 * Takes the lock at once or not at all.
 * @returns {{ release(): void } | undefined} undefined while a living process holds it
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = processIdentity(process.pid);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      createWhole(path, mine);
      return { release: () => releaseIfHeld(path, mine) };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && isSameProcessAlive(holder)) return undefined;
    removeDeadLock(path, holder);
  }
  return undefined;
}

/** Takes the lock, waiting for whoever holds it. `onWait` is called once when there is someone to wait for. */
export async function lock(path, { timeoutMs = 300_000, onWait } = {}) {
  let held = tryLock(path);
  if (held) return held;
  onWait?.();
  await waitFor(() => (held = tryLock(path)) !== undefined, { timeoutMs, everyMs: 100 });
  if (!held)
    throw new SetupError(`another command still holds ${path} (process ${holderOf(path) ?? 'unknown'})`);
  return held;
}

/** Runs `work` while holding the lock. */
export async function withLock(path, work, options) {
  const held = await lock(path, options);
  try {
    return await work();
  } finally {
    held.release();
  }
}

/** The number of the living process that holds the lock, or undefined. */
export function holderOf(path) {
  const holder = readHolder(path);
  return holder && isSameProcessAlive(holder) ? Number(holder.split(':')[0]) : undefined;
}

/** Creates the file with its text in one step, so that nobody reads it half written; EEXIST where it exists. */
function createWhole(path, text) {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o644 });
  try {
    linkSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function releaseIfHeld(path, mine) {
  if (readHolder(path) === mine) rmSync(path, { force: true });
}

/** Moves the dead lock aside; if another process took it over in between, its lock is put back. */
function removeDeadLock(path, holder) {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== holder) linkSync(aside, path);
  } catch {
    // Somebody else was quicker; the next attempt sees the outcome.
  }
  rmSync(aside, { force: true });
}
