// The way out of lists: the organisation's own, and files for others.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportList,
  keepOwnList,
  LICENSED_TO,
  type LicensedTo,
} from '#libs/known-material';
import { InvalidInputError } from '#libs/platform';
import { outputFile } from './input-file.js';
import type { Caller } from './lists.commands.js';
import { asWhole, OPERATOR, show } from './options.js';

interface ExportFlags {
  format: ExportFormat;
  for: LicensedTo;
  organisation?: string;
  output?: string;
  json?: boolean;
}

type AsTriage = <T>(work: (caller: Caller) => Promise<T>) => Promise<T>;

export function addListsExportCommands(
  lists: Command,
  asTriage: AsTriage,
  organisationOf: (caller: Caller, code: string | undefined) => string,
): void {
  lists
    .command('own <name>')
    .description('keep a list of what your own analysts have confirmed, or change how many must agree')
    .requiredOption(
      '--confirmations <number>',
      'different analysts who must have seen the same bytes',
      asWhole,
    )
    .option('--organisation <code>', 'whose list it is')
    .option('--json', 'print JSON')
    .action(async (name: string, flags: { confirmations: number; organisation?: string; json?: boolean }) => {
      const { confirmations } = flags;
      const id = await asTriage((caller) => {
        const organisationId = organisationOf(caller, flags.organisation);
        return caller.database.within(organisationId, (manager) =>
          keepOwnList(manager, organisationId, { name, confirmations }, OPERATOR),
        );
      });
      show(
        flags.json,
        { id, name, confirmations },
        `${name} holds what ${confirmations} of your analysts confirm. Triage fills it; its feed is lists/${id}/entries.`,
      );
    });

  lists
    .command('export <name>')
    .description('write what is live of a list: your own whole, of others what their licence lets go')
    .addOption(
      new Option('--format <format>', 'what the file is to be').choices(EXPORT_FORMATS).default('csv'),
    )
    .addOption(
      new Option('--for <receiver>', 'who is to have it').choices(LICENSED_TO).makeOptionMandatory(true),
    )
    .option('--organisation <code>', 'whose list it is')
    .option('--output <file>', 'a new file; standard output without it')
    .option('--json', 'print JSON of what was written; needs --output')
    .action(async (name: string, flags: ExportFlags) => {
      const { output, format } = flags;
      if (flags.json && output === undefined)
        throw new InvalidInputError('Say with --output which file to write, or leave --json out.');
      const file =
        output === undefined
          ? process.stdout
          : createWriteStream(outputFile(output), { flags: 'wx', mode: 0o600 });
      const failed = new Promise<never>((_resolve, reject) => {
        file.once('error', ({ code }: NodeJS.ErrnoException) =>
          reject(
            new InvalidInputError(
              code === 'EEXIST' ? `The file ${output} is there already.` : `It cannot be written: ${code}.`,
            ),
          ),
        );
      });
      failed.catch(() => undefined);
      const write = (text: string) =>
        Promise.race([
          failed,
          new Promise<void>((resolve) => {
            if (file.write(text)) resolve();
            else file.once('drain', resolve);
          }),
        ]);
      const summary = await asTriage((caller) =>
        exportList(
          caller.database,
          organisationOf(caller, flags.organisation),
          name,
          { format, to: flags.for, actor: OPERATOR },
          write,
        ),
      );
      if (output !== undefined) {
        file.end();
        await Promise.race([failed, finished(file)]);
      }
      const { version, entries, kept, unfit } = summary;
      const said =
        `${name}, version ${version}: ${entries} entries written; ${kept} kept back by its licence, ` +
        `${unfit} that ${format} has no place for.`;
      if (flags.json) console.log(JSON.stringify({ list: name, format, file: output, ...summary }));
      else process.stderr.write(`${said}\n`);
    });
}
