// What a case says of copies that are gone, and how its holder has them fetched again; and of what a view shows.
import {
  makeCase,
  makeDerivative,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';

describe('pictures of a case whose copies are gone', () => {
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

  const page = async ({ id }: MadeCase, as: Signed) =>
    (await console_.call('GET', `/api/v1/cases/${id}`, { as })).json;
  const claim = async ({ id }: MadeCase) => {
    const { token, version } = (await console_.call('POST', `/api/v1/cases/${id}/claim`, { as: holder }))
      .json;
    return { token, version };
  };
  const refetch = ({ id }: MadeCase, as: Signed, lease: object, reason = 'not-decided-in-time') =>
    console_.call('POST', `/api/v1/cases/${id}/refetch`, { as, body: { lease, reason } });
  const written = ({ id }: MadeCase) =>
    console_.test.asOwner<{ jobs: number; events: number }>(
      `SELECT (SELECT count(*)::int FROM outbox WHERE name = 'refetch' AND payload ->> 'caseId' = $1) AS jobs,
         (SELECT count(*)::int FROM audit_events WHERE subject_id::text = $1 AND act = 'case.refetch-asked') AS events`,
      [id],
    );

  it('can be fetched again by who holds the case; asked twice, it is written once', async () => {
    const made = await makeCase(console_.test, world, { pictures: 1 });
    const lease = await claim(made);
    expect((await page(made, other)).refetch).toEqual({
      canRefetch: false,
      obstacle: 'not-held',
      lastRefused: null,
    });
    expect((await page(made, holder)).refetch).toMatchObject({ canRefetch: true, obstacle: null });
    expect((await refetch(made, other, lease)).status).toBe(409);
    expect((await refetch(made, holder, lease, 'just so')).status).toBe(400);
    expect(await written(made)).toEqual([{ jobs: 0, events: 0 }]);
    expect((await refetch(made, holder, lease)).status).toBe(204);
    expect((await refetch(made, holder, lease)).status).toBe(204);
    expect(await written(made)).toEqual([{ jobs: 1, events: 1 }]);
    const after = await page(made, holder);
    expect(after).toMatchObject({ case: { state: 'triage', heldBy: null }, lease: null });
    expect(after.refetch).toMatchObject({ canRefetch: false, obstacle: 'running' });
  });

  it('are not fetched again where all is kept, or nothing may be', async () => {
    const kept = await makeCase(console_.test, world, { pictures: 1 });
    await makeDerivative(console_.test, world, kept.mediaIds[0]!, 1);
    const hashed = await makeCase(console_.test, world, { pictures: 1, mandate: 'hash' });
    for (const [made, obstacle] of [
      [kept, 'nothing-gone'],
      [hashed, 'mandate'],
    ] as const) {
      const lease = await claim(made);
      expect((await page(made, holder)).refetch).toMatchObject({ canRefetch: false, obstacle });
      expect(await refetch(made, holder, lease)).toMatchObject({ status: 409 });
      expect(await written(made)).toEqual([{ jobs: 0, events: 0 }]);
      expect((await page(made, holder)).lease.isMine).toBe(true);
    }
  });

  it('of an animation say how many of its frames a view shows', async () => {
    const made = await makeCase(console_.test, world, { pictures: 2 });
    await console_.test.asOwner(`UPDATE media SET frames = 240, frames_shown = 9 WHERE id = $1`, [
      made.mediaIds[0],
    ]);
    const { items } = await page(made, holder);
    const sheets = made.itemIds.map(
      (id) => items.find((item: { id: string }) => item.id === id).media.contactSheet,
    );
    expect(sheets).toEqual([{ shown: 9, frames: 240 }, null]);
  });
});
