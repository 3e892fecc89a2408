import { randomUUID } from 'node:crypto';
import type { Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { SCHEME_ID } from '#libs/taxonomy';
import {
  makeAccount,
  makeCase,
  makeMedia,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { linkCase } from './links.js';
import { settleCase } from './settlement.js';

describe('settling a case', () => {
  let test: TestDatabase;
  let triage: Database;
  let world: World;
  let made: MadeCase;
  let entry: { list: string; id: string };

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    made = await makeCase(test, world, { pictures: 1, state: 'triage' });
    entry = { list: randomUUID(), id: randomUUID() };
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, 'known', 't', 'several-analysts', 'settle', 1)`,
      [entry.list, world.organisationId],
    );
    await test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, sha256, category, first_version)
       VALUES ($1, $2, $3, $4, $4, 'baseline', 1)`,
      [entry.id, world.organisationId, entry.list, Buffer.alloc(32, 1)],
    );
    await listed(made.mediaIds[0]!);
  });

  const listed = (mediaId: string) =>
    test.asOwner(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm)
       VALUES ($1, $2, $3, $4, $5, 1, 'exact', 'sha256')`,
      [randomUUID(), world.organisationId, mediaId, entry.list, entry.id],
    );
  const settle = () =>
    triage.within(world.organisationId, (manager) => settleCase(manager, world.organisationId, made.id));
  const show = (mediaId: string) =>
    test.asOwner('UPDATE content_items SET media_id = $2 WHERE id = $1', [made.itemIds[0], mediaId]);
  const openAgain = async () => {
    await test.asOwner('UPDATE cases SET round = 2 WHERE id = $1', [made.id]);
    await test.asOwner('UPDATE content_items SET round = 2 WHERE case_id = $1', [made.id]);
  };
  const settlements = () =>
    test.asOwner<{ media_id: string; round: number; version: number }>(
      'SELECT media_id, round, version FROM assessments WHERE content_item_id = $1 ORDER BY version',
      [made.itemIds[0]],
    );

  it('says once of which bytes and in which round it settled an item', async () => {
    expect(await settle()).toBe(1);
    expect(await settle()).toBe(0);
    expect(await settlements()).toEqual([{ media_id: made.mediaIds[0], round: 1, version: 1 }]);
  });

  it('settles anew in the next round what the address still shows', async () => {
    await settle();
    await openAgain();
    expect(await settle()).toBe(1);
    expect(await settlements()).toEqual([
      { media_id: made.mediaIds[0], round: 1, version: 1 },
      { media_id: made.mediaIds[0], round: 2, version: 2 },
    ]);
  });

  it('settles nothing by what an item showed in a round before, when nobody fetched it in this one', async () => {
    await test.asOwner('UPDATE cases SET round = 2 WHERE id = $1', [made.id]);
    expect(await settle()).toBe(0);
  });

  it('settles nothing when the address shows another picture that no list knows', async () => {
    await settle();
    await openAgain();
    await show(await makeMedia(test, world));
    expect(await settle()).toBe(0);
    expect(await settlements()).toHaveLength(1);
  });

  describe('where people here have looked at the same bytes', () => {
    async function said(verdict: string): Promise<void> {
      const elsewhere = await makeCase(test, world, { sharedMedia: [made.mediaIds[0]!], state: 'closed' });
      await test.asOwner(
        `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
           answers, made_by, staff_account_id, looked, made_at)
         VALUES ($1, $2, $3, $4, $5, 1, 1, $6, $7, '{}', 'person', $8, true, now())`,
        [
          randomUUID(),
          world.organisationId,
          elsewhere.id,
          elsewhere.itemIds[0],
          elsewhere.mediaIds[0],
          SCHEME_ID,
          verdict,
          await makeAccount(test, world),
        ],
      );
      await test.asOwner('UPDATE cases SET decided_at = now() WHERE id = $1', [elsewhere.id]);
      await test.asOwner(
        'UPDATE assessments SET made_at = (SELECT decided_at FROM cases WHERE id = case_id) WHERE case_id = $1',
        [elsewhere.id],
      );
    }
    const link = () =>
      triage.within(world.organisationId, (manager) => linkCase(manager, world.organisationId, made.id));

    it('follows them, where the list agrees that it is illegal', async () => {
      await said('national');
      expect([await link(), await settle()]).toEqual([1, 0]);
    });

    it.each([[['not-illegal']], [['national', 'not-illegal']]])(
      'waits for a person, where they said %s and so contradict the list or each other',
      async (verdicts) => {
        for (const verdict of verdicts) await said(verdict);
        expect([await link(), await settle()]).toEqual([0, 0]);
        expect(await settlements()).toEqual([]);
      },
    );
  });
});
