import { makeCase, makeOrganisation, type World } from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';

describe('the queue of those concerned, in the console', () => {
  let console_: ConsoleUnderTest;
  let ours: World;
  let analyst: Signed;
  let supervisor: Signed;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    ours = await makeOrganisation(console_.test);
    analyst = await console_.signIn(ours);
    supervisor = await console_.signIn(ours, 'supervisor');
  });
  afterAll(() => console_.stop());

  const concerned = async (world: World, priority: number) => {
    const made = await makeCase(console_.test, world, { priority });
    await console_.test.asOwner(`UPDATE cases SET concern = 'threat' WHERE id = $1`, [made.id]);
    return made;
  };
  const call = (method: string, path: string, as: Signed, body?: unknown) =>
    console_.call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });

  it('is found by itself, worked on by itself, and empty to other organisations', async () => {
    await makeCase(console_.test, ours, { priority: 9_000 });
    const made = await concerned(ours, 10);
    await concerned(await makeOrganisation(console_.test), 20_000);
    const found = await call('POST', '/cases/search', analyst, { concerned: true });
    expect(found.json.cases).toEqual([expect.objectContaining({ id: made.id, concern: 'threat' })]);
    expect((await call('GET', '/concerned', analyst)).json).toMatchObject({ waiting: 1, targetMinutes: 60 });
    const claim = await call('POST', '/concerned/claim', analyst);
    expect([claim.status, claim.json.case.id]).toEqual([200, made.id]);
    expect((await call('POST', '/concerned/claim', supervisor)).status).toBe(204);
    expect((await call('GET', '/concerned', analyst)).json).toMatchObject({ waiting: 0, overdue: 0 });
  });

  it('is answered for by whom a supervisor names, from among those who work on cases', async () => {
    const set = (body: unknown, as = supervisor) => call('PUT', '/concerned', as, body);
    expect((await set({ ownerId: analyst.accountId, targetMinutes: 15 })).status).toBe(204);
    const { json } = await call('GET', '/concerned', analyst);
    expect(json).toMatchObject({ ownerId: analyst.accountId, targetMinutes: 15 });
    expect(json.colleagues.map(({ id }: { id: string }) => id).sort()).toEqual(
      [analyst.accountId, supervisor.accountId].sort(),
    );
    expect((await set({ ownerId: null, targetMinutes: 15 }, analyst)).status).toBe(403);
    for (const body of [
      { targetMinutes: 15 },
      { ownerId: null, targetMinutes: 1 },
      { ownerId: 'x', targetMinutes: 15 },
    ])
      expect((await set(body)).status).toBe(400);
    const stranger = await console_.signIn(await makeOrganisation(console_.test));
    expect((await set({ ownerId: stranger.accountId, targetMinutes: 15 })).json.fields).toHaveProperty(
      'ownerId',
    );
  });
});
