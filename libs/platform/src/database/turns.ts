// Turns: who does a thing that one may do at a time. A turn is a row that is inserted and taken out again in a
// transaction: whoever inserts the same waits for the end of that. Unlike an advisory lock, which any role that may
// connect can take and keep, it needs a right on the table, which no zone has but through a function of its own.
import type { Client } from 'pg';
import type { EntityManager } from 'typeorm';

/** Where turns are taken; made before anything else, since migrations take one too. */
export const TURNS_TABLE = `CREATE SCHEMA IF NOT EXISTS turns;
  CREATE TABLE IF NOT EXISTS turns.taken (name text PRIMARY KEY)`;

/** What two that make the same at once are told by PostgreSQL. */
const MADE_MEANWHILE = ['23505', '42P06', '42P07'];
const NOT_IN_TIME = '55P03';

/**
 * Waits for a turn and holds it until the transaction of the client ends.
 * @param client the owner's, outside of a transaction: one is begun here
 */
export async function beginTurn(client: Client, name: string): Promise<void> {
  await client.query(TURNS_TABLE).catch(async (error: { code?: string }) => {
    if (!MADE_MEANWHILE.includes(error.code ?? '')) throw error;
    await client.query(TURNS_TABLE);
  });
  await client.query('BEGIN');
  await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  await client.query('SET LOCAL statement_timeout = 0');
  await client.query(`INSERT INTO turns.taken (name) VALUES ($1)`, [name]);
  await client.query(`DELETE FROM turns.taken WHERE name = $1`, [name]);
}

/** The zones that take turns; each by its own function, under names that no other zone can take. */
export type ZoneWithTurns = 'console' | 'triage';

/** Waits for a turn and holds it until the transaction ends. */
export async function takeTurn(manager: EntityManager, zone: ZoneWithTurns, name: string): Promise<void> {
  await manager.query(`SELECT ${zone}_api.take_turn($1)`, [name]);
}

/**
 * Takes a turn if it is free, and then holds it until the transaction ends.
 * @returns false when somebody else has it
 */
export async function tryTurn(manager: EntityManager, zone: ZoneWithTurns, name: string): Promise<boolean> {
  await manager.query('SAVEPOINT turn');
  try {
    await manager.query(`SELECT set_config('lock_timeout', '100ms', true)`);
    await takeTurn(manager, zone, name);
    await manager.query(`SELECT set_config('lock_timeout', '0', true)`);
    await manager.query('RELEASE SAVEPOINT turn');
    return true;
  } catch (error) {
    const { code } = ((error as { driverError?: unknown }).driverError ?? error) as { code?: string };
    if (code !== NOT_IN_TIME) throw error;
    await manager.query('ROLLBACK TO SAVEPOINT turn');
    return false;
  }
}

/** SQL of a zone's function. */
export function turnFunction(zone: ZoneWithTurns): string {
  return `
    CREATE FUNCTION ${zone}_api.take_turn(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        INSERT INTO turns.taken AS t (name) VALUES ('${zone} ' || take_turn.name);
        DELETE FROM turns.taken t WHERE t.name = '${zone} ' || take_turn.name;
      END $$;`;
}
