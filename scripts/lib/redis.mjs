// A Redis server for the tests that run on it: the one of REDIS_URL, or one of our own where the program is installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { findFreePort, stopChild, waitFor } from './processes.mjs';

const programs = ['redis-server', 'valkey-server'];

/** @returns {Promise<{ url: string, stop(): Promise<void> } | undefined>} undefined where there is no Redis */
export async function findRedis(dir) {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => {} };
  const program = programs.map(onPath).find(Boolean);
  if (!program) return undefined;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const port = await findFreePort();
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    dir,
  ];
  const child = spawn(program, [...args, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore', cwd: dir });
  child.on('error', () => {});
  const ready = await waitFor(() => child.exitCode !== null || answers(port), { timeoutMs: 10_000 });
  if (!ready || child.exitCode !== null) {
    await stopChild(child);
    return undefined;
  }
  return { url: `redis://127.0.0.1:${port}`, stop: () => stopChild(child) };
}

/** The full path of a program on PATH, or undefined. */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
