// That an import holds nothing back while it runs, and leaves nothing behind.
import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { importList } from './import.service.js';
import { verifyLists } from './lists.service.js';
import { sha256Of, textAsStream } from './testing/known-pictures.js';

const csv = (...names: string[]) => `sha256\n${names.map(sha256Of).join('\n')}\n`;

describe('an import in batches', () => {
  let test: TestDatabase;
  let triage: Database;
  const organisation = newId();

  const run = (name: string, content: string) =>
    importList(triage, organisation, { name }, textAsStream(content), 'csv', {
      actor: { kind: 'operator' },
    });

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
      [organisation],
    );
  });
  afterAll(() => test.drop());

  it('has no transaction open while a source is read, which would hold back the audit log', async () => {
    const busy = () =>
      test.asOwner(
        `SELECT state FROM pg_stat_activity WHERE datname = current_database() AND usename = $1 AND xact_start IS NOT NULL`,
        [new URL(test.urls.triage).username],
      );
    let open: unknown[] = ['not asked'];
    async function* source(): AsyncGenerator<Uint8Array> {
      const line = (at: number) => `${sha256Of(`slow ${at}`)}\n`;
      yield Buffer.from(`sha256\n${Array.from({ length: 20_001 }, (_, at) => line(at)).join('')}`);
      open = await busy();
      yield Buffer.from(line(20_001));
    }
    const read: number[] = [];
    const result = await importList(triage, organisation, { name: 'slow' }, source(), 'csv', {
      actor: { kind: 'operator' },
      onProgress: ({ entries }) => read.push(entries),
    });
    expect(open).toEqual([]);
    expect(result).toMatchObject({ state: 'live', entries: 20_002 });
    expect(read.at(-1)).toBe(20_002);
  });

  describe('of a large list, stored in batches', () => {
    const large = (name: string, content: string) =>
      importList(triage, organisation, { name }, textAsStream(content), 'csv', {
        actor: { kind: 'operator' },
        batchesFrom: 1,
      });
    const live = async (name: string) =>
      (
        await test.asOwner<{ sha256: string }>(
          `SELECT encode(e.sha256, 'hex') AS sha256 FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
           WHERE l.name = $1 AND e.first_version <= l.live_version
             AND (e.ended_version IS NULL OR e.ended_version > l.live_version) ORDER BY 1`,
          [name],
        )
      ).map((row) => row.sha256);
    const stored = (hashListId: string) =>
      test.asOwner<{ first: number; ended: number | null }>(
        `SELECT first_version AS first, ended_version AS ended FROM hash_entries WHERE hash_list_id = $1 ORDER BY 1, 2`,
        [hashListId],
      );

    it('comes to the same as in one, for entries that come, stay and end', async () => {
      expect(await large('large', csv('a', 'b', 'b'))).toMatchObject({ state: 'live', added: 2, ended: 0 });
      expect(await large('large', csv('b', 'c', 'd'))).toMatchObject({ state: 'live', added: 2, ended: 1 });
      expect(await live('large')).toEqual(['b', 'c', 'd'].map(sha256Of).sort());
      expect(await large('large', csv('d', 'c', 'b'))).toMatchObject({ state: 'unchanged', entries: 3 });
      expect(await triage.within(organisation, verifyLists)).toEqual([]);
    });

    it('takes away what it has stored when it fails, and what one that was killed has left', async () => {
      const { hashListId } = await large('left', csv('a'));
      // As a killed import leaves it: entries of a version that never was live.
      await test.asOwner(
        `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format)
         VALUES (gen_random_uuid(), $1, $2, 2, 'loading', 'csv')`,
        [organisation, hashListId],
      );
      await test.asOwner(
        `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, first_version)
         VALUES (gen_random_uuid(), $1, $2, $3, $3, 2)`,
        [organisation, hashListId, Buffer.alloc(16, 7)],
      );
      const failing = importList(triage, organisation, { name: 'left' }, textAsStream(csv('b')), 'csv', {
        actor: { kind: 'operator' },
        batchesFrom: 1,
        concluding: () => Promise.reject(new Error('not now')),
      });
      await expect(failing).rejects.toThrow('not now');
      expect(await stored(hashListId)).toEqual([{ first: 1, ended: null }]);
      expect(await large('left', csv('c'))).toMatchObject({ version: 4, state: 'live' });
      expect(await stored(hashListId)).toEqual([
        { first: 1, ended: 4 },
        { first: 4, ended: null },
      ]);
    });
  });

  it('leaves nothing of a list on a connection that goes back to its pool, whether it ended well or not', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(csv('b'));
      throw new Error('the line went dead');
    }
    await run('pooled', csv('a'));
    await expect(
      importList(triage, organisation, { name: 'pooled' }, broken(), 'csv', { actor: { kind: 'operator' } }),
    ).rejects.toThrow('the line went dead');
    expect(await test.asOwner(`SELECT relname FROM pg_class WHERE relname = 'staged_entries'`)).toEqual([]);
    expect(await run('pooled', csv('a', 'c'))).toMatchObject({ state: 'live', added: 1 });
  });
});
