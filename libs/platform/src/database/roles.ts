// Makes the zones' roles and grants them exactly what `privileges.ts` says.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { PRIVILEGES, ZONES, parseGrants, type Zone } from './privileges.js';
import { beginTurn } from './turns.js';

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const DATABASE_SCHEMAS = ['public', 'portal_api', 'triage_api', 'console_api', 'exchange_api', 'turns'];
export const QUEUE_SCHEMA = 'bullmq';

/**
 * What takes advisory locks: BullMQ on PostgreSQL cannot do without, and whoever may take them can keep others from theirs.
 * A superuser takes them from everybody when the server is set up, as no ordinary owner can; elsewhere these grants add
 * nothing.
 */
export const ADVISORY_LOCK_FUNCTIONS: readonly string[] = [
  'pg_advisory_lock',
  'pg_advisory_lock_shared',
  'pg_try_advisory_lock',
  'pg_try_advisory_lock_shared',
  'pg_advisory_xact_lock',
  'pg_advisory_xact_lock_shared',
  'pg_try_advisory_xact_lock',
  'pg_try_advisory_xact_lock_shared',
].flatMap((name) => [`${name}(bigint)`, `${name}(integer, integer)`]);

/** The statements that leave a role with its zone's privileges and nothing else. */
export function grantStatements(zone: Zone, role: string, database: string): string[] {
  const { tables, functions, schemas, queue, temporary } = PRIVILEGES[zone];
  const to = quote(role);
  const statements = [
    `REVOKE ALL ON DATABASE ${quote(database)} FROM ${to}`,
    `GRANT CONNECT ON DATABASE ${quote(database)} TO ${to}`,
  ];
  for (const schema of [...DATABASE_SCHEMAS, QUEUE_SCHEMA]) {
    statements.push(
      `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${to}`,
      `REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schema} FROM ${to}`,
      `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${schema} FROM ${to}`,
      `REVOKE ALL ON SCHEMA ${schema} FROM ${to}`,
    );
  }
  for (const schema of schemas) statements.push(`GRANT USAGE ON SCHEMA ${schema} TO ${to}`);
  for (const [table, short] of Object.entries(tables)) {
    for (const { privilege, columns } of parseGrants(short)) {
      statements.push(
        `GRANT ${privilege}${columns ? ` (${columns.join(', ')})` : ''} ON public.${table} TO ${to}`,
      );
    }
  }
  for (const name of functions) statements.push(`GRANT EXECUTE ON FUNCTION ${name} TO ${to}`);
  if (temporary) statements.push(`GRANT TEMPORARY ON DATABASE ${quote(database)} TO ${to}`);
  if (queue) {
    statements.push(
      `GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${to}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${to}`,
      `GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${to}`,
      `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${to}`,
      `GRANT EXECUTE ON FUNCTION ${ADVISORY_LOCK_FUNCTIONS.join(', ')} TO ${to}`,
    );
  }
  return statements;
}

/** Taken from everybody, before anyone is granted anything. */
export function publicRevocations(database: string): string[] {
  return [
    `REVOKE ALL ON DATABASE ${quote(database)} FROM PUBLIC`,
    `REVOKE ALL ON SCHEMA public FROM PUBLIC`,
    ...[...DATABASE_SCHEMAS, QUEUE_SCHEMA].map(
      (schema) => `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${schema} FROM PUBLIC`,
    ),
  ];
}

export interface ZoneRole {
  readonly zone: Zone;
  readonly role: string;
  readonly password: string;
}

/** The SQL for somebody who may make roles, where the owner may not. */
export function roleScript(roles: readonly ZoneRole[], database: string): string {
  return [
    ...roles.map(
      ({ role, password }) =>
        `CREATE ROLE ${quote(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT PASSWORD ${literal(password)}`,
    ),
    ...publicRevocations(database),
    ...roles.flatMap(({ zone, role }) => grantStatements(zone, role, database)),
  ]
    .map((statement) => `${statement};`)
    .join('\n');
}

export class RolesRefusedError extends Error {
  constructor(readonly script: string) {
    super(
      'The owner of the database may not make roles. Run the printed SQL as someone who may, then run `db roles` again.',
    );
    this.name = 'RolesRefusedError';
  }
}

/**
 * Makes or updates the four roles and their grants in the database of `ownerUrl`.
 * @param given addresses that the operator has set already; their role and password are kept
 * @returns an address a zone
 * @throws RolesRefusedError with the SQL to run, when the owner may not make roles
 */
export async function ensureRoles(
  ownerUrl: string,
  given: Partial<Record<Zone, string>> = {},
): Promise<Record<Zone, string>> {
  const owner = new URL(ownerUrl);
  const database = decodeURIComponent(owner.pathname.slice(1));
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  const roles = ZONES.map((zone): ZoneRole => {
    const url = given[zone] === undefined ? undefined : new URL(given[zone]);
    return {
      zone,
      role: url ? decodeURIComponent(url.username) : `${database}_${zone}`,
      password: url ? decodeURIComponent(url.password) : randomBytes(24).toString('base64url'),
    };
  });
  try {
    await beginTurn(client, 'roles');
    for (const { role, password } of roles) {
      const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      try {
        await client.query('SAVEPOINT making');
        await client.query(
          `${known.rowCount ? 'ALTER' : 'CREATE'} ROLE ${quote(role)} LOGIN PASSWORD ${literal(password)}`,
        );
      } catch (error) {
        if ((error as { code?: string }).code !== '42501') throw error;
        await client.query('ROLLBACK TO making');
        // A role that is there and whose address was given needs no change; anything else needs somebody else.
        if (!known.rowCount || given[roles.find((one) => one.role === role)!.zone] === undefined) {
          await client.query('ROLLBACK');
          throw new RolesRefusedError(roleScript(roles, database));
        }
      }
    }
    for (const statement of publicRevocations(database)) await client.query(statement);
    for (const { zone, role } of roles) {
      for (const statement of grantStatements(zone, role, database)) await client.query(statement);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  const addresses = roles.map(({ zone, role, password }) => {
    const url = new URL(ownerUrl);
    url.username = encodeURIComponent(role);
    url.password = encodeURIComponent(password);
    return [zone, given[zone] ?? url.toString()] as const;
  });
  return Object.fromEntries(addresses) as Record<Zone, string>;
}
