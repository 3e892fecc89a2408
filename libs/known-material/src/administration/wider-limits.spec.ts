import type { Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import {
  makeAccount,
  makeOrganisation,
  testRing,
  type World,
} from '../../../../test/support/review-world.js';
import type { NearLimits } from '../held-media.index.js';
import { importList } from '../import.service.js';
import { approveVersion } from '../list-decision.service.js';
import { verifyLists } from '../lists.service.js';
import { flipBits, pdqOf, sha256Of, textAsStream } from '../testing/known-pictures.js';
import { ListImportRunner } from './list-import.runner.js';
import { changePolicy } from './policy-change.js';

const HELD = 40;
const names = Array.from({ length: HELD }, (_, number) => `picture ${number}`);
/** More than a tenth of them. */
const FIVE = [25, 25, 25, 25, 25];
const NARROW = { maxDistance: 5, minQuality: 50 };

describe('wider limits of a list that is live', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let runner: ListImportRunner;
  let world: World;
  let accountId: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
    runner = new ListImportRunner({ database: triage, ring: testRing });
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    accountId = await makeAccount(test, world, 'administrator');
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, pdq, pdq_quality, pdq_dihedral)
       SELECT gen_random_uuid(), $1, decode(sha256, 'hex'), decode(left(sha256, 40), 'hex'),
         decode(left(sha256, 32), 'hex'), 1, decode(pdq, 'hex'), 90,
         decode(repeat(pdq, 8), 'hex')
       FROM unnest($2::text[], $3::text[]) AS r (sha256, pdq)`,
      [world.organisationId, names.map(sha256Of), names.map(pdqOf)],
    );
  });

  /** A live list that has something so many bits away from the first of what is held, the second … */
  async function listOf(...bits: number[]): Promise<string> {
    const rows = bits.map((distance, index) => `${flipBits(pdqOf(names[index]!), distance)},90\n`);
    const { hashListId } = await importList(
      triage,
      world.organisationId,
      { name: 'list', ...NARROW },
      textAsStream(`pdq,quality\n${rows.join('')}`),
      'csv',
      { actor: { kind: 'operator' } },
    );
    return hashListId;
  }
  const change = (id: string, limits: Partial<NearLimits>) =>
    console_.within(world.organisationId, (manager) =>
      changePolicy(manager, world.organisationId, id, limits, { kind: 'staff', id: accountId }),
    );
  const limitsOf = async (id: string) =>
    (
      await test.asOwner(
        `SELECT max_distance AS "maxDistance", min_quality AS "minQuality" FROM hash_lists WHERE id = $1`,
        [id],
      )
    )[0];
  const asked = () =>
    test.asOwner<{ id: string; state: string; outcome: unknown; failure: string | null }>(
      `SELECT id, state, outcome, failure FROM list_imports WHERE organisation_id = $1 ORDER BY asked_at`,
      [world.organisationId],
    );
  async function measure() {
    for (const { id } of await asked()) await runner.run(world.organisationId, id);
    return (await asked()).at(-1)!;
  }

  it('are in force when they would match little of what is held, and not before that is measured', async () => {
    const id = await listOf(25, 25, 25);
    await change(id, { maxDistance: 31 });
    expect(await limitsOf(id)).toEqual(NARROW);
    expect(await measure()).toMatchObject({ state: 'done', outcome: { state: 'live', added: 0, ended: 0 } });
    expect(await limitsOf(id)).toEqual({ ...NARROW, maxDistance: 31 });
    expect(await triage.within(world.organisationId, verifyLists)).toEqual([]);
  });

  it('wait for a person when that is an unlikely share, and are in force when one says so', async () => {
    const id = await listOf(...FIVE);
    await change(id, { maxDistance: 31 });
    expect(await measure()).toMatchObject({ state: 'done', outcome: { state: 'waiting', version: 2 } });
    expect(await limitsOf(id)).toEqual(NARROW);
    await expect(change(id, { maxDistance: 30 })).rejects.toMatchObject({ code: 'list-version-waits' });
    await console_.within(world.organisationId, (manager) =>
      approveVersion(manager, world.organisationId, { id }, 2, { kind: 'staff', id: accountId }),
    );
    expect(await limitsOf(id)).toEqual({ ...NARROW, maxDistance: 31 });
  });

  it('count together with what went live unasked before: slices are no way round', async () => {
    const id = await listOf(15, 15, 25, 25);
    await change(id, { maxDistance: 20 });
    expect(await measure()).toMatchObject({ outcome: { state: 'live' } });
    await change(id, { maxDistance: 31 });
    expect(await measure()).toMatchObject({ outcome: { state: 'waiting' } });
  });

  it('are forgotten when somebody makes them narrower meanwhile, which is in force at once', async () => {
    const id = await listOf(25, 25, 25);
    await change(id, { maxDistance: 31 });
    await change(id, { maxDistance: 2 });
    expect(await limitsOf(id)).toEqual({ ...NARROW, maxDistance: 2 });
    expect(await measure()).toMatchObject({ state: 'cancelled' });
    expect(await limitsOf(id)).toEqual({ ...NARROW, maxDistance: 2 });
  });

  it.each([
    [[25], 'done', 31],
    [FIVE, 'failed', 5],
  ])(
    'of the own list, which has something at distances %j, are %s: no version of it can wait',
    async (near, state, distance) => {
      const id = await listOf(...near);
      await test.asOwner(
        `UPDATE hash_lists SET is_own = true, trust = 'one-analyst', confirmations = 1 WHERE id = $1`,
        [id],
      );
      await change(id, { maxDistance: 31 });
      expect(await measure()).toMatchObject({
        state,
        failure: state === 'failed' ? 'limits-too-wide' : null,
      });
      expect(await limitsOf(id)).toEqual({ ...NARROW, maxDistance: distance });
    },
  );
});
