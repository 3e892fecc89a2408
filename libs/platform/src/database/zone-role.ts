// What a role may do, read from the catalogue, against what its zone may.
import type { DataSource } from 'typeorm';
import { SettingError } from '../config/settings.js';
import { parseGrants, PRIVILEGES, type Zone } from './privileges.js';
import { QUEUE_SCHEMA } from './roles.js';

interface HeldPrivilege {
  table: string;
  privilege: string;
  whole: boolean;
  columns: string[];
}

/** Privileges on our tables as the catalogue has them, `SELECT` or `UPDATE(link,number)`, by table. */
export async function heldTablePrivileges(
  query: <T>(sql: string, parameters: unknown[]) => Promise<T[]>,
  role: string,
): Promise<Record<string, string[]>> {
  const rows = await query<HeldPrivilege>(
    `SELECT c.relname AS table, p.privilege, has_table_privilege($1, c.oid, p.privilege) AS whole,
       CASE WHEN p.privilege IN ('DELETE', 'TRUNCATE', 'TRIGGER') THEN '{}'::text[] ELSE ARRAY(
         SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
           AND has_column_privilege($1, c.oid, a.attnum, p.privilege) ORDER BY a.attname) END AS columns
     FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')`,
    [role],
  );
  const held: Record<string, string[]> = {};
  for (const { table, privilege, whole, columns } of rows) {
    if (whole) (held[table] ??= []).push(privilege);
    else if (columns.length > 0) (held[table] ??= []).push(`${privilege}(${columns.join(',')})`);
  }
  return held;
}

/** The same form, from the table of privileges. */
export function allowedTablePrivileges(zone: Zone): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(PRIVILEGES[zone].tables).map(([table, short]) => [
      table,
      parseGrants(short).map(({ privilege, columns }) =>
        columns ? `${privilege}(${[...columns].sort().join(',')})` : privilege,
      ),
    ]),
  );
}

/** Schemas that are neither PostgreSQL's own nor of temporary objects. */
const OUR_SCHEMA = `n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`;
/** What an extension brings is the operator's. */
const NOT_OF_EXTENSION = (oid: string) =>
  `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = ${oid} AND d.deptype = 'e')`;

interface HeldObject {
  kind: 'database' | 'schema' | 'function' | 'sequence' | 'table';
  schema: string;
  name: string;
  privilege: string;
}

/** Privileges on everything but the tables of `public`, and of these on whole tables. */
const HELD_OBJECTS = `
  SELECT 'database' AS kind, '' AS schema, current_database()::text AS name, p.privilege
    FROM unnest(ARRAY['CREATE', 'TEMPORARY']) AS p (privilege)
    WHERE has_database_privilege($1, current_database(), p.privilege)
  UNION ALL
  SELECT 'schema', n.nspname, n.nspname, p.privilege
    FROM pg_namespace n CROSS JOIN unnest(ARRAY['USAGE', 'CREATE']) AS p (privilege)
    WHERE ${OUR_SCHEMA} AND ${NOT_OF_EXTENSION('n.oid')} AND has_schema_privilege($1, n.oid, p.privilege)
  UNION ALL
  SELECT DISTINCT 'function', n.nspname, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || f.proname, 'EXECUTE'
    FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
    WHERE ${OUR_SCHEMA} AND ${NOT_OF_EXTENSION('f.oid')} AND has_schema_privilege($1, n.oid, 'USAGE')
      AND has_function_privilege($1, f.oid, 'EXECUTE')
  UNION ALL
  SELECT 'sequence', n.nspname, n.nspname || '.' || c.relname, p.privilege
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) AS p (privilege)
    WHERE ${OUR_SCHEMA} AND ${NOT_OF_EXTENSION('c.oid')} AND CASE WHEN c.relkind = 'S'
      THEN has_sequence_privilege($1, c.oid, p.privilege) ELSE false END
  UNION ALL
  SELECT 'table', n.nspname, n.nspname || '.' || c.relname, p.privilege
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
    WHERE ${OUR_SCHEMA} AND n.nspname <> 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND ${NOT_OF_EXTENSION('c.oid')} AND CASE WHEN p.privilege IN ('DELETE', 'TRUNCATE', 'TRIGGER')
        THEN has_table_privilege($1, c.oid, p.privilege)
        ELSE has_table_privilege($1, c.oid, p.privilege) OR has_any_column_privilege($1, c.oid, p.privilege) END`;

