import type { Command } from 'commander';
import { createAccount, listAccounts, type Role } from '#libs/identity';
import { recordEvent } from '#libs/audit';
import { InvalidInputError } from '#libs/platform';
import { asOwner, masterRing, organisationByCode } from './operator.js';

const ROLES: readonly Role[] = ['analyst', 'supervisor', 'administrator'];

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('staff accounts');

  user
    .command('add <email>')
    .description('make an account; prints its password and authenticator address once')
    .requiredOption('--organisation <code>', 'short name of the organisation')
    .requiredOption('--role <role>', ROLES.join(', '))
    .option('--name <name>', 'name to show')
    .option('--json', 'print JSON')
    .action(
      async (
        email: string,
        options: { organisation: string; role: string; name?: string; json?: boolean },
      ) => {
        if (!ROLES.includes(options.role as Role)) {
          throw new InvalidInputError(`--role is one of ${ROLES.join(', ')}.`);
        }
        await asOwner(async ({ settings, database }) => {
          const { id } = await organisationByCode(database, options.organisation);
          const account = await database.within(id, (manager) =>
            createAccount(manager, masterRing(settings), {
              organisationId: id,
              email,
              displayName: options.name ?? email,
              role: options.role as Role,
            }),
          );
          if (options.json) console.log(JSON.stringify(account));
          else {
            console.log(`password       ${account.password}`);
            if (account.totp) console.log(`authenticator  ${account.totp.address}`);
          }
        });
      },
    );

  user
    .command('list')
    .description('the accounts of an organisation')
    .requiredOption('--organisation <code>', 'short name of the organisation')
    .option('--json', 'print JSON')
    .action(async (options: { organisation: string; json?: boolean }) => {
      await asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, options.organisation);
        const accounts = (await database.within(id, (manager) => listAccounts(manager, id))).map(
          (account) => ({
            id: account.id,
            email: account.email,
            name: account.displayName,
            role: account.role,
            disabled: account.disabledAt !== null,
          }),
        );
        if (options.json) console.log(JSON.stringify(accounts));
        else console.table(accounts);
      });
    });

  user
    .command('disable <email>')
    .description('end an account’s sessions and let it sign in no more')
    .requiredOption('--organisation <code>', 'short name of the organisation')
    .action(async (email: string, options: { organisation: string }) => {
      await asOwner(async ({ database }) => {
        const { id } = await organisationByCode(database, options.organisation);
        await database.within(id, async (manager) => {
          const [[account]] = await manager.query(
            `UPDATE staff_accounts SET disabled_at = now() WHERE email = $1 AND organisation_id = $2 AND disabled_at IS NULL RETURNING id`,
            [email.toLowerCase(), id],
          );
          if (account === undefined)
            throw new InvalidInputError('There is no such account, or it is disabled already.');
          await manager.query(
            `UPDATE sessions SET ended_at = now()
             WHERE staff_account_id = $1 AND organisation_id = $2 AND ended_at IS NULL`,
            [account.id, id],
          );
          await recordEvent(manager, {
            organisationId: id,
            actor: { kind: 'operator' },
            act: 'account.disabled',
            subjectKind: 'staff-account',
            subjectId: account.id,
          });
        });
        console.log('The account is disabled.');
      });
    });
}
