import type { Command } from 'commander';
import { ensureRoles, migrate, readSettings, required, type Zone } from '#libs/platform';

export function addDatabaseCommands(program: Command): void {
  const db = program.command('db').description('the database and its roles');

  db.command('migrate')
    .description('bring the database up to date')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const ran = await migrate(required(readSettings().databaseUrl, 'DATABASE_URL'));
      if (options.json) console.log(JSON.stringify({ ran }));
      else console.log(ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.length} migrations.`);
    });

  db.command('roles')
    .description('make the role of each program and grant it what its zone may do')
    .option('--migrate', 'bring the database up to date first')
    .option('--json', 'print JSON')
    .action(async (options: { migrate?: boolean; json?: boolean }) => {
      const settings = readSettings();
      if (options.migrate) await migrate(required(settings.databaseUrl, 'DATABASE_URL'));
      const given: Partial<Record<Zone, string>> = {
        ...(settings.portalDatabaseUrl && { portal: settings.portalDatabaseUrl }),
        ...(settings.triageDatabaseUrl && { triage: settings.triageDatabaseUrl }),
        ...(settings.consoleDatabaseUrl && { console: settings.consoleDatabaseUrl }),
        ...(settings.exchangeDatabaseUrl && { exchange: settings.exchangeDatabaseUrl }),
      };
      const urls = await ensureRoles(required(settings.databaseUrl, 'DATABASE_URL'), given);
      if (options.json) console.log(JSON.stringify(urls));
      else
        for (const [zone, url] of Object.entries(urls))
          console.log(`${zone.toUpperCase()}_DATABASE_URL=${url}`);
    });
}
