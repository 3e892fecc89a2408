import { randomBytes } from 'node:crypto';
import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { describeMatches, MOST_FITTING, probeOfHash, tryHashes } from './hash-trial.js';
import { importList } from './import.service.js';
import { KnownMaterialIndex, type Probe } from './index.service.js';
import type { ListSettings } from './list-settings.js';
import { switchList } from './lists.service.js';
import { flipBits, md5Of, pdqOf, probeOf, sha1Of, sha256Of, textAsStream } from './testing/known-pictures.js';

const LONG_MS = 20_000;

describe('trying a hash by the database alone', () => {
  let test: TestDatabase;
  let triage: Database;
  let organisation: string;

  const load = (settings: ListSettings, content: string, into = organisation) =>
    importList(triage, into, settings, textAsStream(content), 'csv', { actor: { kind: 'operator' } });
  const tryIn = (organisationId: string, ...probes: Probe[]) =>
    triage.within(organisationId, (manager) => tryHashes(manager, organisationId, probes, LONG_MS));
  const attempt = (...probes: Probe[]) => tryIn(organisation, ...probes);
  const ofIndex = async (probe: Probe) => {
    const index = new KnownMaterialIndex(triage);
    await index.refresh();
    const found = index.match(organisation, probe);
    return triage.within(organisation, (manager) => describeMatches(manager, organisation, found));
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

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
  });
  beforeEach(async () => {
    organisation = await newOrganisation();
  });
  afterAll(() => test.drop());

  it('answers as the index does: each digest, near pictures turned and mirrored, and each list’s own limits', async () => {
    const turned = pdqOf('turned');
    await load(
      {
        name: 'all',
        trust: 'several-analysts',
        effect: 'settle',
        source: 'A clearing house',
        maxDistance: 20,
      },
      `md5,sha1,sha256,pdq,quality,category\n${md5Of('a')},,,,,baseline\n,${sha1Of('a')},,,,\n,,${sha256Of('a')},,,baseline\n` +
        `,,,${pdqOf('a')},80,\n,,,${flipBits(pdqOf('a'), 21)},80,\n,,,${flipBits(turned, 4)},90,\n,,,${pdqOf('a').replace(/^./, '0')},10,\n`,
    );
    await load({ name: 'wide', maxDistance: 60 }, `pdq,quality\n${flipBits(pdqOf('a'), 60)},80\n`);
    const dihedral = Array.from({ length: 8 }, (_, at) => (at === 4 ? turned : pdqOf(`turn ${at}`)));
    const probe = probeOf('a', { pdq: pdqOf('a'), quality: 80, dihedral });
    const tried = await attempt(probe);
    expect(tried).toEqual(await ofIndex(probe));
    expect(tried.map(({ kind, algorithm, distance, effect }) => [kind, algorithm, distance, effect])).toEqual(
      expect.arrayContaining([
        ['exact', 'sha256', 0, 'settle'],
        ['exact', 'md5', 0, 'suggest'],
        ['near', 'pdq', 0, 'suggest'],
        ['near', 'pdq', 60, 'suggest'],
      ]),
    );
    expect(tried.filter(({ distance }) => distance === 21)).toEqual([]);
    expect(tried).toContainEqual(expect.objectContaining({ distance: 4, orientation: 'flipX' }));
    expect(tried[0]).toMatchObject({
      listName: 'all',
      source: 'A clearing house',
      category: 'baseline',
      listVersion: 1,
      versionSince: expect.any(Date),
      state: 'standing',
    });
  });

  it('does not believe a weak digest that a stronger one contradicts', async () => {
    await load({ name: 'collides' }, `md5,sha256\n${md5Of('a')},${sha256Of('another')}\n`);
    expect(await attempt(probeOf('a'))).toEqual([]);
    expect(await attempt({ md5: Buffer.from(md5Of('a'), 'hex') })).toHaveLength(1);
  });

  it('names what fits and does not count: withdrawn, or on a list that is off', async () => {
    await load({ name: 'changing' }, `sha256\n${sha256Of('a')}\n${sha256Of('b')}\n`);
    await load({ name: 'changing' }, `sha256\n${sha256Of('b')}\n`);
    const [withdrawn] = await attempt(probeOf('a'));
    expect(withdrawn).toMatchObject({ state: 'withdrawn', listVersion: 1, firstVersion: 1, endedVersion: 2 });
    expect(withdrawn!.versionSince).toBeInstanceOf(Date);
    await triage.within(organisation, (manager) =>
      switchList(manager, organisation, 'changing', false, { kind: 'operator' }),
    );
    expect(await attempt(probeOf('b'))).toMatchObject([{ state: 'list-off', listVersion: 2 }]);
  });

  it('takes the nearest of several frames for each entry', async () => {
    await load({ name: 'frames' }, `pdq,quality\n${pdqOf('a')},80\n`);
    const frame = (bits: number): Probe => ({
      pdq: Buffer.from(flipBits(pdqOf('a'), bits), 'hex'),
      quality: 90,
    });
    expect((await attempt(frame(12), frame(3), frame(9))).map(({ distance }) => distance)).toEqual([3]);
  });

  it('knows nothing of another organisation’s lists', async () => {
    await load({ name: 'ours' }, `sha256\n${sha256Of('a')}\n`);
    expect(await tryIn(await newOrganisation(), probeOf('a'))).toEqual([]);
  });

  it('refuses to answer where more fits than says anything', async () => {
    const near = Array.from({ length: MOST_FITTING + 1 }, (_, n) => {
      const bytes = Buffer.from(pdqOf('a'), 'hex');
      bytes.writeUInt16BE(n, 30);
      return `${bytes.toString('hex')},80`;
    });
    await load({ name: 'spoiled' }, `pdq,quality\n${near.join('\n')}\n`);
    await expect(attempt({ pdq: Buffer.from(pdqOf('a'), 'hex'), quality: 80 })).rejects.toMatchObject({
      code: 'too-many-entries-fit',
    });
  });
});

describe('a hash that somebody typed', () => {
  it.each([
    [md5Of('a'), ['md5']],
    [` ${sha1Of('a').toUpperCase()}\n`, ['sha1']],
    [sha256Of('a'), ['sha256', 'pdq', 'quality']],
  ])('%j is asked about as %j', (text, kinds) => {
    expect(Object.keys(probeOfHash(text)).sort()).toEqual([...kinds].sort());
  });

  it.each(['', 'abc', 'g'.repeat(64), `${sha256Of('a')}0`, `0x${md5Of('a')}`])('%j is refused', (text) => {
    expect(() => probeOfHash(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
