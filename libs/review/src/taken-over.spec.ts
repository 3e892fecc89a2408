import { randomUUID } from 'node:crypto';
import type { Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  HandClock,
  makeAccount,
  makeCase,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { Assessment } from './assessment.entity.js';
import { AssessmentService } from './assessment.service.js';
import { LeaseService } from './lease.service.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' } as const;

describe('answers that were taken over from a picture that looks like it', () => {
  let test: TestDatabase;
  let database: Database;
  let world: World;
  let leases: LeaseService;
  let service: AssessmentService;
  let person: { organisationId: string; accountId: string };

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('console', [Assessment]);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    const clock = new HandClock();
    leases = new LeaseService(database, clock);
    service = new AssessmentService(database, clock, 60, async () => ({}));
    person = { organisationId: world.organisationId, accountId: await makeAccount(test, world) };
  });

  async function claimed(pictures: number) {
    const made = await makeCase(test, world, { pictures });
    return { made, lease: (await leases.claim(person))! };
  }
  const assessmentsOf = (caseId: string) =>
    database.within(world.organisationId, (manager) =>
      manager.find(Assessment, { where: { caseId }, order: { contentItemId: 'ASC', version: 'ASC' } }),
    );
  const makeAlike = (mediaId: string, representativeId: string) =>
    test.asOwner(
      `INSERT INTO near_copies (media_id, representative_id, organisation_id, distance, orientation)
       VALUES ($1, $2, $3, 12, 'original')`,
      [mediaId, representativeId, world.organisationId],
    );
  const takenFromOf = async (made: MadeCase) =>
    (await assessmentsOf(made.id)).flatMap(({ contentItemId, takenFromId, looked }) =>
      contentItemId === made.sourceItemId ? [] : [{ contentItemId, takenFromId, looked }],
    );

  it('say whose they were, of the same case and of another, until one of them is changed', async () => {
    const { made, lease } = await claimed(4);
    const [first, second, third, fourth] = made.mediaIds as [string, string, string, string];
    const elsewhere = await makeCase(test, world, { pictures: 1 });
    const origin = randomUUID();
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
         answers, made_by, staff_account_id, looked)
       SELECT $1, organisation_id, case_id, id, media_id, 1, 1, 'manara-2026-1', 'baseline', $3, 'person', $4, true
       FROM content_items WHERE id = $2`,
      [origin, elsewhere.itemIds[0], { ...ILLEGAL, nationalCategory: 'only there' }, person.accountId],
    );
    for (const copy of [second, third]) await makeAlike(copy, first);
    await makeAlike(fourth, elsewhere.mediaIds[0]!);
    const items = [
      { contentItemId: made.sourceItemId, answers: ILLEGAL },
      // In an order in which what is taken over comes before what it is taken from.
      { mediaId: second, answers: ILLEGAL, takenFrom: first },
      { mediaId: third, answers: { ...ILLEGAL, sex: 'male' }, takenFrom: first },
      { mediaId: fourth, answers: ILLEGAL, takenFrom: elsewhere.mediaIds[0]! },
      { mediaId: first, answers: ILLEGAL },
    ];
    await service.assess(person, made.id, { lease, items });
    const found = new Map((await takenFromOf(made)).map((one) => [one.contentItemId, one]));
    const [one, two, three, four] = made.itemIds.map((id) => found.get(id)!.takenFromId);
    const [{ id: ofFirst }] = (await assessmentsOf(made.id)).filter(({ mediaId }) => mediaId === first) as [
      Assessment,
    ];
    expect([one, two, three, four]).toEqual([null, ofFirst, null, origin]);
    expect([...found.values()].every(({ looked }) => !looked)).toBe(true);
    expect(
      await test.asOwner(
        `SELECT details->'takenOver' AS taken FROM audit_events WHERE subject_id = $1 AND act = 'case.assessed'`,
        [made.id],
      ),
    ).toEqual([{ taken: 2 }]);
  });

  it('are of no picture that was never found to look like it', async () => {
    const { made, lease } = await claimed(2);
    const [first, second] = made.mediaIds as [string, string];
    await makeAlike(second, first);
    for (const [mediaId, takenFrom] of [
      [first, second],
      [second, randomUUID()],
      [second, second],
    ] as const) {
      const items = [
        { contentItemId: made.sourceItemId, answers: ILLEGAL },
        { mediaId, answers: ILLEGAL, takenFrom },
      ];
      const others = made.mediaIds
        .filter((one) => one !== mediaId)
        .map((one) => ({ mediaId: one, answers: ILLEGAL }));
      await expect(
        service.assess(person, made.id, { lease, items: [...items, ...others] }),
      ).rejects.toMatchObject({ fields: { 'items.1.takenFrom': 'is no picture that looks like it' } });
    }
    expect(await assessmentsOf(made.id)).toEqual([]);
  });
});
