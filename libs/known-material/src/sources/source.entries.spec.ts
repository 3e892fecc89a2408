import fc from 'fast-check';
import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { NewEntry } from '../new-entry.js';
import { md5Of } from '../testing/known-pictures.js';
import { endReading, STANDING_ENTRIES, storePage } from './source.entries.js';

const NOTHING = {
  md5: null,
  sha1: null,
  sha256: null,
  pdq: null,
  photoDna: null,
  quality: null,
  category: null,
};

describe('what is known of a source', () => {
  let test: TestDatabase;
  let triage: Database;
  const organisationId = newId();
  const sourceId = newId();
  const key = { organisationId, sourceId };

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    const list = newId();
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
      [organisationId],
    );
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect)
       VALUES ($2, $1, 'list', 'list', 'unreviewed', 'suggest')`,
      [organisationId, list],
    );
    await test.asOwner(
      `INSERT INTO list_sources (id, organisation_id, hash_list_id, kind, host, port, path, sealed_credentials, every_minutes)
       VALUES ($2, $1, $3, 'ncmec', 'source.example', 443, '', '', 60)`,
      [organisationId, sourceId, list],
    );
  });
  afterAll(() => test.drop());

  const standing = (): Promise<string[]> =>
    triage.within(organisationId, async (manager) => {
      const rows: { key: string; md5: string }[] = await manager.query(
        `SELECT source_key AS key, encode(md5, 'hex') AS md5 ${STANDING_ENTRIES}`,
        [organisationId, sourceId],
      );
      return rows.map(({ key: of, md5 }) => `${of} ${md5}`).sort();
    });

  /** A state of one of three entries: withdrawn, or with one of three hashes. */
  const state = fc
    .record({ entry: fc.nat(2), minute: fc.nat(5), hash: fc.option(fc.nat(2)) })
    .map(({ entry, minute, hash }): NewEntry => ({
      ...NOTHING,
      md5: hash === null ? null : md5Of(String(hash)),
      revision: { key: `7-${entry}`, at: `2026-01-01T00:0${minute}:00.000Z`, isWithdrawn: hash === null },
    }));

  /** By definition: of each entry the states of its last moment, unless one of them takes it back. */
  function expected(told: readonly NewEntry[]): string[] {
    const found = new Set<string>();
    for (const { revision } of told) {
      const states = told.filter((one) => one.revision!.key === revision!.key);
      const last = states
        .map((one) => one.revision!.at)
        .toSorted()
        .at(-1);
      const latest = states.filter((one) => one.revision!.at === last);
      if (latest.some((one) => one.revision!.isWithdrawn)) continue;
      for (const one of latest) found.add(`${one.revision!.key} ${one.md5}`);
    }
    return [...found].sort();
  }

  it('is the last state of each entry, however pages come, and as often as they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(state, { maxLength: 6 }), { maxLength: 5 }),
        fc.nat(4),
        async (pages, again) => {
          await test.asOwner(`DELETE FROM list_source_entries`);
          for (const page of [...pages, ...pages.slice(again)])
            await triage.within(organisationId, (manager) => storePage(manager, key, page, 1));
          expect(await standing()).toEqual(expected(pages.flat()));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is after a reading from the beginning what that told', async () => {
    const told = (...names: string[]) =>
      names.map((name): NewEntry => ({
        ...NOTHING,
        md5: md5Of(name),
        revision: { key: `7-${name}`, at: '2026-01-01T00:00:00.000Z', isWithdrawn: false },
      }));
    await test.asOwner(`DELETE FROM list_source_entries`);
    await triage.within(organisationId, (manager) => storePage(manager, key, told('a', 'b'), 1));
    await triage.within(organisationId, async (manager) => {
      expect(await storePage(manager, key, told('a', 'c'), 2)).toBe(1);
      expect(await endReading(manager, key, 2, false)).toBe(0);
      expect(await endReading(manager, key, 2, true)).toBe(1);
    });
    expect(await standing()).toEqual([`7-a ${md5Of('a')}`, `7-c ${md5Of('c')}`]);
  });
});
