// The public zone cannot keep anybody from what one may do at a time: whoever takes its role over may take advisory locks
// where the server was not told otherwise, and nothing of ours asks for one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { attachReport } from '#libs/cases';
import { SignInService } from '#libs/identity';
import { type Database, migrate, newRandomId, takeTurn, tryTurn } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from './support/database.js';
import { importCsv } from './support/pipeline-parts.js';
import { HandClock, makeOrganisation, testRing, type World } from './support/review-world.js';
import { until } from './support/waiting.js';

const ADDRESS = 'http://kept.example/';
const LIST = 'Kept list';

describe('turns', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let hotline: World;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
    hotline = await makeOrganisation(test);
  });
  afterAll(() => test.drop());

  async function report(): Promise<string> {
    const id = newRandomId();
    await test.asOwner(
      `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind, received_at)
       VALUES ($1, $2, $2, $3, $4, 'en', 'picture', date_trunc('minute', now()))`,
      [id, hotline.organisationId, hotline.portalId, hotline.keyId],
    );
    await test.asOwner(
      `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised) VALUES ($1, $2, $3, 1, $4, $4)`,
      [newRandomId(), hotline.organisationId, id, ADDRESS],
    );
    return id;
  }

  it('are asked for by no advisory lock in any source', () => {
    const sources = ['apps', 'libs'].flatMap((root) =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    expect(sources.length).toBeGreaterThan(200);
    const asking = sources.filter((path) =>
      /SELECT[^`']*pg_(try_)?advisory_/i.test(readFileSync(path, 'utf8')),
    );
    expect(asking).toEqual([]);
  });

  it('go on while the public role holds every advisory lock that it can guess', async () => {
    const portal = new Client({ connectionString: test.urls.portal });
    await portal.connect();
    try {
      const { organisationId, portalId } = hotline;
      const guesses = [
        'manara migrations',
        'manara roles',
        'migrations',
        'roles',
        `case ${organisationId} ${portalId} ${ADDRESS}`,
        `manara list ${organisationId} ${LIST}`,
        `triage list ${organisationId} ${LIST}`,
        `list ${organisationId} ${LIST}`,
        organisationId,
        portalId,
      ];
      for (const guess of guesses) {
        await portal.query(
          'SELECT pg_advisory_lock(hashtextextended($1, 0)), pg_advisory_lock(hashtext($1))',
          [guess],
        );
      }
      await portal.query('SELECT pg_advisory_lock(n) FROM generate_series(-500, 500) n');

      const reports = [await report(), await report()];
      const cases = await Promise.all(
        reports.map((id) =>
          triage.within(organisationId, (manager) => attachReport(manager, organisationId, id)),
        ),
      );
      expect(cases[0]).toHaveLength(1);
      expect(cases[1]).toEqual(cases[0]);

      await importCsv(triage, organisationId, LIST, `sha256\n${'ab'.repeat(32)}\n`);
      expect(
        await test.asOwner(`SELECT 1 FROM hash_lists WHERE name = $1 AND live_version = 1`, [LIST]),
      ).toHaveLength(1);

      const signIn = new SignInService(console_, testRing, new HandClock(), true);
      await expect(signIn.signIn({ email: 'nobody@example.org', password: 'wrong' })).rejects.toMatchObject({
        code: 'sign-in-refused',
      });
    } finally {
      await portal.end();
    }
  });

  it('of migrations go on too', async () => {
    const portal = new Client({ connectionString: test.urls.portal });
    await portal.connect();
    try {
      await portal.query(`SELECT pg_advisory_lock(hashtext('manara migrations'))`);
      expect(await migrate(test.ownerUrl)).toEqual([]);
    } finally {
      await portal.end();
    }
  });

  it('cannot be taken, or looked at, by the public role, nor by a zone under the name of another', async () => {
    const portal = await test.open('portal');
    for (const statement of [
      `INSERT INTO turns.taken (name) VALUES ('triage list')`,
      `SELECT * FROM turns.taken`,
      `DELETE FROM turns.taken`,
      `SELECT console_api.take_turn('x')`,
      `SELECT triage_api.take_turn('x')`,
      `SELECT 1 FROM public.case_counters FOR UPDATE`,
    ]) {
      await expect(portal.dataSource.query(statement)).rejects.toMatchObject({
        driverError: { code: '42501' },
      });
    }
    await expect(triage.dataSource.query(`SELECT console_api.take_turn('x')`)).rejects.toMatchObject({
      driverError: { code: '42501' },
    });
    await console_.within([], async (manager) => {
      await takeTurn(manager, 'console', 'x');
      await triage.within([], async (other) => expect(await tryTurn(other, 'triage', 'x')).toBe(true));
    });
  });

  it('are held until the transaction ends, by one at a time, and leave nothing behind', async () => {
    const order: string[] = [];
    let second: Promise<void> | undefined;
    await triage.within([], async (manager) => {
      await takeTurn(manager, 'triage', 'one');
      await triage.within([], async (other) => {
        expect(await tryTurn(other, 'triage', 'one')).toBe(false);
        expect(await tryTurn(other, 'triage', 'two')).toBe(true);
      });
      second = triage.within([], async (other) => {
        await takeTurn(other, 'triage', 'one');
        order.push('second');
      });
      await until('the second waits', async () => {
        const rows = await test.asOwner(
          `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
           WHERE NOT l.granted AND a.datname = current_database()`,
        );
        return rows.length > 0;
      });
      order.push('first');
    });
    await second;
    expect(order).toEqual(['first', 'second']);
    expect(await test.asOwner(`SELECT * FROM turns.taken`)).toEqual([]);
  });
});
