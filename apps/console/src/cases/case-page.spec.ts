// What the page of a case says about its decisions: which hold, which were taken back, and what the next one needs.
import { newId } from '#libs/platform';
import { setRecipientSecret } from '#libs/referrals';
import {
  makeCase,
  makeOrganisation,
  testRing,
  type CaseOptions,
  type MadeCase,
  type World,
} from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pubescent', sex: 'male' };
const LEGAL = { verdict: 'not-illegal', reason: 'adult-pornography' };
const SOURCE = { siteType: 'forum', commerciality: 'not-determined', paymentMethods: ['none'] };

describe('the page of a case', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let analyst: Signed;
  let supervisor: Signed;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    world = await makeOrganisation(console_.test);
    analyst = await console_.signIn(world);
    supervisor = await console_.signIn(world, 'supervisor');
  });

  const post = (path: string, as: Signed, body?: unknown) =>
    console_.call('POST', `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });
  const pageOf = async ({ id }: { id: string }, as = analyst) =>
    (await console_.call('GET', `/api/v1/cases/${id}`, { as })).json;

  async function claimed(options: CaseOptions = {}): Promise<MadeCase> {
    const made = await makeCase(console_.test, world, options);
    await console_.test.asOwner(
      `UPDATE content_items SET hosting = '{"address": "192.0.2.1", "country": {"code": "NL"}}' WHERE case_id = $1`,
      [made.id],
    );
    return made;
  }
  /** Takes the case and decides it: the source, and the pictures by item. */
  async function decide(made: MadeCase, answers: object, source?: object) {
    const { json } = await post(`/cases/${made.id}/claim`, supervisor);
    const items = [made.sourceItemId, ...made.itemIds].map((contentItemId) => ({ contentItemId, answers }));
    return post(`/cases/${made.id}/assessments`, supervisor, {
      lease: { token: json.token, version: json.version },
      items,
      ...(source ? { source } : {}),
    });
  }
  /** What triage makes of a decision. */
  async function referral(made: MadeCase, state: string): Promise<void> {
    await console_.test.asOwner(`UPDATE cases SET state = 'referred' WHERE id = $1`, [made.id]);
    await console_.test.asOwner(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, state, reference, looked, due_at)
       VALUES ($1, $2, $3, 1, $4, $5, true, now())`,
      [newId(), world.organisationId, made.id, state, made.number],
    );
  }
  async function joinIccam(): Promise<void> {
    const recipient = { id: newId(), organisationId: world.organisationId, host: '127.0.0.1', port: 443 };
    await console_.test.asOwner(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port) VALUES ($1, $2, 'ICCAM', 'iccam', $3, $4)`,
      [recipient.id, world.organisationId, recipient.host, recipient.port],
    );
    await console_.database.within(world.organisationId, (manager) =>
      setRecipientSecret(manager, testRing, recipient, { username: 'hotline' }),
    );
  }

  describe('before a decision', () => {
    it('asks nothing of the source that no way onward asks for', async () => {
      expect((await pageOf(await claimed())).sourceQuestions).toEqual([]);
    });

    it('names what ICCAM asks of the source, and the decision is refused without it', async () => {
      await joinIccam();
      const made = await claimed();
      const { sourceQuestions } = await pageOf(made);
      expect(sourceQuestions).toEqual(['siteType', 'commerciality', 'paymentMethods']);
      const refused = await decide(made, ILLEGAL, { siteType: 'forum' });
      expect([refused.status, Object.keys(refused.json.fields)]).toEqual([
        422,
        ['source.commerciality', 'source.paymentMethods'],
      ]);
      expect((await decide(made, ILLEGAL, SOURCE)).status).toBe(201);
    });

    it('needs nothing about the source where nothing is confirmed', async () => {
      await joinIccam();
      expect((await decide(await claimed(), LEGAL)).status).toBe(201);
    });

    it('asks nothing where the hosting country of the source is not known: ICCAM takes no such report', async () => {
      await joinIccam();
      const made = await makeCase(console_.test, world);
      expect((await pageOf(made)).sourceQuestions).toEqual([]);
    });
  });

  it('shows answers that were taken back as withdrawn, never as standing', async () => {
    const made = await claimed();
    await decide(made, ILLEGAL);
    const stateOf = async () =>
      (await pageOf(made)).items[0].assessments.map(
        ({ version, stands, isWithdrawn }: Record<string, unknown>) => [version, stands, isWithdrawn],
      );
    expect(await stateOf()).toEqual([[1, true, false]]);
    expect((await post(`/cases/${made.id}/undo`, supervisor)).status).toBe(204);
    expect(await stateOf()).toEqual([[1, false, true]]);
    console_.clock.forwardSeconds(1);
    await decide(made, LEGAL);
    expect(await stateOf()).toEqual([
      [2, true, false],
      [1, false, true],
    ]);
  });

  it('sends nothing onward that was taken back, even where the next decision leaves the item alone', async () => {
    await joinIccam();
    const made = await claimed({ pictures: 1 });
    // A file that could not be read asks for no answer, but may be given one.
    await console_.test.asOwner(
      `UPDATE content_items SET media_id = NULL, result = 'corrupt' WHERE id = $1`,
      made.itemIds,
    );
    expect((await decide(made, ILLEGAL, SOURCE)).status).toBe(201);
    await post(`/cases/${made.id}/undo`, supervisor);
    console_.clock.forwardSeconds(1);
    const { json } = await post(`/cases/${made.id}/claim`, supervisor);
    const again = await post(`/cases/${made.id}/assessments`, supervisor, {
      lease: { token: json.token, version: json.version },
      items: [{ contentItemId: made.sourceItemId, answers: LEGAL }],
      source: {},
    });
    // Were the answer that was taken back still confirmed, ICCAM would ask for the source.
    expect(again.status).toBe(201);
  });

  it('offers to open a case again while its referral stands still, to who may, and records the reason', async () => {
    const made = await claimed();
    await decide(made, ILLEGAL);
    await referral(made, 'waiting');
    expect([(await pageOf(made)).mayReopen, (await pageOf(made, supervisor)).mayReopen]).toEqual([
      false,
      true,
    ]);
    const reopened = await post(`/cases/${made.id}/reopen`, supervisor, { reason: 'new-knowledge' });
    expect(reopened.status).toBe(204);
    expect(await pageOf(made, supervisor)).toMatchObject({
      case: { state: 'ready' },
      mayReopen: false,
      items: [{ needsAnswer: true, assessments: [{ stands: false, isWithdrawn: true }] }],
    });
    const [event] = await console_.test.asOwner<{ details: object }>(
      `SELECT details FROM audit_events WHERE subject_id = $1 AND act = 'case.reopened-for-correction'`,
      [made.id],
    );
    expect(event!.details).toMatchObject({ reason: 'new-knowledge' });
  });

  it('offers it no more once something was sent', async () => {
    const made = await claimed();
    await decide(made, ILLEGAL);
    await referral(made, 'delivered');
    expect((await pageOf(made, supervisor)).mayReopen).toBe(false);
  });

  it.each([
    { endedVersion: null, firstVersion: 1, isKnown: true, entry: 'is live' },
    { endedVersion: 2, firstVersion: 1, isKnown: false, entry: 'was withdrawn' },
    { endedVersion: null, firstVersion: 3, isKnown: false, entry: 'waits' },
  ])('calls a picture known: $isKnown, when the entry it is exactly $entry', async (given) => {
    const made = await makeCase(console_.test, world, { pictures: 1 });
    const [listId, entryId] = [newId(), newId()];
    await console_.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, $3, 't', 'several-analysts', 'settle', 2)`,
      [listId, world.organisationId, `exact ${listId}`],
    );
    await console_.test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, sha256, first_version, ended_version)
       VALUES ($1, $2, $3, $4, $4, $5, $6)`,
      [entryId, world.organisationId, listId, Buffer.alloc(32, 9), given.firstVersion, given.endedVersion],
    );
    await console_.test.asOwner(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm)
       VALUES ($1, $2, $3, $4, $5, 1, 'exact', 'sha256')`,
      [newId(), world.organisationId, made.mediaIds[0], listId, entryId],
    );
    const page = await pageOf(made);
    const item = page.items.find(({ id }: { id: string }) => id === made.itemIds[0]);
    expect(item.media.isKnown).toBe(given.isKnown);
  });

  it('says which matches rest on an entry that was withdrawn', async () => {
    const made = await makeCase(console_.test, world, { pictures: 1 });
    const listId = newId();
    await console_.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, 'known', 't', 'unreviewed', 'suggest', 2)`,
      [listId, world.organisationId],
    );
    for (const [endedVersion, distance] of [
      [2, 1],
      [null, 3],
    ]) {
      const entryId = newId();
      await console_.test.asOwner(
        `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, pdq, first_version, ended_version)
         VALUES ($1, $2, $3, $4, $4, 1, $5)`,
        [entryId, world.organisationId, listId, Buffer.alloc(32, distance!), endedVersion],
      );
      await console_.test.asOwner(
        `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm,
           distance) VALUES ($1, $2, $3, $4, $5, 1, 'near', 'pdq', $6)`,
        [newId(), world.organisationId, made.mediaIds[0], listId, entryId, distance],
      );
    }
    const page = await pageOf(made);
    const item = page.items.find(({ id }: { id: string }) => id === made.itemIds[0]);
    expect(item.matches).toMatchObject([
      { distance: 3, isStanding: true },
      { distance: 1, isStanding: false },
    ]);
  });
});

describe('lists of cases', () => {
  it('name the reported address of each, and the number of those that one holds', async () => {
    const console_ = await ConsoleUnderTest.start();
    try {
      const world = await makeOrganisation(console_.test);
      const analyst = await console_.signIn(world);
      const made = await makeCase(console_.test, world);
      const call = (method: string, path: string, body?: unknown) =>
        console_.call(method, `/api/v1${path}`, { as: analyst, ...(body === undefined ? {} : { body }) });
      const { json: found } = await call('POST', '/cases/search', { q: made.number });
      expect(found.cases).toMatchObject([{ address: `http://sample.invalid/${made.number}`, priority: 1 }]);
      await call('POST', '/queue/claim');
      const { json: queue } = await call('GET', '/queue');
      expect(queue.mine).toEqual([{ id: made.id, number: made.number }]);
      await console_.test.asOwner(`UPDATE cases SET kind = 'tip' WHERE id = $1`, [made.id]);
      const { json: tip } = await call('POST', '/cases/search', { q: made.number });
      expect(tip.cases[0].address).toBeNull();
    } finally {
      await console_.stop();
    }
  });
});
