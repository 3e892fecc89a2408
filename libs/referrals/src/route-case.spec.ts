import { createHash } from 'node:crypto';
import { newId, newRandomId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeMedia,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { loadReferralContent } from './referral-content.js';
import { routeCase } from './route-case.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' } as const;
const hexOf = (mediaId: string) => createHash('sha256').update(mediaId).digest('hex');

describe('sending a decision on its way', () => {
  let test: TestDatabase;
  let triage: Database;
  let world: World;
  let account: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    account = await makeAccount(test, world);
  });

  /** Writes a person's assessment of what an item shows now, in the case's present round. */
  async function assess(itemId: string, answers: { verdict: string } = ILLEGAL): Promise<void> {
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
         answers, made_by, staff_account_id, looked)
       SELECT $1, i.organisation_id, i.case_id, i.id, i.media_id, c.round, 1 + (SELECT count(*) FROM assessments a
         WHERE a.content_item_id = i.id), 's', $3, $4, 'person', $5, true
       FROM content_items i JOIN cases c ON c.id = i.case_id WHERE i.id = $2`,
      [newId(), itemId, answers.verdict, answers, account],
    );
  }
  async function decided(made: MadeCase): Promise<string[]> {
    await test.asOwner(`UPDATE cases SET state = 'decided', route_at = now() WHERE id = $1`, [made.id]);
    return triage.within(world.organisationId, (manager) =>
      routeCase(manager, world.organisationId, made.id),
    );
  }
  const contentOf = (referralId: string) =>
    triage.within(world.organisationId, (manager) =>
      loadReferralContent(manager, world.organisationId, referralId),
    );
  const itemsOf = async (referralId: string) =>
    (
      await test.asOwner<{ content_item_id: string }>(
        'SELECT content_item_id FROM referral_items WHERE referral_id = $1 ORDER BY content_item_id',
        [referralId],
      )
    ).map(({ content_item_id }) => content_item_id);

  describe('of a case that was opened again', () => {
    /** Closes the case, and opens it again by a report of a later time; its source is fetched anew. */
    async function openedAgain(made: MadeCase): Promise<void> {
      await test.asOwner(`UPDATE referrals SET state = 'delivered' WHERE case_id = $1`, [made.id]);
      await test.asOwner(`UPDATE case_reports SET attached_at = '2026-01-01T10:00Z' WHERE case_id = $1`, [
        made.id,
      ]);
      await test.asOwner(`UPDATE reports SET received_at = '2026-01-01T10:00Z' WHERE id = $1`, [
        made.reportId,
      ]);
      const later = newRandomId();
      await test.asOwner(
        `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
           received_at, state) VALUES ($1, $2, $2, $3, $4, 'en', 'website', '2026-03-01T12:00Z', 'attached')`,
        [later, world.organisationId, world.portalId, world.keyId],
      );
      await test.asOwner(
        `UPDATE cases SET round = round + 1, opened_at = '2026-03-01T12:00Z', state = 'ready' WHERE id = $1`,
        [made.id],
      );
      await test.asOwner(
        `INSERT INTO case_reports (organisation_id, case_id, report_id, attached_at) VALUES ($1, $2, $3, '2026-03-01T12:00Z')`,
        [world.organisationId, made.id, later],
      );
      await test.asOwner(`UPDATE content_items SET round = 2 WHERE id = $1`, [made.sourceItemId]);
    }

    it('sends what this round decided, and nothing that the round before sent', async () => {
      const made = await makeCase(test, world, { pictures: 2 });
      for (const item of made.itemIds) await assess(item);
      const [first] = await decided(made);
      expect(await itemsOf(first!)).toEqual([...made.itemIds].sort());
      await openedAgain(made);
      await assess(made.itemIds[1]!);
      const [second] = await decided(made);
      expect(await itemsOf(second!)).toEqual([made.itemIds[1]]);
    });

    it('closes it when this round found nothing illegal, whatever the round before found', async () => {
      const made = await makeCase(test, world, { pictures: 1 });
      await assess(made.itemIds[0]!);
      await decided(made);
      await openedAgain(made);
      await assess(made.sourceItemId, { verdict: 'not-reachable' });
      expect(await decided(made)).toEqual([]);
      expect(await test.asOwner('SELECT state, outcome FROM cases WHERE id = $1', [made.id])).toEqual([
        { state: 'closed', outcome: 'not-reachable' },
      ]);
    });

    it('names the time of the report that opened it again', async () => {
      const made = await makeCase(test, world, { pictures: 1 });
      await assess(made.itemIds[0]!);
      await decided(made);
      await openedAgain(made);
      await assess(made.itemIds[0]!);
      const [second] = await decided(made);
      expect((await contentOf(second!)).receivedAt).toEqual(new Date('2026-03-01T12:00Z'));
    });
  });

  it('says of an item what was said of the bytes that it shows, and of no others', async () => {
    const made = await makeCase(test, world, { pictures: 2 });
    for (const item of made.itemIds) await assess(item);
    await test.asOwner('UPDATE content_items SET media_id = $2 WHERE id = $1', [
      made.itemIds[0],
      await makeMedia(test, world),
    ]);
    const [referral] = await decided(made);
    expect(await itemsOf(referral!)).toEqual([made.itemIds[1]]);
    // Even what changes once the decision is on its way goes out with the digests that were decided on.
    await test.asOwner('UPDATE content_items SET media_id = $2 WHERE id = $1', [
      made.itemIds[1],
      await makeMedia(test, world),
    ]);
    const { items } = await contentOf(referral!);
    expect(items.find(({ id }) => id === made.itemIds[1])!.digests!.sha256).toBe(hexOf(made.mediaIds[1]!));
  });

  describe('of pictures that stand in a page itself', () => {
    const inline = (itemId: string, address: string) =>
      test.asOwner(
        `UPDATE content_items SET found_via = 'inline', address = $2, result = 'picture' WHERE id = $1`,
        [itemId, address],
      );

    it('names the page’s address, as a website, with the digests of each picture', async () => {
      const made = await makeCase(test, world, { pictures: 2 });
      await test.asOwner(`UPDATE content_items SET result = 'page', media_type = 'text/html' WHERE id = $1`, [
        made.sourceItemId,
      ]);
      for (const [index, item] of made.itemIds.entries())
        await inline(item, `http://sample.invalid/#inline-${index}`);
      await assess(made.itemIds[0]!, { ...ILLEGAL, verdict: 'national' });
      await assess(made.itemIds[1]!);
      const [referral] = await decided(made);
      expect(await itemsOf(referral!)).toEqual([...made.itemIds].sort());
      const { items } = await contentOf(referral!);
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({
        address: `http://sample.invalid/${made.number}`,
        isSource: true,
        isPage: true,
        answers: ILLEGAL,
        inlinePictures: made.mediaIds.map((id) => ({ looked: true, digests: { sha256: hexOf(id) } })),
        referredIds: made.itemIds,
      });
    });
  });

  describe('of pictures that stood at one address, one after the other', () => {
    const at = (itemId: string, like: string) =>
      test.asOwner(
        `UPDATE content_items SET found_via = 'refetch', address = (SELECT address FROM content_items WHERE id = $2),
           hosting = '{"address": "192.0.2.1", "country": {"code": "NL"}, "network": null, "isContentDeliveryNetwork": false}'
         WHERE id = $1`,
        [itemId, like],
      );
    const national = { verdict: 'national', ageBand: 'adolescent', sex: 'male' };

    it('names the address once, with the gravest of what was said and the digests of each', async () => {
      const made = await makeCase(test, world, { pictures: 2 });
      const [before, now] = made.itemIds as [string, string];
      await at(now, before);
      await assess(before);
      await assess(now, national);
      const [referral] = await decided(made);
      const { items } = await contentOf(referral!);
      expect(items.filter(({ isSource }) => !isSource)).toMatchObject([
        {
          id: now,
          address: `http://sample.invalid/${made.number}/0.png`,
          hosting: { ip: '192.0.2.1', countryCode: 'NL' },
          answers: ILLEGAL,
          digests: { sha256: hexOf(made.mediaIds[1]!) },
          earlierPictures: [{ looked: true, digests: { sha256: hexOf(made.mediaIds[0]!) } }],
          referredIds: made.itemIds,
        },
      ]);
    });

    it.each([
      ['now', 0],
      ['before', 1],
    ])(
      'says nothing of the picture that was not confirmed; confirmed is what stood there %s',
      async (_, other) => {
        const made = await makeCase(test, world, { pictures: 2 });
        await at(made.itemIds[1]!, made.itemIds[0]!);
        await test.asOwner('UPDATE content_items SET role = $2 WHERE id = $1', [
          made.sourceItemId,
          'embedded',
        ]);
        await test.asOwner('UPDATE content_items SET role = $2 WHERE id = $1', [made.itemIds[0], 'source']);
        const confirmed = 1 - other;
        await assess(made.itemIds[other]!, { verdict: 'not-illegal' });
        await assess(made.itemIds[confirmed]!);
        const [referral] = await decided(made);
        expect((await contentOf(referral!)).items).toMatchObject([
          {
            isSource: true,
            isPage: false,
            answers: ILLEGAL,
            digests: { sha256: hexOf(made.mediaIds[confirmed]!) },
            earlierPictures: [],
            referredIds: [made.itemIds[confirmed]],
          },
        ]);
      },
    );

    it('takes for the later one what a later round fetched, though its item is older', async () => {
      const made = await makeCase(test, world, { pictures: 2 });
      await at(made.itemIds[1]!, made.itemIds[0]!);
      await test.asOwner('UPDATE content_items SET round = 2 WHERE id = $1', [made.itemIds[0]]);
      for (const item of made.itemIds) await assess(item);
      const [referral] = await decided(made);
      const { items } = await contentOf(referral!);
      expect(items.find(({ isSource }) => !isSource)).toMatchObject({
        digests: { sha256: hexOf(made.mediaIds[0]!) },
        earlierPictures: [{ digests: { sha256: hexOf(made.mediaIds[1]!) } }],
      });
    });
  });

  it('says of a picture that follows an earlier decision that a person looked, but not here; and not of one whose link is over', async () => {
    const origin = await makeCase(test, world, { pictures: 2 });
    for (const item of origin.itemIds) await assess(item);
    const made = await makeCase(test, world, { sharedMedia: origin.mediaIds });
    for (const [index, item] of made.itemIds.entries()) {
      await test.asOwner(
        `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
           answers, made_by, follows_id, looked)
         SELECT $1, organisation_id, $2, $3, media_id, 1, 1, scheme, verdict, answers, 'link', id, true
         FROM assessments WHERE content_item_id = $4`,
        [newId(), made.id, item, origin.itemIds[index]],
      );
    }
    await test.asOwner(
      `INSERT INTO link_endings (assessment_id, organisation_id, cause, ended_at)
       SELECT id, organisation_id, 'overtaken', now() FROM assessments WHERE content_item_id = $1`,
      [made.itemIds[1]],
    );
    const [referral] = await decided(made);
    expect(await itemsOf(referral!)).toEqual([made.itemIds[0]]);
    const content = await contentOf(referral!);
    expect(content.looked).toBe(true);
    expect(content.items.find(({ id }) => id === made.itemIds[0])).toMatchObject({
      looked: true,
      isFollowed: true,
      answers: ILLEGAL,
    });
  });

  it('says whose answers were taken over for a picture that nobody looked at, and how alike the two are', async () => {
    const made = await makeCase(test, world, { pictures: 2 });
    for (const item of made.itemIds) await assess(item);
    await test.asOwner(
      `INSERT INTO near_copies (media_id, representative_id, organisation_id, distance, orientation)
       SELECT $1, $2, organisation_id, 9, 'original' FROM media WHERE id = $1`,
      [made.mediaIds[1], made.mediaIds[0]],
    );
    await test.asOwner(
      `UPDATE assessments SET looked = false, taken_from_id = (SELECT id FROM assessments WHERE content_item_id = $2)
       WHERE content_item_id = $1`,
      [made.itemIds[1], made.itemIds[0]],
    );
    const [referral] = await decided(made);
    const { looked, items } = await contentOf(referral!);
    expect(looked).toBe(false);
    expect(items.map(({ id, takenOver }) => [id, takenOver])).toEqual(
      expect.arrayContaining([
        [made.itemIds[0], undefined],
        [made.itemIds[1], { looked: expect.any(Boolean), distance: 9 }],
      ]),
    );
  });

  it.each([
    ['page', 'text/html', true],
    ['picture', 'image/png', false],
    ['corrupt', 'image/png', false],
    ['not-a-picture', 'application/zip', false],
    ['not-fetched', null, true],
  ])('calls a source that ended as %s what it is', async (result, mediaType, isPage) => {
    const made = await makeCase(test, world);
    await test.asOwner('UPDATE content_items SET result = $2, media_type = $3 WHERE id = $1', [
      made.sourceItemId,
      result,
      mediaType,
    ]);
    await assess(made.sourceItemId);
    const [referral] = await decided(made);
    expect((await contentOf(referral!)).items).toMatchObject([{ isPage }]);
  });
});
