// A role of our own on a server, for tests to make their databases and roles with; all of it goes afterwards.
import { randomBytes } from 'node:crypto';
import { SetupError } from './output.mjs';

/** Creates the role. Names that begin with `prefix` belong to this run. */
export async function createTestRole(serverUrl) {
  const prefix = `manara_test_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  await withClient(serverUrl, async (client) => {
    try {
      await client.query(
        `CREATE ROLE ${prefix} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD '${password}'`,
      );
    } catch (error) {
      throw new SetupError(
        `the role of DATABASE_URL cannot make test roles (${error.message}); give it CREATEROLE`,
      );
    }
    // On PostgreSQL 16 and newer only a member may drop what the role owns.
    await client.query(`GRANT ${prefix} TO CURRENT_USER`);
  });
  const url = new URL(serverUrl);
  url.username = prefix;
  url.password = password;
  url.pathname = '/postgres';
  return { prefix, url: url.href, drop: () => dropAll(serverUrl, url.href, prefix) };
}

/** Drops the databases and roles of the run, the tests' own leftovers included. */
async function dropAll(serverUrl, roleUrl, prefix) {
  // What the tests made belongs to the role of the run; on PostgreSQL 16 and newer nobody else may drop its roles.
  await withClient(roleUrl, async (client) => {
    const databases = await client.query('SELECT datname AS name FROM pg_database WHERE datname LIKE $1', [
      `${prefix}%`,
    ]);
    for (const { name } of databases.rows) {
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
    }
    const roles = await client.query('SELECT rolname AS name FROM pg_roles WHERE rolname LIKE $1', [
      `${prefix}_%`,
    ]);
    for (const { name } of roles.rows) {
      if (name !== prefix) await client.query(`DROP ROLE IF EXISTS ${client.escapeIdentifier(name)}`);
    }
  });
  await withClient(serverUrl, (client) => client.query(`DROP ROLE IF EXISTS ${prefix}`));
}

async function withClient(serverUrl, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: serverUrl });
  try {
    await client.connect();
  } catch (error) {
    const { host } = new URL(serverUrl);
    throw new SetupError(
      `cannot connect to the PostgreSQL at ${host} (${error.code ?? error.message}); check DATABASE_URL`,
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
