// Nothing plain is left behind: under the mandate `hash` the worker is killed while it holds a picture, and then every
// folder that it can write to is searched for the picture's bytes.
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { lockTables } from '../support/gates.js';
import { until } from '../support/waiting.js';
import { createWorkerWorld, type WorkerWorld } from '../support/worker-world.js';

const SHARED_MEMORY = '/dev/shm';
const MARK_BYTES = 24;
const RETRIEVED = '/s/retrieved/images/new.jpg';
const EXAMINED = '/s/examined/images/new.jpg';

/** Every file below a folder. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

describe('kill -9 while a picture is in hand, under the mandate `hash`', () => {
  let world: WorkerWorld;
  const marks = new Map<string, Buffer[]>();

  beforeAll(async () => {
    world = await createWorkerWorld({ backend: 'postgresql', mandate: 'hash' });
    for (const page of [RETRIEVED, EXAMINED]) {
      const bytes = Buffer.from(await (await fetch(`${world.site.url}${page}`)).arrayBuffer());
      // Pieces of compressed data from all over the file: no other file has them by chance.
      marks.set(
        page,
        [0.2, 0.4, 0.6, 0.8].map((part) => {
          const start = Math.floor(bytes.length * part);
          return bytes.subarray(start, start + MARK_BYTES);
        }),
      );
    }
    const worker = await world.startWorker();
    // Examined: decoded, and its result not yet stored. Retrieved: its encrypted copy written, and not yet committed.
    const lock = await lockTables(world.test, 'media');
    await world.report(EXAMINED);
    await until('a picture is decoded', () => lock.waiting('media'));
    await lock.add('data_keys');
    await world.report(RETRIEVED);
    await until('a fetched file is being stored', () => lock.waiting('data_keys'));
    await worker.kill();
    await lock.release();
  });
  afterAll(() => world?.stop());

  const storedObjects = () => filesIn(join(world.dataDir, 'evidence', 'objects'));

  function filesWithMarks(folders: readonly string[]): string[] {
    const pieces = [...marks.values()].flat();
    return folders.flatMap(filesIn).filter((path) => {
      // What is removed meanwhile or belongs to another user cannot hold anything of the worker's.
      let bytes: Buffer;
      try {
        bytes = readFileSync(path);
      } catch {
        return false;
      }
      return pieces.some((piece) => bytes.includes(piece));
    });
  }

  it('has something to find: the search sees the marks where they are', () => {
    expect(storedObjects().length).toBeGreaterThanOrEqual(2);
    for (const pieces of marks.values())
      expect(new Set(pieces.map((piece) => piece.toString('hex'))).size).toBe(4);
  });

  it('leaves no byte of it readable in the data, temporary and shared-memory folders', () => {
    expect(filesWithMarks([world.dataDir, world.temporaryDir, SHARED_MEMORY])).toEqual([]);
  });

  it('leaves nothing of it in the database', async () => {
    const tables = await world.test.asOwner<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'bullmq')`,
    );
    const pieces = [...marks.values()].flat().map((piece) => piece.toString('hex'));
    for (const { name } of tables) {
      const rows = await world.test.asOwner<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
      expect(rows.filter(({ line }) => pieces.some((piece) => line.includes(piece)))).toEqual([]);
    }
  });

  describe('after the next start', () => {
    beforeAll(async () => {
      // What the kill left behind is as old as it will be minutes later.
      const before = new Date(Date.now() - 20 * 60_000);
      for (const path of storedObjects()) utimesSync(path, before, before);
      await world.startWorker();
      for (const page of [RETRIEVED, EXAMINED]) await world.reached(page, 'ready');
    });

    it('finishes both reports with nothing but digests', async () => {
      for (const page of [RETRIEVED, EXAMINED]) {
        expect(await world.endState(page)).toMatchObject({
          items: [{ result: 'picture', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
          evidence: [],
        });
      }
      expect(await world.test.asOwner(`SELECT id FROM evidence_objects`)).toEqual([]);
      expect(await world.test.asOwner(`SELECT evidence_object_id FROM data_keys`)).toEqual([]);
    });

    it('removes even the encrypted leftovers', async () => {
      await until('the leftovers are removed', () => storedObjects().length === 0);
      expect(storedObjects()).toEqual([]);
    });
  });
});
