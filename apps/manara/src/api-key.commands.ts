import { Option, type Command } from 'commander';
import { API_KEY_SCOPES, createApiKey, listApiKeys, revokeApiKey, type ApiKeyScope } from '#libs/identity';
import { InvalidInputError, systemClock } from '#libs/platform';
import { asOwner, identifier, organisationByCode } from './operator.js';
import { asDate, asList, asWhole, OPERATOR, show, shownTime } from './options.js';

interface CreateFlags {
  organisation: string;
  scope: string[];
  portal?: string;
  list?: string[];
  perMinute: number;
  perDay: number;
  until: Date;
  json?: boolean;
}

export function addApiKeyCommands(program: Command): void {
  const key = program.command('api-key').description('keys of partners and providers');

  key
    .command('create <name>')
    .description('make a key; prints it once')
    .requiredOption('--organisation <code>', 'who gives it')
    .addOption(
      new Option('--scope <scopes>', `what it is for, with commas: ${API_KEY_SCOPES.join(', ')}`)
        .argParser(asList)
        .makeOptionMandatory(true),
    )
    .option('--portal <slug>', 'with reports:write: where it may report')
    .addOption(new Option('--list <names>', 'with lists:read: your own lists, with commas').argParser(asList))
    .option('--per-minute <number>', 'calls a minute', asWhole, 60)
    .option('--per-day <number>', 'calls a day, which begins at midnight UTC', asWhole, 5000)
    .requiredOption('--until <day>', 'when it ends', asDate)
    .option('--json', 'print JSON')
    .action((name: string, flags: CreateFlags) =>
      asOwner(async ({ database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        const made = await database.within(organisationId, async (manager) => {
          const idsOf = async (table: 'portals' | 'hash_lists', column: string, names: readonly string[]) => {
            const rows: { id: string; name: string }[] = await manager.query(
              `SELECT id, ${column} AS name FROM ${table} WHERE ${column} = ANY ($1)
                 AND (organisation_id = $2 ${table === 'portals' ? 'OR triaging_organisation_id = $2' : ''})`,
              [names, organisationId],
            );
            const missing = names.find((one) => !rows.some((row) => row.name === one));
            if (missing !== undefined) throw new InvalidInputError(`The organisation has no ${missing}.`);
            return rows.map(({ id }) => id);
          };
          const [portalId] = flags.portal === undefined ? [] : await idsOf('portals', 'slug', [flags.portal]);
          return createApiKey(
            manager,
            {
              organisationId,
              name,
              scopes: flags.scope as ApiKeyScope[],
              ...(portalId === undefined ? {} : { portalId }),
              listIds: await idsOf('hash_lists', 'name', flags.list ?? []),
              perMinute: flags.perMinute,
              perDay: flags.perDay,
              expiresAt: flags.until,
            },
            OPERATOR,
            systemClock.now(),
          );
        });
        show(
          flags.json,
          made,
          made.key,
          'This is shown once. Give it to its holder by a safe way, and keep no copy.',
        );
      }),
    );

  key
    .command('list')
    .description('the keys of an organisation, without what is secret of them')
    .requiredOption('--organisation <code>', 'who gave them')
    .option('--json', 'print JSON')
    .action((flags: { organisation: string; json?: boolean }) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const all = await database.within(id, (manager) => listApiKeys(manager, id));
        const now = systemClock.now();
        const standing = (one: (typeof all)[number]) => {
          if (one.revokedAt !== null) return `REVOKED ${shownTime(one.revokedAt)}`;
          return one.expiresAt <= now ? 'ENDED' : `until ${shownTime(one.expiresAt)}`;
        };
        show(
          flags.json,
          all,
          ...all.map(
            (one) =>
              `${one.id}  ${one.name}  manara_${one.lookup}_…  ${one.scopes.join(', ')}  ` +
              `${[one.portalSlug, ...one.listNames].filter(Boolean).join(', ')}  ${standing(one)}  ` +
              (one.lastUsedAt === null ? 'never used' : `last used ${shownTime(one.lastUsedAt)}`),
          ),
        );
      }),
    );

  key
    .command('revoke <id>')
    .description('end a key for good; its next call is refused')
    .requiredOption('--organisation <code>', 'who gave it')
    .option('--json', 'print JSON')
    .action((id: string, flags: { organisation: string; json?: boolean }) =>
      asOwner(async ({ database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        await database.within(organisationId, (manager) =>
          revokeApiKey(manager, organisationId, identifier(id), OPERATOR, systemClock.now()),
        );
        show(flags.json, { id, isRevoked: true }, 'The key is revoked.');
      }),
    );
}
