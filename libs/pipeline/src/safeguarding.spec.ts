import { createLogger, newRandomId, type Database } from '#libs/platform';
import { listSafeguardingCopies, takeSafeguardingCopy } from '#libs/referrals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeAccount, makeOrganisation, testRing, type World } from '../../../test/support/review-world.js';
import { createHandlers } from './handlers.js';
import type { PipelineContext } from './step-context.js';

describe('a report to a portal that a partner triages', () => {
  let test: TestDatabase;
  let owner: World;
  let partner: World;
  let consoleDatabase: Database;
  let intake: (reportId: string, organisationId?: string) => Promise<unknown>;

  beforeAll(async () => {
    test = await createTestDatabase();
    const context = {
      database: await test.open('triage'),
      ring: testRing,
      logger: createLogger('test', 'silent'),
    } as Partial<PipelineContext> as PipelineContext;
    const handlers = createHandlers(context, {} as never, {} as never);
    intake = (reportId, organisationId = partner.organisationId) =>
      handlers.intake({ organisationId, reportId });
    consoleDatabase = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    [owner, partner] = [await makeOrganisation(test), await makeOrganisation(test)];
    await test.asOwner(`UPDATE portals SET triaging_organisation_id = $2 WHERE id = $1`, [
      owner.portalId,
      partner.organisationId,
    ]);
  });

  const report = async (more: { danger?: boolean; kind?: string; to?: World; by?: World } = {}) => {
    const { to = owner, by = partner } = more;
    const id = newRandomId();
    await test.asOwner(
      `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
         received_at, child_in_danger, is_self_report)
       VALUES ($1, $2, $3, $4, $5, 'en', $7, date_trunc('minute', now()), $6, $7 IN ('self-report', 'threatened'))`,
      [
        id,
        by.organisationId,
        to.organisationId,
        to.portalId,
        by.keyId,
        more.danger ?? false,
        more.kind ?? 'website',
      ],
    );
    await test.asOwner(
      `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised)
       VALUES ($1, $2, $3, 1, 'example.org', 'https://example.org/')`,
      [newRandomId(), by.organisationId, id],
    );
    return id;
  };
  const copiesOf = ({ organisationId }: World) =>
    consoleDatabase.within(organisationId, (manager) => listSafeguardingCopies(manager, organisationId));

  it('of a child in danger is copied to the owner as it comes in, before anybody has assessed it', async () => {
    await intake(await report({ danger: true }));
    expect(await copiesOf(owner)).toMatchObject([
      {
        reason: 'danger',
        portal: owner.code.toLowerCase(),
        caseNumber: expect.stringMatching(new RegExp(`^${partner.code}-`)),
        addresses: ['https://example.org/'],
        triagedBy: partner.code,
        seenAt: null,
      },
    ]);
    expect(await copiesOf(partner)).toEqual([]);
    expect(
      await test.asOwner(
        `SELECT organisation_id FROM audit_events WHERE act = 'safeguarding.copied' ORDER BY 1`,
      ),
    ).toHaveLength(2);
  });

  it('is copied once for each reason, however often it is taken in and whoever else reports the same', async () => {
    const id = await report({ danger: true, kind: 'self-report' });
    await Promise.all([intake(id), intake(id)]);
    await intake(id);
    await intake(await report({ danger: true }));
    expect((await copiesOf(owner)).map(({ reason }) => reason).toSorted()).toEqual(['danger', 'self-report']);
  });

  it.each(['self-report', 'threatened', 'child-concern'])(
    'by one of those concerned, as %s, is copied with that reason, in danger or not',
    async (kind) => {
      await intake(await report({ kind }));
      expect((await copiesOf(owner)).map(({ reason }) => reason)).toEqual([kind]);
    },
  );

  it('is copied again when it says so after the case was closed and opened anew', async () => {
    await intake(await report({ danger: true }));
    const [copy] = await copiesOf(owner);
    await consoleDatabase.within(owner.organisationId, async (manager) =>
      takeSafeguardingCopy(manager, owner.organisationId, copy!.id, {
        kind: 'staff',
        id: await makeAccount(test, owner),
      }),
    );
    await test.asOwner(`UPDATE cases SET state = 'closed', closed_at = now() WHERE organisation_id = $1`, [
      partner.organisationId,
    ]);
    await intake(await report());
    expect(await copiesOf(owner)).toHaveLength(1);
    await intake(await report({ danger: true }));
    expect((await copiesOf(owner)).map(({ seenAt }) => seenAt === null)).toEqual([true, false]);
  });

  it('makes up for what was not copied of its case before', async () => {
    await intake(await report({ danger: true, kind: 'child-concern' }));
    await test.asOwner(`DELETE FROM safeguarding_copies WHERE organisation_id = $1`, [owner.organisationId]);
    await intake(await report());
    expect((await copiesOf(owner)).map(({ reason }) => reason).toSorted()).toEqual([
      'child-concern',
      'danger',
    ]);
  });

  it('of anything else stays with the partner, and so does what its own portal takes in', async () => {
    await intake(await report());
    await intake(await report({ danger: true, to: partner }));
    expect([await copiesOf(owner), await copiesOf(partner)]).toEqual([[], []]);
  });

  it('is taken on by one person, and forgets its addresses with the report', async () => {
    await intake(await report({ kind: 'self-report' }));
    const [first, second] = [await makeAccount(test, owner), await makeAccount(test, owner)];
    const [copy] = await copiesOf(owner);
    const take = (world: World, id: string) =>
      consoleDatabase.within(world.organisationId, (manager) =>
        takeSafeguardingCopy(manager, world.organisationId, copy!.id, { kind: 'staff', id }),
      );
    await expect(take(partner, await makeAccount(test, partner))).rejects.toMatchObject({
      code: 'not-found',
    });
    await take(owner, first);
    await take(owner, second);
    const [taken] = await copiesOf(owner);
    expect(taken).toMatchObject({ seenBy: `Person ${first.slice(-4)}`, seenAt: expect.any(Date) });
    await test.asOwner(`DELETE FROM report_addresses WHERE organisation_id = $1`, [partner.organisationId]);
    expect((await copiesOf(owner))[0]!.addresses).toEqual([]);
  });
});
