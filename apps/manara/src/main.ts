// The operator's command line.
import { Command, CommanderError } from 'commander';
import { SettingError, ManaraError, RolesRefusedError } from '#libs/platform';
import { addApiKeyCommands } from './api-key.commands.js';
import { addAuditCommands } from './audit.commands.js';
import { addBackupCommands, addLedgerCommands } from './backup.commands.js';
import { addDatabaseCommands } from './database.commands.js';
import { addEvidenceCommands } from './evidence.commands.js';
import { addHashCommand } from './hash.command.js';
import { addListsCommands } from './lists.commands.js';
import { addDoctorCommand } from './doctor.command.js';
import { addKeyCommands } from './key.commands.js';
import { addMandateCommands } from './mandate.commands.js';
import { addOrganisationCommands } from './organisation.commands.js';
import { addPortalCommands } from './portal.commands.js';
import { addHoldCommands, addPreserveCommands } from './preserve.commands.js';
import { addRecipientCommands } from './recipient.commands.js';
import { addRetentionCommands } from './retention.commands.js';
import { addSetupCommand } from './setup.commands.js';
import { addSourceCommands } from './source.commands.js';
import { addUserCommands } from './user.commands.js';

const program = new Command('manara')
  .description('Runs and looks after a Manara installation')
  .showHelpAfterError('Run with --help to see how it is used.')
  .exitOverride();

addSetupCommand(program);
addDatabaseCommands(program);
addOrganisationCommands(program);
addUserCommands(program);
addPortalCommands(program);
addMandateCommands(program);
addRecipientCommands(program);
addRetentionCommands(program);
addPreserveCommands(program);
addHoldCommands(program);
addKeyCommands(program);
addApiKeyCommands(program);
addAuditCommands(program);
addDoctorCommand(program);
addBackupCommands(program);
addLedgerCommands(program);
addEvidenceCommands(program);
addHashCommand(program);
addListsCommands(program);
addSourceCommands(program);

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
