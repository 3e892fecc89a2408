// One look per picture and organisation: how a decision reaches other cases that show the same bytes, and leaves them.
import { randomUUID } from 'node:crypto';
import { newId, systemClock, type Database } from '#libs/platform';
import { decideAnew, routeCase } from '#libs/referrals';
import {
  Assessment,
  AssessmentService,
  LeaseLostError,
  LeaseService,
  LookedAtIndex,
  NotLinkedError,
  undoLink,
  ViewReasonNeededError,
  ViewService,
  type Lease,
} from '#libs/review';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  HandClock,
  makeAccount,
  makeCase,
  makeDerivative,
  makeOrganisation,
  type CaseOptions,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { follow } from './follow.step.js';
import { route } from './route.step.js';
import { settle } from './settle.step.js';
import { PIPELINE_DEFAULTS } from './step-context.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' } as const;
const NOT_ILLEGAL = { verdict: 'not-illegal', reason: 'adult-pornography' } as const;

describe('one look per picture and organisation', () => {
  let test: TestDatabase;
  let triage: Database;
  let lookedAt: LookedAtIndex;
  let console_: Database;
  let world: World;
  let clock: HandClock;
  let leases: LeaseService;
  let assessments: AssessmentService;
  let person: { organisationId: string; accountId: string };

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    lookedAt = new LookedAtIndex(triage, systemClock);
    console_ = await test.open('console', [Assessment]);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    clock = new HandClock();
    leases = new LeaseService(console_, clock);
    assessments = new AssessmentService(console_, clock, 60, async () => ({}));
    person = await anotherPerson();
  });

  const anotherPerson = async (inWorld = world) => ({
    organisationId: inWorld.organisationId,
    accountId: await makeAccount(test, inWorld, 'supervisor'),
  });
  const context = () => ({ database: triage, lookedAt, clock, options: PIPELINE_DEFAULTS });
  const inTriage = (made: MadeCase, inWorld = world) => settle(context(), inWorld.organisationId, made.id);
  /** A case that shows these bytes, put into the queue by triage. */
  async function reported(mediaId: string, options: CaseOptions = {}, inWorld = world): Promise<MadeCase> {
    const made = await makeCase(test, inWorld, { ...options, state: 'triage', sharedMedia: [mediaId] });
    await inTriage(made, inWorld);
    return made;
  }
  async function looked(by: typeof person, made: MadeCase): Promise<void> {
    for (const mediaId of made.mediaIds) {
      await test.asOwner(
        `INSERT INTO exposures (id, organisation_id, case_id, media_id, staff_account_id, level, ticket_hash, ticket_expires_at,
           opened_at, served_at) VALUES ($1, $2, $3, $4, $5, 2, $6, now(), now(), now())`,
        [newId(), by.organisationId, made.id, mediaId, by.accountId, Buffer.from(randomUUID())],
      );
    }
  }
  const claim = (made: MadeCase, by = person): Promise<Lease> => leases.claimNamed(by, made.id, true);
  async function decide(made: MadeCase, answers: object, by = person, lease?: Lease): Promise<void> {
    clock.forwardSeconds(1);
    await assessments.assess(by, made.id, {
      lease: lease ?? (await claim(made, by)),
      items: [
        { contentItemId: made.sourceItemId, answers: { verdict: 'not-reachable', reason: 'link-expired' } },
        ...made.itemIds.map((contentItemId) => ({ contentItemId, answers })),
      ],
    });
  }
  /** The time to take it back passes, the decision goes out, and triage does what follows. */
  async function sent(made: MadeCase, inWorld = world): Promise<void> {
    await test.asOwner('UPDATE cases SET route_at = now() WHERE id = $1', [made.id]);
    await triage.within(inWorld.organisationId, (manager) =>
      routeCase(manager, inWorld.organisationId, made.id),
    );
    await followed(made, inWorld);
  }
  const followed = (made: MadeCase, inWorld = world) => follow(context(), inWorld.organisationId, made.id);
  /** Somebody looks at one picture and decides; it goes out. */
  async function decidedPicture(
    answers: object = ILLEGAL,
    by = person,
  ): Promise<{ origin: MadeCase; media: string }> {
    const origin = await makeCase(test, world, { pictures: 1 });
    await looked(by, origin);
    await decide(origin, answers, by);
    await sent(origin);
    return { origin, media: origin.mediaIds[0]! };
  }
  const versions = async (made: MadeCase) =>
    test.asOwner<{ made_by: string; verdict: string; looked: boolean }>(
      `SELECT made_by, verdict, looked FROM assessments WHERE content_item_id = $1 ORDER BY version`,
      [made.itemIds[0]],
    );
  const stateOf = async ({ id }: MadeCase) =>
    (await test.asOwner<{ state: string }>('SELECT state FROM cases WHERE id = $1', [id]))[0]!.state;
  const LINK = { made_by: 'link', verdict: 'baseline', looked: true };
  /** What a decision of the case lacks when only its source is answered. */
  async function missing(made: MadeCase, by = person): Promise<boolean> {
    const lease = await claim(made, by);
    return assessments
      .assess(by, made.id, {
        lease,
        items: [
          { contentItemId: made.sourceItemId, answers: { verdict: 'not-reachable', reason: 'link-expired' } },
        ],
      })
      .then(
        () => false,
        (error: { fields: object }) => Object.keys(error.fields).includes(made.itemIds[0]!),
      );
  }

  it('reaches a copy that comes later and one that waits, once, however often triage runs', async () => {
    const origin = await makeCase(test, world, { pictures: 1 });
    const waiting = await reported(origin.mediaIds[0]!);
    await looked(person, origin);
    await decide(origin, ILLEGAL);
    expect(await versions(waiting)).toEqual([]);
    await sent(origin);
    const later = await reported(origin.mediaIds[0]!);
    await followed(origin);
    await test.asOwner('UPDATE cases SET follow_due_at = now() WHERE id = $1', [origin.id]);
    await followed(origin);
    for (const made of [waiting, later]) {
      expect(await versions(made)).toEqual([LINK]);
      expect(await missing(made)).toBe(false);
    }
    const links = await test.asOwner<{ follows: string; answers: object }>(
      `SELECT f.content_item_id AS follows, a.answers FROM assessments a JOIN assessments f ON f.id = a.follows_id
       WHERE a.content_item_id = $1`,
      [later.itemIds[0]],
    );
    expect(links).toEqual([{ follows: origin.itemIds[0], answers: ILLEGAL }]);
  });

  it('waits until the decision can no longer be taken back', async () => {
    const origin = await makeCase(test, world, { pictures: 1 });
    await looked(person, origin);
    await decide(origin, ILLEGAL);
    const copy = await reported(origin.mediaIds[0]!);
    expect(await versions(copy)).toEqual([]);
    await assessments.undo(person, origin.id, false);
    await followed(origin);
    expect(await versions(copy)).toEqual([]);
  });

  it('is no look where nobody saw the picture, and says nothing of an address or a source', async () => {
    const unseen = await makeCase(test, world, { pictures: 1 });
    await decide(unseen, ILLEGAL);
    await sent(unseen);
    expect(await versions(await reported(unseen.mediaIds[0]!))).toEqual([]);
    const gone = await decidedPicture({ verdict: 'not-reachable', reason: 'link-expired' });
    expect(await versions(await reported(gone.media))).toEqual([]);
    const { media } = await decidedPicture();
    const copy = await reported(media);
    expect(await test.asOwner('SELECT 1 FROM source_assessments WHERE case_id = $1', [copy.id])).toEqual([]);
    expect(
      await test.asOwner('SELECT 1 FROM assessments WHERE content_item_id = $1', [copy.sourceItemId]),
    ).toEqual([]);
  });

  it('stays within the organisation, though another holds the same bytes', async () => {
    const { media } = await decidedPicture();
    const other = await makeOrganisation(test);
    const theirs = await makeCase(test, other, { pictures: 1, state: 'triage' });
    await test.asOwner(`UPDATE media t SET sha256 = o.sha256 FROM media o WHERE t.id = $1 AND o.id = $2`, [
      theirs.mediaIds[0],
      media,
    ]);
    await inTriage(theirs, other);
    expect(await versions(theirs)).toEqual([]);
  });

  it('holds under the law that it was made by: only baseline goes to a portal of another country', async () => {
    const abroad = newId();
    await test.asOwner(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, is_live)
       VALUES ($1, $2, $2, $3, 'BE', '{en}', true)`,
      [abroad, world.organisationId, `be-${world.code.toLowerCase()}`],
    );
    const there = { ...world, portalId: abroad };
    const legal = await decidedPicture(NOT_ILLEGAL);
    expect(await versions(await reported(legal.media, {}, there))).toEqual([]);
    expect(await versions(await reported(legal.media))).toEqual([{ ...LINK, verdict: 'not-illegal' }]);
    const baseline = await decidedPicture({ ...ILLEGAL, nationalCategory: 'nl-1' });
    const copy = await reported(baseline.media, {}, there);
    expect(await versions(copy)).toEqual([LINK]);
    const [link] = await test.asOwner<{ answers: object }>(
      'SELECT answers FROM assessments WHERE content_item_id = $1',
      [copy.itemIds[0]],
    );
    expect(link!.answers).toEqual(ILLEGAL);
  });

  it('is of no real portal where it was an exercise, though it is the same organisation', async () => {
    const { media } = await decidedPicture();
    await test.asOwner('UPDATE portals SET is_demonstration = true WHERE id = $1', [world.portalId]);
    expect(await versions(await reported(media))).toEqual([LINK]);
    const real = newId();
    await test.asOwner(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, is_live)
       VALUES ($1, $2, $2, $3, 'NL', '{en}', true)`,
      [real, world.organisationId, `real-${world.code.toLowerCase()}`],
    );
    expect(await versions(await reported(media, {}, { ...world, portalId: real }))).toEqual([]);
  });

  it('answers also for a case of its own that is reported again and shows the same', async () => {
    const { origin } = await decidedPicture();
    await test.asOwner(
      `UPDATE cases SET state = 'triage', round = 2, decided_at = NULL, route_at = NULL WHERE id = $1`,
      [origin.id],
    );
    await test.asOwner('UPDATE content_items SET round = 2 WHERE case_id = $1', [origin.id]);
    await inTriage(origin);
    expect((await versions(origin)).map(({ made_by }) => made_by)).toEqual(['person', 'link']);
    expect(await missing(origin)).toBe(false);
  });

  it('needs no look here: a view of a linked picture needs a reason', async () => {
    const { media } = await decidedPicture();
    const copy = await reported(media);
    await makeDerivative(test, world, media, 1);
    const views = new ViewService(console_, clock, { read: async () => null });
    const lease = await claim(copy);
    await expect(views.open(person, media, { level: 1, lease })).rejects.toBeInstanceOf(
      ViewReasonNeededError,
    );
    await expect(
      views.open(person, media, { level: 1, lease, reason: 'second opinion' }),
    ).resolves.toBeDefined();
    await console_.within(world.organisationId, (manager) =>
      undoLink(manager, person, copy.id, copy.itemIds[0]!, { lease, reason: 'another picture' }, clock.now()),
    );
    await expect(views.open(person, media, { level: 1, lease })).resolves.toBeDefined();
  });

  describe('is undone by a person for one item', () => {
    const undo = (made: MadeCase, lease: Lease, reason = 'cropped otherwise') =>
      console_.within(world.organisationId, (manager) =>
        undoLink(manager, person, made.id, made.itemIds[0]!, { lease, reason }, clock.now()),
      );

    it('with a reason, and that item alone waits for a person from then on', async () => {
      const { origin, media } = await decidedPicture();
      const [copy, other] = [await reported(media), await reported(media)];
      const lease = await claim(copy);
      await expect(undo(copy, lease, ' x ')).rejects.toMatchObject({ statusCode: 400 });
      await undo(copy, lease);
      await expect(undo(copy, lease)).rejects.toBeInstanceOf(NotLinkedError);
      await leases.giveBack(person, copy.id, lease);
      await test.asOwner('UPDATE cases SET follow_due_at = now() WHERE id = $1', [origin.id]);
      await followed(origin);
      expect(await versions(copy)).toEqual([LINK]);
      expect(await missing(copy)).toBe(true);
      expect(await missing(other)).toBe(false);
      const [event] = await test.asOwner<{ details: object }>(
        `SELECT details FROM audit_events WHERE act = 'item.link-undone' AND subject_id = $1`,
        [copy.itemIds[0]],
      );
      expect(JSON.stringify(event)).not.toContain('cropped');
    });

    it('only by who holds the case', async () => {
      const { media } = await decidedPicture();
      const copy = await reported(media);
      const lease = await claim(copy, await anotherPerson());
      await expect(undo(copy, lease)).rejects.toBeInstanceOf(LeaseLostError);
    });
  });

  describe('follows the decision', () => {
    const withdraw = async (made: MadeCase) => {
      await test.asOwner(`UPDATE cases SET state = 'referred' WHERE id = $1`, [made.id]);
      await triage.within(world.organisationId, (manager) =>
        decideAnew(manager, world.organisationId, made.id),
      );
    };

    it('when it is withdrawn: at once, before triage has come to it', async () => {
      const { origin, media } = await decidedPicture();
      const copy = await reported(media);
      await withdraw(origin);
      expect(await missing(copy)).toBe(true);
    });

    it('when it is changed: what waits is linked anew, what somebody works on waits for them', async () => {
      const { origin, media } = await decidedPicture();
      const [waiting, held] = [await reported(media), await reported(media)];
      const colleague = await anotherPerson();
      const lease = await claim(held, colleague);
      await withdraw(origin);
      await decide(origin, NOT_ILLEGAL);
      await sent(origin);
      expect((await versions(waiting)).map(({ verdict }) => verdict)).toEqual(['baseline', 'not-illegal']);
      expect((await versions(held)).map(({ verdict }) => verdict)).toEqual(['baseline']);
      const page = { verdict: 'not-reachable', reason: 'link-expired' };
      await expect(
        assessments.assess(colleague, held.id, {
          lease,
          items: [{ contentItemId: held.sourceItemId, answers: page }],
        }),
      ).rejects.toMatchObject({ fields: { [held.itemIds[0]!]: 'is not answered' } });
    });

    it('into a decision that has not gone out: it is taken back; one that has gone out stays', async () => {
      const { origin, media } = await decidedPicture();
      const [unsent, gone] = [await reported(media), await reported(media)];
      for (const made of [unsent, gone]) expect(await missing(made)).toBe(false);
      await sent(gone);
      const asSent = await stateOf(gone);
      await withdraw(origin);
      await followed(origin);
      expect(await stateOf(unsent)).toBe('ready');
      expect(await missing(unsent)).toBe(true);
      expect(asSent).not.toBe('decided');
      expect(await stateOf(gone)).toBe(asSent);
    });

    it('into a decision that is sent late, after an outage, whether sending or following comes first', async () => {
      const { origin, media } = await decidedPicture();
      const [one, other] = [await reported(media), await reported(media)];
      for (const made of [one, other]) expect(await missing(made)).toBe(false);
      const late = `UPDATE cases SET route_at = now() - interval '1 hour' WHERE id = ANY ($1)`;
      await test.asOwner(late, [[one.id, other.id]]);
      await withdraw(origin);
      const send = ({ id }: MadeCase) =>
        route({ ...context(), evidence: undefined as never }, world.organisationId, id);
      await send(one);
      await followed(origin);
      await send(other);
      for (const made of [one, other]) {
        expect(await stateOf(made)).toBe('ready');
        expect(await test.asOwner('SELECT 1 FROM referrals WHERE case_id = $1', [made.id])).toEqual([]);
      }
    });

    it('until people dispute it: then every copy waits for a further look, which ends the dispute', async () => {
      const { media } = await decidedPicture();
      const [copy, seenAgain] = [await reported(media), await reported(media)];
      const colleague = await anotherPerson();
      await looked(colleague, seenAgain);
      await decide(seenAgain, NOT_ILLEGAL, colleague);
      await sent(seenAgain);
      expect(await missing(copy)).toBe(true);
      const third = await anotherPerson();
      const further = await reported(media);
      expect(await versions(further)).toEqual([]);
      await looked(third, further);
      await decide(further, NOT_ILLEGAL, third);
      await sent(further);
      expect(await versions(await reported(media))).toEqual([{ ...LINK, verdict: 'not-illegal' }]);
    });
  });

  it('is of neither of two analysts who decide copies at the same time and differ, whoever is first', async () => {
    const first = await makeCase(test, world, { pictures: 1 });
    const media = first.mediaIds[0]!;
    const [second, copy] = [await reported(media), await reported(media)];
    const colleague = await anotherPerson();
    await Promise.all([looked(person, first), looked(colleague, second)]);
    const [one, other] = [await claim(first), await claim(second, colleague)];
    await Promise.all([decide(first, ILLEGAL, person, one), decide(second, NOT_ILLEGAL, colleague, other)]);
    await Promise.all([sent(first), sent(second)]);
    expect((await versions(first)).map(({ verdict }) => verdict)).toEqual(['baseline']);
    expect((await versions(second)).map(({ verdict }) => verdict)).toEqual(['not-illegal']);
    expect(await missing(copy)).toBe(true);
  });

  it('lets the answer of a person go before it, whoever of two analysts is first', async () => {
    const { origin, media } = await decidedPicture();
    const copy = await reported(media);
    await test.asOwner('UPDATE cases SET follow_due_at = now() WHERE id = $1', [origin.id]);
    const lease = await claim(copy);
    await Promise.all([decide(copy, NOT_ILLEGAL, person, lease), followed(origin)]);
    expect((await versions(copy)).at(-1)).toMatchObject({ made_by: 'person', verdict: 'not-illegal' });
    await test.asOwner('UPDATE cases SET follow_due_at = now() WHERE id = $1', [origin.id]);
    await followed(origin);
    expect((await versions(copy)).at(-1)).toMatchObject({ made_by: 'person' });
  });

  it('is found again by the sweep when its job is lost or dies on the way', async () => {
    const origin = await makeCase(test, world, { pictures: 1 });
    await looked(person, origin);
    await decide(origin, ILLEGAL);
    await test.asOwner('UPDATE cases SET route_at = now() WHERE id = $1', [origin.id]);
    await triage.within(world.organisationId, (manager) =>
      routeCase(manager, world.organisationId, origin.id),
    );
    const due = () =>
      triage.queryAcrossOrganisationsByNamedFunction(
        `SELECT id FROM triage_api.due_work(100) WHERE name = 'follow' AND id = $1`,
        [origin.id],
      );
    expect(await due()).toHaveLength(1);
    await followed(origin);
    expect(await due()).toHaveLength(0);
  });
});
