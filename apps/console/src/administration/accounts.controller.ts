import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import { changeAccount, createAccount, listAccounts, type SignedIn, type StaffAccount } from '#libs/identity';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { AccountAnswer, ChangeAccountBody, NewAccountAnswer, NewAccountBody } from './administration.dto.js';

@ApiTags('administration')
@Controller('accounts')
export class AccountsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('account.manage', 'The organisation’s accounts', { reads: true })
  @ApiOkResponse({ type: [AccountAnswer] })
  async list(@Who() who: SignedIn): Promise<AccountAnswer[]> {
    const accounts = await this.options.database.within(who.organisationId, (manager) =>
      listAccounts(manager, who.organisationId),
    );
    return accounts.map(accountAnswer);
  }

  @Post()
  @Route('account.manage', 'Make an account; its password and secret are shown once', { fresh: true })
  @ApiCreatedResponse({ type: NewAccountAnswer })
  @ApiResponse({ status: 409, type: Problem, description: 'The e-mail has an account.' })
  async create(@Who() who: SignedIn, @Body() body: NewAccountBody): Promise<NewAccountAnswer> {
    const created = await this.options.database.within(who.organisationId, (manager) =>
      createAccount(
        manager,
        this.options.masterRing,
        {
          organisationId: who.organisationId,
          email: body.email,
          displayName: body.displayName,
          role: body.role,
          ...(body.locale === undefined ? {} : { locale: body.locale }),
        },
        { kind: 'staff', id: who.accountId },
      ),
    );
    return {
      id: created.id,
      password: created.password,
      totpSecret: created.totp!.secret,
      totpAddress: created.totp!.address,
    };
  }

  @Patch(':id')
  @Route('account.manage', 'Change the role of an account, or disable it; its sessions end', { fresh: true })
  @ApiOkResponse({ type: AccountAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'No such account in this organisation.' })
  @ApiResponse({ status: 409, type: Problem, description: 'It is one’s own.' })
  async change(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: ChangeAccountBody,
  ): Promise<AccountAnswer> {
    const account = await this.options.database.within(who.organisationId, (manager) =>
      changeAccount(manager, who.organisationId, who.accountId, id, body, this.options.clock.now()),
    );
    return accountAnswer(account);
  }
}

function accountAnswer(account: StaffAccount): AccountAnswer {
  const { id, email, displayName, role, createdAt, disabledAt } = account;
  return { id, email, displayName, role, createdAt, disabledAt };
}
