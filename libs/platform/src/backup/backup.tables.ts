// Which tables a backup holds, in an order in which they can be loaded, from the catalogue: no list that could be outrun.
import type { Client } from 'pg';

/** Made by migrations; what is in it is in the backup's header. */
export const MIGRATIONS_TABLE = 'schema_migrations';
/** Without its rows no evidence can be read: in a backup only when it holds the media as well. */
export const DATA_KEYS_TABLE = 'data_keys';
/**
 * Left out for good: who had signed out before must not be signed in after, and tries to sign in, kept for a day under
 * a rule that may have changed, are of no use to anybody by then. No fetch of then runs now. A list that was on its way
 * in is brought in anew, and no process of then has lists in memory. What partners read begins anew, so that they see
 * that it has gone back. How many letters went out on a day of then bounds nothing now, and whether they are sent the
 * worker says itself.
 */
const LEFT_OUT = [
  MIGRATIONS_TABLE,
  'sessions',
  'sign_in_attempts',
  'fetch_hosts',
  'fetch_slots',
  'list_imports',
  'list_import_parts',
  'list_import_refusals',
  'list_signs',
  'list_staged_batches',
  'feeds',
  'feed_changes',
  'feed_pages',
  'feed_reads',
  'letter_counts',
  'mail_service',
];

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

/** All tables to back up, each after those that it refers to. */
export async function tablesInOrder(client: Client, withMedia: boolean): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; refers_to: string[] }>(
    `SELECT c.relname AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
       ARRAY(SELECT DISTINCT r.relname::text FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
         WHERE k.conrelid = c.oid AND k.contype = 'f' AND r.oid <> c.oid) AS refers_to
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`,
  );
  const waiting = rows.filter(
    ({ name }) => !LEFT_OUT.includes(name) && (withMedia || name !== DATA_KEYS_TABLE),
  );
  const ordered: TableShape[] = [];
  const placed = new Set<string>(LEFT_OUT);
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ refers_to }) => refers_to.every((name) => placed.has(name)));
    if (at < 0)
      throw new Error(
        `tables refer to one another in a circle: ${waiting.map((table) => table.name).join(', ')}`,
      );
    const { name, columns } = waiting[at]!;
    waiting.splice(at, 1);
    placed.add(name);
    ordered.push({ name, columns });
  }
  return ordered;
}

/** A name as SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `"table" ("column", …)`, for COPY. */
export function copyTarget({ name, columns }: TableShape): string {
  return `public.${quoted(name)} (${columns.map(quoted).join(', ')})`;
}

/** Names of the migrations that have run, oldest first; undefined when none ever did. */
export async function ranMigrations(client: Client): Promise<string[] | undefined> {
  const known = await client.query(`SELECT to_regclass('public.${MIGRATIONS_TABLE}') AS name`);
  if ((known.rows as { name: string | null }[])[0]?.name == null) return undefined;
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${MIGRATIONS_TABLE} ORDER BY id`);
  return rows.map((row) => row.name);
}
