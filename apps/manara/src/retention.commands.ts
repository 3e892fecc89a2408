import { Argument, type Command } from 'commander';
import { DATA_CLASSES, listRetention, setRetention, type DataClass } from '#libs/organisations';
import { InvalidInputError } from '#libs/platform';
import { asOwner, organisationByCode } from './operator.js';
import { asWhole, OPERATOR, show } from './options.js';

interface SetFlags {
  organisation: string;
  hours?: number;
  default?: boolean;
}

export function addRetentionCommands(program: Command): void {
  const retention = program.command('retention').description('how long each class of data is kept');

  retention
    .command('set')
    .description('set an organisation’s own rule for a class of data, or take it back')
    .addArgument(new Argument('<class>', 'class of data').choices(Object.keys(DATA_CLASSES)))
    .requiredOption('--organisation <code>', 'whose rule it is')
    .option('--hours <hours>', 'how long it is kept', asWhole)
    .option('--default', 'let the default hold again')
    .action((dataClass: DataClass, flags: SetFlags) =>
      asOwner(async ({ database }) => {
        if ((flags.hours === undefined) === (flags.default !== true))
          throw new InvalidInputError('Give --hours or --default.');
        const { id } = await organisationByCode(database, flags.organisation);
        await database.within(id, (manager) =>
          setRetention(manager, id, dataClass, flags.hours ?? null, OPERATOR),
        );
        console.log(
          flags.hours === undefined
            ? `The default holds for ${dataClass}.`
            : `${dataClass} is kept for ${flags.hours} hours.`,
        );
      }),
    );

  retention
    .command('list')
    .description('what holds for an organisation')
    .requiredOption('--organisation <code>', 'whose rules')
    .option('--json', 'print JSON')
    .action((flags: { organisation: string; json?: boolean }) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const rules = await database.within(id, (manager) => listRetention(manager, id));
        show(
          flags.json,
          rules,
          ...rules.map(
            (one) =>
              `${one.dataClass}  ${one.hours} hours${one.isOwn ? `, its own rule (default ${one.defaultHours})` : ''}`,
          ),
        );
      }),
    );
}
