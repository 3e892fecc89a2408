// Removes every row of the demonstration, so that no sample ever stands beside a real case.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Settings } from '#libs/platform';

/** The tables that no migration fills: everything but the default rules of retention. */
async function tablesWithData(database: Database): Promise<string[]> {
  const rows = await database.queryAcrossOrganisationsByNamedFunction<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND c.relname NOT IN ('schema_migrations', 'retention_rules')`,
  );
  return rows.map((row) => row.name);
}

export async function wipeDemonstration(database: Database, settings: Settings): Promise<void> {
  const tables = await tablesWithData(database);
  await database.dataSource.transaction(async (manager) => {
    await manager.query(`DELETE FROM retention_rules WHERE organisation_id IS NOT NULL`);
    await manager.query(`ALTER TABLE retention_rules DROP CONSTRAINT retention_rules_organisation_id_fkey`);
    await manager.query(`TRUNCATE ${tables.map((table) => `"${table}"`).join(', ')}`);
    await manager.query(
      `ALTER TABLE retention_rules ADD CONSTRAINT retention_rules_organisation_id_fkey
         FOREIGN KEY (organisation_id) REFERENCES organisations (id)`,
    );
  });
  for (const name of ['demo-accounts.json', 'iccam-sandbox', 'evidence']) {
    rmSync(join(settings.dataDir, name), { recursive: true, force: true });
  }
}
