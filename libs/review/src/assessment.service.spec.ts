import { randomUUID } from 'node:crypto';
import { NotFoundError, type Database } from '#libs/platform';
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
import { Assessment } from './assessment.entity.js';
import { AssessmentService, type GivenAnswers } from './assessment.service.js';
import { LeaseService, type Lease } from './lease.service.js';
import { IncompleteAssessmentError, LeaseLostError, NothingToUndoError } from './review.errors.js';
import { SourceAssessment } from './source-assessment.entity.js';
import { ViewService } from './view.service.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' } as const;
const NOT_ILLEGAL = { verdict: 'not-illegal', reason: 'adult-pornography' } as const;

describe('assessing a case', () => {
  let test: TestDatabase;
  let database: Database;
  let world: World;
  let clock: HandClock;
  let leases: LeaseService;
  /** What the ways onward miss. */
  let missing: Record<string, string>;
  let service: AssessmentService;
  let person: { organisationId: string; accountId: string };

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('console', [Assessment, SourceAssessment]);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    clock = new HandClock();
    missing = {};
    leases = new LeaseService(database, clock);
    service = new AssessmentService(database, clock, 60, async () => missing);
    person = { organisationId: world.organisationId, accountId: await makeAccount(test, world) };
  });

  async function claimed(options: CaseOptions = {}): Promise<{ made: MadeCase; lease: Lease }> {
    const made = await makeCase(test, world, options);
    return { made, lease: (await leases.claim(person))! };
  }
  const all = (made: MadeCase, answers: unknown = ILLEGAL): GivenAnswers[] =>
    [made.sourceItemId, ...made.itemIds].map((contentItemId) => ({ contentItemId, answers }));
  const assessmentsOf = (caseId: string) =>
    database.within(world.organisationId, (manager) =>
      manager.find(Assessment, { where: { caseId }, order: { contentItemId: 'ASC', version: 'ASC' } }),
    );
  const caseRow = async (id: string) => (await test.asOwner('SELECT * FROM cases WHERE id = $1', [id]))[0]!;
  const eventsOf = async (id: string) =>
    (
      await test.asOwner<{ act: string }>('SELECT act FROM audit_events WHERE subject_id = $1 ORDER BY id', [
        id,
      ])
    ).map(({ act }) => act);
  const outbox = () =>
    test.asOwner<{ payload: { caseId: string }; not_before: Date; name: string }>('SELECT * FROM outbox');

  it('writes a version for each item, the event and the outbox row, and gives the case up', async () => {
    const { made, lease } = await claimed({ pictures: 2 });
    const { routeAt } = await service.assess(person, made.id, {
      lease,
      items: all(made),
      source: { siteType: 'image-board', commerciality: 'non-commercial', paymentMethods: ['none'] },
    });
    expect(routeAt).toEqual(new Date(clock.now().getTime() + 60_000));
    const written = await assessmentsOf(made.id);
    expect(written).toHaveLength(3);
    for (const one of written) {
      expect(one).toMatchObject({
        version: 1,
        verdict: 'baseline',
        madeBy: 'person',
        looked: false,
        answers: ILLEGAL,
      });
    }
    expect(await caseRow(made.id)).toMatchObject({
      state: 'decided',
      outcome: null,
      lease_holder_id: null,
      lease_token: null,
      route_at: routeAt,
      decided_at: clock.now(),
    });
    expect(await eventsOf(made.id)).toEqual(['case.claimed', 'case.assessed']);
    const row = (await outbox()).find(({ payload }) => payload.caseId === made.id);
    expect(row).toMatchObject({ queue: 'triage', name: 'route', not_before: routeAt });
    const [source] = await database.within(world.organisationId, (manager) =>
      manager.find(SourceAssessment, { where: { caseId: made.id } }),
    );
    expect(source).toMatchObject({ version: 1, answers: { siteType: 'image-board' } });
  });

  it('does not wait with an urgent case', async () => {
    const { made, lease } = await claimed({ isUrgent: true });
    const { routeAt } = await service.assess(person, made.id, { lease, items: all(made) });
    expect(routeAt).toEqual(clock.now());
  });

  it('leaves unanswered what was not answered', async () => {
    const { made, lease } = await claimed();
    await service.assess(person, made.id, { lease, items: all(made, NOT_ILLEGAL) });
    expect((await assessmentsOf(made.id))[0]!.answers).toEqual(NOT_ILLEGAL);
    expect(await test.asOwner('SELECT 1 FROM source_assessments WHERE case_id = $1', [made.id])).toEqual([]);
  });

  it('takes answers for a media at once for all items that show it, an item’s own answers going before', async () => {
    const first = await makeCase(test, world, { pictures: 1, state: 'closed' });
    const [media] = first.mediaIds;
    const { made, lease } = await claimed({ sharedMedia: [media!, media!, media!] });
    await service.assess(person, made.id, {
      lease,
      items: [
        { contentItemId: made.sourceItemId, answers: NOT_ILLEGAL },
        { mediaId: media!, answers: ILLEGAL },
        { contentItemId: made.itemIds[2]!, answers: NOT_ILLEGAL },
      ],
    });
    const verdicts = new Map((await assessmentsOf(made.id)).map((one) => [one.contentItemId, one.verdict]));
    expect(made.itemIds.map((id) => verdicts.get(id))).toEqual(['baseline', 'baseline', 'not-illegal']);
  });

  it('says that a person looked only where that person was served the picture', async () => {
    const { made, lease } = await claimed({ pictures: 3 });
    const views = new ViewService(database, clock, {
      read: async () => ({ bytes: Buffer.from('picture'), mediaType: 'image/webp' }),
    });
    for (const mediaId of made.mediaIds) await makeDerivative(test, world, mediaId, 1);
    const seen = await views.open(person, made.mediaIds[0]!, { level: 1, lease });
    await views.serve(person, seen.ticket);
    await views.open(person, made.mediaIds[1]!, { level: 1, lease });
    await service.assess(person, made.id, { lease, items: all(made) });
    const looked = new Map((await assessmentsOf(made.id)).map((one) => [one.contentItemId, one.looked]));
    expect(made.itemIds.map((id) => looked.get(id))).toEqual([true, false, false]);
  });

  it('needs no answer for what a list has settled', async () => {
    const { made, lease } = await claimed({ pictures: 2 });
    await settle(made.itemIds[0]!, made.id, made.mediaIds[0]!);
    await service.assess(person, made.id, {
      lease,
      items: [made.sourceItemId, made.itemIds[1]!].map((contentItemId) => ({
        contentItemId,
        answers: ILLEGAL,
      })),
    });
    const settled = (await assessmentsOf(made.id)).filter(
      ({ contentItemId }) => contentItemId === made.itemIds[0],
    );
    expect(settled).toHaveLength(1);
    expect(settled[0]!.madeBy).toBe('settlement');
  });

  it('needs an answer for what shows other bytes than the list settled, or was fetched anew', async () => {
    const { made, lease } = await claimed({ pictures: 2 });
    for (const [index, item] of made.itemIds.entries()) await settle(item, made.id, made.mediaIds[index]!);
    await test.asOwner('UPDATE content_items SET media_id = $2 WHERE id = $1', [
      made.itemIds[0],
      (await makeCase(test, world, { pictures: 1, state: 'closed' })).mediaIds[0],
    ]);
    await test.asOwner('UPDATE cases SET round = 2 WHERE id = $1', [made.id]);
    await test.asOwner('UPDATE content_items SET round = 2 WHERE id <> $1', [made.itemIds[1]]);
    const items = [{ contentItemId: made.sourceItemId, answers: NOT_ILLEGAL }];
    await expect(service.assess(person, made.id, { lease, items })).rejects.toMatchObject({
      fields: { [made.itemIds[0]!]: 'is not answered' },
    });
    await test.asOwner('UPDATE content_items SET round = 2 WHERE id = $1', [made.itemIds[1]]);
    await expect(service.assess(person, made.id, { lease, items })).rejects.toMatchObject({
      fields: { [made.itemIds[1]!]: 'is not answered' },
    });
  });

  async function settle(itemId: string, caseId: string, mediaId: string): Promise<void> {
    const [list, entry, match] = [randomUUID(), randomUUID(), randomUUID()];
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, $3, 't', 'several-analysts', 'settle', 1)`,
      [list, world.organisationId, `known ${list}`],
    );
    await test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, sha256, first_version) VALUES ($1, $2, $3, $4, $4, 1)`,
      [entry, world.organisationId, list, Buffer.alloc(32, 1)],
    );
    await test.asOwner(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm)
       VALUES ($1, $2, $3, $4, $5, 1, 'exact', 'sha256')`,
      [match, world.organisationId, mediaId, list, entry],
    );
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict, answers,
         made_by, settled_by_match_id, looked)
       VALUES ($1, $2, $3, $4, $6, 1, 1, 's', 'baseline', '{}', 'settlement', $5, false)`,
      [randomUUID(), world.organisationId, caseId, itemId, match, mediaId],
    );
  }

  describe('is refused, and nothing is written, when', () => {
    const refused = async (
      made: MadeCase,
      lease: Lease,
      items: readonly GivenAnswers[],
      source?: unknown,
    ): Promise<Record<string, string>> => {
      const error: unknown = await service
        .assess(person, made.id, { lease, items, ...(source === undefined ? {} : { source }) })
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(IncompleteAssessmentError);
      expect(await assessmentsOf(made.id)).toEqual([]);
      expect((await caseRow(made.id)).state).toBe('in-assessment');
      expect(await eventsOf(made.id)).toEqual(['case.claimed']);
      return (error as IncompleteAssessmentError).fields!;
    };

    it('an item with a picture, or the source, is not answered', async () => {
      const { made, lease } = await claimed({ pictures: 2 });
      const fields = await refused(made, lease, [{ contentItemId: made.itemIds[0]!, answers: ILLEGAL }]);
      expect(fields).toEqual({
        [made.sourceItemId]: 'is not answered',
        [made.itemIds[1]!]: 'is not answered',
      });
    });

    it('answers break a rule of the scheme', async () => {
      const { made, lease } = await claimed();
      const fields = await refused(made, lease, all(made, { verdict: 'baseline', ageBand: 'pre-pubescent' }));
      expect(Object.keys(fields)).toEqual([`${made.sourceItemId}.sex`]);
    });

    it('an item of another case, of no case, of both kinds or twice is answered', async () => {
      const { made, lease } = await claimed();
      const other = await makeCase(test, world, { pictures: 1 });
      const fields = await refused(made, lease, [
        ...all(made),
        { contentItemId: other.sourceItemId, answers: ILLEGAL },
        { mediaId: other.mediaIds[0]!, answers: ILLEGAL },
        { answers: ILLEGAL },
        { contentItemId: made.sourceItemId, answers: ILLEGAL },
      ]);
      expect(Object.keys(fields)).toEqual(['items.1', 'items.2', 'items.3', 'items.4']);
    });

    it('the source’s answers contradict themselves', async () => {
      const { made, lease } = await claimed();
      const fields = await refused(made, lease, all(made), { paymentMethods: ['none', 'visa'] });
      expect(Object.keys(fields)).toEqual(['source.paymentMethods']);
    });
  });

  it('is refused, and nothing is written, when the way onward needs more than was answered', async () => {
    const { made, lease } = await claimed();
    missing = { 'source.siteType': 'is not answered' };
    await expect(service.assess(person, made.id, { lease, items: all(made) })).rejects.toMatchObject({
      statusCode: 422,
      fields: missing,
    });
    expect(await assessmentsOf(made.id)).toEqual([]);
    expect((await caseRow(made.id)).state).toBe('in-assessment');
  });

  it('needs no answer at all where a list has settled everything, and still knows who decided', async () => {
    const { made, lease } = await claimed();
    const media = (await makeCase(test, world, { pictures: 1, state: 'closed' })).mediaIds[0]!;
    await test.asOwner('UPDATE content_items SET media_id = $2 WHERE id = $1', [made.sourceItemId, media]);
    await settle(made.sourceItemId, made.id, media);
    expect(await service.assess(person, made.id, { lease, items: [] })).toMatchObject({ assessed: 0 });
    expect((await caseRow(made.id)).state).toBe('decided');
    await service.undo(person, made.id, false);
    expect((await caseRow(made.id)).state).toBe('ready');
  });

  it('is refused with a stale version, and after the lease has passed on', async () => {
    const { made, lease } = await claimed();
    await expect(
      service.assess(person, made.id, { lease: { ...lease, version: lease.version - 1 }, items: all(made) }),
    ).rejects.toBeInstanceOf(LeaseLostError);
    clock.forwardSeconds(15 * 60);
    await expect(service.assess(person, made.id, { lease, items: all(made) })).rejects.toBeInstanceOf(
      LeaseLostError,
    );
  });

  it('happens once when it is sent twice at the same time', async () => {
    const { made, lease } = await claimed();
    const tries = await Promise.allSettled(
      [0, 1].map(() => service.assess(person, made.id, { lease, items: all(made) })),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await assessmentsOf(made.id)).toHaveLength(1);
  });

  it('finds no case of another organisation', async () => {
    const other = await makeCase(test, await makeOrganisation(test));
    await expect(
      service.assess(person, other.id, { lease: { token: randomUUID(), version: 1 }, items: [] }),
    ).rejects.toBeInstanceOf(NotFoundError);
  });

  it('leaves no event behind when the transaction fails after it', async () => {
    const { made, lease } = await claimed();
    const before = (await outbox()).length;
    await test.asOwner(`ALTER TABLE outbox ADD CONSTRAINT refuse_all CHECK (name <> 'route') NOT VALID`);
    try {
      await expect(service.assess(person, made.id, { lease, items: all(made) })).rejects.toThrow(
        'refuse_all',
      );
    } finally {
      await test.asOwner('ALTER TABLE outbox DROP CONSTRAINT refuse_all');
    }
    expect(await eventsOf(made.id)).toEqual(['case.claimed']);
    expect(await assessmentsOf(made.id)).toEqual([]);
    expect(await outbox()).toHaveLength(before);
    await expect(service.assess(person, made.id, { lease, items: all(made) })).resolves.toBeDefined();
  });

  describe('taken back', () => {
    it('puts the case back and keeps the versions; the next decision is a version more', async () => {
      const { made, lease } = await claimed();
      await service.assess(person, made.id, { lease, items: all(made) });
      clock.forwardSeconds(59);
      await service.undo(person, made.id, false);
      expect(await caseRow(made.id)).toMatchObject({ state: 'ready', route_at: null, decided_at: null });
      const again = await leases.claimNamed(person, made.id, false);
      await expect(service.assess(person, made.id, { lease: again, items: [] })).rejects.toBeInstanceOf(
        IncompleteAssessmentError,
      );
      await service.assess(person, made.id, { lease: again, items: all(made, NOT_ILLEGAL) });
      expect((await assessmentsOf(made.id)).map(({ version, verdict }) => [version, verdict])).toEqual([
        [1, 'baseline'],
        [2, 'not-illegal'],
      ]);
      expect(await eventsOf(made.id)).toContain('case.decision-undone');
    });

    it('is too late when the time has come to send', async () => {
      const { made, lease } = await claimed();
      await service.assess(person, made.id, { lease, items: all(made) });
      clock.forwardSeconds(60);
      await expect(service.undo(person, made.id, true)).rejects.toBeInstanceOf(NothingToUndoError);
      expect((await caseRow(made.id)).state).toBe('decided');
    });

    it('is for the person who decided, and for those who may undo any', async () => {
      const { made, lease } = await claimed();
      await service.assess(person, made.id, { lease, items: all(made) });
      const other = { ...person, accountId: await makeAccount(test, world) };
      await expect(service.undo(other, made.id, false)).rejects.toBeInstanceOf(NothingToUndoError);
      await service.undo(other, made.id, true);
      expect((await caseRow(made.id)).state).toBe('ready');
    });
  });
});
