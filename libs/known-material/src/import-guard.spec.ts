import { randomBytes } from 'node:crypto';
import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { importList, takeListBack } from './import.service.js';
import { KnownMaterialIndex } from './index.service.js';
import { approveVersion, refuseVersion } from './list-decision.service.js';
import type { ListSettings } from './list-settings.js';
import { listStatus, verifyLists } from './lists.service.js';
import { recordMatches, standingMatches } from './matches.service.js';
import { flipBits, pdqOf, probeOf, sha256Of, textAsStream } from './testing/known-pictures.js';

const operator = { kind: 'operator' } as const;
const HELD = 100;
const names = Array.from({ length: HELD }, (_, number) => `picture ${number}`);
const csv = (...held: string[]) => `sha256\n${held.map(sha256Of).join('\n')}\n`;
/** Near each of them, ten bits away. */
const near = (...held: string[]) =>
  `pdq,quality\n${held.map((name) => `${flipBits(pdqOf(name), 10)},90`).join('\n')}\n`;

describe('an import that would match much of what is held', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let organisation: string;

  const run = (settings: ListSettings, content: string, into = organisation) =>
    importList(triage, into, settings, textAsStream(content), 'csv', { actor: operator });
  const approve = (name: string, version: number, by = triage) =>
    by.within(organisation, (manager) => approveVersion(manager, organisation, { name }, version, operator));
  const refuse = (name: string, version: number) =>
    triage.within(organisation, (manager) =>
      refuseVersion(manager, organisation, { name }, version, operator),
    );
  const statusOf = async (name: string) =>
    (await triage.within(organisation, listStatus)).find((list) => list.name === name)!;
  const states = async (name: string) =>
    (
      await test.asOwner<{ state: string; reason: string | null }>(
        `SELECT v.state, v.reason FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id
         WHERE l.name = $1 AND l.organisation_id = $2 ORDER BY v.number`,
        [name, organisation],
      )
    ).map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`));
  /** Which of what is held a fresh index finds, as matching does. */
  const found = async (...pictures: string[]) => {
    const index = new KnownMaterialIndex(triage);
    await index.refresh();
    const matching = pictures.filter(
      (name) =>
        index.match(organisation, probeOf(name, { pdq: pdqOf(name), quality: 90, dihedral: [] })).length > 0,
    );
    await index.stop();
    return matching;
  };
  const events = (act: string) =>
    test.asOwner<{ details: Record<string, unknown> }>(
      `SELECT details FROM audit_events WHERE act = $1 AND organisation_id = $2`,
      [act, organisation],
    );

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    organisation = newId();
    const code = `T${randomBytes(4).toString('hex').toUpperCase()}`;
    await test.asOwner(`INSERT INTO organisations (id, code, name, country) VALUES ($1, $2, $2, 'JO')`, [
      organisation,
      code,
    ]);
    await holdAll(names);
  });

  /** As `hold` does, all at once. */
  async function holdAll(pictures: readonly string[]): Promise<void> {
    const rows = pictures.map((name) => {
      const [{ md5, sha1, sha256 }, turns] = [
        probeOf(name),
        Array.from({ length: 7 }, (_, turn) => pdqOf(`${name}/${turn}`)),
      ];
      const hex = [sha256, sha1, md5].map((bytes) => bytes.toString('hex'));
      return [newId(), ...hex, pdqOf(name), [pdqOf(name), ...turns].join('')];
    });
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, pdq, pdq_quality, pdq_dihedral)
       SELECT r.id, $1, decode(sha256, 'hex'), decode(sha1, 'hex'), decode(md5, 'hex'), 1, decode(pdq, 'hex'), 90,
         decode(turned, 'hex')
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         AS r (id, sha256, sha1, md5, pdq, turned)`,
      [organisation, ...[0, 1, 2, 3, 4, 5].map((column) => rows.map((row) => row[column]))],
    );
  }

  async function hold(name: string, orientations?: string[]): Promise<string> {
    const id = newId();
    const { md5, sha1, sha256 } = probeOf(name);
    const turned = orientations ?? Array.from({ length: 8 }, (_, turn) => pdqOf(`${name}/${turn}`));
    turned[0] = pdqOf(name);
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, pdq, pdq_quality, pdq_dihedral)
       VALUES ($1, $2, $3, $4, $5, 1, decode($6, 'hex'), 90, decode($7, 'hex'))`,
      [id, organisation, sha256, sha1, md5, pdqOf(name), turned.join('')],
    );
    return id;
  }

  describe.each([
    ['by digest', csv, { matched: 11, exact: 11 }],
    ['near', near, { matched: 11, exact: 0 }],
  ] as const)('%s', (_, listOf, figures) => {
    it('waits, says why with counts, and matches nothing', async () => {
      const result = await run({ name: 'poisoned' }, listOf(...names.slice(0, 11)));
      expect(result).toMatchObject({
        state: 'waiting',
        waitingVersion: 1,
        reason: 'share-too-large',
        impact: { held: HELD, ...figures, busiestEntry: { media: 1 } },
      });
      expect(await statusOf('poisoned')).toMatchObject({
        liveVersion: 0,
        entries: 0,
        lastImport: { state: 'waiting', reason: 'share-too-large' },
        waiting: { version: 1, reason: 'share-too-large', entries: 11, impact: { held: HELD, ...figures } },
      });
      expect(await events('hash-list.imported')).toMatchObject([
        { details: { state: 'waiting', reason: 'share-too-large', held: HELD, ...figures } },
      ]);
      expect(await found(...names)).toEqual([]);
      expect(await triage.within(organisation, verifyLists)).toEqual([]);
    });

    it('goes live by itself at the limit', async () => {
      const result = await run({ name: 'in use' }, listOf(...names.slice(0, 10)));
      expect(result).toMatchObject({ state: 'live', reason: null, impact: { matched: 10 } });
      expect(await found(...names)).toEqual(names.slice(0, 10));
    });
  });

  it('finds what is held turned or mirrored, and the frames of an animation', async () => {
    for (let number = 0; number < 6; number++) {
      await hold(
        `turned ${number}`,
        Array.from({ length: 8 }, (_, turn) => pdqOf(`t${number} ${turn}`)),
      );
      const id = await hold(`moving ${number}`);
      await test.asOwner(`UPDATE media SET frame_hashes = $2 WHERE id = $1`, [
        id,
        JSON.stringify([{ index: 3, hash: pdqOf(`frame ${number}`), quality: 80 }]),
      ]);
    }
    const listed = [0, 1, 2, 3, 4, 5].flatMap((number) => [`t${number} ${1 + number}`, `frame ${number}`]);
    expect(await run({ name: 'turned' }, near(...listed))).toMatchObject({
      state: 'waiting',
      impact: { matched: 12, exact: 0 },
    });
  });

  it('waits when a single entry fits many different media, and names it', async () => {
    for (let number = 0; number < 970; number++) {
      await test.asOwner(
        `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes) VALUES ($1, $2, $3, $4, $5, 1)`,
        [newId(), organisation, randomBytes(32), randomBytes(20), randomBytes(16)],
      );
    }
    for (let number = 0; number < 12; number++) {
      const id = await hold(`alike ${number}`);
      await test.asOwner(
        `UPDATE media SET pdq = decode($2, 'hex'), pdq_dihedral = decode(repeat($2, 8), 'hex') WHERE id = $1`,
        [id, flipBits(pdqOf('logo'), number)],
      );
    }
    const result = await run({ name: 'logo' }, `pdq,quality\n${pdqOf('logo')},90\n${pdqOf('other')},90\n`);
    const [entry] = await test.asOwner<{ id: string }>(
      `SELECT id FROM hash_entries WHERE hash_list_id = $1 AND pdq = decode($2, 'hex')`,
      [result.hashListId, pdqOf('logo')],
    );
    expect(result).toMatchObject({
      state: 'waiting',
      reason: 'entry-fits-too-many',
      impact: { held: HELD + 982, matched: 12, busiestEntry: { id: entry!.id, media: 12 } },
    });
  });

  it('judges only what is new to the list: the same pictures under another category go live', async () => {
    const first = await run({ name: 'relabelled' }, csv(...names.slice(0, 5)));
    const index = new KnownMaterialIndex(triage);
    await index.refresh();
    for (const name of names.slice(0, 5)) {
      const [media] = await test.asOwner<{ id: string }>(
        `SELECT id FROM media WHERE organisation_id = $1 AND sha256 = decode($2, 'hex')`,
        [organisation, sha256Of(name)],
      );
      await triage.within(organisation, (manager) =>
        recordMatches(manager, organisation, media!.id, index.match(organisation, probeOf(name))),
      );
    }
    await index.stop();
    const rows = names.slice(0, 10).map((name) => `${sha256Of(name)},national`);
    expect(await run({ name: 'relabelled' }, `sha256,category\n${rows.join('\n')}\n`)).toMatchObject({
      hashListId: first.hashListId,
      state: 'live',
      added: 10,
      impact: { matched: 5, earlier: 5 },
    });
  });

  describe.each([{}, { trust: 'one-analyst', effect: 'suppress' }] as const)(
    'in slices, with %j',
    (policy) => {
      const slices = [0, 1, 2].map((slice) => names.slice(0, 4 * (slice + 1)));

      it('waits as soon as they are too much together, says so, and begins anew when a person has approved', async () => {
        for (const slice of slices.slice(0, 2))
          expect(await run({ name: 'sliced', ...policy }, csv(...slice))).toMatchObject({ state: 'live' });
        expect(await run({ name: 'sliced' }, csv(...slices[2]!))).toMatchObject({
          state: 'waiting',
          reason: 'share-too-large',
          impact: { matched: 4, earlier: 8 },
        });
        await approve('sliced', 3);
        const more = names.slice(0, 16);
        expect(await run({ name: 'sliced' }, csv(...more))).toMatchObject({ state: 'live' });
      });

      it('forgets those of a month ago, and those that came to nothing', async () => {
        for (const slice of slices.slice(0, 2)) await run({ name: 'slow', ...policy }, csv(...slice));
        await test.asOwner(
          `UPDATE hash_list_versions SET finished_at = now() - interval '31 days' WHERE organisation_id = $1`,
          [organisation],
        );
        await run({ name: 'slow' }, csv(...names));
        await refuse('slow', 3);
        expect(await run({ name: 'slow' }, csv(...slices[2]!))).toMatchObject({ state: 'live' });
      });
    },
  );

  describe('that would end most of what is live', () => {
    const many = Array.from({ length: 40 }, (_, number) => `entry ${number}`);

    it('waits, with what is live in use, and ends it when a person approves', async () => {
      await run({ name: 'emptied' }, csv(...many));
      expect(await run({ name: 'emptied' }, csv(...many.slice(0, 19)))).toMatchObject({
        state: 'waiting',
        reason: 'withdraws-too-much',
        impact: { withdrawn: 21 },
      });
      expect(await found(...many)).toEqual(many);
      await approve('emptied', 2, console_);
      expect(await found(...many)).toEqual(many.slice(0, 19));
    });

    it('goes live with half of them, and with all of them under other words', async () => {
      await run({ name: 'halved' }, csv(...many));
      const rows = many.map((name) => `${sha256Of(name)},national`);
      const relabelled = `sha256,category\n${rows.join('\n')}\n`;
      expect(await run({ name: 'halved' }, relabelled)).toMatchObject({ state: 'live', ended: 40 });
      expect(await run({ name: 'halved' }, csv(...many.slice(20)))).toMatchObject({
        state: 'live',
        entries: 20,
      });
    });

    it('does not wait where a person takes the list back', async () => {
      await run({ name: 'poison' }, csv('one'));
      await run({ name: 'poison' }, csv('one', ...many));
      expect(await takeListBack(triage, organisation, 'poison', 1, operator)).toMatchObject({
        state: 'live',
        ended: 40,
      });
    });
  });

  it('keeps what is live in use while the next version waits', async () => {
    await run({ name: 'kept' }, csv(...names.slice(0, 3), 'elsewhere'));
    await run({ name: 'kept' }, csv(...names.slice(2)));
    expect(await found(...names, 'elsewhere')).toEqual([...names.slice(0, 3), 'elsewhere']);
    expect(await states('kept')).toEqual(['live', 'waiting: share-too-large']);
    expect(await triage.within(organisation, verifyLists)).toEqual([]);
  });

  describe('and brings a policy', () => {
    const trusted = { trust: 'several-analysts', effect: 'settle' } as const;
    const policyOf = async (name: string) =>
      (
        await test.asOwner(
          `SELECT trust, effect, settles_by_weak_digest AS weak, legal_basis AS law FROM hash_lists
           WHERE name = $1 AND organisation_id = $2`,
          [name, organisation],
        )
      )[0];
    const changes = async () => (await events('hash-list.policy-changed')).map(({ details }) => details);
    const first = { trust: 'unreviewed', effect: 'suggest', weak: false, law: null };

    it('leaves what is live as it is until a person approves', async () => {
      await run({ name: 'kept' }, csv(...names.slice(0, 3)));
      await run({ name: 'kept', ...trusted }, csv(...names));
      expect(await policyOf('kept')).toEqual(first);
      expect(await changes()).toEqual([]);
      expect((await events('hash-list.imported')).at(-1)).toMatchObject({
        details: { state: 'waiting', ...trusted },
      });
      await approve('kept', 2, console_);
      expect(await policyOf('kept')).toEqual({ ...first, ...trusted });
      expect(await changes()).toEqual([{ ...trusted, trustBefore: 'unreviewed', effectBefore: 'suggest' }]);
    });

    it('takes what the same file adds while it waits', async () => {
      await run({ name: 'added', ...trusted }, csv(...names));
      await expect(run({ name: 'added', trust: 'one-analyst' }, csv(...names))).rejects.toMatchObject({
        code: 'invalid-input',
      });
      const law = { legalBasis: 'an agreement', settlesByWeakDigest: true };
      expect(await run({ name: 'added', ...law }, csv(...names))).toMatchObject({ state: 'unchanged' });
      expect(await policyOf('added')).toEqual(first);
      await approve('added', 1, console_);
      expect(await policyOf('added')).toEqual({ ...trusted, weak: true, law: 'an agreement' });
      expect(await changes()).toHaveLength(1);
    });

    it('forgets it with a version that is refused, or whose place another takes', async () => {
      await run({ name: 'forgotten', ...trusted }, csv(...names));
      await refuse('forgotten', 1);
      await run({ name: 'forgotten', ...trusted }, csv(...names.slice(1)));
      await run({ name: 'forgotten' }, csv(...names));
      await approve('forgotten', 3);
      expect(await policyOf('forgotten')).toEqual(first);
      expect(await changes()).toEqual([]);
    });
  });

  it('goes live when a person approves it, in one moment with the event and the work of matching again', async () => {
    await run({ name: 'approved' }, csv(...names.slice(0, 3)));
    await run({ name: 'approved' }, csv(...names.slice(2)));
    await test.asOwner('DELETE FROM outbox');
    await approve('approved', 2);
    expect(await found(...names)).toEqual(names.slice(2));
    expect(await states('approved')).toEqual(['replaced', 'live: share-too-large']);
    expect(await events('hash-list.version-approved')).toMatchObject([
      {
        details: { version: 2, reason: 'share-too-large', held: HELD, matched: HELD - 3, entries: HELD - 2 },
      },
    ]);
    const due = await test.asOwner<{ id: string }>(
      `SELECT id FROM triage_api.due_work(1000) WHERE name = 'rematch' AND organisation_id = $1`,
      [organisation],
    );
    expect(due).toHaveLength(1);
    expect(await test.asOwner('SELECT name, payload FROM outbox')).toEqual([
      { name: 'rematch', payload: { organisationId: organisation, versionId: due[0]!.id } },
    ]);
    expect(await triage.within(organisation, verifyLists)).toEqual([]);
  });

  it('can be approved and refused under the role of the console', async () => {
    await run({ name: 'from the console' }, csv(...names));
    await approve('from the console', 1, console_);
    expect(await found(...names)).toEqual(names);
    await run({ name: 'refused there' }, near(...names));
    await console_.within(organisation, (manager) =>
      refuseVersion(manager, organisation, { name: 'refused there' }, 1, operator),
    );
    expect(await states('refused there')).toEqual(['failed: refused']);
  });

  it('is decided once, however many decide at the same time', async () => {
    await run({ name: 'raced' }, csv(...names));
    const outcomes = await Promise.allSettled([
      approve('raced', 1),
      approve('raced', 1, console_),
      refuse('raced', 1),
      refuse('raced', 1),
    ]);
    const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refusals).toEqual(Array(3).fill('list-version-not-waiting'));
    const decided = [
      ...(await events('hash-list.version-approved')),
      ...(await events('hash-list.version-refused')),
    ];
    expect(decided).toHaveLength(1);
  });

  it.each([
    ['a version that is live', 1, 'list-version-not-waiting'],
    ['a version that is not there', 9, 'not-found'],
  ])('does not decide about %s', async (_, version, code) => {
    await run({ name: 'plain' }, csv('elsewhere'));
    await expect(approve('plain', version)).rejects.toMatchObject({ code });
    await expect(refuse('plain', version)).rejects.toMatchObject({ code });
    await expect(approve('no such list', 1)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves nothing of what was refused: the next import is compared with what is live', async () => {
    await run({ name: 'cleaned' }, csv(...names.slice(0, 2), 'elsewhere'));
    const kept = () =>
      test.asOwner(
        `SELECT e.id FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
         WHERE l.organisation_id = $1 AND e.first_version = 1 AND e.ended_version IS NULL ORDER BY e.id`,
        [organisation],
      );
    const before = await kept();
    await run({ name: 'cleaned' }, csv(...names));
    await refuse('cleaned', 2);
    expect(await found(...names, 'elsewhere')).toEqual([...names.slice(0, 2), 'elsewhere']);
    expect(await run({ name: 'cleaned' }, csv(...names.slice(0, 2), 'elsewhere', 'further'))).toMatchObject({
      version: 3,
      state: 'live',
      added: 1,
      ended: 0,
    });
    expect(await kept()).toEqual(before);
    expect(await found(...names, 'elsewhere', 'further')).toEqual([
      ...names.slice(0, 2),
      'elsewhere',
      'further',
    ]);
    expect(await states('cleaned')).toEqual(['replaced', 'failed: refused', 'live']);
    expect(await triage.within(organisation, verifyLists)).toEqual([]);
  });

  it('waits on when the same file comes again, and makes room for another one', async () => {
    await run({ name: 'again' }, csv(...names));
    expect(await run({ name: 'again' }, csv(...names.toReversed()))).toMatchObject({
      version: 2,
      state: 'unchanged',
      waitingVersion: 1,
    });
    expect(await states('again')).toEqual(['waiting: share-too-large', 'unchanged']);
    expect(await run({ name: 'again' }, csv(...names.slice(0, 4)))).toMatchObject({
      version: 3,
      state: 'live',
      waitingVersion: null,
      added: 4,
    });
    expect(await states('again')).toEqual(['failed: superseded', 'unchanged', 'live']);
    await expect(approve('again', 1)).rejects.toMatchObject({ code: 'list-version-not-waiting' });
    expect(await found(...names)).toEqual(names.slice(0, 4));
  });

  it('is not decided about while another import takes its place: the decision before it holds, or none', async () => {
    await run({ name: 'overtaken' }, csv(...names));
    let decision: Promise<unknown> | undefined;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(csv('x', ...names.slice(0, 60)));
      await approve('overtaken', 1);
      decision = Promise.resolve();
      yield Buffer.from(`${sha256Of('y')}\n`);
    }
    const result = await importList(triage, organisation, { name: 'overtaken' }, source(), 'csv', {
      actor: operator,
    });
    expect(decision).toBeDefined();
    expect(result).toMatchObject({ state: 'live', added: 2, ended: 40 });
    expect(await states('overtaken')).toEqual(['replaced: share-too-large', 'live']);
    expect(await found(...names, 'x', 'y')).toEqual([...names.slice(0, 60), 'x', 'y']);
  });

  it('counts as new what wider limits would match, and keeps the narrow ones until a person approves', async () => {
    const content = `pdq,quality\n${names.map((name) => `${flipBits(pdqOf(name), 25)},90`).join('\n')}\n`;
    expect(await run({ name: 'widened', maxDistance: 5 }, content)).toMatchObject({ state: 'live' });
    const limits = () =>
      test.asOwner(
        `SELECT max_distance, min_quality FROM hash_lists WHERE organisation_id = $1 AND name = 'widened'`,
        [organisation],
      );
    expect(await run({ name: 'widened', maxDistance: 31 }, content)).toMatchObject({
      state: 'waiting',
      impact: { matched: HELD },
    });
    expect(await limits()).toEqual([{ max_distance: 5, min_quality: 50 }]);
    expect(await found(...names)).toEqual([]);
    await approve('widened', 2);
    expect(await limits()).toEqual([{ max_distance: 31, min_quality: 50 }]);
    expect(await found(...names)).toEqual(names);
    expect(await run({ name: 'widened', maxDistance: 3 }, content)).toMatchObject({ state: 'unchanged' });
    expect(await limits()).toEqual([{ max_distance: 3, min_quality: 50 }]);
    expect(await found(...names)).toEqual([]);
  });

  it('is not judged by what another organisation holds', async () => {
    const other = newId();
    await test.asOwner(`INSERT INTO organisations (id, code, name, country) VALUES ($1, $2, 'Other', 'JO')`, [
      other,
      `O${randomBytes(4).toString('hex').toUpperCase()}`,
    ]);
    expect(await run({ name: 'poisoned' }, csv(...names), other)).toMatchObject({
      state: 'live',
      impact: { held: 0, matched: 0 },
    });
  });

  describe('a list that is taken back', () => {
    it('holds again what an earlier version held, as a version of its own', async () => {
      await run({ name: 'back' }, csv('a', 'b'));
      await run({ name: 'back' }, csv('b', 'c'));
      expect(await takeListBack(triage, organisation, 'back', 1, operator)).toMatchObject({
        version: 3,
        state: 'live',
        entries: 2,
        added: 1,
        ended: 1,
      });
      expect(await found('a', 'b', 'c')).toEqual(['a', 'b']);
      expect(await events('hash-list.taken-back')).toMatchObject([{ details: { to: 1, version: 3 } }]);
      expect(await run({ name: 'back' }, csv('a', 'b'))).toMatchObject({ state: 'unchanged' });
    });

    it('waits when that would match much of what is held by now', async () => {
      await run({ name: 'wide' }, csv(...names.map((name) => `new ${name}`)));
      await run({ name: 'wide' }, csv('nothing held', ...names.slice(45).map((name) => `new ${name}`)));
      for (const name of names.slice(0, 12)) await hold(`new ${name}`);
      expect(await takeListBack(triage, organisation, 'wide', 1, operator)).toMatchObject({
        version: 3,
        state: 'waiting',
        impact: { matched: 12 },
      });
      expect(await found(...names.slice(0, 45).map((name) => `new ${name}`))).toEqual([]);
      await approve('wide', 3);
      expect(await found('nothing held', ...names.map((name) => `new ${name}`))).toEqual(
        names.map((name) => `new ${name}`),
      );
    });

    it.each([
      ['the version that is live', 2, 'list-version-not-replaced'],
      ['one that is not there', 7, 'not-found'],
    ])('does not go back to %s', async (_, version, code) => {
      await run({ name: 'back' }, csv('a'));
      await run({ name: 'back' }, csv('b'));
      await expect(takeListBack(triage, organisation, 'back', version, operator)).rejects.toMatchObject({
        code,
      });
    });
  });

  it('lets no match stand on an entry that was never live', async () => {
    const media = await hold('accused');
    const { hashListId } = await run({ name: 'never live' }, csv(...names, 'accused'));
    const [entry] = await test.asOwner<{ id: string }>(
      `SELECT id FROM hash_entries WHERE hash_list_id = $1 AND sha256 = decode($2, 'hex')`,
      [hashListId, sha256Of('accused')],
    );
    const written = await triage.within(organisation, (manager) =>
      recordMatches(manager, organisation, media, [
        {
          hashListId,
          listName: 'never live',
          listVersion: 1,
          hashEntryId: entry!.id,
          kind: 'exact',
          algorithm: 'sha256',
          distance: 0,
          quality: null,
          orientation: null,
        },
      ]),
    );
    expect(written).toEqual([]);
    expect(
      await triage.within(organisation, (manager) => standingMatches(manager, organisation, media)),
    ).toEqual([]);
  });
});
