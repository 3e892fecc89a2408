// A transaction of an organisation on a connection that is kept for longer than the transaction.
import type { EntityManager, QueryRunner } from 'typeorm';

/** Runs work in a transaction of the connection, which sees that organisation's rows and no others. */
export async function inTransaction<T>(
  runner: QueryRunner,
  organisationId: string,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  await runner.startTransaction();
  try {
    await runner.query(`SELECT set_config('manara.organisations', $1, true)`, [organisationId]);
    const result = await work(runner.manager);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}
