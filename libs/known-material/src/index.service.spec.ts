import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { importList } from './import.service.js';
import { KnownMaterialIndex } from './index.service.js';
import type { ListSettings } from './list-settings.js';
import { switchList } from './lists.service.js';
import { recordMatches, standingMatches } from './matches.service.js';
import { flipBits, md5Of, pdqOf, probeOf, sha1Of, sha256Of, textAsStream } from './testing/known-pictures.js';

const operator = { actor: { kind: 'operator' } } as const;

describe('the index of known material', () => {
  let test: TestDatabase;
  let triage: Database;
  let organisation: string;
  const indexes: KnownMaterialIndex[] = [];

  const load = (settings: ListSettings, content: string, into = organisation) =>
    importList(triage, into, settings, textAsStream(content), 'csv', operator);
  const switchTo = (name: string, isEnabled: boolean) =>
    triage.within(organisation, (manager) =>
      switchList(manager, organisation, name, isEnabled, { kind: 'operator' }),
    );
  const newIndex = async (options: ConstructorParameters<typeof KnownMaterialIndex>[1] = {}) => {
    const index = new KnownMaterialIndex(triage, options);
    indexes.push(index);
    await index.refresh();
    return index;
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

  async function newMedia(text: string): Promise<string> {
    const id = newId();
    const { md5, sha1, sha256 } = probeOf(text);
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes) VALUES ($1, $2, $3, $4, $5, 1)`,
      [id, organisation, sha256, sha1, md5],
    );
    return id;
  }

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
  });
  beforeEach(async () => {
    organisation = await newOrganisation();
  });
  afterEach(async () => {
    for (const index of indexes.splice(0)) await index.stop();
  });
  afterAll(() => test.drop());

  it('gives no answer before it is loaded, rather than a wrong one', () => {
    expect(() => new KnownMaterialIndex(triage).match(organisation, probeOf('a'))).toThrow(
      expect.objectContaining({ code: 'index-not-ready' }),
    );
  });

  it('finds an entry by each digest, naming list, version, entry and way', async () => {
    const { hashListId } = await load(
      { name: 'digests' },
      `md5,sha1,sha256\n${md5Of('a')},,\n,${sha1Of('b')},\n,,${sha256Of('c')}\n`,
    );
    const index = await newIndex();
    for (const [text, algorithm] of [
      ['a', 'md5'],
      ['b', 'sha1'],
      ['c', 'sha256'],
    ] as const) {
      const entries = await test.asOwner<{ id: string }>(
        `SELECT id FROM hash_entries WHERE hash_list_id = $1 AND ${algorithm} IS NOT NULL`,
        [hashListId],
      );
      expect(index.match(organisation, probeOf(text))).toEqual([
        {
          hashListId,
          listName: 'digests',
          listVersion: 1,
          hashEntryId: entries[0]!.id,
          kind: 'exact',
          algorithm,
          distance: 0,
          quality: null,
          orientation: null,
        },
      ]);
    }
    expect(index.match(organisation, probeOf('unknown'))).toEqual([]);
  });

  it('names an entry once, by its strongest digest', async () => {
    await load(
      { name: 'all' },
      `md5,sha1,sha256,pdq,quality\n${md5Of('a')},${sha1Of('a')},${sha256Of('a')},${pdqOf('a')},90`,
    );
    const index = await newIndex();
    const found = index.match(organisation, probeOf('a', { pdq: pdqOf('a'), quality: 90 }));
    expect(found.map(({ kind, algorithm }) => [kind, algorithm])).toEqual([['exact', 'sha256']]);
  });

  it('takes no weak digest for exact where a stronger one of the same entry contradicts it', async () => {
    await load(
      { name: 'collision' },
      `md5,sha256\n${md5Of('made to collide')},${sha256Of('the real one')}\n`,
    );
    const index = await newIndex();
    expect(index.match(organisation, probeOf('made to collide'))).toEqual([]);
  });

  it.each([
    [0, true],
    [31, true],
    [32, false],
  ])('a picture %i bits away is near: %s', async (bits, isNear) => {
    await load({ name: 'pictures' }, `pdq,quality\n${pdqOf('a')},80\n`);
    const index = await newIndex();
    const found = index.match(organisation, probeOf('x', { pdq: flipBits(pdqOf('a'), bits), quality: 60 }));
    expect(
      found.map(({ kind, distance, quality, orientation }) => ({ kind, distance, quality, orientation })),
    ).toEqual(isNear ? [{ kind: 'near', distance: bits, quality: 60, orientation: 'original' }] : []);
  });

  it("keeps to each list's own distance", async () => {
    await load({ name: 'narrow', maxDistance: 10 }, `pdq,quality\n${pdqOf('a')},80\n`);
    await load({ name: 'wide', maxDistance: 40 }, `pdq,quality\n${pdqOf('a')},80\n`);
    const index = await newIndex();
    const names = (bits: number) =>
      index
        .match(organisation, probeOf('x', { pdq: flipBits(pdqOf('a'), bits), quality: 80 }))
        .map((match) => match.listName)
        .sort();
    expect(names(10)).toEqual(['narrow', 'wide']);
    expect(names(35)).toEqual(['wide']);
    expect(names(41)).toEqual([]);
  });

  it.each([
    ['the examined picture', 80, 49],
    ['the entry', 49, 80],
  ])('compares nothing when the quality of %s is too low', async (_, ofEntry, ofPicture) => {
    await load({ name: 'quality' }, `pdq,quality\n${pdqOf('a')},${ofEntry}\n`);
    const index = await newIndex();
    expect(index.match(organisation, probeOf('x', { pdq: pdqOf('a'), quality: ofPicture }))).toEqual([]);
  });

  it('compares entries whose list says nothing of their quality', async () => {
    await load({ name: 'bare' }, `pdq\n${pdqOf('a')}\n`);
    const index = await newIndex();
    expect(index.match(organisation, probeOf('x', { pdq: pdqOf('a'), quality: 50 }))).toHaveLength(1);
  });

  it('finds a picture that was turned or mirrored, and says how', async () => {
    await load({ name: 'turned' }, `pdq,quality\n${pdqOf('known')},80\n`);
    const index = await newIndex();
    const dihedral = [
      'as it is',
      'rot90',
      'rot180',
      'rot270',
      'flipX',
      'flipY',
      'flipPlus1',
      'flipMinus1',
    ].map(pdqOf);
    dihedral[3] = flipBits(pdqOf('known'), 4);
    expect(
      index.match(organisation, probeOf('x', { pdq: dihedral[0]!, quality: 80, dihedral })),
    ).toMatchObject([{ kind: 'near', distance: 4, orientation: 'rot270' }]);
  });

  it('shows the lists of one organisation to that one alone', async () => {
    await load({ name: 'own' }, `sha256\n${sha256Of('a')}\n`);
    const other = await newOrganisation();
    const index = await newIndex();
    expect(index.match(organisation, probeOf('a'))).toHaveLength(1);
    expect(index.match(other, probeOf('a'))).toEqual([]);
  });

  it.each([
    ['one by one', 1000],
    ['by loading anew', 0],
  ])('follows what was added and withdrawn, %s', async (_, maxChanges) => {
    await load({ name: 'moving' }, `sha256,pdq,quality\n${sha256Of('a')},,\n,${pdqOf('b')},80\n`);
    await load({ name: 'other' }, `sha256\n${sha256Of('a')}\n`);
    const index = await newIndex({ maxChanges });
    await load({ name: 'moving' }, `sha256,pdq,quality\n${sha256Of('c')},,\n,${pdqOf('d')},80\n`);
    await index.refresh();
    const names = (text: string, pdq?: string) =>
      index
        .match(organisation, probeOf(text, pdq ? { pdq, quality: 80 } : undefined))
        .map((match) => match.listName);
    expect(names('a')).toEqual(['other']);
    expect(names('x', pdqOf('b'))).toEqual([]);
    expect(names('c')).toEqual(['moving']);
    expect(names('x', pdqOf('d'))).toEqual(['moving']);
    expect(index.describe(organisation).sizes).toEqual({ md5: 0, sha1: 0, sha256: 2, pdq: 1 });
  });

  it('leaves a list out while it is off, also when it changes meanwhile', async () => {
    await load({ name: 'switched' }, `sha256\n${sha256Of('a')}\n`);
    const index = await newIndex();
    await switchTo('switched', false);
    await index.refresh();
    expect(index.match(organisation, probeOf('a'))).toEqual([]);
    await load({ name: 'switched' }, `sha256\n${sha256Of('b')}\n`);
    await index.refresh();
    expect(index.match(organisation, probeOf('b'))).toEqual([]);
    await switchTo('switched', true);
    await index.refresh();
    expect(index.match(organisation, probeOf('a'))).toEqual([]);
    expect(index.match(organisation, probeOf('b'))).toHaveLength(1);
  });

  it('takes a list out of use at once, even while another is still being loaded', async () => {
    await load({ name: 'wrong' }, `sha256\n${sha256Of('a')}\n`);
    const index = await newIndex();
    await load({ name: 'long' }, `sha256\n${sha256Of('b')}\n`);
    const blocker = new Client({ connectionString: test.ownerUrl });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE hash_entries IN ACCESS EXCLUSIVE MODE');
    const loading = index.refresh();
    await switchTo('wrong', false);
    const second = index.refresh();
    await until(() => index.match(organisation, probeOf('a')).length === 0);
    expect(index.match(organisation, probeOf('b'))).toEqual([]);
    await blocker.end();
    await Promise.all([loading, second]);
    expect(index.match(organisation, probeOf('b'))).toMatchObject([{ listName: 'long' }]);
    expect(index.match(organisation, probeOf('a'))).toEqual([]);
  });

  it('hears of a change at once, without being asked', async () => {
    await load({ name: 'heard' }, `sha256\n${sha256Of('a')}\n`);
    const index = new KnownMaterialIndex(triage, { listenUrl: test.urls.triage, pollMs: 60_000 });
    indexes.push(index);
    await index.start();
    await switchTo('heard', false);
    await until(() => index.match(organisation, probeOf('a')).length === 0);
    await load({ name: 'heard' }, `sha256\n${sha256Of('b')}\n`);
    await switchTo('heard', true);
    await until(() => index.match(organisation, probeOf('b')).length === 1);
    expect(index.match(organisation, probeOf('b'))).toMatchObject([{ listName: 'heard', listVersion: 2 }]);
  });

  it('finds out by asking when nobody tells it, and after its connection was cut', async () => {
    await load({ name: 'asked' }, `sha256\n${sha256Of('a')}\n`);
    const index = new KnownMaterialIndex(triage, { listenUrl: test.urls.triage, pollMs: 20 });
    indexes.push(index);
    await index.start();
    await test.cutConnections('triage');
    await switchTo('asked', false).catch(() => switchTo('asked', false));
    await until(() => index.match(organisation, probeOf('a')).length === 0);
    expect(index.match(organisation, probeOf('a'))).toEqual([]);
  });

  it('answers rightly throughout while an index is built beside, and entries come and go meanwhile', async () => {
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `${sha256Of(`n${from + i}`)},${pdqOf(`n${from + i}`)},80`);
    const importLines = (name: string, lines: string[]) =>
      load({ name }, `sha256,pdq,quality\n${lines.join('\n')}\n`);
    await importLines('steady', many(0, 20));
    await importLines('changing', many(100, 2));
    const index = await newIndex({ maxChanges: 50, buildBesideFrom: 1000 });
    const finds = (n: number) => {
      const exact = index.match(organisation, probeOf(`n${n}`));
      const near = index.match(
        organisation,
        probeOf('another', { pdq: flipBits(pdqOf(`n${n}`), 31), quality: 80 }),
      );
      expect(near.map(({ listName }) => listName)).toEqual(exact.map(({ listName }) => listName));
      return exact.length > 0;
    };

    await importLines('large', many(1000, 3000));
    await importLines('changing', many(101, 2));
    const states = new Set<string>();
    const watch = () => {
      for (let n = 0; n < 20; n++) expect(finds(n)).toBe(true);
      states.add([100, 101, 102, 103, 1000].filter(finds).join(' '));
    };
    const refreshed = index.refresh();
    await until(() => {
      watch();
      return finds(102);
    });
    // The small change holds while the large list is not there yet.
    expect(finds(1000)).toBe(false);
    await importLines('changing', many(102, 2));
    const again = index.refresh();
    let isOver = false;
    const over = Promise.all([refreshed, again]).finally(() => (isOver = true));
    await until(() => {
      watch();
      return isOver;
    });
    await over;
    watch();
    // Each state once, in this order: nothing that was withdrawn came back, nothing that came went away.
    const [first, second, ...later] = [...states];
    expect([first, second]).toEqual(['100 101', '101 102']);
    expect([['102 103', '102 103 1000'], ['101 102 1000', '102 103 1000'], ['102 103 1000']]).toContainEqual(
      later,
    );
    expect(index.match(organisation, probeOf('n1000'))).toMatchObject([{ listVersion: 1 }]);
    expect(index.match(organisation, probeOf('n103'))).toMatchObject([{ listVersion: 3 }]);
  });

  it('is in step within 5 seconds in each of several processes, told or not', async () => {
    await load({ name: 'common' }, `sha256\n${sha256Of('a')}\n`);
    const told = new KnownMaterialIndex(triage, { listenUrl: test.urls.triage });
    const asking = new KnownMaterialIndex(triage);
    indexes.push(told, asking);
    await Promise.all([told.start(), asking.start()]);
    await load({ name: 'common' }, `sha256\n${sha256Of('b')}\n`);
    const changedAt = performance.now();
    for (const index of [told, asking]) {
      await until(() => index.match(organisation, probeOf('b')).length === 1);
      expect(index.match(organisation, probeOf('a'))).toEqual([]);
    }
    expect(performance.now() - changedAt).toBeLessThan(5000);
  });

  describe('recording matches', () => {
    it('writes the version of the list that it was made with, though a newer one is live by now', async () => {
      await load({ name: 'older' }, `sha256\n${sha256Of('a')}\n`);
      const index = await newIndex();
      const media = await newMedia('a');
      const found = index.match(organisation, probeOf('a'));
      await load({ name: 'older' }, `sha256\n${sha256Of('a')}\n${sha256Of('b')}\n`);
      const recorded = await triage.within(organisation, (manager) =>
        recordMatches(manager, organisation, media, found),
      );
      expect(recorded).toMatchObject([{ listName: 'older', listVersion: 1 }]);
    });

    it('writes each match once, with what settlement must know', async () => {
      await load(
        { name: 'trusted', trust: 'several-analysts', effect: 'settle' },
        `sha256,category\n${sha256Of('a')},baseline\n`,
      );
      const index = await newIndex();
      const media = await newMedia('a');
      const found = index.match(organisation, probeOf('a'));
      const record = () =>
        triage.within(organisation, (manager) => recordMatches(manager, organisation, media, found));
      const first = await record();
      expect(first).toMatchObject([
        {
          mediaId: media,
          listName: 'trusted',
          listVersion: 1,
          kind: 'exact',
          algorithm: 'sha256',
          distance: 0,
          category: 'baseline',
          trust: 'several-analysts',
          effect: 'settle',
        },
      ]);
      expect(await record()).toEqual(first);
    });

    it('does not write what was withdrawn or switched off a moment ago, whatever the index still knew', async () => {
      await load({ name: 'withdrawn' }, `sha256\n${sha256Of('a')}\n`);
      await load({ name: 'off' }, `sha256\n${sha256Of('a')}\n`);
      const index = await newIndex();
      const media = await newMedia('a');
      await load({ name: 'withdrawn' }, `sha256\n${sha256Of('b')}\n`);
      await switchTo('off', false);
      const found = index.match(organisation, probeOf('a'));
      expect(found).toHaveLength(2);
      expect(
        await triage.within(organisation, (manager) => recordMatches(manager, organisation, media, found)),
      ).toEqual([]);
    });

    it('lets a match no longer stand once its entry is withdrawn', async () => {
      await load({ name: 'standing' }, `sha256\n${sha256Of('a')}\n`);
      const index = await newIndex();
      const media = await newMedia('a');
      const found = index.match(organisation, probeOf('a'));
      await triage.within(organisation, (manager) => recordMatches(manager, organisation, media, found));
      await load({ name: 'standing' }, `sha256\n${sha256Of('b')}\n`);
      expect(
        await triage.within(organisation, (manager) => standingMatches(manager, organisation, media)),
      ).toEqual([]);
    });
  });
});

/** Waits for what another connection will bring about; the test's own time limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
