import { Client } from 'pg';
import {
  allowedTablePrivileges,
  assertZoneRole,
  createDataSource,
  excessOfRole,
  grantStatements,
  heldTablePrivileges,
  PRIVILEGES,
  ZONES,
} from '#libs/platform';
import { createTestDatabase, type TestDatabase } from './support/database.js';

describe('the roles of the four zones', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const roleOf = (zone: (typeof ZONES)[number]) => new URL(database.urls[zone]).username;

  it.each(ZONES)('%s holds exactly the table privileges of its zone', async (zone) => {
    const held = await heldTablePrivileges(
      (sql, parameters) => database.asOwner(sql, parameters),
      roleOf(zone),
    );
    expect(held).toEqual(allowedTablePrivileges(zone));
  });

  it.each(ZONES)('%s may execute exactly the functions of its zone', async (zone) => {
    const rows = await database.asOwner<{ name: string }>(
      `SELECT DISTINCT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || p.proname AS name
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname IN ('public', 'portal_api', 'triage_api', 'console_api', 'exchange_api')
         AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY 1`,
      [roleOf(zone)],
    );
    expect(rows.map((row) => row.name)).toEqual([...PRIVILEGES[zone].functions].sort());
  });

  it.each(ZONES)(
    '%s is no superuser, makes no roles or databases, passes no row guard, owns nothing',
    async (zone) => {
      const [role] = await database.asOwner(
        `SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
              (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
              (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owned
       FROM pg_roles r WHERE rolname = $1`,
        [roleOf(zone)],
      );
      expect(role).toEqual({
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolbypassrls: false,
        rolreplication: false,
        memberships: 0,
        owned: 0,
      });
    },
  );

  it.each(ZONES)('%s is taken by its program, a role that can do more is not', async (zone) => {
    const own = await database.open(zone);
    await expect(assertZoneRole(own.dataSource, zone, 'DATABASE')).resolves.toBeUndefined();
    const owner = createDataSource({ url: database.ownerUrl, program: 'test' });
    await owner.initialize();
    try {
      await expect(assertZoneRole(owner, zone, 'DATABASE')).rejects.toThrow(/^DATABASE: its role /);
    } finally {
      await owner.destroy();
    }
  });

  it.each([
    ['USAGE ON SCHEMA bullmq', 'holds USAGE on the schema bullmq'],
    ['CREATE ON SCHEMA portal_api', 'holds CREATE on the schema portal_api'],
    ['SELECT ON TABLE bullmq.TABLE', /^holds SELECT on the table bullmq\./],
    ['SELECT (name) ON TABLE turns.taken', 'holds SELECT on the table turns.taken'],
    ['TRIGGER ON TABLE outbox', 'holds TRIGGER on outbox'],
    ['USAGE ON SEQUENCE bullmq.SEQUENCE', /^holds USAGE on the sequence bullmq\./],
    ['TEMPORARY ON DATABASE', /^holds TEMPORARY on the database /],
    ['CREATE ON DATABASE', /^holds CREATE on the database /],
  ])('does not take a portal’s role that was given %s', async (given, said) => {
    const [names] = await database.asOwner<{ table: string; sequence: string }>(
      `SELECT min(relname) FILTER (WHERE relkind = 'r') AS table, min(relname) FILTER (WHERE relkind = 'S') AS sequence
       FROM pg_class WHERE relnamespace = 'bullmq'::regnamespace`,
    );
    const what = given
      .replace('bullmq.TABLE', `bullmq."${names!.table}"`)
      .replace('bullmq.SEQUENCE', `bullmq."${names!.sequence}"`)
      .replace(/DATABASE$/, `DATABASE "${database.name}"`);
    const own = await database.open('portal');
    await database.asOwner(`GRANT ${what} TO "${roleOf('portal')}"`);
    try {
      expect(await excessOfRole(own.dataSource, 'portal')).toEqual([expect.stringMatching(said)]);
      await expect(assertZoneRole(own.dataSource, 'portal', 'DATABASE')).rejects.toThrow(
        /^DATABASE: its role /,
      );
    } finally {
      await database.asOwner(`REVOKE ${what} FROM "${roleOf('portal')}"`);
    }
    expect(await excessOfRole(own.dataSource, 'portal')).toEqual([]);
  });

  it('does not take a portal’s role that may execute a function of another zone, and takes its rights back', async () => {
    const own = await database.open('portal');
    await database.asOwner(`GRANT USAGE ON SCHEMA triage_api TO "${roleOf('portal')}"`);
    await database.asOwner(`GRANT EXECUTE ON FUNCTION triage_api.due_work TO "${roleOf('portal')}"`);
    await database.asOwner(`GRANT TEMPORARY, CREATE ON DATABASE "${database.name}" TO "${roleOf('portal')}"`);
    expect((await excessOfRole(own.dataSource, 'portal')).toSorted()).toEqual([
      `holds CREATE on the database ${database.name}`,
      'holds EXECUTE on the function triage_api.due_work',
      `holds TEMPORARY on the database ${database.name}`,
      'holds USAGE on the schema triage_api',
    ]);
    for (const statement of grantStatements('portal', roleOf('portal'), database.name)) {
      await database.asOwner(statement);
    }
    expect(await excessOfRole(own.dataSource, 'portal')).toEqual([]);
  });

  it('searches temporary objects last in every function that fixes its path, and fixes it in all that run as their owner', async () => {
    const open = await database.asOwner(
      `SELECT p.oid::regprocedure::text AS function, p.proconfig FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname IN ('public', 'portal_api', 'triage_api', 'console_api', 'exchange_api') AND (p.prosecdef OR p.proconfig IS NOT NULL)
         AND NOT coalesce(p.proconfig && ARRAY['search_path=pg_catalog, pg_temp', 'search_path=pg_catalog, public, pg_temp'],
                          false)`,
    );
    expect(open).toEqual([]);
  });

  it.each(ZONES)(
    '%s makes none of its functions run a temporary object as the owner, even if it may make one',
    async (zone) => {
      const columns = await database.asOwner<{ name: string; nothing: string }>(
        `SELECT c.relname AS name, string_agg(format('CASE WHEN pg_temp.run() THEN NULL::%s END AS %I',
           format_type(a.atttypid, a.atttypmod), a.attname), ', '
           ORDER BY a.attnum) AS nothing
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.relname`,
      );
      const calls = await database.asOwner<{ call: string }>(
        `SELECT format('SELECT * FROM %s(%s)', p.oid::regproc, (SELECT string_agg(format('%L::%s', CASE t::regtype::text
           WHEN 'uuid' THEN gen_random_uuid()::text WHEN 'integer' THEN '1' WHEN 'boolean' THEN 'f' WHEN 'date' THEN '2026-01-02'
           WHEN 'jsonb' THEN '[]' ELSE 'x' END, format_type(t, NULL)), ', ')
           FROM unnest(p.proargtypes) AS t)) AS call
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname IN ('public', 'portal_api', 'triage_api', 'console_api', 'exchange_api')
           AND has_function_privilege($1, p.oid, 'EXECUTE')`,
        [roleOf(zone)],
      );
      expect(calls.length).toBeGreaterThanOrEqual(PRIVILEGES[zone].functions.length);
      await database.asOwner(`GRANT TEMPORARY ON DATABASE "${database.name}" TO "${roleOf(zone)}"`);
      const client = new Client({ connectionString: database.urls[zone] });
      await client.connect();
      try {
        await client.query(`CREATE FUNCTION pg_temp.run() RETURNS boolean LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'ran as %', current_user; END $$`);
        await client.query('GRANT EXECUTE ON FUNCTION pg_temp.run() TO PUBLIC');
        for (const { name, nothing } of columns) {
          await client.query(`CREATE TEMPORARY VIEW "${name}" AS SELECT ${nothing} WHERE pg_temp.run()`);
          await client.query(`GRANT ALL ON pg_temp."${name}" TO PUBLIC`);
        }
        const answer = (sql: string) =>
          client.query(sql).then(
            () => 'answered',
            (error: Error) => error.message,
          );
        // It stands before the real table for the role itself: the trap is set.
        expect(await answer('SELECT * FROM organisations')).toBe(`ran as ${roleOf(zone)}`);
        const ran: string[] = [];
        for (const { call } of calls) {
          if ((await answer(call)).startsWith('ran as')) ran.push(call);
        }
        expect(ran).toEqual([]);
      } finally {
        await client.end();
        if (!PRIVILEGES[zone].temporary) {
          await database.asOwner(`REVOKE TEMPORARY ON DATABASE "${database.name}" FROM "${roleOf(zone)}"`);
        }
      }
    },
  );

  it('let no program but the console make a portal, none say who owns or triages it, and none change what an organisation is', () => {
    for (const zone of ZONES) {
      const { organisations = '', portals = '' } = PRIVILEGES[zone].tables;
      const allowed = zone === 'console' ? /^SI\([a-z_,]+\)U\([a-z_,]+\)$/ : /^S?$/;
      expect([zone, portals]).toEqual([zone, expect.stringMatching(allowed)]);
      const settled =
        /\b(?:organisation_id|triaging_organisation_id|slug|is_demonstration|triage_accepted_at)\b/;
      expect(portals.replace(/^SI\([^)]*\)/, '')).not.toMatch(settled);
      expect(portals).not.toMatch(/is_demonstration|triage_accepted_at/);
      // A time that decides nothing: without any column a row cannot be locked.
      expect([zone, organisations]).toEqual([zone, expect.stringMatching(/^(?:S(?:U\(created_at\))?)?$/)]);
    }
  });

  it('guards every table of an organisation by row', async () => {
    const open = await database.asOwner(
      `SELECT c.relname FROM pg_class c
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity
         AND (c.relname = 'organisations' OR EXISTS (SELECT 1 FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped))`,
    );
    expect(open).toEqual([]);
  });

  it('shows the public zone no table, no sequence and no schema but its own, whatever it asks', async () => {
    const client = new Client({ connectionString: database.urls.portal });
    await client.connect();
    try {
      const tables = await database.asOwner<{ name: string }>(
        `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname IN ('public', 'bullmq') AND c.relkind IN ('r', 'v', 'S', 'm', 'p')`,
      );
      expect(tables.length).toBeGreaterThan(40);
      for (const { name } of tables) {
        for (const statement of [
          `SELECT * FROM ${name}`,
          `SELECT count(*) FROM ${name}`,
          `COPY ${name} TO STDOUT`,
          `DELETE FROM ${name}`,
        ]) {
          await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
        }
      }
    } finally {
      await client.end();
    }
  });
});
