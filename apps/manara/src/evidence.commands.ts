import type { Command } from 'commander';
import { recordEvent } from '#libs/audit';
import { EvidenceSweep, openStorage } from '#libs/evidence';
import { asOwner, everyOrganisation, withinAll } from './operator.js';
import { OPERATOR, show } from './options.js';

interface SweepFlags {
  evenIfMany?: boolean;
  json?: boolean;
}

export function addEvidenceCommands(program: Command): void {
  program
    .command('evidence')
    .description('the store of evidence')
    .command('sweep')
    .description('remove files that this database does not know, once they are an hour old')
    .option('--even-if-many', 'also when there are many; only where no other database uses this store')
    .option('--json', 'print JSON')
    .action((flags: SweepFlags) =>
      asOwner(async ({ settings, database }) => {
        const sweep = new EvidenceSweep(database, openStorage(settings.evidenceUrl, settings.dataDir));
        /** Whose files they were is not known any more, so each organisation's log says it. */
        const record = async (files: number) => {
          const organisations = await everyOrganisation(database);
          await withinAll(database, async (manager) => {
            for (const { id } of organisations)
              await recordEvent(manager, {
                organisationId: id,
                actor: OPERATOR,
                act: 'evidence.unknown-removed',
                subjectKind: 'evidence-store',
                details: { files },
              });
          });
        };
        const removed = await sweep.sweepOrphans(flags.evenIfMany === true ? { evenIfMany: record } : {});
        show(flags.json, { removed }, `Removed ${removed} files that no case has.`);
      }),
    );
}
