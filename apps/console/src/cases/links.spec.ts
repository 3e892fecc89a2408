// What the page of a case says of an earlier look at the same bytes, and how a person undoes that for one item.
import { newId } from '#libs/platform';
import { SCHEME_ID } from '#libs/taxonomy';
import {
  makeAccount,
  makeCase,
  makeDerivative,
  makeMedia,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pubescent', sex: 'male' };

describe('an earlier look, on the page of a case', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let holder: Signed;
  let other: Signed;
  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    world = await makeOrganisation(console_.test);
    holder = await console_.signIn(world, 'supervisor');
    other = await console_.signIn(world);
  });
  afterAll(() => console_.stop());

  const assessed = async (made: MadeCase, how: string): Promise<string> => {
    const id = newId();
    await console_.test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
         answers, made_by, staff_account_id, follows_id, looked, made_at)
       SELECT $1, organisation_id, case_id, id, media_id, 1, 1, $3, 'baseline', $4, ${how}, true, now()
       FROM content_items WHERE id = $2`,
      [id, made.itemIds[0], SCHEME_ID, ILLEGAL],
    );
    return id;
  };
  /** A case that was decided by somebody who looked, and is closed. */
  async function decided(): Promise<{ origin: MadeCase; decision: string }> {
    const origin = await makeCase(console_.test, world, { pictures: 1, state: 'closed' });
    await console_.test.asOwner(`UPDATE cases SET decided_at = now() - interval '1 hour' WHERE id = $1`, [
      origin.id,
    ]);
    const person = await makeAccount(console_.test, world);
    return { origin, decision: await assessed(origin, `'person', '${person}', NULL`) };
  }
  /** A case whose picture follows that decision. */
  async function linked(): Promise<{ made: MadeCase; origin: MadeCase }> {
    const { origin, decision } = await decided();
    const made = await makeCase(console_.test, world, { sharedMedia: origin.mediaIds });
    await assessed(made, `'link', NULL, '${decision}'`);
    await makeDerivative(console_.test, world, made.mediaIds[0]!, 1);
    return { made, origin };
  }
  const pictureOf = async ({ id, itemIds }: MadeCase) => {
    const { json } = await console_.call('GET', `/api/v1/cases/${id}`, { as: holder });
    return json.items.find((item: { id: string }) => item.id === itemIds[0]);
  };
  const claim = async ({ id }: MadeCase) => {
    const { token, version } = (await console_.call('POST', `/api/v1/cases/${id}/claim`, { as: holder }))
      .json;
    return { token, version };
  };
  const unlink = ({ id, itemIds }: MadeCase, as: Signed, lease: object, reason: unknown = 'other crop') =>
    console_.call('POST', `/api/v1/cases/${id}/items/${itemIds[0]}/unlink`, { as, body: { lease, reason } });

  it('says what the item follows and that a person looked; it needs no answer, and a view needs a reason', async () => {
    const { made, origin } = await linked();
    const picture = await pictureOf(made);
    expect(picture).toMatchObject({ needsAnswer: false, media: { isKnown: true }, nearCopy: null });
    expect(picture.assessments).toMatchObject([
      {
        madeBy: 'link',
        looked: true,
        stands: true,
        person: null,
        linkEnded: null,
        follows: { caseId: origin.id, caseNumber: origin.number, holds: true },
      },
    ]);
    const lease = await claim(made);
    const view = (reason?: string) =>
      console_.call('POST', `/api/v1/media/${made.mediaIds[0]}/views`, {
        as: holder,
        body: { level: 1, lease, ...(reason === undefined ? {} : { reason }) },
      });
    expect(await view()).toMatchObject({ status: 400, json: { fields: { reason: expect.any(String) } } });
    expect((await view('second opinion')).status).toBe(201);
    const [kept] = await console_.test.asOwner<{ reason: string }>(
      'SELECT reason FROM exposures WHERE case_id = $1',
      [made.id],
    );
    expect(kept).toEqual({ reason: 'second opinion' });
  });

  it('is undone by who holds the case, with a reason, once; then the item needs an answer', async () => {
    const { made } = await linked();
    const lease = await claim(made);
    expect((await unlink(made, other, lease)).status).toBe(409);
    for (const reason of ['', ' x ', 'y'.repeat(201), 7])
      expect((await unlink(made, holder, lease, reason)).status).toBe(400);
    expect((await unlink(made, holder, lease)).status).toBe(204);
    expect(await unlink(made, holder, lease)).toMatchObject({ status: 409, json: { error: 'not-linked' } });
    const picture = await pictureOf(made);
    expect(picture).toMatchObject({ needsAnswer: true, media: { isKnown: false } });
    expect(picture.assessments).toMatchObject([
      { stands: false, linkEnded: { cause: 'undone', reason: 'other crop', person: expect.any(String) } },
    ]);
  });

  it('is of no other organisation', async () => {
    const { made } = await linked();
    const stranger = await console_.signIn(await makeOrganisation(console_.test), 'supervisor');
    expect((await unlink(made, stranger, await claim(made))).status).toBe(404);
  });

  it('suggests for a near copy what was decided about the picture that it looks like', async () => {
    const { origin } = await decided();
    const made = await makeCase(console_.test, world, { pictures: 2 });
    const unseen = await makeMedia(console_.test, world);
    await console_.test.asOwner(
      `INSERT INTO near_copies (media_id, representative_id, organisation_id, distance, orientation)
       VALUES ($1, $2, $4, 9, 'rot90'), ($1, $3, $4, 2, 'original'), ($5, $1, $4, 12, 'original')`,
      [made.mediaIds[0], origin.mediaIds[0], unseen, world.organisationId, made.mediaIds[1]],
    );
    expect(await pictureOf(made)).toMatchObject({
      needsAnswer: true,
      nearCopy: {
        representativeId: origin.mediaIds[0],
        isInCase: false,
        distance: 9,
        orientation: 'rot90',
        decision: { caseNumber: origin.number, answers: ILLEGAL },
      },
    });
    const { json } = await console_.call('POST', '/api/v1/cases/search', {
      as: holder,
      body: { q: made.number },
    });
    expect(json.cases).toMatchObject([{ items: 3, answeredItems: 0, nearCopies: 2 }]);
  });

  it('of a video says how much of it a list has, how long it is, and where it could not be read further', async () => {
    const made = await makeCase(console_.test, world, { pictures: 1 });
    const list = newId();
    await console_.test.asOwner(
      `UPDATE media SET format = 'mp4', duration_ms = 61500, frames = 40, ended_early = 'corrupt' WHERE id = $1`,
      [made.mediaIds[0]],
    );
    await console_.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, $3, 't', 'several-analysts', 'suggest', 1)`,
      [list, world.organisationId, `videos ${list}`],
    );
    await console_.test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, pdq, first_version)
       VALUES ($1, $2, $1, $3, $3, 1)`,
      [list, world.organisationId, Buffer.alloc(32, 3)],
    );
    const frameShares = { media: { compared: 40, matched: 12 }, listed: { compared: 13, matched: 12 } };
    await console_.test.asOwner(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm,
         distance, quality, orientation, frame_shares)
       VALUES ($1, $2, $3, $1, $1, 1, 'near', 'pdq', 4, 90, 'original', $4)`,
      [list, world.organisationId, made.mediaIds[0], frameShares],
    );
    expect(await pictureOf(made)).toMatchObject({
      media: { durationMs: 61500, endedEarly: 'corrupt' },
      matches: [{ frameShares }],
    });
  });
});
