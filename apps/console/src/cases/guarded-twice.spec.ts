// What the console reads of cases and referrals carries its organisation in each query: read here as the owner, whom no
// row guard binds, so that the query's own condition stands alone.
import { createDataSource, Database, newId, newRandomId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeDerivative,
  makeMedia,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../../test/support/review-world.js';
import { readReferrals } from '../referrals/referral.reader.js';
import { readCasePage } from './case-page.reader.js';
import { caseSummary, searchCases } from './case.search.js';

describe('a case, read without the row guard', () => {
  let test: TestDatabase;
  let unguarded: Database;
  let mine: World;
  let other: World;
  let made: MadeCase;
  let referralId: string;
  const now = new Date();

  beforeAll(async () => {
    test = await createTestDatabase();
    const dataSource = createDataSource({ url: test.ownerUrl, program: 'test', poolSize: 2 });
    await dataSource.initialize();
    unguarded = new Database(dataSource);
    mine = await makeOrganisation(test);
    other = await makeOrganisation(test);
    made = await makeCase(test, mine, { pictures: 1 });
    await makeDerivative(test, mine, made.mediaIds[0]!, 1);
    referralId = newId();
    await test.asOwner(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, state, reference, looked, due_at)
       VALUES ($1, $2, $3, 1, 'waiting', $1::uuid::text, true, now())`,
      [referralId, mine.organisationId, made.id],
    );
  });
  afterAll(async () => {
    await unguarded.dataSource.destroy();
    await test.drop();
  });

  const asker = async (world: World) => ({
    organisationId: world.organisationId,
    accountId: await makeAccount(test, world),
  });
  const pageFor = async (world: World) => {
    const who = await asker(world);
    return unguarded.within(world.organisationId, (manager) =>
      readCasePage(manager, who, made.id, false, now),
    );
  };

  it('is bound by nothing else: the owner sees every row', async () => {
    expect(
      await unguarded.within(other.organisationId, (manager) =>
        manager.query(`SELECT 1 FROM cases WHERE id = $1`, [made.id]),
      ),
    ).toHaveLength(1);
  });

  it('is not another organisation’s, by number, by address or by what was typed', async () => {
    const found = (world: World, q: string) =>
      unguarded.within(world.organisationId, async (manager) =>
        (await searchCases(manager, world.organisationId, { q }, now)).cases.map(({ id }) => id),
      );
    for (const q of [made.number, `sample.invalid/${made.number}`, `hxxp://sample.invalid/${made.number}`]) {
      expect(await found(mine, q)).toEqual([made.id]);
      expect(await found(other, q)).toEqual([]);
    }
    expect(
      await unguarded.within(other.organisationId, (manager) =>
        caseSummary(manager, other.organisationId, made.id, now),
      ),
    ).toBeUndefined();
  });

  it('shows neither its page nor its referrals to another organisation', async () => {
    await expect(pageFor(other)).rejects.toMatchObject({ statusCode: 404 });
    const referralsFor = (world: World) =>
      unguarded.within(world.organisationId, (manager) =>
        readReferrals(manager, world.organisationId, { caseId: made.id }),
      );
    expect(await referralsFor(mine)).toHaveLength(1);
    expect(await referralsFor(other)).toEqual([]);
  });

  it('shows its own organisation nothing that hangs on it but is another’s', async () => {
    const before = await pageFor(mine);
    const marked = 'http://other.invalid/marked';
    const otherAccount = await makeAccount(test, other);
    const otherMedia = await makeMedia(test, other);
    await test.asOwner(
      `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step, media_id)
       VALUES ($1, $2, $3, 'embedded', $4, $4, 'done', $5)`,
      [newId(), other.organisationId, made.id, marked, otherMedia],
    );
    await test.asOwner(
      `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised)
       VALUES ($1, $2, $3, 2, $4, $4)`,
      [newRandomId(), other.organisationId, made.reportId, marked],
    );
    await test.asOwner(
      `INSERT INTO messages (id, organisation_id, report_id, direction, sealed_text, written_at)
       VALUES ($1, $2, $3, 'from-reporter', '\\x01', date_trunc('minute', now()))`,
      [newRandomId(), other.organisationId, made.reportId],
    );
    await test.asOwner(
      `INSERT INTO fetch_records (id, organisation_id, content_item_id, purpose, started_at, ended_at, outcome, record)
       VALUES ($1, $2, $3, 'retrieve', now(), now(), 'fetched', '{}')`,
      [newId(), other.organisationId, made.sourceItemId],
    );
    await test.asOwner(
      `INSERT INTO acknowledgements (id, organisation_id, referral_id, kind, at) VALUES ($1, $2, $3, 'received', now())`,
      [newId(), other.organisationId, referralId],
    );
    await test.asOwner(
      `UPDATE cases SET lease_holder_id = $2, lease_expires_at = now() + interval '1 hour' WHERE id = $1`,
      [made.id, otherAccount],
    );
    const otherCase = await makeCase(test, other);
    await test.asOwner('INSERT INTO case_reports (organisation_id, case_id, report_id) VALUES ($1, $2, $3)', [
      other.organisationId,
      made.id,
      otherCase.reportId,
    ]);

    expect(await pageFor(mine)).toEqual(before);
    for (const q of [marked, otherCase.number]) {
      const { cases } = await unguarded.within(mine.organisationId, (manager) =>
        searchCases(manager, mine.organisationId, { q }, now),
      );
      expect(cases).toEqual([]);
    }
  });
});