/** What a zone that uses the queue may do in its schema. */
const IN_THE_QUEUE: Readonly<Record<HeldObject['kind'], readonly string[]>> = {
  database: [],
  schema: ['USAGE'],
  function: ['EXECUTE'],
  sequence: ['USAGE', 'SELECT', 'UPDATE'],
  table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
};

function mayHold(zone: Zone, { kind, schema, name, privilege }: HeldObject): boolean {
  const { functions, schemas, queue, temporary } = PRIVILEGES[zone];
  if (queue && schema === QUEUE_SCHEMA) return IN_THE_QUEUE[kind].includes(privilege);
  if (kind === 'database') return privilege === 'TEMPORARY' && temporary;
  if (kind === 'schema') return privilege === 'USAGE' && schemas.includes(name);
  return kind === 'function' && functions.includes(name);
}

/** What the connected role can do beyond its zone, in words; empty when nothing. */
export async function excessOfRole(dataSource: DataSource, zone: Zone): Promise<string[]> {
  const query = <T>(sql: string, parameters: unknown[]): Promise<T[]> => dataSource.query(sql, parameters);
  const [role] = await query<{
    name: string;
    rolsuper: boolean;
    rolcreaterole: boolean;
    rolcreatedb: boolean;
    rolbypassrls: boolean;
    rolreplication: boolean;
    owns: boolean;
    memberships: number;
  }>(
    `SELECT r.rolname AS name, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls, r.rolreplication,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relowner = r.oid AND ${OUR_SCHEMA})
         OR EXISTS (SELECT 1 FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE f.proowner = r.oid AND ${OUR_SCHEMA})
         OR EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspowner = r.oid AND ${OUR_SCHEMA})
         OR EXISTS (SELECT 1 FROM pg_database d WHERE d.datdba = r.oid AND d.datname = current_database()) AS owns,
       (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
     FROM pg_roles r WHERE r.rolname = current_user`,
    [],
  );
  if (role === undefined) return ['is not known to the database'];
  const excess: string[] = [];
  if (role.rolsuper) excess.push('is a superuser');
  if (role.rolcreaterole) excess.push('may make roles');
  if (role.rolcreatedb) excess.push('may make databases');
  if (role.rolbypassrls) excess.push('passes the guard of rows');
  if (role.rolreplication) excess.push('may replicate');
  if (role.owns) excess.push('owns tables, functions, schemas or the database');
  if (role.memberships > 0) excess.push('is a member of other roles');
  const allowed = allowedTablePrivileges(zone);
  for (const [table, privileges] of Object.entries(await heldTablePrivileges(query, role.name))) {
    const more = privileges.filter((one) => !(allowed[table] ?? []).includes(one));
    if (more.length > 0) excess.push(`holds ${more.join(', ')} on ${table}`);
  }
  for (const held of await query<HeldObject>(HELD_OBJECTS, [role.name])) {
    if (!mayHold(zone, held)) excess.push(`holds ${held.privilege} on the ${held.kind} ${held.name}`);
  }
  return excess;
}

/**
 * Refuses to go on under a role that can do more than its zone.
 * @throws SettingError naming the variable and the first of what is too much
 */
export async function assertZoneRole(dataSource: DataSource, zone: Zone, variable: string): Promise<void> {
  const [first, ...rest] = await excessOfRole(dataSource, zone);
  if (first === undefined) return;
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : '';
  throw new SettingError(
    variable,
    `its role ${first}${more}; run \`db roles\` and use the role made for the ${zone}`,
  );
}
