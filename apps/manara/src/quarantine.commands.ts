// Entries that fit too many cases to mean anything: what there is, and a person's word.
import type { Command } from 'commander';
import { decideQuarantine, listQuarantines } from '#libs/known-material';
import { InvalidInputError } from '#libs/platform';
import type { Caller } from './lists.commands.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Flags {
  organisation?: string;
  reason: string;
  json?: boolean;
}

export function addQuarantineCommands(
  lists: Command,
  asTriage: <T>(work: (caller: Caller) => Promise<T>) => Promise<T>,
  organisationOf: (caller: Caller, code: string | undefined) => string,
): void {
  lists
    .command('quarantine')
    .description('entries that fit too many cases, and match nothing until a person decides')
    .option('--organisation <code>', 'whose lists they are on')
    .option('--json', 'print JSON')
    .action(async (flags: Omit<Flags, 'reason'>) => {
      const found = await asTriage((caller) => {
        const organisationId = organisationOf(caller, flags.organisation);
        return caller.database.within(organisationId, (manager) => listQuarantines(manager, organisationId));
      });
      if (flags.json) console.log(JSON.stringify(found));
      else if (found.length === 0) console.log('Nothing is or was in quarantine.');
      for (const one of flags.json ? [] : found)
        console.log(
          `${one.id}  ${one.list}  ${one.state}  fitted ${one.cases} cases on ${one.hosts} hosts  ` +
            `since ${one.foundAt.toISOString()}  entry ${one.hashEntryId}`,
        );
    });

  const decisions = [
    ['release', 'let an entry in quarantine match again; it is not asked about any more', 'matches again'],
    ['keep', 'keep an entry in quarantine: it goes on matching nothing', 'stays in quarantine'],
  ] as const;
  for (const [decision, description, outcome] of decisions)
    lists
      .command(`${decision} <quarantine>`)
      .description(description)
      .requiredOption('--reason <text>', 'why; kept with the decision')
      .option('--organisation <code>', 'whose list it is on')
      .action(async (id: string, flags: Flags) => {
        if (!ID.test(id)) throw new InvalidInputError('Give the id that `lists quarantine` shows first.');
        await asTriage((caller) => {
          const organisationId = organisationOf(caller, flags.organisation);
          const { reason } = flags;
          return caller.database.within(organisationId, (manager) =>
            decideQuarantine(manager, organisationId, id, { decision, reason }, { kind: 'operator' }),
          );
        });
        console.log(`The entry ${outcome}.`);
      });
}
