// What a role may do, read from the catalogue, against what its zone may.
import type { DataSource } from 'typeorm';
import { SettingError } from '../config/settings.js';
import { parseGrants, PRIVILEGES, type Zone } from './privileges.js';

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
       CASE WHEN p.privilege IN ('DELETE', 'TRUNCATE') THEN '{}'::text[] ELSE ARRAY(
         SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
           AND has_column_privilege($1, c.oid, a.attnum, p.privilege) ORDER BY a.attname) END AS columns
     FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p (privilege)
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

/** What the connected role can do beyond its zone, in words; empty when nothing. */
export async function excessOfRole(dataSource: DataSource, zone: Zone): Promise<string[]> {
  const query = <T>(sql: string, parameters: unknown[]): Promise<T[]> => dataSource.query(sql, parameters);
  const [role] = await query<{
    name: string;
    rolsuper: boolean;
    rolcreaterole: boolean;
    rolcreatedb: boolean;
    rolbypassrls: boolean;
    owns: boolean;
    memberships: number;
  }>(
    `SELECT r.rolname AS name, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace) AS owns,
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
  if (role.owns) excess.push('owns tables');
  if (role.memberships > 0) excess.push('is a member of other roles');
  const allowed = allowedTablePrivileges(zone);
  for (const [table, privileges] of Object.entries(await heldTablePrivileges(query, role.name))) {
    const more = privileges.filter((one) => !(allowed[table] ?? []).includes(one));
    if (more.length > 0) excess.push(`holds ${more.join(', ')} on ${table}`);
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
