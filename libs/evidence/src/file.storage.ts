// Objects as files in a folder: written beside, made durable, then renamed, so that there is never half an object.
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import {
  ObjectMissingError,
  requireObjectName,
  type ObjectStorage,
  type StoredObject,
} from './object.storage.js';

const DRAFT = '.draft';
/** A draft older than this is from a program that was killed. */
const DRAFT_KEPT_MS = 10 * 60 * 1000;

const isMissing = (error: unknown) => (error as { code?: string }).code === 'ENOENT';

export class FileStorage implements ObjectStorage {
  constructor(private readonly folder: string) {}

  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.pathOf(name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomBytes(6).toString('hex')}${DRAFT}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      try {
        for await (const part of content) await file.writeFile(part);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(this.pathOf(name)) as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (isMissing(error)) throw new ObjectMissingError(name);
      throw error;
    }
  }

  async delete(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    yield* this.walk(join(this.folder, prefix));
  }

  private async *walk(folder: string): AsyncGenerator<StoredObject> {
    let entries;
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        yield* this.walk(path);
        continue;
      }
      let modifiedAt: Date;
      try {
        modifiedAt = (await stat(path)).mtime;
      } catch (error) {
        if (isMissing(error)) continue;
        throw error;
      }
      if (!entry.name.endsWith(DRAFT)) {
        yield { name: relative(this.folder, path).split(sep).join('/'), modifiedAt };
      } else if (Date.now() - modifiedAt.getTime() > DRAFT_KEPT_MS) {
        await rm(path, { force: true });
      }
    }
  }

  private pathOf(name: string): string {
    requireObjectName(name);
    return join(this.folder, ...name.split('/'));
  }
}

/** Makes a rename last through a power cut, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
