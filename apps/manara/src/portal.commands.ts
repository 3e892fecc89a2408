import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import type { EntityManager } from 'typeorm';
import {
  addPortal,
  confirmHost,
  findRecipients,
  hostsOf,
  listPortalRecipients,
  listPortals,
  mandateOfPortal,
  namesOfRecipients,
  parsePortalFile,
  publishPortal,
  readPortal,
  savePortal,
  toPortalFile,
  unconfirmedOf,
  withdrawPortal,
  type PortalChange,
} from '#libs/organisations';
import { InvalidInputError, NotFoundError, type Database, type Settings } from '#libs/platform';
import { outputFile } from './input-file.js';
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
  country?: string;
  host?: string | false;
  reviewer?: string[];
  recipient?: string[] | false;
  confirm?: string[];
}

const SETTINGS_HELP = 'JSON file with what it publishes; see the operator’s guide';

/** Of the installation itself; no portal gets one of them. */
function ownHosts(settings: Settings): readonly string[] {
  const { portalOrigin, portalOnionOrigin, consoleOrigin, exchangeOrigin } = settings;
  return hostsOf([portalOrigin, portalOnionOrigin, consoleOrigin, exchangeOrigin]);
}

/** Saves a change, and shows it to the public where the site is open. */
function change(
  database: Database,
  slug: string,
  wanted: PortalChange | ((manager: EntityManager) => Promise<PortalChange>),
): Promise<number> {
  return withinAll(database, async (manager) => {
    const made = typeof wanted === 'function' ? await wanted(manager) : wanted;
    const version = await savePortal(manager, { slug }, undefined, made, OPERATOR);
    const [{ is_live: isLive }] = await manager.query(`SELECT is_live FROM portals WHERE slug = $1`, [slug]);
    if (isLive === true) await publishPortal(manager, { slug }, OPERATOR);
    return version;
  });
}

async function portalId(manager: EntityManager, slug: string): Promise<string> {
  const [row] = await manager.query<{ id: string }[]>(`SELECT id FROM portals WHERE slug = $1`, [slug]);
  if (row === undefined) throw new NotFoundError('portal');
  return row.id;
}

/** Ids of recipients that a portal can name; the owner's first where the partner has one of the same name. */
async function recipientsOf(
  manager: EntityManager,
  slug: string,
  names: readonly string[] | false,
): Promise<readonly string[]> {
  if (names === false) return [];
  const known = (await listPortalRecipients(manager, await portalId(manager, slug))).toSorted(
    (one, other) => Number(other.isOfOwner) - Number(one.isOfOwner),
  );
  return names.map((name) => {
    const found = known.find((one) => one.name === name);
    if (found === undefined) {
      throw new InvalidInputError(`There is no recipient ${name} of the owner or of whoever triages.`);
    }
    return found.id;
  });
}

function reviewersOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw new InvalidInputError('A reviewer is given as LANGUAGE=NAME, like fr="The ministry’s lawyer".');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

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
        const id = await database.within([owner.id, triaging.id], (manager) =>
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
        show(
          flags.json,
          { portalId: id },
          `${slug} is made. It takes reports after \`portal publish ${slug}\`.`,
        );
      }),
    );

  portal
    .command('change <slug>')
    .description('change what a site is; the public sees it at once where the site is open')
    .option('--settings <file>', SETTINGS_HELP)
    .option('--locales <locales>', 'languages with commas between, the default first', asList)
    .option('--country <country>', 'two letters, like IS')
    .option('--host <name>', 'a host name of its own, like report.example.org')
    .option('--no-host', 'no host name of its own')
    .option('--reviewer <language=name...>', 'who has reviewed the texts of a language: a person or a role')
    .option(
      '--recipient <name...>',
      'who gets what its cases find where they fit, before those of whoever triages',
    )
    .option('--no-recipient', 'none of its own')
    .option(
      '--confirm <field...>',
      'what was written for another country and holds here as well, as `portal show` names it',
    )
    .action((slug: string, flags: ChangeFlags) =>
      asOwner(async ({ database, settings }) => {
        const version = await change(database, slug, async (manager) => {
          const { host } = flags;
          // The operator's word: it is confirmed with it.
          if (host !== undefined)
            await confirmHost(manager, slug, host === false ? null : host, ownHosts(settings), OPERATOR);
          return {
            ...(flags.settings === undefined ? {} : { settings: readJson(flags.settings) }),
            ...(flags.locales === undefined ? {} : { locales: flags.locales }),
            ...(flags.country === undefined ? {} : { country: flags.country }),
            ...(flags.host === undefined ? {} : { host: flags.host === false ? null : flags.host }),
            ...(flags.reviewer === undefined ? {} : { reviewers: reviewersOf(flags.reviewer) }),
            ...(flags.recipient === undefined
              ? {}
              : { recipients: await recipientsOf(manager, slug, flags.recipient) }),
            ...(flags.confirm === undefined ? {} : { confirmed: flags.confirm }),
          };
        });
        console.log(`${slug} is changed: version ${version}.`);
      }),
    );

  portal
    .command('host <slug> [name]')
    .description(
      'let a site have the host name that its organisation has set, or none with --none; it has it once it is published',
    )
    .option('--none', 'no host name of its own')
    .action((slug: string, name: string | undefined, flags: { none?: boolean }) =>
      asOwner(async ({ database, settings }) => {
        if ((name === undefined) !== (flags.none === true)) {
          throw new InvalidInputError('Give the host name, or --none.');
        }
        await withinAll(database, (manager) =>
          confirmHost(manager, slug, name ?? null, ownHosts(settings), OPERATOR),
        );
        console.log(name === undefined ? `${slug} may have no host name.` : `${slug} may have ${name}.`);
      }),
    );

  portal
    .command('show <slug>')
    .description('what a site is, as it was saved last, and what it lacks to be open')
    .option('--json', 'print JSON')
    .action((slug: string, flags: { json?: boolean }) =>
      asOwner(async ({ database }) => {
        const ids = (await everyOrganisation(database)).map(({ id }) => id);
        const found = await database.within(ids, (manager) => readPortal(manager, ids, { slug }));
        show(
          flags.json,
          found,
          `${found.slug}  ${found.isLive ? 'open' : 'closed'}  version ${found.version}, the public sees ${found.publishedVersion ?? 'none'}`,
          ...Object.entries(found.missing).map(([field, problem]) => `${field} ${problem}`),
        );
      }),
    );

  portal
    .command('export <slug> [file]')
    .description('write what a site shows to a file, to set up another from it')
    .action((slug: string, file: string | undefined) =>
      asOwner(async ({ database }) => {
        const ids = (await everyOrganisation(database)).map(({ id }) => id);
        const made = await database.within(ids, async (manager) => {
          const { id, content } = await readPortal(manager, ids, { slug });
          return toPortalFile(content, await namesOfRecipients(manager, id, content.recipients));
        });
        const text = `${JSON.stringify(made, null, 2)}\n`;
        if (file === undefined) process.stdout.write(text);
        // Never over a file that is there.
        else writeFileSync(outputFile(file), text, { flag: 'wx' });
      }),
    );

  portal
    .command('import <slug> <file>')
    .description(
      'change a site to what a file shows, but for its country; make it first with `portal add`. What holds in the file’s country alone waits for `portal change --confirm`',
    )
    .action((slug: string, file: string) =>
      asOwner(async ({ database }) => {
        const template = parsePortalFile(readJson(file));
        const { recipients, locales, settings } = template;
        let missing: readonly string[] = [];
        const version = await change(database, slug, async (manager) => {
          const { ids, unknown } = await findRecipients(manager, await portalId(manager, slug), recipients);
          missing = unknown.map(({ name, way }) => `${name} (${way})`);
          const [{ country }] = await manager.query<[{ country: string }]>(
            `SELECT coalesce(v.country, p.country) AS country FROM portals p
               LEFT JOIN portal_versions v ON v.portal_id = p.id AND v.number = p.version
             WHERE p.slug = $1`,
            [slug],
          );
          return { locales, settings, recipients: ids, unconfirmed: unconfirmedOf(template, country) };
        });
        console.log(`${slug} is changed: version ${version}.`);
        if (missing.length > 0) console.log(`There is no recipient here of the name ${missing.join(', ')}.`);
      }),
    );

  portal
    .command('publish <slug>')
    .description('open a site to the public; says what is missing when something essential is')
    .action((slug: string) =>
      asOwner(async ({ database }) => {
        await withinAll(database, (manager) => publishPortal(manager, { slug }, OPERATOR));
        console.log(`${slug} is open to the public.`);
      }),
    );

  portal
    .command('withdraw <slug>')
    .description('close a site to the public; its reports and cases stay')
    .action((slug: string) =>
      asOwner(async ({ database }) => {
        await withinAll(database, (manager) => withdrawPortal(manager, { slug }, OPERATOR));
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
