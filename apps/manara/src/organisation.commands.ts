import type { Command } from 'commander';
import { addOrganisation } from '#libs/organisations';
import { InvalidInputError, newId } from '#libs/platform';
import { asOwner, everyOrganisation, masterRing } from './operator.js';
import { OPERATOR, show } from './options.js';

interface AddFlags {
  name: string;
  country: string;
  timeZone?: string;
  json?: boolean;
}

export function addOrganisationCommands(program: Command): void {
  const organisation = program
    .command('organisation')
    .description('hotlines, and agencies that run one; `setup` makes the first');

  organisation
    .command('add <code>')
    .description('make a further organisation with its key pair; the code begins each of its case numbers')
    .requiredOption('--name <name>', 'name of the organisation')
    .requiredOption('--country <country>', 'two letters, like IS')
    .option('--time-zone <zone>', 'where its staff work, like Atlantic/Reykjavik; UTC where none is given')
    .option('--json', 'print JSON')
    .action((code: string, flags: AddFlags) =>
      asOwner(async ({ settings, database }) => {
        const all = await everyOrganisation(database);
        if (all.some((one) => one.isDemonstration))
          throw new InvalidInputError(
            'The database holds the demonstration. Run `setup` first, which removes it.',
          );
        const ring = masterRing(settings);
        const id = newId();
        await database.within(id, (manager) =>
          addOrganisation(manager, ring, { id, code, ...flags }, OPERATOR),
        );
        show(
          flags.json,
          { organisationId: id },
          `${flags.name} is there. Make its administrator with \`user add\`, its site with \`portal add\`.`,
        );
      }),
    );

  organisation
    .command('list')
    .description('all organisations')
    .option('--json', 'print JSON')
    .action((flags: { json?: boolean }) =>
      asOwner(async ({ database }) => {
        const all = await everyOrganisation(database);
        show(
          flags.json,
          all,
          ...all.map(
            (one) =>
              `${one.code}  ${one.name}  ${one.country}  ${one.timeZone}${one.isDemonstration ? '  demonstration' : ''}`,
          ),
        );
      }),
    );
}
