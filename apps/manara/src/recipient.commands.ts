import { Option, type Command } from 'commander';
import {
  addRecipient,
  DELIVERED_WAYS,
  enterRecipientSecret,
  listRecipients,
  moveRecipient,
  switchRecipient,
} from '#libs/referrals';
import { InvalidInputError, systemClock } from '#libs/platform';
import { asOwner, masterRing, organisationByCode } from './operator.js';
import { asWhole, OPERATOR, readText, show, shownTime } from './options.js';

interface AddFlags {
  organisation: string;
  way: (typeof DELIVERED_WAYS)[number];
  host: string;
  port: number;
  path: string;
  analystName: string;
  ca?: string;
  country?: string;
  internal?: boolean;
  json?: boolean;
}

interface SecretFlags {
  organisation: string;
  username: string;
  passwordFile: string;
  clientCertificate: string;
  clientKey: string;
}

export function addRecipientCommands(program: Command): void {
  const recipient = program.command('recipient').description('who referrals go to');

  recipient
    .command('add <name>')
    .description('make a recipient; nothing goes to it before its secret is entered')
    .requiredOption('--organisation <code>', 'whose recipient it is')
    .addOption(new Option('--way <way>', 'how referrals travel').choices(DELIVERED_WAYS).default('iccam'))
    .requiredOption('--host <host>', 'host of its interface')
    .option('--port <port>', 'port of its interface', asWhole, 443)
    .option('--path <path>', 'path of its interface below the host', '')
    .requiredOption('--analyst-name <name>', 'the interface’s account name as ICCAM shows it')
    .option('--ca <file>', 'authority to trust instead of the public ones, in PEM')
    .option('--country <country>', 'takes only what is hosted there, two letters; else wherever it is hosted')
    .option('--internal', 'the host is inside your own network, and you approve of that')
    .option('--json', 'print JSON')
    .action((name: string, flags: AddFlags) =>
      asOwner(async ({ database }) => {
        const { id: organisationId } = await organisationByCode(database, flags.organisation);
        const recipientId = await database.within(organisationId, (manager) =>
          addRecipient(
            manager,
            {
              organisationId,
              name,
              way: flags.way,
              host: flags.host,
              port: flags.port,
              path: flags.path,
              analystName: flags.analystName,
              ...(flags.ca === undefined ? {} : { ca: readText(flags.ca) }),
              ...(flags.country === undefined ? {} : { country: flags.country }),
              ...(flags.internal === true ? { isInternal: true } : {}),
            },
            OPERATOR,
          ),
        );
        show(flags.json, { recipientId }, `${name} is made. Enter its secret with \`recipient secret\`.`);
      }),
    );

  recipient
    .command('secret <name>')
    .description('enter account and client certificate, sealed under the master key')
    .requiredOption('--organisation <code>', 'whose recipient it is')
    .requiredOption('--username <name>', 'account of the interface')
    .requiredOption('--password-file <file>', 'file that holds the password alone; - for standard input')
    .requiredOption('--client-certificate <file>', 'client certificate in PEM')
    .requiredOption('--client-key <file>', 'its private key in PEM')
    .action((name: string, flags: SecretFlags) =>
      asOwner(async ({ settings, database }) => {
        if (
          [flags.passwordFile, flags.clientCertificate, flags.clientKey].filter((one) => one === '-').length >
          1
        )
          throw new InvalidInputError('Only one of them can come from standard input.');
        const { id } = await organisationByCode(database, flags.organisation);
        const secret = {
          username: flags.username,
          password: readText(flags.passwordFile).replace(/\r?\n$/, ''),
          clientCertificate: readText(flags.clientCertificate),
          clientKey: readText(flags.clientKey),
        };
        const ring = masterRing(settings);
        await database.within(id, (manager) =>
          enterRecipientSecret(manager, ring, id, name, secret, OPERATOR, systemClock.now()),
        );
        console.log(`The secret of ${name} is sealed. Delete the files that it came from.`);
      }),
    );

  recipient
    .command('move <name>')
    .description('give a recipient another address; its secret is cleared by that')
    .requiredOption('--organisation <code>', 'whose recipient it is')
    .requiredOption('--host <host>', 'host of its interface')
    .option('--port <port>', 'port of its interface', asWhole, 443)
    .option('--json', 'print JSON')
    .action((name: string, flags: { organisation: string; host: string; port: number; json?: boolean }) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const needsSecret = await database.within(id, (manager) =>
          moveRecipient(manager, id, name, flags, OPERATOR),
        );
        show(
          flags.json,
          { needsSecret },
          needsSecret
            ? `${name} has another address; enter its secret again with \`recipient secret\`.`
            : `${name} has that address already.`,
        );
      }),
    );

  for (const isActive of [true, false]) {
    recipient
      .command(`${isActive ? 'enable' : 'disable'} <name>`)
      .description(isActive ? 'let referrals go to it again' : 'let no referral go to it any more')
      .requiredOption('--organisation <code>', 'whose recipient it is')
      .action((name: string, flags: { organisation: string }) =>
        asOwner(async ({ database }) => {
          const { id } = await organisationByCode(database, flags.organisation);
          await database.within(id, (manager) => switchRecipient(manager, id, name, isActive, OPERATOR));
          console.log(`${name} is ${isActive ? 'on' : 'off'}.`);
        }),
      );
  }

  recipient
    .command('list')
    .description('the recipients of an organisation')
    .requiredOption('--organisation <code>', 'whose recipients')
    .option('--json', 'print JSON')
    .action((flags: { organisation: string; json?: boolean }) =>
      asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, flags.organisation);
        const all = await database.within(id, (manager) => listRecipients(manager, id));
        show(
          flags.json,
          all,
          ...all.map(
            (one) =>
              `${one.name}  ${one.way}  ${one.host}:${one.port}  ${one.isActive ? 'on' : 'OFF'}  ` +
              (one.secretSetAt === null ? 'NO SECRET' : `secret of ${shownTime(one.secretSetAt)}`) +
              (one.country === null ? '' : `  hosted in ${one.country} alone`) +
              (one.isSandbox ? '  sandbox' : ''),
          ),
        );
      }),
    );
}
