import type { Command } from 'commander';
import {
  addPortal,
  changePortal,
  listPortals,
  mandateOfPortal,
  publishPortal,
  withdrawPortal,
} from '#libs/organisations';
import { asOwner, everyOrganisation, organisationByCode, withinAll } from './operator.js';
import { asList, OPERATOR, readJson, show } from './options.js';

interface AddFlags {
  organisation: string;
  triagedBy?: string;
  country: string;
  locales: string[];
  settings?: string;
  json?: boolean;
}

interface ChangeFlags {
  settings?: string;
  locales?: string[];
}

const SETTINGS_HELP = 'JSON file with what it publishes; see the operator’s guide';

export function addPortalCommands(program: Command): void {
  const portal = program.command('portal').description('public sites');

  portal
    .command('add <slug>')
    .description('make a site, reached at /SLUG once it is published')
    .requiredOption('--organisation <code>', 'who owns it')
    .option('--triaged-by <code>', 'whose analysts read its reports, if not the owner’s')
    .requiredOption('--country <country>', 'two letters, like IS')
    .requiredOption(
      '--locales <locales>',
      'languages with commas between, the default first: en,fr,ar',
      asList,
    )
    .option('--settings <file>', SETTINGS_HELP)
    .option('--json', 'print JSON')
    .action((slug: string, flags: AddFlags) =>
      asOwner(async ({ database }) => {
        const owner = await organisationByCode(database, flags.organisation);
        const triaging =
          flags.triagedBy === undefined ? owner : await organisationByCode(database, flags.triagedBy);
        const published = flags.settings === undefined ? undefined : readJson(flags.settings);
        const portalId = await database.within([owner.id, triaging.id], (manager) =>
          addPortal(
            manager,
            {
              organisationId: owner.id,
              triagingOrganisationId: triaging.id,
              slug,
              country: flags.country,
              locales: flags.locales,
              ...(published === undefined ? {} : { published }),
            },
            OPERATOR,
          ),
        );
        show(flags.json, { portalId }, `${slug} is made. It takes reports after \`portal publish ${slug}\`.`);
      }),
    );

  portal
    .command('change <slug>')
    .description('change what a site publishes, or its languages')
    .option('--settings <file>', SETTINGS_HELP)
    .option('--locales <locales>', 'languages with commas between, the default first', asList)
    .action((slug: string, flags: ChangeFlags) =>
      asOwner(async ({ database }) => {
        const published = flags.settings === undefined ? undefined : readJson(flags.settings);
        await withinAll(database, (manager) =>
          changePortal(
            manager,
            slug,
            {
              ...(published === undefined ? {} : { published }),
              ...(flags.locales === undefined ? {} : { locales: flags.locales }),
            },
            OPERATOR,
          ),
        );
        console.log(`${slug} is changed.`);
      }),
    );

  portal
    .command('publish <slug>')
    .description('open a site to the public; says what is missing when something essential is')
    .action((slug: string) =>
      asOwner(async ({ database }) => {
        await withinAll(database, (manager) => publishPortal(manager, slug, OPERATOR));
        console.log(`${slug} is open to the public.`);
      }),
    );

  portal
    .command('withdraw <slug>')
    .description('close a site to the public; its reports and cases stay')
    .action((slug: string) =>
      asOwner(async ({ database }) => {
        await withinAll(database, (manager) => withdrawPortal(manager, slug, OPERATOR));
        console.log(`${slug} is closed to the public.`);
      }),
    );

  portal
    .command('list')
    .description('all sites, what they lack, and the mandate that holds at each')
    .option('--json', 'print JSON')
    .action((flags: { json?: boolean }) =>
      asOwner(async ({ database }) => {
        const ids = (await everyOrganisation(database)).map(({ id }) => id);
        const portals = await database.within(ids, async (manager) => {
          const found = [];
          for (const one of await listPortals(manager, ids)) {
            const { level, keepHours } = await mandateOfPortal(manager, one.id);
            found.push({ ...one, mandate: level, keepHours });
          }
          return found;
        });
        show(
          flags.json,
          portals,
          ...portals.map((one) => {
            const missing = Object.keys(one.missing);
            return [
              one.slug,
              one.isLive ? 'open' : 'closed',
              one.organisation === one.triagedBy
                ? one.organisation
                : `${one.organisation}, triaged by ${one.triagedBy}`,
              one.country,
              one.locales.join(','),
              `mandate ${one.mandate}`,
              ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
            ].join('  ');
          }),
        );
      }),
    );
}
