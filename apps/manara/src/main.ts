// The operator's command line.
import { Command, CommanderError } from 'commander';
import { SettingError, ManaraError, RolesRefusedError } from '#libs/platform';

type AddCommands = (program: Command) => void;

/** In the order of the help; only what is called is loaded. */
const COMMANDS: readonly (readonly [names: readonly string[], load: () => Promise<AddCommands>])[] = [
  [['setup'], async () => (await import('./setup.commands.js')).addSetupCommand],
  [['db'], async () => (await import('./database.commands.js')).addDatabaseCommands],
  [['organisation'], async () => (await import('./organisation.commands.js')).addOrganisationCommands],
  [['user'], async () => (await import('./user.commands.js')).addUserCommands],
  [['portal'], async () => (await import('./portal.commands.js')).addPortalCommands],
  [['mandate'], async () => (await import('./mandate.commands.js')).addMandateCommands],
  [['recipient'], async () => (await import('./recipient.commands.js')).addRecipientCommands],
  [['retention'], async () => (await import('./retention.commands.js')).addRetentionCommands],
  [['preserve'], async () => (await import('./preserve.commands.js')).addPreserveCommands],
  [['hold'], async () => (await import('./preserve.commands.js')).addHoldCommands],
  [['key'], async () => (await import('./key.commands.js')).addKeyCommands],
  [['api-key'], async () => (await import('./api-key.commands.js')).addApiKeyCommands],
  [['audit'], async () => (await import('./audit.commands.js')).addAuditCommands],
  [['doctor'], async () => (await import('./doctor.command.js')).addDoctorCommand],
  [['backup', 'restore'], async () => (await import('./backup.commands.js')).addBackupCommands],
  [['ledger'], async () => (await import('./backup.commands.js')).addLedgerCommands],
  [['evidence'], async () => (await import('./evidence.commands.js')).addEvidenceCommands],
  [['hash'], async () => (await import('./hash.command.js')).addHashCommand],
  [['lists'], async () => (await import('./lists.commands.js')).addListsCommands],
  [['lists'], async () => (await import('./source.commands.js')).addSourceCommands],
];

const program = new Command('manara')
  .description('Runs and looks after a Manara installation')
  .showHelpAfterError('Run with --help to see how it is used.')
  .exitOverride();

const called = COMMANDS.filter(([names]) => names.includes(process.argv[2] ?? ''));
for (const [, load] of called.length > 0 ? called : COMMANDS) (await load())(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof RolesRefusedError) {
    process.stdout.write(`${error.script}\n`);
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else if (error instanceof ManaraError || error instanceof SettingError) {
    process.stderr.write(`${error.message}\n`);
    const fields = error instanceof ManaraError ? (error.fields ?? {}) : {};
    for (const [field, problem] of Object.entries(fields)) process.stderr.write(`  ${field}: ${problem}\n`);
    process.exitCode = 1;
  } else {
    // Only the operator sees this; the code is enough to look it up, the message may quote data.
    const code = (error as { code?: string }).code;
    process.stderr.write(`failed: ${code ?? (error as Error).message}\n`);
    process.exitCode = 1;
  }
}
