// Sources of lists: set up as the owner; polled under triage's role, the one that may write lists.
import { type Command, Option } from 'commander';
import {
  addSource,
  FEEDBACK_REASONS,
  type FeedbackReason,
  listSources,
  mapFeedbackReason,
  openSourceOfList,
  pollNow,
  type PollResult,
  readVoteReasons,
  removeSource,
  SOURCE_KINDS,
  SOURCE_TRAITS,
  SourceClient,
  sourceOfList,
  sourceRefusals,
  type SourceKind,
  SourcePolls,
  type SourceState,
  VOTE_TYPES,
  type VoteType,
} from '#libs/known-material';
import {
  createDataSource,
  Database,
  InvalidInputError,
  ManaraError,
  ownAddresses,
  required,
  systemClock,
} from '#libs/platform';
import { asOwner, masterRing, organisationByCode } from './operator.js';
import { asWhole, OPERATOR, readJson, readText, show, shownTime } from './options.js';

interface OfOrganisation {
  organisation: string;
  json?: boolean;
}

interface AddFlags extends OfOrganisation {
  kind: SourceKind;
  host: string;
  port: number;
  path?: string;
  credentialsFile: string;
  every?: number;
  ca?: string;
  internal?: boolean;
}

interface ReasonFlags extends OfOrganisation {
  reason: FeedbackReason;
  type: VoteType;
  id: string;
}

/** @param program whose `lists` command is there already */
export function addSourceCommands(program: Command): void {
  const lists = program.commands.find((command) => command.name() === 'lists') ?? program.command('lists');
  const source = lists.command('source').description('where lists are polled, or asked, over the network');

  source
    .command('add <list>')
    .description('fill a list from a source from now on; the list is made if there is none')
    .requiredOption('--organisation <code>', 'whose list it is')
    .addOption(
      new Option('--kind <kind>', 'whose interface it is').choices(SOURCE_KINDS).makeOptionMandatory(),
    )
    .requiredOption('--host <host>', 'host of the interface; nothing else is spoken to')
    .option('--port <port>', 'port of the interface', asWhole, 443)
    .option('--path <path>', 'path of the interface below the host, if not the usual one')
    .requiredOption(
      '--credentials-file <file>',
      'JSON object with its credentials; - for standard input. ' +
        SOURCE_KINDS.map((kind) => `${kind}: ${SOURCE_TRAITS[kind].credentials.join(', ')}`).join('; '),
    )
    .option('--every <minutes>', 'how often it is polled, or an answer asked for again', asWhole)
    .option('--ca <file>', 'authority to trust instead of the public ones, in PEM')
    .option('--internal', 'the host is inside your own network, and you approve of that')
    .option('--json', 'print JSON')
    .action((listName: string, flags: AddFlags) =>
      asOwner(async ({ settings, database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        const ring = masterRing(settings);
        const credentials = credentialsOf(readJson(flags.credentialsFile));
        const sourceId = await database.within(organisationId, (manager) =>
          addSource(
            manager,
            ring,
            {
              organisationId,
              listName,
              kind: flags.kind,
              host: flags.host,
              port: flags.port,
              credentials,
              ...(flags.path === undefined ? {} : { path: flags.path }),
              ...(flags.every === undefined ? {} : { everyMinutes: flags.every }),
              ...(flags.ca === undefined ? {} : { ca: readText(flags.ca) }),
              ...(flags.internal === true ? { isInternal: true } : {}),
            },
            OPERATOR,
          ),
        );
        show(
          flags.json,
          { sourceId },
          `${listName} is filled by ${SOURCE_TRAITS[flags.kind].body} from now on. Delete the file of credentials.`,
        );
      }),
    );

  source
    .command('list')
    .description('the sources of an organisation, and what came of the last attempt')
    .requiredOption('--organisation <code>', 'whose sources')
    .option('--json', 'print JSON')
    .action((flags: OfOrganisation) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const all = await database.within(id, (manager) => listSources(manager, id));
        if (all.length === 0) show(flags.json, all, 'There are no sources.');
        else show(flags.json, all, ...all.map(lineOf));
      }),
    );

  source
    .command('poll <list>')
    .description('poll a source now, to its end')
    .requiredOption('--organisation <code>', 'whose list it is')
    .option('--full', 'from the beginning: what it does not tell any more ends')
    .option('--json', 'print JSON')
    .action((listName: string, flags: OfOrganisation & { full?: boolean }) => pollToEnd(listName, flags));

  source
    .command('refused <list>')
    .description('which entries of a source were not taken lately, and why, as CSV')
    .requiredOption('--organisation <code>', 'whose list it is')
    .action((listName: string, flags: OfOrganisation) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const { id: sourceId } = await database.within(id, (manager) => sourceOfList(manager, id, listName));
        for await (const lines of sourceRefusals(database, id, sourceId)) process.stdout.write(lines);
      }),
    );

  source
    .command('reasons <list>')
    .description('the reasons that a source offers for votes against its entries')
    .requiredOption('--organisation <code>', 'whose list it is')
    .option('--json', 'print JSON')
    .action((listName: string, flags: OfOrganisation) =>
      asOwner(async ({ settings, database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const ring = masterRing(settings);
        const opened = await database.within(id, (manager) => openSourceOfList(manager, ring, id, listName));
        if (SOURCE_TRAITS[opened.kind].takesFeedback !== true)
          throw new InvalidInputError('This source takes nothing that analysts say against entries.');
        const reasons = await readVoteReasons(new SourceClient(opened, { own: ownAddresses(settings) }));
        show(
          flags.json,
          reasons,
          ...reasons.map(({ type, id: reason, name }) => `${type}  ${reason}  ${name}`),
        );
      }),
    );

  source
    .command('reason <list>')
    .description('say which of a source’s reasons is meant by one of ours; votes without wait')
    .requiredOption('--organisation <code>', 'whose list it is')
    .addOption(new Option('--reason <reason>', 'ours').choices(FEEDBACK_REASONS).makeOptionMandatory())
    .addOption(
      new Option('--type <type>', 'kind of hash').choices(Object.values(VOTE_TYPES)).makeOptionMandatory(),
    )
    .requiredOption('--id <identifier>', 'of the source’s reason, as `lists source reasons` shows it')
    .action((listName: string, { reason, type, id: reasonId, organisation }: ReasonFlags) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, organisation);
        await database.within(id, (manager) =>
          mapFeedbackReason(manager, id, listName, { reason, type, id: reasonId }, OPERATOR),
        );
        console.log(`Votes of ${listName} on ${type} for ${reason} go out with that reason.`);
      }),
    );

  source
    .command('remove <list>')
    .description('forget a source with its credentials; its list is switched off')
    .requiredOption('--organisation <code>', 'whose list it is')
    .action((listName: string, flags: OfOrganisation) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        await database.within(id, (manager) => removeSource(manager, id, listName, OPERATOR));
        console.log(
          `${listName} has no source any more and is OFF: nobody would tell of what is withdrawn. ` +
            `\`lists enable\` puts what it holds in use all the same.`,
        );
      }),
    );
}

