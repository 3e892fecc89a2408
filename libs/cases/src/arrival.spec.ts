// What becomes of reports that came in a flood, or from a trusted reporter.
import { newRandomId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeOrganisation, type World } from '../../../test/support/review-world.js';
import { attachReport } from './attach-report.js';

describe('a report that comes in', () => {
  let test: TestDatabase;
  let triage: Database;
  let hotline: World;
  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    hotline = await makeOrganisation(test);
  });
  afterAll(() => test.drop());

  /** Writes a report as the portal's function does, and takes it in. */
  async function arrive(
    reported: readonly (string | null)[],
    more: { inFlood?: boolean; childInDanger?: boolean; kind?: string } = {},
  ): Promise<string[]> {
    const { organisationId, portalId, keyId } = hotline;
    const id = newRandomId();
    await test.asOwner(
      `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
         child_in_danger, arrived_in_flood, received_at)
       VALUES ($1, $2, $2, $3, $4, 'en', $5, $6, $7, date_trunc('minute', now()))`,
      [
        id,
        organisationId,
        portalId,
        keyId,
        more.kind ?? 'other',
        more.childInDanger ?? false,
        more.inFlood ?? false,
      ],
    );
    for (const [position, typed] of reported.entries()) {
      const isHash = typed?.startsWith('sha256:') ?? false;
      await test.asOwner(
        `INSERT INTO report_addresses (id, organisation_id, report_id, position, kind, as_typed, normalised)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)`,
        [
          organisationId,
          id,
          position + 1,
          isHash ? 'hash' : 'address',
          typed ?? 'a schoolyard',
          isHash ? null : typed,
        ],
      );
    }
    return triage.within(organisationId, (manager) => attachReport(manager, organisationId, id));
  }
  const itemsOf = (caseId: string | undefined) =>
    test.asOwner<{ address: string; step: string; result: string | null }>(
      `SELECT address, step, result FROM content_items WHERE case_id = $1 ORDER BY depth, address`,
      [caseId],
    );
  let counter = 0;
  const newAddress = () => `http://site-${++counter}.example/page`;

  it('shows the hashes of a trusted reporter as items that have no step to take', async () => {
    const hash = `sha256:${'ab'.repeat(32)}`;
    const address = newAddress();
    const [caseId] = await arrive([address, hash]);
    await arrive([address, hash]);
    expect(await itemsOf(caseId)).toMatchObject([
      { address, step: 'retrieve' },
      { address: hash, step: 'done', result: 'reported-hash' },
    ]);
    const [tip, ...more] = await arrive([hash]);
    expect(more).toEqual([]);
    expect((await itemsOf(tip)).map(({ result }) => result)).toEqual(['tip', 'reported-hash']);
  });

  describe('in a flood', () => {
    const floodOf = async (caseId: string | undefined) =>
      (
        await test.asOwner(`SELECT flood_cluster AS cluster, flood_place AS place FROM cases WHERE id = $1`, [
          caseId,
        ])
      )[0];

    it('opens a case of its own for each source, the further behind the more there are of one site', async () => {
      const places = [];
      for (const page of ['a', 'b', 'c']) {
        const [caseId] = await arrive([`http://www.flooded.example/${page}`], { inFlood: true });
        places.push(await floodOf(caseId));
      }
      expect(places).toEqual([0, 1, 2].map((place) => ({ cluster: 'flooded.example', place })));
    });

    it('stands with the others as soon as anybody else reports the same', async () => {
      const address = newAddress();
      const [caseId] = await arrive([address], { inFlood: true });
      await arrive([address], { inFlood: true });
      expect(await floodOf(caseId)).toMatchObject({ place: 0 });
      await arrive([address]);
      await arrive([address], { inFlood: true });
      expect(await floodOf(caseId)).toEqual({ cluster: null, place: null });
    });

    it('is gathered when it has no address, until somebody takes it up', async () => {
      const [first] = await arrive([null], { inFlood: true });
      expect(await arrive([null], { inFlood: true })).toEqual([first]);
      expect(await arrive([null])).not.toEqual([first]);
      await test.asOwner(`UPDATE cases SET state = 'in-assessment' WHERE id = $1`, [first]);
      expect(await arrive([null], { inFlood: true })).not.toEqual([first]);
    });

    it('is never gathered when it is of a child', async () => {
      const [first] = await arrive([null], { inFlood: true });
      const [danger] = await arrive([null], { inFlood: true, childInDanger: true });
      const [concern] = await arrive([null], { inFlood: true, kind: 'self-report' });
      expect(new Set([first, danger, concern]).size).toBe(3);
      expect(await arrive([null], { inFlood: true })).toEqual([first]);
    });
  });
});
