// That an import holds nothing back while it runs, and leaves nothing behind.
import { createHash } from 'node:crypto';
import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { tendListImports } from './administration/list-import.upkeep.js';
import { importList } from './import.service.js';
import { verifyLists } from './lists.service.js';
import type { SourceIdentity } from './staged-batches.js';
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

  describe('that broke off', () => {
    const LINES = 20_500;
    const file = (first = 'line 0') =>
      csv(first, ...Array.from({ length: LINES - 1 }, (_, at) => `line ${at + 1}`));
    const identityOf = (content: string) => ({
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: content.length,
    });
    const whole = file();
    const identity = identityOf(whole);
    /** In parts as a file is read; breaks off before its end where that is said. */
    async function* reading(content: string, breaksOff = false): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < content.length; at += 65_536) yield Buffer.from(content.slice(at, at + 65_536));
      if (breaksOff) throw new Error('the line went dead');
    }
    const take = (
      name: string,
      source: AsyncIterable<Uint8Array>,
      more: object = {},
      is: SourceIdentity = identity,
    ) =>
      importList(triage, organisation, { name, ...more }, source, 'csv', {
        actor: { kind: 'operator' },
        identity: is,
      });
    const kept = (name: string) =>
      test.asOwner<{ entries: number }>(
        `SELECT b.entries FROM list_staged_batches b JOIN hash_lists l ON l.id = b.hash_list_id WHERE l.name = $1`,
        [name],
      );
    const breakOff = async (name: string) => {
      await expect(take(name, reading(whole, true))).rejects.toThrow('the line went dead');
      const [batch] = await kept(name);
      expect(batch!.entries).toBeGreaterThanOrEqual(20_000);
      return batch!.entries;
    };

    it('goes on when the same source is imported again, and keeps nothing once it is in', async () => {
      const entries = await breakOff('resumed');
      expect(await take('resumed', reading(whole))).toMatchObject({
        state: 'live',
        entries: LINES,
        added: LINES,
        resumedAfter: entries,
      });
      expect(await kept('resumed')).toEqual([]);
      expect(
        await test.asOwner(
          `SELECT details->>'resumedAfter' AS after FROM audit_events WHERE details ? 'resumedAfter'`,
        ),
      ).toEqual([{ after: String(entries) }]);
      expect(await take('resumed', reading(whole))).toMatchObject({ state: 'unchanged', resumedAfter: 0 });
    });

    it('begins anew with other settings, and where the source is another', async () => {
      await breakOff('otherwise');
      const other = file('another');
      expect(await take('otherwise', reading(whole), { minQuality: 60 })).toMatchObject({ resumedAfter: 0 });
      await breakOff('otherwise');
      expect(await take('otherwise', reading(other), {}, identityOf(other))).toMatchObject({
        state: 'live',
        added: 1,
        ended: 1,
        resumedAfter: 0,
      });
      expect(await kept('otherwise')).toEqual([]);
    });

    it.each([
      ['says something else at its beginning', file('another')],
      ['ends before where it was', csv('line 0')],
      ['says something else at its end', `${whole}${sha256Of('more')}\n`],
    ])('takes nothing of a source that is not what it was said to be: it %s', async (what, content) => {
      await breakOff(what);
      await expect(take(what, reading(content))).rejects.toMatchObject({ code: 'list-source-changed' });
      expect(await kept(what)).toEqual([]);
      expect(await take(what, reading(whole))).toMatchObject({
        state: 'live',
        entries: LINES,
        resumedAfter: 0,
      });
    });

    it('is forgotten when nobody goes on with it, and by nobody else’s upkeep', async () => {
      await breakOff('abandoned');
      await breakOff('recent');
      await test.asOwner(
        `UPDATE list_staged_batches b SET staged_at = now() - interval '3 days' FROM hash_lists l
         WHERE l.id = b.hash_list_id AND l.name = 'abandoned'`,
      );
      await tendListImports(triage, newId());
      expect(await kept('abandoned')).toHaveLength(1);
      await tendListImports(triage, organisation);
      expect([await kept('abandoned'), await kept('recent')]).toEqual([[], [expect.anything()]]);
    });
  });
});