/** @throws InvalidInputError */
function credentialsOf(value: unknown): Record<string, string> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || !Object.values(value).every((one) => typeof one === 'string'))
    throw new InvalidInputError('The file of credentials must be a JSON object of texts.');
  return value as Record<string, string>;
}

async function pollToEnd(listName: string, flags: OfOrganisation & { full?: boolean }): Promise<void> {
  await asOwner(async ({ settings, database }) => {
    const { id } = await organisationByCode(database, flags.organisation);
    const ring = masterRing(settings);
    const sourceId = await database.within(id, (manager) =>
      pollNow(manager, id, listName, flags.full === true),
    );
    const dataSource = createDataSource({
      url: required(settings.triageDatabaseUrl, 'TRIAGE_DATABASE_URL'),
      program: 'lists',
      poolSize: 3,
    });
    await dataSource.initialize();
    try {
      const polls = new SourcePolls(new Database(dataSource), ring, {
        clock: systemClock,
        own: ownAddresses(settings),
      });
      let result: PollResult = await polls.poll(id, sourceId);
      while (result.outcome === 'goes-on') {
        const [state] = (await database.within(id, (manager) => listSources(manager, id))).filter(
          (one) => one.id === sourceId,
        );
        process.stderr.write(`${state?.underWay?.received ?? 0} entries read\n`);
        result = await polls.poll(id, sourceId);
      }
      show(flags.json, result, outcomeLine(listName, result));
      if (result.outcome === 'failed')
        throw new ManaraError(result.code ?? 'failed', `${listName} could not be polled: ${result.code}.`);
    } finally {
      await dataSource.destroy();
    }
  });
}

function outcomeLine(list: string, { outcome, code, import: imported }: PollResult): string {
  if (outcome === 'held') return `${list} is being polled by somebody else now; see \`lists source list\`.`;
  if (outcome === 'failed') return `${list}: failed, ${code}.`;
  if (imported === undefined) return `${list}: nothing new.`;
  const { version, entries, added, ended, refused } = imported;
  return `${list}: version ${version} is ${outcome}; ${entries} entries, ${added} new, ${ended} ended, ${refused} refused.`;
}

function lineOf(one: SourceState): string {
  const { list, kind, host, port, path, everyMinutes, outcome, failures, succeededAt, isLate } = one;
  const { underWay, questionsDue, votesDue, refused } = one;
  return [
    `${list}  ${kind}  ${host}:${port}${path}  every ${everyMinutes} min`,
    failures > 0 ? `FAILED ${failures} times: ${outcome}` : (outcome ?? 'not polled yet'),
    succeededAt === null ? 'never whole' : `whole at ${shownTime(succeededAt)}`,
    ...(isLate ? ['LATE'] : []),
    ...(underWay === null ? [] : [`reading, ${underWay.received} entries so far`]),
    ...(refused > 0 ? [`${refused} entries not taken lately`] : []),
    ...(questionsDue > 0 ? [`${questionsDue} media to be asked about`] : []),
    ...(votesDue > 0 ? [`${votesDue} votes to be sent`] : []),
  ].join('  ');
}
