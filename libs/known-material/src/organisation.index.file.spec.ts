import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Database, errorCode, KeyRing, newId, sealStream, sealValue } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { importList } from './import.service.js';
import { KnownMaterialIndex } from './index.service.js';
import { md5Of, pdqOf, probeOf, sha1Of, sha256Of, textAsStream } from './testing/known-pictures.js';

describe('the index of known material on disk', () => {
  let test: TestDatabase;
  let triage: Database;
  let organisation: string;
  let folder: string;
  let masterKey: Buffer;
  let ring: KeyRing;

  const load = (name: string, lines: readonly string[], into = organisation) =>
    importList(
      triage,
      into,
      { name },
      textAsStream(`md5,sha1,sha256,pdq,quality\n${lines.join('\n')}\n`),
      'csv',
      { actor: { kind: 'operator' } },
    );
  /** A line with every kind of hash. */
  const line = (text: string) => `${md5Of(text)},${sha1Of(text)},${sha256Of(text)},${pdqOf(text)},80`;
  const picture = (text: string) => probeOf('another file', { pdq: pdqOf(text), quality: 80 });

  /** Starts anew, as a program does. */
  const start = async (options: { buildBesideFrom?: number } = {}) => {
    const errors: string[] = [];
    const index = new KnownMaterialIndex(triage, {
      files: { folder, ring },
      onFileError: (error) => errors.push(errorCode(error)),
      ...options,
    });
    await index.refresh();
    await index.stop();
    return { index, errors };
  };

  async function newOrganisation(): Promise<string> {
    const id = newId();
    const code = `T${randomBytes(4).toString('hex').toUpperCase()}`;
    await test.asOwner(`INSERT INTO organisations (id, code, name, country) VALUES ($1, $2, $2, 'JO')`, [
      id,
      code,
    ]);
    return id;
  }

  /** The one file there is. */
  async function onlyFile(): Promise<string> {
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    return join(folder, names[0]!);
  }

  async function withoutEntries<T>(work: () => Promise<T>): Promise<T> {
    const blocker = new Client({ connectionString: test.ownerUrl });
    await blocker.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE hash_entries IN ACCESS EXCLUSIVE MODE');
      return await work();
    } finally {
      await blocker.end();
    }
  }

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
  });
  beforeEach(async () => {
    await test.asOwner('TRUNCATE organisations CASCADE');
    organisation = await newOrganisation();
    folder = join(await mkdtemp(join(tmpdir(), 'manara-index-')), 'known-material');
    masterKey = randomBytes(32);
    ring = new KeyRing([masterKey]);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));
  afterAll(() => test.drop());

  it.each([
    ['in the thread itself', 1_000_000],
    ['by a thread of its own', 0],
  ])(
    'answers from its file, built %s, without reading an entry from the database',
    async (_, buildBesideFrom) => {
      const { hashListId } = await load('kept', [line('a'), line('b')]);
      const first = await start({ buildBesideFrom });
      const second = await withoutEntries(() => start({ buildBesideFrom }));
      expect([...first.errors, ...second.errors]).toEqual([]);
      for (const probe of [probeOf('a'), picture('b')]) {
        expect(second.index.match(organisation, probe)).toMatchObject([{ hashListId, listVersion: 1 }]);
        expect(second.index.match(organisation, probe)).toEqual(first.index.match(organisation, probe));
      }
      expect(second.index.describe(organisation)).toEqual(first.index.describe(organisation));
    },
  );

  it('brings what it has kept up to what is live', async () => {
    await load('moving', [line('a'), line('b')]);
    await start();
    await load('moving', [line('b'), line('c')]);
    await load('new', [line('d')]);
    const { index, errors } = await start();
    expect(errors).toEqual([]);
    expect(index.match(organisation, picture('a'))).toEqual([]);
    expect(index.match(organisation, picture('b'))).toMatchObject([{ listName: 'moving', listVersion: 2 }]);
    expect(index.match(organisation, probeOf('c'))).toHaveLength(1);
    expect(index.match(organisation, probeOf('d'))).toMatchObject([{ listName: 'new' }]);
  });

  it('is readable by its owner alone, tells no name, and holds no hash that can be read', async () => {
    await load('named list', [line('a')]);
    await start();
    const path = await onlyFile();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(path).not.toContain(organisation);
    const bytes = await readFile(path);
    for (const hash of [md5Of('a'), sha1Of('a'), sha256Of('a'), pdqOf('a')])
      expect(bytes.includes(Buffer.from(hash, 'hex'))).toBe(false);
    for (const word of ['named list', organisation]) expect(bytes.includes(word)).toBe(false);
  });

  describe('when the file is not as it was written', () => {
    beforeEach(async () => {
      await load('kept', [line('a'), line('b')]);
      await start();
    });

    /** What a start says and answers, and the one after it, which may not read an entry. */
    async function startTwice() {
      const first = await start();
      const second = await withoutEntries(() => start());
      const answers = [first, second].flatMap(({ index }) => [
        index.match(organisation, probeOf('a')).length,
        index.match(organisation, picture('b')).length,
      ]);
      return { errors: first.errors, errorsOfTheNext: second.errors, answers };
    }

    /** It says so, answers rightly from the database, and has a good file again. */
    const builtAnew = (code: string) => ({ errors: [code], errorsOfTheNext: [], answers: [1, 1, 1, 1] });

    it.each([
      ['its mark', 0],
      ['the id of the key', 3],
      ['the nonce of the key', 8],
      ['the sealed key', 30],
      ["the key's seal", 60],
      ['the mark of what follows', 66],
      ['the nonce of what follows', 70],
      ['the header', 80],
      ['the entries', 600],
      ['the tables', -60],
      ['the last seal', -1],
    ])('%s was changed: the database serves', async (_, at) => {
      const path = await onlyFile();
      const bytes = await readFile(path);
      bytes[(at + bytes.length) % bytes.length]! ^= 1;
      await writeFile(path, bytes);
      expect(await startTwice()).toEqual(builtAnew('index-file-damaged'));
    });

    it.each([0, 1, 65, 66, 76, 90, -17, -16, -1])(
      'the file ends at byte %i: the database serves',
      async (end) => {
        const path = await onlyFile();
        await writeFile(path, (await readFile(path)).subarray(0, end));
        expect(await startTwice()).toEqual(builtAnew('index-file-damaged'));
      },
    );

    it('the file goes on after its end: the database serves', async () => {
      const path = await onlyFile();
      await writeFile(path, Buffer.concat([await readFile(path), Buffer.of(0)]));
      expect(await startTwice()).toEqual(builtAnew('index-file-damaged'));
    });

    it("the file is another organisation's: the database serves", async () => {
      const path = await onlyFile();
      const other = await newOrganisation();
      await load('theirs', [line('a')], other);
      await start();
      const theirs = (await readdir(folder)).map((name) => join(folder, name)).find((name) => name !== path)!;
      await writeFile(path, await readFile(theirs));
      expect(await startTwice()).toEqual(builtAnew('index-file-damaged'));
    });

    it('the file was written by another version of the program: the database serves', async () => {
      const path = await onlyFile();
      const binding = `known-material index of ${organisation}`;
      const dataKey = randomBytes(32);
      const header = Buffer.from(JSON.stringify({ version: 99 }));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(header.length);
      const parts = [sealValue(ring.newest('known-material index'), dataKey, binding)];
      const plain = (async function* () {
        yield Buffer.concat([length, header]);
      })();
      for await (const part of sealStream(dataKey, plain, binding)) parts.push(part);
      await writeFile(path, Buffer.concat(parts));
      expect(await startTwice()).toEqual(builtAnew('index-file-other-version'));
    });

    it('the database was restored to other versions of the same numbers: the database serves', async () => {
      await test.asOwner(`UPDATE hash_list_versions SET id = gen_random_uuid()`);
      expect(await startTwice()).toEqual(builtAnew('index-file-other-versions'));
    });

    it('the keys are others: the database serves', async () => {
      ring = new KeyRing([randomBytes(32)]);
      const { index, errors } = await start();
      // The name follows the key too, so there is no such file, and the old one is swept away.
      expect(errors).toEqual([]);
      expect(index.match(organisation, probeOf('a'))).toHaveLength(1);
      await onlyFile();
    });

    it('the keys were rotated: it is built anew once, under the new key, and the old file goes', async () => {
      const before = await onlyFile();
      ring = new KeyRing([randomBytes(32), masterKey]);
      expect((await start()).errors).toEqual([]);
      expect(await onlyFile()).not.toBe(before);
      expect((await withoutEntries(() => start())).errors).toEqual([]);
    });

    it('entries are missing that the version should have: the database serves', async () => {
      await test.asOwner(
        `UPDATE hash_list_versions SET entries = 3;
         INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, sha256, first_version)
         SELECT gen_random_uuid(), organisation_id, id, '\\x01', '\\x${sha256Of('c')}', 1 FROM hash_lists`,
      );
      const { index } = await start();
      expect(index.match(organisation, probeOf('c'))).toHaveLength(1);
    });
  });

  describe('removing what should not be kept', () => {
    const removeList = (name: string) =>
      test.asOwner(
        `DELETE FROM hash_entries WHERE hash_list_id IN (SELECT id FROM hash_lists WHERE name = '${name}');
         DELETE FROM hash_list_versions WHERE hash_list_id IN (SELECT id FROM hash_lists WHERE name = '${name}');
         DELETE FROM hash_lists WHERE name = '${name}'`,
      );

    it('forgets a list that is deleted, in memory and in the file', async () => {
      await load('stays', [line('a')]);
      await load('goes', [line('b')]);
      const index = new KnownMaterialIndex(triage, { files: { folder, ring } });
      await index.refresh();
      const before = (await stat(await onlyFile())).size;
      await removeList('goes');
      await index.refresh();
      expect(index.match(organisation, probeOf('b'))).toEqual([]);
      expect(index.describe(organisation).sizes.sha256).toBe(1);
      expect((await stat(await onlyFile())).size).toBeLessThan(before);
      await removeList('stays');
      await index.refresh();
      await index.stop();
      expect(index.match(organisation, probeOf('a'))).toEqual([]);
      expect(await readdir(folder)).toEqual([]);
    });

    it('removes drafts that a killed program has left, not those of one that still writes', async () => {
      await load('kept', [line('a')]);
      await start();
      const path = await onlyFile();
      await writeFile(`${path}.0.part`, 'left');
      await utimes(`${path}.0.part`, 0, 0);
      await writeFile(`${path}.1.part`, 'being written');
      await start();
      expect((await readdir(folder)).map((name) => join(folder, name)).sort()).toEqual(
        [path, `${path}.1.part`].sort(),
      );
    });

    it('leaves files of others alone', async () => {
      await load('kept', [line('a')]);
      await start();
      await writeFile(join(folder, 'README'), 'not ours');
      await start();
      expect(await readdir(folder)).toContain('README');
    });
  });

  it('goes on without files where the folder cannot be written', async () => {
    await load('kept', [line('a')]);
    await writeFile(join(folder, '..', 'known-material'), 'in the way');
    const { index, errors } = await start();
    expect(errors.length).toBeGreaterThan(0);
    expect(index.match(organisation, probeOf('a'))).toHaveLength(1);
  });
});
