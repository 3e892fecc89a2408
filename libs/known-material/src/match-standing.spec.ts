import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { until } from '../../../test/support/waiting.js';
import { decideQuarantine, independentArrivals, listQuarantines } from './entry-quarantine.js';
import { denyMatch, takeDenialBack } from './feedback.js';
import { importList } from './import.service.js';
import { KnownMaterialIndex } from './index.service.js';
import { approveVersion } from './list-decision.service.js';
import { policyOf } from './list-policy.js';
import type { ListSettings } from './list-settings.js';
import { listStatus } from './lists.service.js';
import { explainMatch } from './match-explanation.js';
import { recordMatches, standingMatches } from './matches.service.js';
import type { Probe } from './organisation.index.js';
import { effectOfMatch, settlingMatch } from './settlement.js';
import { flipBits, md5Of, pdqOf, probeOf, sha1Of, sha256Of, textAsStream } from './testing/known-pictures.js';

const operator = { kind: 'operator' } as const;
const SETTLES = { trust: 'several-analysts', effect: 'settle' } as const;
const NEGATIVE = { trust: 'one-analyst', effect: 'suppress' } as const;

describe('whether a match counts', () => {
  let test: TestDatabase;
  let triage: Database;
  let console: Database;
  let world: World;
  let analyst: { kind: 'staff'; id: string };

  beforeAll(async () => {
    test = await createTestDatabase();
    [triage, console] = [await test.open('triage'), await test.open('console')];
  });
  beforeEach(async () => {
    world = await makeOrganisation(test);
    analyst = { kind: 'staff', id: await makeAccount(test, world) };
  });
  afterAll(() => test.drop());

  const load = (settings: ListSettings, csv: string) =>
    importList(triage, world.organisationId, settings, textAsStream(csv), 'csv', { actor: operator });

  const asConsole = <T>(work: Parameters<typeof console.within<T>>[1]) =>
    console.within(world.organisationId, work);

  async function newMedia(text: string): Promise<string> {
    const id = newId();
    const { md5, sha1, sha256 } = probeOf(text);
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes) VALUES ($1, $2, $3, $4, $5, 1)`,
      [id, world.organisationId, sha256, sha1, md5],
    );
    return id;
  }

  const pictureOf = (text: string): Probe => {
    const pdq = Buffer.from(pdqOf(text), 'hex');
    return { ...probeOf(text), pdq, quality: 90 };
  };

  /** Matches a media with all lists as triage does. */
  async function match(mediaId: string, text: string) {
    const index = new KnownMaterialIndex(triage);
    await index.refresh();
    return triage.within(world.organisationId, (manager) =>
      recordMatches(
        manager,
        world.organisationId,
        mediaId,
        index.match(world.organisationId, pictureOf(text)),
      ),
    );
  }

  const standing = (mediaId: string) =>
    triage.within(world.organisationId, (manager) => standingMatches(manager, world.organisationId, mediaId));

  /** What the console says of every match of a media, by its list. */
  async function explained(mediaId: string) {
    const rows = await test.asOwner<{ id: string; name: string }>(
      `SELECT m.id, l.name FROM matches m JOIN hash_lists l ON l.id = m.hash_list_id WHERE m.media_id = $1`,
      [mediaId],
    );
    const answers = await asConsole(async (manager) => {
      const found = [];
      for (const { id } of rows) found.push(await explainMatch(manager, world.organisationId, id));
      return found;
    });
    return Object.fromEntries(answers.map((answer) => [answer.list.name, answer]));
  }

  const acts = async () =>
    (
      await test.asOwner<{ act: string }>(
        `SELECT act FROM audit_events WHERE organisation_id = $1 ORDER BY id`,
        [world.organisationId],
      )
    ).map(({ act }) => act);

  describe('by what its list says of categories', () => {
    it('settles by the source’s own word where the list maps it, and by no other', async () => {
      const csv = `sha256,category\n${sha256Of('mapped')},A1\n${sha256Of('other')},C9\n`;
      await load({ name: 'words', ...SETTLES, categoryMapping: { A1: 'national', C9: null } }, csv);
      const [mapped] = await match(await newMedia('mapped'), 'mapped');
      expect(mapped).toMatchObject({ category: 'A1', verdict: 'national' });
      expect(settlingMatch([mapped!])).toBe(mapped);
      const [other] = await match(await newMedia('other'), 'other');
      expect(other!.verdict).toBeNull();
      expect(effectOfMatch(other!)).toBe('suggest');
    });

    it.each([
      [{ categoryMapping: { A1: 'not-illegal' as 'baseline' } }, 'means baseline or national'],
      [{ licence: 'partners', licenceCategories: [] } as const, 'names 1 to 200 categories'],
      [{ expiresAt: 'next year' }, 'expires at a time'],
      [{ quarantineAfter: 1 }, 'from 2 to 1000000'],
      [{ effect: 'suppress' } as const, 'nobody has reviewed'],
    ])('takes no policy that it does not understand: %o', async (policy, message) => {
      await expect(load({ name: 'wrong', ...policy }, `sha256\n${sha256Of('a')}\n`)).rejects.toThrow(message);
    });
  });

  it('waits with the whole policy of a version that waits, and has it in force with the approval', async () => {
    const texts = Array.from({ length: 25 }, (_, number) => `held ${number}`);
    for (const text of texts) await newMedia(text);
    const policy = {
      licence: 'partners',
      licenceCategories: ['A1'],
      licenceNote: 'by the agreement of 2026',
      categoryMapping: { A1: 'baseline' },
      expiresAt: '2036-01-31T00:00:00.000Z',
      quarantineAfter: null,
    } as const;
    const csv = `sha256,category\n${texts.map((text) => `${sha256Of(text)},A1`).join('\n')}\n`;
    expect(await load({ name: 'waits', ...policy }, csv)).toMatchObject({ state: 'waiting' });
    const inForce = () =>
      triage.within(world.organisationId, (manager) => policyOf(manager, world.organisationId, 'waits'));
    expect(await inForce()).toMatchObject({ licence: 'none', expiresAt: null, quarantineAfter: 50 });
    const [status] = await triage.within(world.organisationId, listStatus);
    expect(status!.waiting!.policy).toEqual(policy);
    await asConsole((manager) =>
      approveVersion(manager, world.organisationId, { name: 'waits' }, 1, operator),
    );
    expect(await inForce()).toMatchObject(policy);
    expect(await acts()).toEqual([
      'hash-list.imported',
      'hash-list.version-approved',
      'hash-list.policy-changed',
    ]);
  });

  describe('by time', () => {
    it('counts until its list expires, then in no process within 5 seconds, and says so', async () => {
      const mediaId = await newMedia('soon over');
      await load({ name: 'ends', ...SETTLES }, `sha256,category\n${sha256Of('soon over')},baseline\n`);
      const processes = [new KnownMaterialIndex(triage), new KnownMaterialIndex(await test.open('triage'))];
      try {
        for (const index of processes) await index.start();
        const finding = () =>
          processes.filter((index) => index.match(world.organisationId, probeOf('soon over')).length > 0);
        expect(await match(mediaId, 'soon over')).toHaveLength(1);
        expect(finding()).toHaveLength(2);
        await test.asOwner(
          `UPDATE hash_lists SET expires_at = clock_timestamp() WHERE organisation_id = $1`,
          [world.organisationId],
        );
        expect(await standing(mediaId)).toEqual([]);
        await until('both processes have left it', () => finding().length === 0, 5000);
        expect(await match(mediaId, 'soon over')).toEqual([]);
      } finally {
        for (const index of processes) await index.stop();
      }
      expect((await explained(mediaId)).ends).toMatchObject({ state: 'list-expired', isStanding: false });
      const [status] = await triage.within(world.organisationId, listStatus);
      expect(status).toMatchObject({ name: 'ends', isExpired: true });
    });

    it('does not count once its entry has expired; other entries go on', async () => {
      const csv = `sha256,expires\n${sha256Of('past')},2020-01-31\n${sha256Of('lasting')},2036-01-31T12:00:00+02:00\n`;
      await load({ name: 'dated' }, csv);
      expect(await match(await newMedia('past'), 'past')).toEqual([]);
      expect(await match(await newMedia('lasting'), 'lasting')).toHaveLength(1);
      const [status] = await triage.within(world.organisationId, listStatus);
      expect(status).toMatchObject({ entries: 2, expiredEntries: 1 });
    });
  });

  describe('against a negative list', () => {
    const near = (text: string) => flipBits(pdqOf(text), 6);

    it('does not count where only a hint matches: near, or exact on a list that is not confirmed', async () => {
      await load({ name: 'hints' }, `pdq,sha256\n${near('logo')},\n,${sha256Of('logo')}\n`);
      const mediaId = await newMedia('logo');
      expect(await match(mediaId, 'logo')).toHaveLength(2);
      await load({ name: 'harmless', ...NEGATIVE }, `sha256\n${sha256Of('logo')}\n`);
      expect(await match(mediaId, 'logo')).toEqual([]);
      expect(await explained(mediaId)).toMatchObject({
        hints: { state: 'suppressed', isStanding: false, suppressedBy: ['harmless'] },
        harmless: { state: 'negative', isStanding: false, effect: 'suppress' },
      });
    });

    it('counts on where several analysts confirmed the very file, but settles nothing: a person looks', async () => {
      const csv = `sha256,category,pdq\n${sha256Of('both')},baseline,\n`;
      await load({ name: 'confirmed', ...SETTLES }, csv);
      const mediaId = await newMedia('both');
      const [before] = await match(mediaId, 'both');
      expect(effectOfMatch(before!)).toBe('settle');
      await load({ name: 'harmless', ...NEGATIVE }, `sha256\n${sha256Of('both')}\n`);
      const [contested] = await match(mediaId, 'both');
      expect(contested).toMatchObject({ listName: 'confirmed', isContested: true });
      expect(effectOfMatch(contested!)).toBe('suggest');
      expect((await explained(mediaId)).confirmed).toMatchObject({
        state: 'contested',
        isStanding: true,
        suppressedBy: ['harmless'],
      });
    });

    it('is not touched by weaker digests or likeness, which can be made on purpose', async () => {
      await load({ name: 'hints' }, `pdq\n${near('odd')}\n`);
      await load(
        { name: 'harmless', ...NEGATIVE },
        `md5,sha1,pdq\n${md5Of('odd')},${sha1Of('odd')},${pdqOf('odd')}\n`,
      );
      const mediaId = await newMedia('odd');
      expect(await match(mediaId, 'odd')).toMatchObject([{ listName: 'hints' }]);
      expect(Object.keys(await explained(mediaId))).toEqual(['hints']);
    });

    it('counts again when the negative list is out of use', async () => {
      await load({ name: 'hints' }, `pdq\n${near('later')}\n`);
      await load({ name: 'harmless', ...NEGATIVE }, `sha256\n${sha256Of('later')}\n`);
      const mediaId = await newMedia('later');
      expect(await match(mediaId, 'later')).toEqual([]);
      await test.asOwner(`UPDATE hash_lists SET is_enabled = false WHERE name = 'harmless'`);
      expect(await standing(mediaId)).toHaveLength(1);
    });
  });

  describe('of a value that fits too many cases', () => {
    /** Cases that show it, each on a page of another site unless it is said how they came. */
    async function show(
      mediaId: string,
      cases: number,
      came: 'independently' | 'on one site' | 'in a flood',
    ) {
      for (let made = 0; made < cases; made++) {
        const { id, sourceItemId } = await makeCase(test, world, { sharedMedia: [mediaId] });
        const host = came === 'on one site' ? `h${made}.one.example` : `site-${made}.example`;
        await test.asOwner(`UPDATE content_items SET address = $2 WHERE id = $1`, [
          sourceItemId,
          `http://${host}/pages/known?n=${made}`,
        ]);
        await test.asOwner(
          `UPDATE reports SET arrived_in_flood = $2 WHERE id IN (SELECT report_id FROM case_reports WHERE case_id = $1)`,
          [id, came === 'in a flood'],
        );
      }
    }
    async function shownIn(cases: number, text: string): Promise<string> {
      const mediaId = await newMedia(text);
      await show(mediaId, cases, 'independently');
      return mediaId;
    }
    const quarantines = () => asConsole((manager) => listQuarantines(manager, world.organisationId));

    it('does not count until a person decides, is marked and on record, and is not asked about again', async () => {
      await load({ name: 'blank', quarantineAfter: 4 }, `sha256\n${sha256Of('blank')}\n`);
      const mediaId = await shownIn(2, 'blank');
      expect(await match(mediaId, 'blank')).toHaveLength(1);
      for (const came of ['on one site', 'in a flood'] as const) {
        await show(mediaId, 4, came);
        // Whoever can make cases gains nothing.
        expect([await match(mediaId, 'blank'), await quarantines()]).toMatchObject([[{}], []]);
      }
      await show(mediaId, 3, 'independently');
      expect(await match(mediaId, 'blank')).toEqual([]);
      expect((await explained(mediaId)).blank).toMatchObject({ state: 'quarantined', isStanding: false });
      const [found] = await quarantines();
      expect(found).toMatchObject({ list: 'blank', state: 'waiting', cases: 13, hosts: 4 });
      expect((await triage.within(world.organisationId, listStatus))[0]).toMatchObject({
        quarantine: { waiting: 1, kept: 0 },
      });

      const decide = (decision: 'release' | 'keep', reason: string) =>
        asConsole((manager) =>
          decideQuarantine(manager, world.organisationId, found!.id, { decision, reason }, analyst),
        );
      await expect(decide('release', ' ')).rejects.toMatchObject({ code: 'invalid-input' });
      await decide('keep', 'an empty picture');
      expect(await match(mediaId, 'blank')).toEqual([]);
      await decide('release', 'it is the real one after all');
      expect(await match(mediaId, 'blank')).toHaveLength(1);
      expect(await quarantines()).toMatchObject([{ state: 'released', decidedBy: analyst.id }]);
      expect((await acts()).filter((act) => act.startsWith('hash-entry.'))).toEqual([
        'hash-entry.quarantined',
        'hash-entry.kept-in-quarantine',
        'hash-entry.released',
      ]);
    });

    it('goes on settling what a confirmed list has exactly, with an alarm, until a person keeps it out', async () => {
      const pdq = pdqOf('wanted');
      const csv = `sha256,pdq,category\n${sha256Of('wanted')},${pdq},baseline\n`;
      await load({ name: 'confirmed', ...SETTLES, quarantineAfter: 2 }, csv);
      const mediaId = await shownIn(2, 'wanted');
      const settles = async () => settlingMatch(await match(mediaId, 'wanted'))?.listName;
      expect(await settles()).toBe('confirmed');
      const [found] = await quarantines();
      expect(found).toMatchObject({ list: 'confirmed', state: 'waiting' });
      expect((await explained(mediaId)).confirmed).toMatchObject({ state: 'standing', isStanding: true });
      expect(await settles()).toBe('confirmed');
      // What is only near may be anything, and waits.
      const near = await newMedia('near it');
      const index = new KnownMaterialIndex(triage);
      await index.refresh();
      const probe = { ...probeOf('near it'), pdq: Buffer.from(flipBits(pdq, 3), 'hex'), quality: 90 };
      const matches = index.match(world.organisationId, probe);
      expect(matches).toHaveLength(1);
      expect(
        await triage.within(world.organisationId, (manager) =>
          recordMatches(manager, world.organisationId, near, matches),
        ),
      ).toEqual([]);
      await asConsole((manager) =>
        decideQuarantine(
          manager,
          world.organisationId,
          found!.id,
          { decision: 'keep', reason: 'a blank picture' },
          analyst,
        ),
      );
      expect(await settles()).toBeUndefined();
    });

    it.each<[string, [host: string | null, hour: number][], number]>([
      [
        'of one site at once',
        [
          ['a.one.example', 0],
          ['b.one.example', 0],
          ['one.example', 0],
        ],
        1,
      ],
      ['of one site, time and again', Array.from({ length: 60 }, (_, hour) => ['one.example', hour]), 10],
      ['of many sites at once', Array.from({ length: 60 }, (_, site) => [`s${site}.example`, 0]), 60],
      ['without an address', Array.from({ length: 60 }, (_, hour) => [null, hour]), 10],
    ])('counts cases %s by how far they are independent', (_what, came, expected) => {
      const arrived = came.map(([host, hour]) => ({ host, hour: new Date(hour * 3_600_000) }));
      expect(independentArrivals(arrived, 50).arrivals).toBe(expected);
    });

    it('stays as a person decided when the line goes and comes back', async () => {
      const blank = `sha256\n${sha256Of('comes back')}\n`;
      await load({ name: 'renewed', quarantineAfter: 2 }, blank);
      const mediaId = await shownIn(2, 'comes back');
      await match(mediaId, 'comes back');
      await load({ name: 'renewed' }, `sha256\n${sha256Of('something else')}\n`);
      await load({ name: 'renewed' }, blank);
      expect(await match(mediaId, 'comes back')).toEqual([]);
      expect(await quarantines()).toHaveLength(1);
    });

    it('is left alone where the list says never, and where it is a negative list', async () => {
      await load({ name: 'never', quarantineAfter: null }, `sha256\n${sha256Of('often')}\n`);
      await load({ name: 'harmless', ...NEGATIVE, quarantineAfter: 2 }, `sha256\n${sha256Of('often')}\n`);
      await match(await shownIn(3, 'often'), 'often');
      expect(await quarantines()).toEqual([]);
    });

    it('is not decided about by another organisation', async () => {
      await load({ name: 'ours', quarantineAfter: 2 }, `sha256\n${sha256Of('ours')}\n`);
      await match(await shownIn(2, 'ours'), 'ours');
      const [found] = await quarantines();
      const other = await makeOrganisation(test);
      await expect(
        console.within([world.organisationId, other.organisationId], (manager) =>
          decideQuarantine(
            manager,
            other.organisationId,
            found!.id,
            { decision: 'release', reason: 'x' },
            operator,
          ),
        ),
      ).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  describe('against the word of an analyst', () => {
    let shown: MadeCase;
    let matchId: string;
    let mediaId: string;

    beforeEach(async () => {
      await load(
        { name: 'listed', ...SETTLES },
        `sha256,pdq,category\n${sha256Of('that')},${pdqOf('that')},baseline\n`,
      );
      mediaId = await newMedia('that');
      shown = await makeCase(test, world, { sharedMedia: [mediaId] });
      matchId = (await match(mediaId, 'that'))[0]!.id;
    });

    const deny = (caseId = shown.id) =>
      asConsole((manager) =>
        denyMatch(manager, world.organisationId, caseId, matchId, { reason: 'other-picture' }, analyst),
      );

    it('does not count for this media any more, though matched again, and counts for others', async () => {
      await deny();
      expect(await match(mediaId, 'that')).toEqual([]);
      expect((await explained(mediaId)).listed).toMatchObject({
        state: 'denied',
        isStanding: false,
        feedback: {
          denial: { reason: 'other-picture', saidBy: expect.stringMatching('Person') },
          denials: 1,
        },
      });
      const another = await newMedia('another');
      const index = new KnownMaterialIndex(triage);
      await index.refresh();
      const found = index.match(world.organisationId, pictureOf('that'));
      expect(
        await triage.within(world.organisationId, (manager) =>
          recordMatches(manager, world.organisationId, another, found),
        ),
      ).toHaveLength(1);
    });

    it('counts again when that is taken back; both are on record', async () => {
      await deny();
      await expect(deny()).rejects.toMatchObject({ code: 'feedback-given' });
      const takeBack = () =>
        asConsole((manager) => takeDenialBack(manager, world.organisationId, shown.id, matchId, analyst));
      await takeBack();
      expect(await standing(mediaId)).toHaveLength(1);
      await expect(takeBack()).rejects.toMatchObject({ code: 'not-found' });
      await deny();
      expect(await standing(mediaId)).toEqual([]);
      expect((await acts()).filter((act) => act.startsWith('match.'))).toEqual([
        'match.denied',
        'match.denial-taken-back',
        'match.denied',
      ]);
      expect(
        await test.asOwner(`SELECT delivery FROM match_feedback WHERE media_id = $1 ORDER BY said_at`, [
          mediaId,
        ]),
      ).toEqual([{ delivery: 'revoked' }, { delivery: 'due' }]);
    });

    it('is asked for in a case that shows the media, and a reason in words where no other fits', async () => {
      const elsewhere = await makeCase(test, world, { pictures: 1 });
      await expect(deny(elsewhere.id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(
        asConsole((manager) =>
          denyMatch(manager, world.organisationId, shown.id, matchId, { reason: 'other' }, analyst),
        ),
      ).rejects.toMatchObject({ code: 'invalid-input' });
    });
  });
});
