// Brings stored values under the newest master key, a batch a transaction, so that it can be stopped at any point and
// run again, beside everything else.
import type { EntityManager } from 'typeorm';
import { openFor, sealFor } from './envelope.js';
import type { KeyRing } from './key-ring.js';

/** A column of sealed values in a table of organisations. All names are the code's own, never anybody's input. */
export interface SealedColumn {
  readonly purpose: string;
  readonly table: string;
  readonly column: string;
  /** Key of the table. */
  readonly id: string;
  /** Further columns that the values are bound to. */
  readonly boundTo: readonly string[];
  readonly belongsTo: (row: Readonly<Record<string, unknown>>) => string;
}

const KEY_ID = 'FROM 3 FOR 4';
// Said here too, since an owner of the tables passes the guard of rows.
const VISIBLE = 'organisation_id = ANY ((SELECT caller_organisations())::uuid[])';

/**
 * Which master keys protect a column of the organisations that the transaction sees.
 * @returns how many values by key id, eight hex digits
 */
export async function keysInUse(
  manager: EntityManager,
  { table, column }: Pick<SealedColumn, 'table' | 'column'>,
): Promise<Map<string, number>> {
  const rows: { key: string; values: number }[] = await manager.query(
    `SELECT encode(substring(${column} ${KEY_ID}), 'hex') AS key, count(*)::int AS values FROM ${table}
     WHERE ${column} IS NOT NULL AND ${VISIBLE} GROUP BY 1`,
  );
  return new Map(rows.map(({ key, values }) => [key, values]));
}

/**
 * Seals values anew that an older master key protects, of the organisations that the transaction sees.
 * @returns how many; 0 when all are under the newest
 * @throws SealBrokenError when the key of a value is not in the ring
 */
export async function resealUnderNewest(
  manager: EntityManager,
  ring: KeyRing,
  { purpose, table, column, id, boundTo, belongsTo }: SealedColumn,
  most: number,
): Promise<number> {
  const rows: (Record<string, unknown> & { sealed_value: Buffer; value_id: string })[] = await manager.query(
    `SELECT ${[`${id} AS value_id`, `${column} AS sealed_value`, id, ...boundTo].join(', ')} FROM ${table}
     WHERE ${column} IS NOT NULL AND ${VISIBLE} AND substring(${column} ${KEY_ID}) <> decode($1, 'hex') ORDER BY ${id} LIMIT $2 FOR UPDATE`,
    [ring.newest(purpose).id, most],
  );
  for (const row of rows) {
    const belonging = belongsTo(row);
    const plain = openFor(ring, purpose, row.sealed_value, belonging);
    await manager.query(`UPDATE ${table} SET ${column} = $2 WHERE ${id} = $1`, [
      row.value_id,
      sealFor(ring, purpose, plain, belonging),
    ]);
  }
  return rows.length;
}
