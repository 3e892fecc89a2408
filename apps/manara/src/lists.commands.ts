// Hash lists, under triage's role: the one that may write them.
import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Actor } from '#libs/audit';
import {
  approveVersion,
  type ColumnMapping,
  type ImportImpact,
  importList,
  type ImportResult,
  LIST_FORMATS,
  type ListFormat,
  type ListStatus,
  listStatus,
  openListFile,
  type RefusedLine,
  refuseVersion,
  REFUSALS,
  switchList,
  takeListBack,
  verifyLists,
  type WaitingReason,
} from '#libs/known-material';
import { createDataSource, Database, InvalidInputError, readSettings, required } from '#libs/platform';
import { inputFile } from './input-file.js';
import { addListsExportCommands } from './lists.export.commands.js';
import { addPolicyOptions, type PolicyFlags, policyOfFlags } from './list-policy.options.js';
import { addQuarantineCommands } from './quarantine.commands.js';
import { addTryCommand } from './try.command.js';

const OPERATOR: Actor = { kind: 'operator' };
const PROGRESS_EVERY_MS = 1000;
/** Refused lines in the JSON answer at most; all of them stand on standard error. */
const MAX_LISTED = 1000;
const COLUMNS = ['md5', 'sha1', 'sha256', 'pdq', 'quality', 'category', 'video', 'expires'];

export interface Caller {
  readonly database: Database;
  /** All organisations, by code. */
  readonly organisations: ReadonlyMap<string, string>;
}

async function asTriage<T>(work: (caller: Caller) => Promise<T>): Promise<T> {
  const url = required(readSettings().triageDatabaseUrl, 'TRIAGE_DATABASE_URL');
  const dataSource = createDataSource({ url, program: 'lists', poolSize: 2 });
  await dataSource.initialize();
  try {
    const database = new Database(dataSource);
    const ids = await database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
      'SELECT id FROM triage_api.organisations() AS id',
    );
    const rows = await database.within(
      ids.map((row) => row.id),
      (manager): Promise<{ id: string; code: string }[]> =>
        manager.query('SELECT id, code FROM organisations ORDER BY code'),
    );
    return await work({ database, organisations: new Map(rows.map(({ id, code }) => [code, id])) });
  } finally {
    await dataSource.destroy();
  }
}

/** The organisation of that code; the only one there is if no code is given. */
function organisationOf({ organisations }: Caller, code: string | undefined): string {
  const codes = [...organisations.keys()];
  const wanted = code?.toUpperCase() ?? (codes.length === 1 ? codes[0] : undefined);
  const id = wanted === undefined ? undefined : organisations.get(wanted);
  if (id !== undefined) return id;
  if (codes.length === 0) throw new InvalidInputError('There is no organisation yet; run `setup` first.');
  throw new InvalidInputError(`Say which organisation with --organisation; there are: ${codes.join(', ')}.`);
}

const everyOrganisation = ({ organisations }: Caller) => [...organisations.values()];

