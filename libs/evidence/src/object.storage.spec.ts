import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from './open-storage.js';
import { ObjectMissingError, type ObjectStorage, randomObjectName } from './object.storage.js';
import { type S3Server, startS3Server } from './testing/s3.server.js';

async function* parts(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = [];
  for await (const part of stream) read.push(part);
  return Buffer.concat(read).toString();
}

async function namesIn(storage: ObjectStorage, prefix: 'objects/' | 'ledger/'): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of storage.list(prefix)) names.push(name);
  return names.sort();
}

describe.each(['folder', 'bucket'])('a store in a %s', (kind) => {
  let folder: string;
  let server: S3Server;
  let storage: ObjectStorage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    server = await startS3Server();
    process.env.AWS_ACCESS_KEY_ID = 'test';
    process.env.AWS_SECRET_ACCESS_KEY = 'test-secret';
    storage = openStorage(
      kind === 'folder'
        ? undefined
        : `s3://bucket/manara?endpoint=${encodeURIComponent(server.endpoint)}&region=eu-west-1`,
      folder,
    );
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('gives back what was written', async () => {
    const name = randomObjectName();
    await storage.write(name, parts('one ', 'two'));
    expect(await textOf(storage.read(name))).toBe('one two');
  });

  it('says that an object is missing', async () => {
    await expect(textOf(storage.read(randomObjectName()))).rejects.toBeInstanceOf(ObjectMissingError);
  });

  it('forgets what was deleted, and does not mind deleting it again', async () => {
    const name = randomObjectName();
    await storage.write(name, parts('gone soon'));
    await storage.delete(name);
    await storage.delete(name);
    await expect(textOf(storage.read(name))).rejects.toBeInstanceOf(ObjectMissingError);
  });

  it('lists all objects of a kind, over several pages', async () => {
    const before = await namesIn(storage, 'objects/');
    const names = Array.from({ length: 5 }, randomObjectName);
    for (const name of names) await storage.write(name, parts(name));
    await storage.write('ledger/01', parts('line'));
    expect(await namesIn(storage, 'objects/')).toEqual([...before, ...names].sort());
    expect(await namesIn(storage, 'ledger/')).toEqual(['ledger/01']);
  });

  it.each(['../outside', 'objects/../../x', '/etc/passwd', 'objects', 'objects/A B', ''])(
    'refuses the name %j, which it did not make',
    async (name) => {
      await expect(storage.write(name, parts('x'))).rejects.toBeInstanceOf(TypeError);
      await expect(storage.delete(name)).rejects.toBeInstanceOf(TypeError);
      await expect(textOf(storage.read(name))).rejects.toBeInstanceOf(TypeError);
    },
  );

  it('leaves nothing of an object whose writing failed', async () => {
    const name = randomObjectName();
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('cut off');
    }
    await expect(storage.write(name, failing())).rejects.toThrow('cut off');
    expect(await namesIn(storage, 'objects/')).not.toContain(name);
  });
});

describe('a store in a folder', () => {
  it('lets only its owner read, and clears what a killed program left half written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    try {
      const storage = openStorage(`file://${folder}`, 'elsewhere');
      const name = randomObjectName();
      await storage.write(name, parts('closed'));
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      expect((await stat(join(folder, 'objects'))).mode & 0o077).toBe(0);
      const left = join(folder, 'objects', 'half.draft');
      await writeFile(left, 'half');
      expect(await namesIn(storage, 'objects/')).toEqual([name]);
      const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
      await utimes(left, longAgo, longAgo);
      await namesIn(storage, 'objects/');
      expect(await readdir(join(folder, 'objects'))).not.toContain('half.draft');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each(['s3:///prefix', 's3://bucket?endpoint=ftp://x', 'file://otherhost/x'])(
    'stops on the setting %s with its name',
    (url) => {
      expect(() => openStorage(url, 'x')).toThrow(/^EVIDENCE_URL: /);
    },
  );
});
