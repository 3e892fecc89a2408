import { Client } from 'pg';
import {
  allowedTablePrivileges,
  assertZoneRole,
  createDataSource,
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
       WHERE n.nspname IN ('public', 'portal_api', 'triage_api', 'console_api')
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

  it('fixes the search path of every function that runs as its owner', async () => {
    const open = await database.asOwner(
      `SELECT p.oid::regprocedure::text AS function FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname IN ('public', 'portal_api', 'triage_api', 'console_api') AND p.prosecdef
         AND NOT coalesce(p.proconfig::text LIKE '%search_path=pg_catalog%', false)`,
    );
    expect(open).toEqual([]);
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
