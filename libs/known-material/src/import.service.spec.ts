import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { importList, type ImportOptions } from './import.service.js';
import { ListUnreadableError } from './known-material.errors.js';
import type { ListSettings } from './list-settings.js';
import { listStatus, switchList, verifyLists } from './lists.service.js';
import type { RefusedLine } from './new-entry.js';
import { md5Of, sha256Of, textAsStream } from './testing/known-pictures.js';

const csv = (...names: string[]) => `sha256\n${names.map(sha256Of).join('\n')}\n`;

describe('the import of a list', () => {
  let test: TestDatabase;
  let triage: Database;
  const organisation = newId();

  const run = (settings: ListSettings, content: string, options: Partial<ImportOptions> = {}) =>
    importList(triage, organisation, settings, textAsStream(content), 'csv', {
      actor: { kind: 'operator' },
      ...options,
    });
  /** Digests of the live version, as text, by what stands in the database. */
  const live = async (name: string) =>
    (
      await test.asOwner<{ sha256: string }>(
        `SELECT encode(e.sha256, 'hex') AS sha256 FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
         WHERE l.name = $1 AND e.first_version <= l.live_version
           AND (e.ended_version IS NULL OR e.ended_version > l.live_version)`,
        [name],
      )
    )
      .map((row) => row.sha256)
      .sort();
  const digests = (...names: string[]) => names.map(sha256Of).sort();
  const versions = (name: string) =>
    test.asOwner(
      `SELECT v.number, v.state, v.entries, v.refused FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id
       WHERE l.name = $1 ORDER BY v.number`,
      [name],
    );

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
      [organisation],
    );
  });
  afterAll(() => test.drop());

  it('makes a list that is unreviewed and only suggests, unless it is told otherwise', async () => {
    const result = await run({ name: 'new' }, csv('a', 'b'));
    expect(result).toMatchObject({ version: 1, state: 'live', entries: 2, added: 2, ended: 0, refused: 0 });
    expect(await live('new')).toEqual(digests('a', 'b'));
    expect(await test.asOwner(`SELECT trust, effect FROM hash_lists WHERE name = 'new'`)).toEqual([
      { trust: 'unreviewed', effect: 'suggest' },
    ]);
  });

  it('lets only what several analysts confirmed settle, and keeps a policy that is not mentioned again', async () => {
    await expect(run({ name: 'wrong', effect: 'settle' }, csv('a'))).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(run({ name: 'wrong', maxDistance: 64 }, csv('a'))).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await run({ name: 'right', effect: 'settle', trust: 'several-analysts', source: 'a hotline' }, csv('a'));
    await run({ name: 'right' }, csv('a', 'b'));
    expect(await test.asOwner(`SELECT trust, effect, source FROM hash_lists WHERE name = 'right'`)).toEqual([
      { trust: 'several-analysts', effect: 'settle', source: 'a hotline' },
    ]);
  });

  describe('that brings a policy', () => {
    const TRUSTED = { trust: 'several-analysts', effect: 'settle', settlesByWeakDigest: true } as const;
    const policyOf = (name: string) =>
      test.asOwner(
        `SELECT source, trust, effect, settles_by_weak_digest, legal_basis FROM hash_lists WHERE name = $1`,
        [name],
      );
    const policyEvents = async (name: string) =>
      (
        await test.asOwner<{ details: object }>(
          `SELECT e.details FROM audit_events e JOIN hash_lists l ON l.id = e.subject_id
           WHERE l.name = $1 AND e.act = 'hash-list.policy-changed' ORDER BY e.id`,
          [name],
        )
      ).map(({ details }) => details);
    const rematchOf = (name: string) =>
      test.asOwner(
        `SELECT v.rematch_due_at IS NOT NULL AS is_due, (SELECT count(*)::int FROM outbox o
           WHERE o.name = 'rematch' AND o.payload->>'versionId' = v.id::text) AS queued
         FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id WHERE l.name = $1 AND v.state = 'live'`,
        [name],
      );

    it('puts on record what was and what is, and nothing where nothing changes', async () => {
      await run({ name: 'policy', ...TRUSTED, legalBasis: 'an agreement' }, csv('a'));
      await run({ name: 'policy', ...TRUSTED }, csv('a', 'b'));
      await run({ name: 'policy', effect: 'flag', source: 'a hotline' }, csv('a', 'b', 'c'));
      expect(await policyEvents('policy')).toEqual([
        {
          trust: 'several-analysts',
          trustBefore: 'unreviewed',
          effect: 'settle',
          effectBefore: 'suggest',
          settlesByWeakDigest: true,
          settlesByWeakDigestBefore: false,
          legalBasis: 'an agreement',
          legalBasisBefore: null,
        },
        { effect: 'flag', effectBefore: 'settle', source: 'a hotline', sourceBefore: 'policy' },
      ]);
    });

    it.each([
      { what: 'of which no line can be taken', content: 'sha256\nnot a hash\n' },
      { what: 'that is of another format', content: 'no,such,columns\n1,2,3\n' },
    ])('changes nothing with a file $what', async ({ content }) => {
      const name = `policy of a file ${content.length}`;
      await run({ name }, csv('a'));
      const before = await policyOf(name);
      await expect(run({ name, ...TRUSTED, legalBasis: 'none' }, content)).rejects.toBeInstanceOf(
        ListUnreadableError,
      );
      expect(await policyOf(name)).toEqual(before);
      await expect(run({ name: `new ${name}`, ...TRUSTED }, content)).rejects.toBeInstanceOf(
        ListUnreadableError,
      );
      await run({ name: `new ${name}` }, csv('a'));
      expect(await policyOf(`new ${name}`)).toMatchObject([{ trust: 'unreviewed', effect: 'suggest' }]);
      expect([...(await policyEvents(name)), ...(await policyEvents(`new ${name}`))]).toEqual([]);
    });

    it('has open cases settled anew, even if no entry is new', async () => {
      const name = 'policy alone';
      await run({ name }, csv('a'));
      const rematched = `UPDATE hash_list_versions SET rematch_due_at = NULL, rematched_to = $1`;
      await test.asOwner(rematched, [newId()]);
      await test.asOwner(`DELETE FROM outbox`);
      expect(await run({ name }, csv('a'))).toMatchObject({ state: 'unchanged' });
      expect(await rematchOf(name)).toEqual([{ is_due: false, queued: 0 }]);
      expect(await run({ name, ...TRUSTED }, csv('a'))).toMatchObject({ state: 'unchanged' });
      expect(await policyOf(name)).toMatchObject([{ trust: 'several-analysts', effect: 'settle' }]);
      expect(await policyEvents(name)).toHaveLength(1);
      expect(await rematchOf(name)).toEqual([{ is_due: true, queued: 1 }]);
    });
  });

  it('ends what the next file no longer has, and keeps the rest as it is', async () => {
    await run({ name: 'moving' }, csv('a', 'b', 'c'));
    const kept = await test.asOwner(`SELECT id FROM hash_entries WHERE sha256 = decode($1, 'hex')`, [
      sha256Of('b'),
    ]);
    expect(await run({ name: 'moving' }, csv('b', 'c', 'd'))).toMatchObject({
      version: 2,
      added: 1,
      ended: 1,
      entries: 3,
    });
    expect(await live('moving')).toEqual(digests('b', 'c', 'd'));
    expect(
      await test.asOwner(`SELECT id FROM hash_entries WHERE sha256 = decode($1, 'hex')`, [sha256Of('b')]),
    ).toEqual(kept);
    expect(await versions('moving')).toEqual([
      { number: 1, state: 'replaced', entries: 3, refused: 0 },
      { number: 2, state: 'live', entries: 3, refused: 0 },
    ]);
  });

  it('changes nothing when the same file comes again, in any order and with lines twice', async () => {
    await run({ name: 'same' }, csv('a', 'b'));
    expect(await run({ name: 'same' }, csv('b', 'a', 'b'))).toMatchObject({
      state: 'unchanged',
      added: 0,
      ended: 0,
    });
    expect(await test.asOwner(`SELECT live_version FROM hash_lists WHERE name = 'same'`)).toEqual([
      { live_version: 1 },
    ]);
    expect(await live('same')).toEqual(digests('a', 'b'));
  });

  it('takes the good lines and reports each refused one by number and reason', async () => {
    const refused: RefusedLine[] = [];
    const content = `sha256\n${sha256Of('a')}\nnonsense\n${sha256Of('b')}\n${md5Of('c')}\n`;
    const result = await run({ name: 'mixed' }, content, { onRefused: (line) => refused.push(line) });
    expect(result).toMatchObject({ entries: 2, refused: 2 });
    expect(refused).toEqual([
      { line: 3, reason: 'sha256-malformed' },
      { line: 5, reason: 'sha256-malformed' },
    ]);
  });

  it.each([
    ['is empty', ''],
    ['has no good line', 'sha256\nnonsense\n'],
  ])('leaves the list as it is when the file %s', async (_, content) => {
    const name = `kept although it ${_}`;
    await run({ name }, csv('a'));
    await expect(run({ name }, content)).rejects.toMatchObject({ code: 'list-unreadable' });
    expect(await live(name)).toEqual(digests('a'));
    expect((await versions(name)).at(-1)).toMatchObject({ state: 'failed' });
  });

  it('shows nothing of a new version before it is there whole', async () => {
    await run({ name: 'whole' }, csv('a'));
    let seen: string[] = [];
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(csv('b', 'c'));
      seen = await live('whole');
      yield Buffer.from(csv('d').slice('sha256\n'.length));
    }
    await importList(triage, organisation, { name: 'whole' }, source(), 'csv', {
      actor: { kind: 'operator' },
    });
    expect(seen).toEqual(digests('a'));
    expect(await live('whole')).toEqual(digests('b', 'c', 'd'));
  });

  it('leaves the list whole when the source breaks off, and the next import goes through', async () => {
    await run({ name: 'broken off' }, csv('a'));
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(csv('b', 'c'));
      throw new Error('the line went dead');
    }
    await expect(
      importList(triage, organisation, { name: 'broken off' }, source(), 'csv', {
        actor: { kind: 'operator' },
      }),
    ).rejects.toThrow('the line went dead');
    expect(await live('broken off')).toEqual(digests('a'));
    await run({ name: 'broken off' }, csv('b'));
    expect(await live('broken off')).toEqual(digests('b'));
    expect((await versions('broken off')).map((row) => row.state)).toEqual(['replaced', 'failed', 'live']);
  });

  it('leaves the list whole when its connection is cut, marks what was left, and goes through next time', async () => {
    await run({ name: 'cut' }, csv('a'));
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(csv('b', 'c'));
      await test.cutConnections('triage');
      yield Buffer.from(`${sha256Of('d')}\n`);
    }
    await expect(
      importList(triage, organisation, { name: 'cut' }, source(), 'csv', { actor: { kind: 'operator' } }),
    ).rejects.toThrow(/terminat|Connection/i);
    expect(await live('cut')).toEqual(digests('a'));
    expect(await triage.within(organisation, verifyLists)).toEqual([
      { organisation: 'DEMO', name: 'cut', problem: 'import-left-unfinished' },
    ]);
    await run({ name: 'cut' }, csv('e'));
    expect(await live('cut')).toEqual(digests('e'));
    expect((await versions('cut')).map((row) => row.state)).toEqual(['replaced', 'failed', 'live']);
    expect(await triage.within(organisation, verifyLists)).toEqual([]);
  });

  it('runs one import of a list at a time, and lets it be switched off meanwhile', async () => {
    await run({ name: 'busy' }, csv('a'));
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(csv('b'));
      await expect(run({ name: 'busy' }, csv('c'))).rejects.toMatchObject({ code: 'import-running' });
      await triage.within(organisation, (manager) =>
        switchList(manager, organisation, 'busy', false, { kind: 'operator' }),
      );
      yield Buffer.from(`${sha256Of('d')}\n`);
    }
    await importList(triage, organisation, { name: 'busy' }, source(), 'csv', {
      actor: { kind: 'operator' },
    });
    expect(await live('busy')).toEqual(digests('b', 'd'));
    expect(await test.asOwner(`SELECT is_enabled FROM hash_lists WHERE name = 'busy'`)).toEqual([
      { is_enabled: false },
    ]);
  });

  it('is on record with its counts, and shows in the status', async () => {
    const { hashListId } = await run({ name: 'noted', source: 'clearing house' }, csv('a', 'b'));
    expect(
      await test.asOwner(
        `SELECT act, actor_kind, details->>'entries' AS entries FROM audit_events WHERE subject_id = $1 ORDER BY id`,
        [hashListId],
      ),
    ).toEqual([
      { act: 'hash-list.imported', actor_kind: 'operator', entries: '2' },
      { act: 'hash-list.policy-changed', actor_kind: 'operator', entries: null },
    ]);
    const status = await triage.within(organisation, listStatus);
    expect(status.find((list) => list.name === 'noted')).toMatchObject({
      organisation: 'DEMO',
      source: 'clearing house',
      isEnabled: true,
      liveVersion: 1,
      entries: 2,
      lastImport: { version: 1, state: 'live', refused: 0 },
    });
  });

  it('tells of entries that went missing', async () => {
    await run({ name: 'thinned' }, csv('a', 'b'));
    await test.asOwner(`DELETE FROM hash_entries WHERE id = (SELECT e.id FROM hash_entries e JOIN hash_lists l
      ON l.id = e.hash_list_id WHERE l.name = 'thinned' LIMIT 1)`);
    expect(await triage.within(organisation, verifyLists)).toContainEqual({
      organisation: 'DEMO',
      name: 'thinned',
      problem: 'entry-count-differs',
    });
  });

  it('finds no list of another organisation to switch', async () => {
    const other = newId();
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'OTHER', 'Other', 'JO')`,
      [other],
    );
    await expect(
      triage.within(other, (manager) => switchList(manager, other, 'noted', false, { kind: 'operator' })),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
