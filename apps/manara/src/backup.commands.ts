import type { Command } from 'commander';
import { openStorage, rememberedDeletions } from '#libs/evidence';
import {
  createBackup,
  erasedInWords,
  readSettings,
  replayDeletions,
  required,
  restoreBackup,
} from '#libs/platform';
import { inputFile } from './input-file.js';
import { masterRing } from './operator.js';

const say = (text: string) => process.stderr.write(`${text}\n`);

export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('write everything that the database holds to one file, sealed under the master key')
    .option(
      '--with-media',
      'take evidence files and their keys along; without it evidence cannot be restored',
    )
    .option('--json', 'print JSON')
    .action(async (file: string, options: { withMedia?: boolean; json?: boolean }) => {
      const settings = readSettings();
      const written = await createBackup({
        ownerUrl: required(settings.databaseUrl, 'DATABASE_URL'),
        ring: masterRing(settings),
        file,
        ...(options.withMedia && { media: openStorage(settings.evidenceUrl, settings.dataDir) }),
        onProgress: (table, rows) => say(`${table}: ${rows} rows`),
      });
      if (options.json) console.log(JSON.stringify({ file, ...written }));
      else console.log(`${file}: ${total(written.tables)} rows, ${written.objects} evidence files.`);
    });

  program
    .command('restore <file>')
    .description('load a backup into a new database, and destroy again what was destroyed since it was made')
    .option('--json', 'print JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const settings = readSettings();
      const storage = openStorage(settings.evidenceUrl, settings.dataDir);
      const restored = await restoreBackup({
        ownerUrl: required(settings.databaseUrl, 'DATABASE_URL'),
        ring: masterRing(settings),
        file: inputFile(file),
        media: storage,
        deletions: rememberedDeletions(storage),
        onProgress: (table, rows) => say(`${table}: ${rows} rows`),
      });
      if (options.json) console.log(JSON.stringify(restored));
      else {
        console.log(
          `Restored ${total(restored.tables)} rows and ${restored.objects} evidence files as of ${restored.madeAt}; ` +
            `${restored.unreadable} evidence objects are not readable again. ` +
            `Erased again, as the ledger of deletions says: ${erasedInWords(restored.erasedAgain)}. Run \`db roles\` next.`,
        );
      }
    });
}

export function addLedgerCommands(program: Command): void {
  program
    .command('ledger')
    .description('what was deleted, as the evidence store remembers it')
    .command('replay')
    .description(
      'erase again what the evidence store says was erased; for a database that was brought back by other means than restore',
    )
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const settings = readSettings();
      const { erasedAgain, unreadable } = await replayDeletions(
        required(settings.databaseUrl, 'DATABASE_URL'),
        rememberedDeletions(openStorage(settings.evidenceUrl, settings.dataDir)),
      );
      if (options.json) console.log(JSON.stringify({ erasedAgain, unreadable: unreadable.size }));
      else
        console.log(
          `Erased again: ${erasedInWords(erasedAgain)}. ${unreadable.size} evidence objects are not readable.`,
        );
    });
}

const total = (tables: Readonly<Record<string, number>>) =>
  Object.values(tables).reduce((sum, rows) => sum + rows, 0);
