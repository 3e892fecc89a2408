import { randomUUID } from 'node:crypto';
import type { Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  HandClock,
  makeAccount,
  makeCase,
  makeOrganisation,
  type World,
} from '../../../test/support/review-world.js';
import type { Person } from './exposure.service.js';
import { LeaseService } from './lease.service.js';
import { ClaimRefusedError, LeaseLostError, NotClaimableError } from './review.errors.js';

describe('leases', () => {
  let test: TestDatabase;
  let database: Database;
  let world: World;
  let clock: HandClock;
  let leases: LeaseService;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    clock = new HandClock();
    leases = new LeaseService(database, clock);
  });

  const someone = async (role = 'analyst', limits: object = {}): Promise<Person> => ({
    organisationId: world.organisationId,
    accountId: await makeAccount(test, world, role, limits),
  });
  const several = async (count: number): Promise<Person[]> => {
    const people: Person[] = [];
    while (people.length < count) people.push(await someone());
    return people;
  };
  const stateOf = async (caseId: string) =>
    (await test.asOwner<{ state: string }>('SELECT state FROM cases WHERE id = $1', [caseId]))[0]!.state;

  it('give the most urgent case first, and of equals the oldest', async () => {
    const low = await makeCase(test, world, { priority: 1 });
    const high = await makeCase(test, world, { priority: 5 });
    const alsoLow = await makeCase(test, world, { priority: 1 });
    const person = await someone();
    const claimed = [];
    for (let turn = 0; turn < 4; turn += 1) claimed.push((await leases.claim(person))?.caseId);
    expect(claimed).toEqual([high.id, low.id, alsoLow.id, undefined]);
    expect(await stateOf(high.id)).toBe('in-assessment');
  });

  it('give twenty people who claim at once twenty different cases', async () => {
    for (let made = 0; made < 20; made += 1) await makeCase(test, world);
    const people = await several(20);
    const claimed = await Promise.all(people.map((person) => leases.claim(person)));
    expect(new Set(claimed.map((lease) => lease?.caseId)).size).toBe(20);
    expect(claimed.every((lease) => lease !== undefined)).toBe(true);
  });

  it('give three waiting cases to three of twenty who claim at once', async () => {
    for (let made = 0; made < 3; made += 1) await makeCase(test, world);
    const people = await several(20);
    const claimed = (await Promise.all(people.map((person) => leases.claim(person)))).filter(Boolean);
    expect(claimed).toHaveLength(3);
    expect(new Set(claimed.map((lease) => lease!.caseId)).size).toBe(3);
  });

  it('offer only cases that wait for a person', async () => {
    for (const state of ['triage', 'decided', 'referred', 'closed']) await makeCase(test, world, { state });
    expect(await leases.claim(await someone())).toBeUndefined();
  });

  it('offer no case of another organisation', async () => {
    await makeCase(test, await makeOrganisation(test));
    expect(await leases.claim(await someone())).toBeUndefined();
  });

  it('pass to the next person after fifteen minutes without a heartbeat, and the first can no longer act', async () => {
    const { id } = await makeCase(test, world);
    const [first, second] = [await someone(), await someone()];
    const lease = (await leases.claim(first))!;
    clock.forwardSeconds(15 * 60 - 1);
    expect(await leases.claim(second)).toBeUndefined();
    clock.forwardSeconds(1);
    const taken = (await leases.claim(second))!;
    expect(taken).toMatchObject({ caseId: id, version: lease.version + 1 });
    await expect(leases.heartbeat(first, id, lease)).rejects.toBeInstanceOf(LeaseLostError);
    await expect(leases.heartbeat(second, id, taken)).resolves.toMatchObject({ version: taken.version });
  });

  it('last as long as heartbeats come', async () => {
    const { id } = await makeCase(test, world);
    const [first, second] = [await someone(), await someone()];
    const lease = (await leases.claim(first))!;
    for (let beats = 0; beats < 3; beats += 1) {
      clock.forwardSeconds(10 * 60);
      await leases.heartbeat(first, id, lease);
    }
    expect(await leases.claim(second)).toBeUndefined();
  });

  it.each([
    ['another token', () => ({ token: randomUUID() })],
    ['no token', () => ({ token: '' })],
    ['an older version', (version: number) => ({ version: version - 1 })],
    ['a later version', (version: number) => ({ version: version + 1 })],
  ])('are not kept with %s', async (_name, change) => {
    const { id } = await makeCase(test, world);
    const person = await someone();
    const lease = (await leases.claim(person))!;
    await expect(leases.heartbeat(person, id, { ...lease, ...change(lease.version) })).rejects.toBeInstanceOf(
      LeaseLostError,
    );
  });

  it('are of no use to anybody else who learns the token', async () => {
    const { id } = await makeCase(test, world);
    const lease = (await leases.claim(await someone()))!;
    await expect(leases.giveBack(await someone('supervisor'), id, lease)).rejects.toBeInstanceOf(
      LeaseLostError,
    );
  });

  it('are given back without a reason, and the case comes to others but not again to that person', async () => {
    const { id } = await makeCase(test, world);
    const [person, other] = [await someone(), await someone()];
    await leases.giveBack(person, id, (await leases.claim(person))!);
    expect(await stateOf(id)).toBe('ready');
    expect(await leases.claim(person)).toBeUndefined();
    expect((await leases.claim(other))?.caseId).toBe(id);
  });

  it('are renewed for their holder after a reload, and the old token ends', async () => {
    const { id } = await makeCase(test, world);
    const person = await someone();
    const lease = (await leases.claim(person))!;
    const again = await leases.claimNamed(person, id, false);
    expect(again.version).toBe(lease.version + 1);
    await expect(leases.heartbeat(person, id, lease)).rejects.toBeInstanceOf(LeaseLostError);
  });

  it('on a named case are for those who may pick, and never while somebody holds it', async () => {
    const { id } = await makeCase(test, world);
    const [analyst, supervisor, other] = [await someone(), await someone('supervisor'), await someone()];
    await expect(leases.claimNamed(analyst, id, false)).rejects.toBeInstanceOf(NotClaimableError);
    await leases.claimNamed(supervisor, id, true);
    await expect(leases.claimNamed(other, id, true)).rejects.toBeInstanceOf(NotClaimableError);
  });

  it('are refused for a break after fifty minutes of work, though the open case may be kept', async () => {
    await makeCase(test, world, { priority: 2 });
    await makeCase(test, world);
    const person = await someone();
    const lease = (await leases.claim(person))!;
    for (let minute = 0; minute < 50; minute += 5) {
      clock.forwardSeconds(300);
      await leases.heartbeat(person, lease.caseId, lease);
    }
    await expect(leases.claim(person)).rejects.toMatchObject({ reason: 'break-due', statusCode: 409 });
    await expect(leases.heartbeat(person, lease.caseId, lease)).resolves.toBeDefined();
    clock.forwardSeconds(600);
    expect(await leases.claim(person)).toBeDefined();
  });

  it('are refused when the day’s exposure is reached, counting level 2 and above, not level 1', async () => {
    const { id, mediaIds } = await makeCase(test, world, { pictures: 1 });
    const person = await someone('analyst', { dailySeconds: 100 });
    const view = (level: number, seconds: number) =>
      test.asOwner(
        `INSERT INTO exposures (id, organisation_id, case_id, media_id, staff_account_id, level, ticket_hash,
           ticket_expires_at, served_at, ended_at, seconds)
         VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now(), now(), $8)`,
        [
          randomUUID(),
          world.organisationId,
          id,
          mediaIds[0],
          person.accountId,
          level,
          Buffer.from(randomUUID()),
          seconds,
        ],
      );
    await view(1, 5000);
    await view(2, 99);
    const lease = (await leases.claim(person))!;
    await leases.claimNamed(person, lease.caseId, false);
    await makeCase(test, world);
    await view(3, 1);
    await expect(leases.claim(person)).rejects.toMatchObject({ reason: 'exposure-limit' });
  });

  it('are refused at night where the organisation keeps hours', async () => {
    world = await makeOrganisation(test, {
      policy: { exposure: { claimHours: { from: 8, until: 16, days: [1, 2, 3, 4, 5, 6, 7] } } },
    });
    await makeCase(test, world);
    leases = new LeaseService(database, new HandClock(new Date('2026-03-04T16:00:00Z')));
    await expect(leases.claim(await someone())).rejects.toBeInstanceOf(ClaimRefusedError);
    leases = new LeaseService(database, new HandClock(new Date('2026-03-04T15:59:00Z')));
    expect(await leases.claim(await someone())).toBeDefined();
  });

  it('begin no stretch of work where no case waited', async () => {
    const person = await someone();
    await leases.claim(person);
    expect(
      await test.asOwner('SELECT 1 FROM work_stretches WHERE staff_account_id = $1', [person.accountId]),
    ).toEqual([]);
  });
});
