import type { Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeOrganisation, type World } from '../../../test/support/review-world.js';
import { changePolicy } from './administration/policy-change.js';
import { keepOwnList } from './exports/own-list.js';
import type { PolicyChange } from './list-policy.js';

const OPERATOR = { kind: 'operator' } as const;

describe('the policy of the organisation’s own list', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let world: World;
  let listId: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
    world = await makeOrganisation(test);
  });
  afterAll(() => test.drop());

  const keep = (confirmations: number) =>
    triage.within(world.organisationId, (manager) =>
      keepOwnList(manager, world.organisationId, { name: 'Our own', confirmations }, OPERATOR),
    );
  const change = (policy: PolicyChange) =>
    console_.within(world.organisationId, (manager) =>
      changePolicy(manager, world.organisationId, listId, policy, OPERATOR),
    );
  const stored = async () =>
    (await test.asOwner('SELECT trust, effect FROM hash_lists WHERE id = $1', [listId]))[0];

  it.each<[number, PolicyChange]>([
    [1, { trust: 'several-analysts', effect: 'settle' }],
    [1, { trust: 'several-analysts' }],
    [1, { effect: 'suppress' }],
    [1, { trust: 'unreviewed' }],
    [2, { effect: 'settle' }],
    [2, { effect: 'suppress' }],
    [2, { trust: 'one-analyst' }],
  ])('with %i confirmations is not %j', async (confirmations, policy) => {
    listId = await keep(confirmations);
    const before = await stored();
    await expect(change(policy)).rejects.toMatchObject({ statusCode: 409 });
    const { trust, effect } = { ...before, ...policy } as { trust: string; effect: string };
    // Nor by whoever asks the database.
    await expect(
      test.asOwner('UPDATE hash_lists SET trust = $2, effect = $3 WHERE id = $1', [listId, trust, effect]),
    ).rejects.toThrow(/own_list_is_what_it_is/);
    expect(await stored()).toEqual(before);
  });

  it('flags where that is wanted, and is trusted as far as confirmations are asked', async () => {
    listId = await keep(1);
    await change({ effect: 'flag' });
    expect(await stored()).toEqual({ trust: 'one-analyst', effect: 'flag' });
    await keep(2);
    expect(await stored()).toEqual({ trust: 'several-analysts', effect: 'flag' });
  });
});
