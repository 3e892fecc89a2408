// What reporters wrote, key pairs and lists carry their organisation in each query: read here as the owner, whom no row
// guard binds, so that the query's own condition stands alone.
import { listStatus, verifyLists } from '#libs/known-material';
import { createOrganisationKey, listOrganisationKeys, openOrganisationKey } from '#libs/organisations';
import { createDataSource, Database, newId, newRandomId } from '#libs/platform';
import { openReporterText } from '#libs/reports';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { makeCase, makeOrganisation, testRing, type World } from '../../../../test/support/review-world.js';

describe('what only one organisation may open, read without the row guard', () => {
  let test: TestDatabase;
  let unguarded: Database;
  let mine: World;
  let other: World;

  beforeAll(async () => {
    test = await createTestDatabase();
    const dataSource = createDataSource({ url: test.ownerUrl, program: 'test', poolSize: 2 });
    await dataSource.initialize();
    unguarded = new Database(dataSource);
    mine = await makeOrganisation(test);
    other = await makeOrganisation(test);
  });
  afterAll(async () => {
    await unguarded.dataSource.destroy();
    await test.drop();
  });

  const noKey = () => Promise.reject(new Error('no key is asked for'));

  it('is not what a reporter wrote to another one', async () => {
    const { reportId } = await makeCase(test, mine);
    await test.asOwner(`UPDATE reports SET sealed_text = NULL, sealed_contact = NULL WHERE id = $1`, [
      reportId,
    ]);
    const open = (world: World) =>
      unguarded.within(world.organisationId, (manager) =>
        openReporterText(manager, noKey, { id: reportId, organisationId: world.organisationId }),
      );
    await expect(open(other)).rejects.toMatchObject({ code: 'not-found' });
    await test.asOwner(
      `INSERT INTO messages (id, organisation_id, report_id, direction, sealed_text, written_at)
       VALUES ($1, $2, $3, 'from-reporter', '\\x01', date_trunc('minute', now()))`,
      [newRandomId(), other.organisationId, reportId],
    );
    expect(await open(mine)).toEqual({ messages: [] });
  });

  it('is not the private half of another one’s key', async () => {
    const id = await unguarded.within(mine.organisationId, (manager) =>
      createOrganisationKey(manager, testRing, mine.organisationId),
    );
    const open = (world: World) =>
      unguarded.within(world.organisationId, (manager) =>
        openOrganisationKey(manager, testRing, world.organisationId, id),
      );
    await expect(open(other)).rejects.toMatchObject({ code: 'not-found' });
    expect((await open(mine)).privateKey).toHaveLength(32);
    const listed = await unguarded.within(other.organisationId, (manager) =>
      listOrganisationKeys(manager, other.organisationId),
    );
    expect(listed.map((key) => key.id)).not.toContain(id);
  });

  it('is not another one’s list, nor what hangs on a list but is another’s', async () => {
    const listId = newId();
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $2, 'marked', 't', 'unreviewed', 'flag', 3)`,
      [listId, mine.organisationId],
    );
    await test.asOwner(
      `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format, finished_at)
       VALUES ($1, $2, $3, 7, 'waiting', 'csv', now())`,
      [newId(), other.organisationId, listId],
    );
    const lists = (world: World) => unguarded.within(world.organisationId, listStatus);
    expect(await lists(other)).toEqual([]);
    expect(await lists(mine)).toMatchObject([{ id: listId, lastImport: null, waiting: null }]);
    expect(await unguarded.within(other.organisationId, verifyLists)).toEqual([]);
    expect(await unguarded.within(mine.organisationId, verifyLists)).toMatchObject([
      { name: 'marked', problem: 'live-version-missing' },
    ]);
  });
});
