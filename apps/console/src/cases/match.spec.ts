import { newId } from '#libs/platform';
import {
  makeCase,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';
import { readMatch } from './match.reader.js';

const pdqOfEntry = (media: Buffer) => Buffer.from(media.map((byte, at) => (at === 0 ? byte ^ 0b111 : byte)));

describe('why a media of a case matches', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let analyst: Signed;
  let made: MadeCase;
  let matchId: string;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    world = await makeOrganisation(console_.test);
    analyst = await console_.signIn(world);
    made = await makeCase(console_.test, world, { pictures: 1 });
    matchId = await makeMatch(made);
  });
  afterAll(() => console_.stop());

  async function makeMatch({ mediaIds: [mediaId] }: MadeCase): Promise<string> {
    const [listId, entryId, id] = [newId(), newId(), newId()];
    await console_.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, $3, 'A clearing house', 'one-analyst', 'suggest', 2)`,
      [listId, world.organisationId, `list ${listId}`],
    );
    await console_.test.asOwner(
      `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format, finished_at)
       VALUES ($1, $2, $3, 1, 'replaced', 'csv', '2026-03-01T10:00:00Z')`,
      [newId(), world.organisationId, listId],
    );
    const [media] = await console_.test.asOwner<{ pdq: Buffer }>(`SELECT pdq FROM media WHERE id = $1`, [
      mediaId,
    ]);
    await console_.test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, pdq, pdq_quality, category,
         first_version) VALUES ($1, $2, $3, $4, $4, 70, 'baseline', 1)`,
      [entryId, world.organisationId, listId, pdqOfEntry(media!.pdq)],
    );
    await console_.test.asOwner(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm,
         distance, quality, orientation) VALUES ($1, $2, $3, $4, $5, 1, 'near', 'pdq', 3, 90, 'original')`,
      [id, world.organisationId, mediaId, listId, entryId],
    );
    return id;
  }
  const ask = (caseId: string, match = matchId, as = analyst) =>
    console_.call('GET', `/api/v1/cases/${caseId}/matches/${match}`, { as });

  it('is answered with both hashes, the entry, and the version of then with its date', async () => {
    const { json: page } = await console_.call('GET', `/api/v1/cases/${made.id}`, { as: analyst });
    const item = page.items.find(({ id }: { id: string }) => id === made.itemIds[0]);
    expect(item.matches).toMatchObject([{ id: matchId }]);
    const { status, json } = await ask(made.id);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: matchId,
      kind: 'near',
      effect: 'suggest',
      isStanding: true,
      list: { source: 'A clearing house', liveVersion: 2, maxDistance: 31 },
      version: { number: 1, since: '2026-03-01T10:00:00.000Z' },
      entry: { category: 'baseline', firstVersion: 1, endedVersion: null },
      digest: null,
      hashes: { media: item.media.pdq, distance: 3, quality: 90, entryQuality: 70, orientation: 'original' },
    });
    expect(json.hashes.entry).toBe(pdqOfEntry(Buffer.from(item.media.pdq, 'hex')).toString('hex'));
  });

  it('is not answered by way of a case that does not show it', async () => {
    const other = await makeCase(console_.test, world, { pictures: 1 });
    expect((await ask(other.id)).status).toBe(404);
    expect((await ask(made.id, await makeMatch(other))).status).toBe(404);
    expect((await ask(newId())).status).toBe(404);
  });

  it('is not answered to another organisation, nor by a number that is none', async () => {
    const elsewhere = await makeOrganisation(console_.test);
    expect((await ask(made.id, matchId, await console_.signIn(elsewhere))).status).toBe(404);
    expect((await ask(made.id, 'nonsense')).status).toBe(404);
  });

  it('is kept apart by the query’s own condition, not the row guard alone', async () => {
    const elsewhere = await makeOrganisation(console_.test);
    const both = [world.organisationId, elsewhere.organisationId];
    const readAs = ({ organisationId }: World) =>
      console_.database.within(both, (manager) => readMatch(manager, organisationId, made.id, matchId));
    expect(await readAs(world)).toMatchObject({ id: matchId });
    await expect(readAs(elsewhere)).rejects.toMatchObject({ statusCode: 404 });
  });

  describe('that an analyst says is not so', () => {
    const say = (method: 'POST' | 'DELETE', body?: object, as = analyst) =>
      console_.call(method, `/api/v1/cases/${made.id}/matches/${matchId}/denial`, {
        as,
        ...(body && { body }),
      });
    /** Forgets it, so that the next time is seen within the same minute. */
    const wasRanked = async () =>
      (
        await console_.test.asOwner<{ was: boolean }>(
          `UPDATE cases c SET ranked_at = NULL FROM (SELECT id, ranked_at FROM cases WHERE id = $1) AS before
           WHERE c.id = before.id RETURNING before.ranked_at IS NOT NULL AS was`,
          [made.id],
        )
      )[0]!.was;

    it('counts no more, with who and why, until that is taken back; the case is ranked anew each time', async () => {
      expect(await wasRanked()).toBe(false);
      const reason = { reason: 'other', note: '  a logo of the site  ' };
      expect((await say('POST', reason)).status).toBe(204);
      expect(await wasRanked()).toBe(true);
      expect((await ask(made.id)).json).toMatchObject({
        isStanding: false,
        state: 'denied',
        feedback: { denial: { reason: 'other', note: 'a logo of the site' }, denials: 1 },
      });
      expect((await say('POST', reason)).status).toBe(409);
      expect((await say('DELETE')).status).toBe(204);
      expect(await wasRanked()).toBe(true);
      expect((await ask(made.id)).json).toMatchObject({
        isStanding: true,
        state: 'standing',
        feedback: { denial: null, denials: 0 },
      });
      expect((await say('DELETE')).status).toBe(404);
    });

    it('goes on needing a reason to be looked at, where a list has the very file', async () => {
      await console_.test.asOwner(`UPDATE matches SET kind = 'exact' WHERE id = $1`, [matchId]);
      expect((await say('POST', { reason: 'no-such-material' })).status).toBe(204);
      const { json: page } = await console_.call('GET', `/api/v1/cases/${made.id}`, { as: analyst });
      const item = page.items.find(({ id }: { id: string }) => id === made.itemIds[0]);
      expect(item).toMatchObject({ matches: [{ state: 'denied' }], media: { isKnown: true } });
    });

    it.each([
      [{ reason: 'because' }],
      [{}],
      [{ reason: 'other', note: ' ' }],
      [{ reason: 'other', note: 'x'.repeat(501) }],
    ])('is not taken without a reason that there is: %o', async (body) => {
      expect((await say('POST', body)).status).toBe(400);
    });
  });
});
