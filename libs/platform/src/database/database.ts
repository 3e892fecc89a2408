// Transactions under a tenant. Every query on data of organisations goes through `within`, so that row-level security
// stands behind the query's own condition.
import type { DataSource, EntityManager } from 'typeorm';
import { isId } from '../ids.js';

export class Database {
  constructor(readonly dataSource: DataSource) {}

  /**
   * Runs work in one transaction that sees only the rows of the given organisations.
   * @param organisations their ids; with none, every table is empty
   */
  async within<T>(
    organisations: string | readonly string[],
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    const ids = typeof organisations === 'string' ? [organisations] : organisations;
    for (const id of ids) {
      if (!isId(id)) throw new TypeError('an organisation is given by its id');
    }
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT set_config('manara.organisations', $1, true)`, [ids.join(',')]);
      return work(manager);
    });
  }

  /**
   * Runs a statement with no tenant set: only named functions and tables without an organisation answer it.
   * The name is long on purpose.
   */
  async queryAcrossOrganisationsByNamedFunction<T = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<T[]> {
    return this.dataSource.query(sql, [...parameters]);
  }

  /** Whether the database answers now. */
  async isReady(): Promise<boolean> {
    try {
      await this.dataSource.query('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }
}

/** The first row of an answer, or undefined. */
export function firstRow<T>(rows: readonly T[]): T | undefined {
  return rows[0];
}

/** Whether an error is PostgreSQL's "such a row is there already", for the named constraint if one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const driver = (error as { driverError?: unknown }).driverError ?? error;
  const { code, constraint: broken } = driver as { code?: string; constraint?: string };
  return code === '23505' && (constraint === undefined || constraint === broken);
}
