import { createDataSource, Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeAccount, makeCase, makeMedia, makeOrganisation } from '../../../test/support/review-world.js';
import { prioritise } from './prioritise.js';

describe('ranking a case, without the row guard', () => {
  let test: TestDatabase;
  let unguarded: Database;

  beforeAll(async () => {
    test = await createTestDatabase();
    const dataSource = createDataSource({ url: test.ownerUrl, program: 'test', poolSize: 2 });
    await dataSource.initialize();
    unguarded = new Database(dataSource);
  });
  afterAll(async () => {
    await unguarded.dataSource.destroy();
    await test.drop();
  });

  it('rests on nothing that hangs on the case but is another organisation’s', async () => {
    const [mine, other] = [await makeOrganisation(test), await makeOrganisation(test)];
    const made = await makeCase(test, mine);
    const rank = async () => {
      const priority = await unguarded.within(mine.organisationId, (manager) =>
        prioritise(manager, mine.organisationId, made.id),
      );
      return priority!.factors;
    };
    const before = await rank();
    const itemId = newId();
    const mediaId = await makeMedia(test, other);
    await test.asOwner(
      `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step, result, media_id,
         online_state, hosting)
       VALUES ($1, $2, $3, 'embedded', 'x', 'x', 'done', 'picture', $4, 'online', '{"country": {"code": "NL"}}')`,
      [itemId, other.organisationId, made.id, mediaId],
    );
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
         answers, made_by, staff_account_id, looked)
       VALUES ($1, $2, $3, $4, $5, 1, 1, 's', 'baseline', '{"ageBand": "infant"}', 'person', $6, true)`,
      [newId(), other.organisationId, made.id, itemId, mediaId, await makeAccount(test, other)],
    );
    expect(await rank()).toEqual(before);
  });
});
