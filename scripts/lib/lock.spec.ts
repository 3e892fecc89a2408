import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holderOf, tryLock, withLock } from './lock.mjs';

describe('a lock between processes', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manara-lock-'));
    path = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one at a time', () => {
    const held = tryLock(path);
    expect(holderOf(path)).toBe(process.pid);
    expect(tryLock(path)).toBeUndefined();
    held!.release();
    expect(tryLock(path)).toBeDefined();
  });

  it('is taken over from a process that is dead', () => {
    writeFileSync(path, '999999999:1');
    expect(holderOf(path)).toBeUndefined();
    expect(tryLock(path)).toBeDefined();
  });

  it('is taken over when another process has the number of the dead one', () => {
    writeFileSync(path, `${process.pid}:1`);
    expect(tryLock(path)).toBeDefined();
  });

  it('is released when the work fails', async () => {
    const failure = new Error('failed');
    await expect(withLock(path, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(tryLock(path)).toBeDefined();
  });

  it('is waited for by those who come later, one after the other', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    };
    await Promise.all([withLock(path, work('first')), withLock(path, work('second'))]);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });
});
