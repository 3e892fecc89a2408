import { randomBytes, randomUUID } from 'node:crypto';
import { createLogger, KeyRing, newBoxKeyPair, sealedBoxReady } from '#libs/platform';
import { hashReceipt, IntakeService, PortalApi, readSubmission, SubmissionMark } from '#libs/reports';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeOrganisation, testRing, type World } from '../../../test/support/review-world.js';
import { createHandlers } from './handlers.js';
import type { PipelineContext } from './step-context.js';

const VERSION_7 = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/gi;
/** A time with what is below the minute, as PostgreSQL writes it in JSON. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:(\d\d(?:\.\d+)?)/g;

/** When a UUIDv7 says that it was made, in milliseconds. @see RFC 9562 section 5.7 */
const madeAt = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('what is in the database because of a report', () => {
  const keys = new KeyRing([randomBytes(32)]);
  let test: TestDatabase;
  let owner: World;
  let partner: World;
  let intake: (reportId: string) => Promise<unknown>;
  let api: PortalApi;

  beforeAll(async () => {
    await sealedBoxReady;
    test = await createTestDatabase();
    const context = {
      database: await test.open('triage'),
      ring: testRing,
      logger: createLogger('test', 'silent'),
    } as Partial<PipelineContext> as PipelineContext;
    const handlers = createHandlers(context, {} as never, {} as never);
    owner = await makeOrganisation(test);
    partner = await makeOrganisation(test, { isDemonstration: false });
    intake = (reportId) => handlers.intake({ organisationId: partner.organisationId, reportId });
    await test.asOwner(`UPDATE portals SET triaging_organisation_id = $2 WHERE id = $1`, [
      owner.portalId,
      partner.organisationId,
    ]);
    await test.asOwner('UPDATE organisation_keys SET public_key = $1', [
      Buffer.from(newBoxKeyPair().publicKey),
    ]);
    api = new PortalApi(await test.open('portal'));
  });
  afterAll(() => test.drop());

  /** Sends a report as the portal does. @returns its row and its receipt */
  async function report(given: Record<string, unknown>, more: { inFlood?: boolean } = {}) {
    const portal = (await api.portals()).find(({ id }) => id === owner.portalId)!;
    const { receipt } = await new IntakeService(api, keys).submit(
      portal,
      readSubmission(given, new Date()).submission!,
      new SubmissionMark('form', randomUUID()),
      'en',
      more,
    );
    const [row] = await test.asOwner<{ id: string; waits: number; relayedAt: number }>(
      `SELECT r.id, extract(epoch FROM r.intake_due_at - r.received_at)::int AS waits,
         extract(epoch FROM o.not_before - r.received_at)::int AS "relayedAt"
       FROM reports r JOIN receipts c ON c.report_id = r.id JOIN outbox o ON o.job_key = 'intake-' || r.id
       WHERE c.lookup = $1`,
      [receipt.lookup],
    );
    return { ...row!, receipt };
  }

  /** Every row of every table, as text. */
  async function everything(): Promise<Map<string, Set<string>>> {
    const tables = await test.asOwner<{ name: string }>(
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const rows = new Map<string, Set<string>>();
    for (const { name } of tables) {
      const found = await test.asOwner<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
      rows.set(name, new Set(found.map(({ row }) => row)));
    }
    return rows;
  }

  it('tells the minute of its arrival and no second, in no column and no identifier of any table', async () => {
    const before = await everything();
    const known = new Set(
      [...before.values()].flatMap((rows) => [...rows].flatMap((row) => row.match(VERSION_7) ?? [])),
    );
    const address = 'http://pictures.example/one';
    const first = await report({ urls: [address], comment: 'there', contactEmail: 'someone@example.org' });
    await intake(first.id);
    await test.asOwner(`UPDATE cases SET state = 'closed', closed_at = date_trunc('minute', now())`);
    for (const given of [
      { urls: [address], kind: 'grooming', childInDanger: true },
      { place: 'A schoolyard', kind: 'self-report' },
      { urls: ['http://pictures.example/two', 'http://other.example/'], kind: 'child-concern' },
    ]) {
      await intake((await report(given)).id);
    }
    await intake((await report({ urls: ['http://pictures.example/three'] }, { inFlood: true })).id);
    await api.forgetContact(first.receipt.lookup, hashReceipt(keys, first.receipt));

    const tables: string[] = [];
    const telling: string[] = [];
    for (const [table, rows] of await everything()) {
      for (const row of rows) {
        if (before.get(table)!.has(row)) continue;
        tables.push(table.replace('public.', ''));
        for (const [time, seconds] of row.matchAll(TIME)) {
          if (Number(seconds) !== 0) telling.push(`${table}: ${time} in ${row}`);
        }
        for (const id of row.match(VERSION_7) ?? []) {
          if (!known.has(id) && madeAt(id) % 60_000 !== 0) telling.push(`${table}: ${id} in ${row}`);
        }
      }
    }
    expect(telling).toEqual([]);
    // All that intake writes was there to be found.
    expect([...new Set(tables)]).toEqual(
      expect.arrayContaining([
        'reports', 'report_addresses', 'receipts', 'submissions', 'outbox', 'deletion_ledger', 'cases', 'case_reports',
        'content_items', 'safeguarding_copies', 'audit_events',
      ]),
    ); // prettier-ignore
    const acts = await test.asOwner<{ act: string }>('SELECT DISTINCT act FROM audit_events ORDER BY act');
    expect(acts.map(({ act }) => act)).toEqual([
      'case.opened',
      'case.reopened',
      'report.attached',
      'safeguarding.copied',
    ]);
  });

  it('follows from the minute alone: triage begins at the next, or as many later as the organisation says', async () => {
    const policy = async (given: object, isDemonstration = false) => {
      await test.asOwner('UPDATE organisations SET policy = $2, is_demonstration = $3 WHERE id = $1', [
        partner.organisationId,
        given,
        isDemonstration,
      ]);
      const { waits, relayedAt } = await report({ place: 'A schoolyard' });
      expect(relayedAt).toBe(waits);
      return waits;
    };
    expect(await policy({})).toBe(60);
    expect(await policy({ intake: { delayMinutes: 5 } })).toBe(300);
    expect(await policy({ intake: { delayMinutes: 0 } })).toBe(0);
    expect(await policy({ intake: { delayMinutes: 'soon' } })).toBe(60);
    expect(await policy({}, true)).toBe(0);
  });
});
