import type { Command } from 'commander';
import { createAccount } from '#libs/identity';
import { addOrganisation, checkedOrganisation } from '#libs/organisations';
import { InvalidInputError, newId } from '#libs/platform';
import { asOwner, everyOrganisation, masterRing } from './operator.js';
import { OPERATOR } from './options.js';
import { setUpDemonstration } from './demonstration.js';
import { wipeDemonstration } from './wipe-demonstration.js';

interface SetupOptions {
  demo?: boolean;
  json?: boolean;
  code?: string;
  name?: string;
  country?: string;
  adminEmail?: string;
  adminName?: string;
}

export function addSetupCommand(program: Command): void {
  program
    .command('setup')
    .description(
      'make the first organisation and its administrator; removes the demonstration, if there is one',
    )
    .option('--demo', 'set up the demonstration instead')
    .option('--code <code>', 'short name that begins each case number, like IS')
    .option('--name <name>', 'name of the organisation')
    .option('--country <country>', 'two letters, like IS')
    .option('--admin-email <email>', 'e-mail of the first administrator')
    .option('--admin-name <name>', 'name of the first administrator')
    .option('--json', 'print JSON')
    .action((options: SetupOptions) => (options.demo ? demonstrate(options) : setUp(options)));
}

async function demonstrate(options: SetupOptions): Promise<void> {
  await asOwner(async ({ settings, database }) => {
    if (!settings.demo) throw new InvalidInputError('The demonstration is set up only with MANARA_DEMO=1.');
    const { accounts } = await setUpDemonstration(settings, database, masterRing(settings));
    if (options.json) console.log(JSON.stringify(accounts));
    else console.log(`The demonstration is set up with ${accounts.length} accounts.`);
  });
}

async function setUp(options: SetupOptions): Promise<void> {
  const { code, name, country, adminEmail, adminName } = options;
  if (!code || !name || !country || !adminEmail) {
    throw new InvalidInputError('Give --code, --name, --country and --admin-email; see setup --help.');
  }
  // Before the demonstration is removed.
  const organisation = checkedOrganisation({ code, name, country });
  await asOwner(async ({ settings, database }) => {
    const ring = masterRing(settings);
    const known = await everyOrganisation(database);
    if (known.some((one) => !one.isDemonstration)) {
      throw new InvalidInputError(
        'There is an organisation already; further ones are made with `organisation add`.',
      );
    }
    if (known.length > 0) await wipeDemonstration(database, settings);
    const id = newId();
    const account = await database.within(id, async (manager) => {
      await addOrganisation(manager, ring, { id, ...organisation }, OPERATOR);
      return createAccount(manager, ring, {
        organisationId: id,
        email: adminEmail,
        displayName: adminName ?? adminEmail,
        role: 'administrator',
      });
    });
    if (options.json) console.log(JSON.stringify({ organisationId: id, ...account }));
    else {
      console.log(`${name} is set up. The administrator signs in with`);
      console.log(`  e-mail    ${adminEmail}`);
      console.log(`  password  ${account.password}`);
      if (account.totp) console.log(`  authenticator  ${account.totp.address}`);
      console.log('These are shown once; nobody can read them again.');
    }
  });
}
