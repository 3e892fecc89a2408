// Set and read as the console does it.
import { InvalidInputError, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeAccount, makeCase, makeOrganisation, type World } from '../../../test/support/review-world.js';
import { concernQueue, DEFAULT_TARGET_MINUTES, setConcernQueue } from './concern-queue.js';

const MINUTE_MS = 60_000;

describe('the queue of those concerned', () => {
  let test: TestDatabase;
  let console_: Database;
  let ours: World;
  let theirs: World;
  let analyst: string;
  let actor: { kind: 'staff'; id: string };

  beforeAll(async () => {
    test = await createTestDatabase();
    console_ = await test.open('console');
    ours = await makeOrganisation(test);
    theirs = await makeOrganisation(test);
    analyst = await makeAccount(test, ours);
    actor = { kind: 'staff', id: analyst };
  });
  afterAll(() => test.drop());

  const queue = (world = ours, now = new Date()) =>
    console_.within(world.organisationId, (manager) => concernQueue(manager, world.organisationId, now));
  const set = (ownerId: string | null, targetMinutes: number) =>
    console_.within(ours.organisationId, (manager) =>
      setConcernQueue(manager, ours.organisationId, { ownerId, targetMinutes }, actor),
    );
  const concerned = async (
    world: World,
    minutesAgo: number,
    state = 'ready',
    concern: string | null = 'threat',
  ) => {
    const made = await makeCase(test, world, { state });
    const openedAt = new Date(Date.now() - minutesAgo * MINUTE_MS);
    await test.asOwner(`UPDATE cases SET concern = $2, opened_at = $3 WHERE id = $1`, [
      made.id,
      concern,
      openedAt,
    ]);
    return openedAt;
  };

  it('has a target from the beginning, and nobody who answers for it', async () => {
    expect(await queue()).toEqual({
      ownerId: null, owner: null, targetMinutes: DEFAULT_TARGET_MINUTES, waiting: 0, overdue: 0, oldestAt: null,
    }); // prettier-ignore
  });

  it('counts what waits, what waits too long, and nothing else', async () => {
    const oldestAt = await concerned(ours, 90);
    await concerned(ours, 10, 'triage');
    await concerned(ours, 500, 'closed');
    await concerned(ours, 500, 'ready', null);
    await concerned(theirs, 500);
    expect(await queue()).toMatchObject({ waiting: 2, overdue: 1, oldestAt });
    await set(analyst, 5);
    expect(await queue()).toMatchObject({
      ownerId: analyst,
      owner: expect.any(String),
      targetMinutes: 5,
      overdue: 2,
    });
  });

  it('has its changes on record, with what was before', async () => {
    await set(analyst, 30);
    await set(analyst, 30);
    await set(null, 30);
    const events = await test.asOwner(
      `SELECT details FROM audit_events WHERE organisation_id = $1 AND act = 'concern-queue.set' ORDER BY at, id`,
      [ours.organisationId],
    );
    expect(events.slice(-2)).toEqual([
      { details: expect.objectContaining({ owner: analyst, targetMinutes: 30 }) },
      { details: { owner: null, targetMinutes: 30, ownerBefore: analyst, targetMinutesBefore: 30 } },
    ]);
  });

  it('is answered for only by somebody of the organisation who works on cases', async () => {
    const others = [await makeAccount(test, theirs), await makeAccount(test, ours, 'administrator')];
    for (const one of others) await expect(set(one, 30)).rejects.toThrow(InvalidInputError);
    for (const minutes of [4, 10_081, 7.5])
      await expect(set(null, minutes)).rejects.toThrow(InvalidInputError);
  });
});