function whole(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function column(text: string, before: ColumnMapping = {}): ColumnMapping {
  const at = text.indexOf('=');
  if (at < 1 || !COLUMNS.includes(text.slice(0, at))) {
    throw new InvalidArgumentError(
      `It must look like md5=Name in the header, with one of ${COLUMNS.join(', ')}.`,
    );
  }
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

interface ImportFlags extends PolicyFlags {
  list: string;
  format: ListFormat;
  organisation?: string;
  maxDistance?: number;
  minQuality?: number;
  column?: ColumnMapping;
  json?: boolean;
}

export function addListsCommands(program: Command): void {
  const lists = program.command('lists').description('lists of known material');

  const importing = lists
    .command('import <file>')
    .description('import a whole list; entries that the file no longer has end')
    .requiredOption('--list <name>', 'the name of the list; made if there is none')
    .addOption(new Option('--format <format>', 'what the file is').choices(LIST_FORMATS).default('csv'))
    .option('--organisation <code>', 'whose list it is; not needed where there is one organisation')
    .option('--max-distance <bits>', 'how near a perceptual hash must be', whole)
    .option('--min-quality <quality>', 'the quality that a perceptual hash needs', whole)
    .option('--column <column=name>', 'what a column is called in the header; can be repeated', column)
    .option('--json', 'print JSON');
  addPolicyOptions(importing).action((file: string, flags: ImportFlags) =>
    asTriage((caller) => runImport(caller, file, flags)),
  );

  lists
    .command('status')
    .description('all lists, what is live of them, and their last import')
    .option('--json', 'print JSON')
    .action(async (flags: { json?: boolean }) => {
      const status = await asTriage((caller) =>
        caller.database.within(everyOrganisation(caller), listStatus),
      );
      if (flags.json) console.log(JSON.stringify(status));
      else if (status.length === 0) console.log('There are no lists.');
      for (const list of flags.json ? [] : status) {
        console.log(
          `${list.organisation}  ${list.name}  ${list.isEnabled ? 'on' : 'OFF'}  version ${list.liveVersion}  ` +
            `${list.entries} entries  ${list.trust}, ${list.effect}  ${list.matches} matches  ` +
            `last import: ${list.lastImport?.state ?? 'none'}`,
        );
        for (const line of whatToKnow(list)) console.log(`  ${line}`);
        if (list.waiting === null) continue;
        const { version, entries, reason, impact } = list.waiting;
        console.log(
          `  version ${version} with ${entries} entries waits for a person: ${whyItWaits(reason, impact)}`,
        );
      }
    });

  for (const isEnabled of [true, false]) {
    lists
      .command(`${isEnabled ? 'enable' : 'disable'} <name>`)
      .description(`switch a list ${isEnabled ? 'on' : 'off'}, everywhere within 5 seconds`)
      .option('--organisation <code>', 'whose list it is')
      .option('--json', 'print JSON')
      .action(async (name: string, flags: { organisation?: string; json?: boolean }) => {
        await asTriage((caller) => {
          const organisationId = organisationOf(caller, flags.organisation);
          return caller.database.within(organisationId, (manager) =>
            switchList(manager, organisationId, name, isEnabled, OPERATOR),
          );
        });
        if (flags.json) console.log(JSON.stringify({ list: name, isEnabled }));
        else console.log(`${name} is ${isEnabled ? 'on' : 'off'}.`);
      });
  }

  const decisions = [
    ['approve', 'let a version that waits go live: what it would match is right', approveVersion, 'is live'],
    ['refuse', 'end a version that waits: what is live stays', refuseVersion, 'is refused'],
  ] as const;
  for (const [command, description, decide, outcome] of decisions) {
    lists
      .command(`${command} <list> <version>`)
      .description(description)
      .option('--organisation <code>', 'whose list it is')
      .action(async (name: string, version: string, flags: { organisation?: string }) => {
        const number = versionNumber(version);
        await asTriage((caller) => {
          const organisationId = organisationOf(caller, flags.organisation);
          return caller.database.within(organisationId, (manager) =>
            decide(manager, organisationId, { name }, number, OPERATOR),
          );
        });
        console.log(`Version ${number} of ${name} ${outcome}.`);
      });
  }

  lists
    .command('take-back <list> <version>')
    .description('make what an earlier version held live again, as a new version')
    .option('--organisation <code>', 'whose list it is')
    .option('--json', 'print JSON')
    .action(async (name: string, version: string, flags: { organisation?: string; json?: boolean }) => {
      const number = versionNumber(version);
      const result = await asTriage((caller) =>
        takeListBack(caller.database, organisationOf(caller, flags.organisation), name, number, OPERATOR),
      );
      if (flags.json) console.log(JSON.stringify({ list: name, ...result }));
      else tell(name, result);
    });

  lists
    .command('verify')
    .description('prove that every list is whole as it is stored')
    .option('--json', 'print JSON')
    .action(async (flags: { json?: boolean }) => {
      const problems = await asTriage((caller) =>
        caller.database.within(everyOrganisation(caller), verifyLists),
      );
      if (flags.json) console.log(JSON.stringify({ problems }));
      else if (problems.length === 0) console.log('Every list is whole.');
      else
        for (const { organisation, name, problem } of problems)
          console.log(`${organisation}  ${name}  ${problem}`);
      if (problems.length > 0) process.exitCode = 1;
    });

  addQuarantineCommands(lists, asTriage, organisationOf);
  addTryCommand(lists, asTriage, organisationOf);
  addListsExportCommands(lists, asTriage, organisationOf);
}

async function runImport(caller: Caller, file: string, flags: ImportFlags): Promise<void> {
  const path = inputFile(file);
  if (!existsSync(path)) throw new InvalidInputError(`There is no file ${file}.`);
  const refusedLines: RefusedLine[] = [];
  let toldAt = Date.now();
  const { source, identity } = await openListFile(path);
  const result = await importList(
    caller.database,
    organisationOf(caller, flags.organisation),
    {
      name: flags.list,
      ...policyOfFlags(flags),
      ...(flags.maxDistance !== undefined && { maxDistance: flags.maxDistance }),
      ...(flags.minQuality !== undefined && { minQuality: flags.minQuality }),
    },
    source,
    flags.format,
    {
      actor: OPERATOR,
      identity,
      onResumed: (entries) =>
        process.stderr.write(
          `resumed at entry ${entries + 1}: an import of this file that broke off has staged those before it\n`,
        ),
      ...(flags.column && { columns: flags.column }),
      onRefused: (refused) => {
        if (refusedLines.length < MAX_LISTED) refusedLines.push(refused);
        process.stderr.write(`line ${refused.line}: ${REFUSALS[refused.reason]}\n`);
      },
      onProgress: ({ entries }) => {
        if (Date.now() - toldAt < PROGRESS_EVERY_MS) return;
        toldAt = Date.now();
        process.stderr.write(`${entries} entries read\n`);
      },
    },
  );
  if (flags.json) {
    console.log(JSON.stringify({ list: flags.list, ...result, refusedLines }));
    return;
  }
  tell(flags.list, result);
}

function tell(list: string, result: ImportResult): void {
  const { entries, added, ended, refused, version, waitingVersion, reason, impact } = result;
  const change = result.state === 'unchanged' ? 'nothing changed' : `${added} new, ${ended} ended`;
  console.log(`${list}: ${entries} entries, ${change}; ${refused} lines refused. Version ${version}.`);
  if (waitingVersion === null) return;
  console.log(
    reason === null || impact === null
      ? `Version ${waitingVersion} still waits for a person and matches nothing.`
      : `It waits for a person and matches nothing: ${whyItWaits(reason, impact)}`,
  );
  console.log(
    `Decide with: lists approve ${JSON.stringify(list)} ${waitingVersion}, or lists refuse ${JSON.stringify(list)} ${waitingVersion}.`,
  );
}

/** What takes something of a list out of force. */
function whatToKnow({ policy, isExpired, expiredEntries, quarantine, denials }: ListStatus): string[] {
  return [
    ...(isExpired ? [`EXPIRED at ${policy.expiresAt}: nothing of it matches`] : []),
    ...(expiredEntries > 0
      ? [`${countOf(expiredEntries, 'entry', 'entries')} past their time: they match nothing`]
      : []),
    ...(quarantine.waiting > 0
      ? [
          `${countOf(quarantine.waiting, 'entry', 'entries')} in quarantine, waiting for a person: see lists quarantine`,
        ]
      : []),
    ...(quarantine.kept > 0 ? [`${countOf(quarantine.kept, 'entry', 'entries')} kept in quarantine`] : []),
    ...(denials > 0
      ? [`${countOf(denials, 'match', 'matches')} of which an analyst said: this is not that`]
      : []),
  ];
}

const countOf = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

function whyItWaits(
  reason: WaitingReason,
  { held, matched, exact, busiestEntry, earlier, withdrawn }: ImportImpact,
): string {
  if (reason === 'withdraws-too-much')
    return `it would end ${withdrawn ?? 0} entries that are live now, more than half of them.`;
  const before = earlier === undefined ? '' : ` (after ${earlier} by versions of the last days)`;
  const counts = `of the ${held} latest media it would newly match ${matched}${before}, ${exact} of them by digest`;
  if (busiestEntry === null) return `${counts}.`;
  const entry = `entry ${busiestEntry.id} fits ${busiestEntry.media}`;
  return reason === 'entry-fits-too-many' ? `${entry}; ${counts}.` : `${counts}; ${entry}.`;
}

function versionNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new InvalidInputError('A version is a whole number; see `lists status`.');
  return Number(text);
}
