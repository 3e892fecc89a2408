import { Argument, type Command } from 'commander';
import {
  grantMandate,
  listMandates,
  listPortals,
  MANDATE_LEVELS,
  mandateOfPortal,
  revokeMandate,
  type MandateLevel,
} from '#libs/organisations';
import { InvalidInputError, systemClock, type Database } from '#libs/platform';
import { asOwner, everyOrganisation, identifier, organisationByCode } from './operator.js';
import { asDate, asWhole, OPERATOR, show, shownTime } from './options.js';

interface GrantFlags {
  organisation: string;
  portal?: string;
  keepHours?: number;
  instrument: string;
  approvedBy: string;
  expires: Date;
  json?: boolean;
}

export function addMandateCommands(program: Command): void {
  const mandate = program.command('mandate').description('what the law lets be done with material');

  mandate
    .command('grant')
    .description(
      'record a mandate; the strictest of those in force holds, and of owner and triaging organisation',
    )
    .addArgument(new Argument('<level>', 'what may be done').choices(MANDATE_LEVELS))
    .requiredOption('--organisation <code>', 'whose mandate it is')
    .requiredOption('--instrument <text>', 'the law, order or agreement that allows it')
    .requiredOption('--approved-by <name>', 'who approved it')
    .requiredOption('--expires <date>', 'when it ends', asDate)
    .option('--portal <slug>', 'for this site alone; goes before one for all')
    .option('--keep-hours <hours>', 'under view: when a copy goes even if nothing is decided', asWhole)
    .option('--json', 'print JSON')
    .action((level: MandateLevel, flags: GrantFlags) =>
      asOwner(async ({ database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        const mandateId = await database.within(organisationId, async (manager) => {
          const portal = (await listPortals(manager, [organisationId])).find(
            ({ slug }) => slug === flags.portal,
          );
          if (flags.portal !== undefined && portal === undefined)
            throw new InvalidInputError(
              `${flags.portal} is not a site that ${flags.organisation} owns or triages.`,
            );
          return grantMandate(
            manager,
            {
              organisationId,
              level,
              legalInstrument: flags.instrument,
              approvedBy: flags.approvedBy,
              expiresAt: flags.expires,
              ...(portal === undefined ? {} : { portalId: portal.id }),
              ...(flags.keepHours === undefined ? {} : { keepHours: flags.keepHours }),
            },
            OPERATOR,
            systemClock.now(),
          );
        });
        const holds = await whatHolds(database, organisationId);
        show(
          flags.json,
          { mandateId, holds },
          `Recorded as ${mandateId}.`,
          ...holds.map((one) => `At ${one.portal} now holds: ${one.level}.`),
        );
      }),
    );

  mandate
    .command('list')
    .description('the mandates of an organisation, the latest first')
    .requiredOption('--organisation <code>', 'whose mandates')
    .option('--json', 'print JSON')
    .action((flags: { organisation: string; json?: boolean }) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const all = await database.within(id, (manager) => listMandates(manager, id, systemClock.now()));
        show(
          flags.json,
          all,
          ...all.map(
            (one) =>
              `${one.id}  ${one.state}  ${one.level}  ${one.portal ?? 'all sites'}  until ${shownTime(one.expiresAt)}` +
              `  ${one.legalInstrument}  approved by ${one.approvedBy}`,
          ),
        );
      }),
    );

  mandate
    .command('revoke <id>')
    .description('take a mandate back; open cases keep the one that they were opened under')
    .requiredOption('--organisation <code>', 'whose mandate it is')
    .option('--json', 'print JSON')
    .action((id: string, flags: { organisation: string; json?: boolean }) =>
      asOwner(async ({ database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        await database.within(organisationId, (manager) =>
          revokeMandate(manager, organisationId, identifier(id), OPERATOR, systemClock.now()),
        );
        const holds = await whatHolds(database, organisationId);
        show(
          flags.json,
          { holds },
          'The mandate is revoked.',
          ...holds.map((one) => `At ${one.portal} now holds: ${one.level}.`),
        );
      }),
    );
}

/** The mandate that a case opened now would get, at each site of an organisation. */
async function whatHolds(
  database: Database,
  organisationId: string,
): Promise<{ portal: string; level: MandateLevel }[]> {
  const all = await everyOrganisation(database);
  return database.within(
    all.map(({ id }) => id),
    async (manager) => {
      const holds = [];
      for (const { id, slug } of await listPortals(manager, [organisationId]))
        holds.push({ portal: slug, level: (await mandateOfPortal(manager, id)).level });
      return holds;
    },
  );
}
