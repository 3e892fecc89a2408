// Orders of the police and the courts: what must be kept, and what a receipt must not show.
import { Option, type Command } from 'commander';
import { addHold, listHolds, releaseHold } from '#libs/cases';
import { addPreservation, listPreservations, releasePreservation } from '#libs/organisations';
import { InvalidInputError, systemClock, type Database } from '#libs/platform';
import { asOwner, caseByNumber, identifier, organisationByCode } from './operator.js';
import { asDate, OPERATOR, show, shownTime } from './options.js';

interface PreserveFlags {
  case?: string;
  report?: string;
  orderedBy: string;
  instrument: string;
  expires: Date;
  json?: boolean;
}

interface HoldFlags {
  reason?: string;
  orderedBy: string;
  owner: string;
  expires: Date;
  json?: boolean;
}

interface ListFlags {
  organisation: string;
  json?: boolean;
}

export function addPreserveCommands(program: Command): void {
  const preserve = program.command('preserve').description('orders to keep what the schedule would erase');

  preserve
    .command('add')
    .description('keep a case, or a report, whole until the order ends')
    .addOption(new Option('--case <number>', 'number of the case, like IS-2026-000012').conflicts('report'))
    .option('--report <id>', 'identifier of the report')
    .requiredOption('--ordered-by <name>', 'who ordered it')
    .requiredOption('--instrument <text>', 'the order')
    .requiredOption('--expires <date>', 'when it ends', asDate)
    .option('--json', 'print JSON')
    .action((flags: PreserveFlags) =>
      asOwner(async ({ database }) => {
        const subject = await subjectOf(database, flags);
        const preservationId = await database.within(subject.organisationId, (manager) =>
          addPreservation(
            manager,
            {
              ...subject,
              orderedBy: flags.orderedBy,
              legalInstrument: flags.instrument,
              expiresAt: flags.expires,
            },
            OPERATOR,
            systemClock.now(),
          ),
        );
        show(
          flags.json,
          { preservationId },
          `Preserved until ${shownTime(flags.expires)}: ${preservationId}.`,
        );
      }),
    );

  preserve
    .command('list')
    .description('the orders of an organisation, the latest first')
    .requiredOption('--organisation <code>', 'whose orders')
    .option('--json', 'print JSON')
    .action((flags: ListFlags) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const all = await database.within(id, (manager) => listPreservations(manager, id, systemClock.now()));
        show(
          flags.json,
          all,
          ...all.map(
            (one) =>
              `${one.id}  ${one.state}  ${one.subjectKind} ${one.caseNumber ?? one.subjectId}  ` +
              `until ${shownTime(one.expiresAt)}  ${one.orderedBy}  ${one.legalInstrument}`,
          ),
        );
      }),
    );

  preserve
    .command('release <id>')
    .description('end an order; the schedule goes on at its next round')
    .requiredOption('--organisation <code>', 'whose order it is')
    .action((id: string, flags: { organisation: string }) =>
      asOwner(async ({ database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        await database.within(organisationId, (manager) =>
          releasePreservation(manager, organisationId, identifier(id), OPERATOR, systemClock.now()),
        );
        console.log('The order is released.');
      }),
    );
}

export function addHoldCommands(program: Command): void {
  const hold = program.command('hold').description('stops set by the police on what a receipt shows');

  hold
    .command('add <case>')
    .description('let receipts go on showing of a case, given by its number, what they show now')
    .requiredOption('--ordered-by <name>', 'who ordered it')
    .requiredOption('--owner <email>', 'the member of staff who answers for it')
    .option('--reason <text>', 'the order or file that it rests on')
    .requiredOption('--expires <date>', 'when it ends', asDate)
    .option('--json', 'print JSON')
    .action((number: string, flags: HoldFlags) =>
      asOwner(async ({ database }) => {
        const { caseId, organisationId } = await caseByNumber(database, number);
        const holdId = await database.within(organisationId, async (manager) => {
          const [owner] = await manager.query(
            `SELECT id FROM staff_accounts WHERE email = $1 AND organisation_id = $2`,
            [flags.owner.toLowerCase(), organisationId],
          );
          if (owner === undefined)
            throw new InvalidInputError(`There is no account ${flags.owner} in the case’s organisation.`);
          return addHold(
            manager,
            {
              organisationId,
              caseId,
              orderedBy: flags.orderedBy,
              ...(flags.reason === undefined ? {} : { reason: flags.reason }),
              ownerId: owner.id,
              expiresAt: flags.expires,
            },
            OPERATOR,
            systemClock.now(),
          );
        });
        show(flags.json, { holdId }, `Held until ${shownTime(flags.expires)}: ${holdId}.`);
      }),
    );

  hold
    .command('list')
    .description('the holds of an organisation, the latest first')
    .requiredOption('--organisation <code>', 'whose holds')
    .option('--json', 'print JSON')
    .action((flags: ListFlags) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const all = await database.within(id, (manager) => listHolds(manager, id, systemClock.now()));
        show(
          flags.json,
          all,
          ...all.map(
            (one) =>
              `${one.id}  ${one.state}  ${one.caseNumber}  shows ${one.shownState}  until ${shownTime(one.expiresAt)}` +
              `  ${one.orderedBy}  ${one.owner}`,
          ),
        );
      }),
    );

  hold
    .command('release <id>')
    .description('end a hold; receipts show how the case stands')
    .requiredOption('--organisation <code>', 'whose hold it is')
    .action((id: string, flags: { organisation: string }) =>
      asOwner(async ({ database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        await database.within(organisationId, (manager) =>
          releaseHold(manager, organisationId, identifier(id), OPERATOR, systemClock.now()),
        );
        console.log('The hold is released.');
      }),
    );
}

async function subjectOf(
  database: Database,
  flags: PreserveFlags,
): Promise<{ organisationId: string; subjectKind: 'case' | 'report'; subjectId: string }> {
  if (flags.case !== undefined) {
    const { caseId, organisationId } = await caseByNumber(database, flags.case);
    return { organisationId, subjectKind: 'case', subjectId: caseId };
  }
  if (flags.report === undefined) throw new InvalidInputError('Give --case or --report.');
  const subjectId = identifier(flags.report);
  const [report] = await database.queryAcrossOrganisationsByNamedFunction<{ organisation_id: string }>(
    `SELECT organisation_id FROM reports WHERE id = $1`,
    [subjectId],
  );
  if (report === undefined) throw new InvalidInputError('There is no such report.');
  return { organisationId: report.organisation_id, subjectKind: 'report', subjectId };
}
