import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  changeAccount,
  createAccount,
  listAccounts,
  resetPassword,
  resetSecondFactor,
  type SignedIn,
  type StaffAccount,
} from '#libs/identity';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import {
  AccountAnswer,
  ChangeAccountBody,
  NewAccountAnswer,
  NewAccountBody,
  NewPasswordAnswer,
  NewSecondFactorAnswer,
} from './administration.dto.js';

const NONE = { status: 404, type: Problem, description: 'No such account in this organisation.' };
const OWN = { status: 409, type: Problem, description: 'It is one’s own.' };

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
  @ApiResponse(NONE)
  @ApiResponse(OWN)
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

  @Post(':id/password')
  @Route('account.manage', 'Give an account another password, shown once; its sessions end', { fresh: true })
  @ApiCreatedResponse({ type: NewPasswordAnswer })
  @ApiResponse(NONE)
  @ApiResponse(OWN)
  async password(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<NewPasswordAnswer> {
    const { database, clock } = this.options;
    const password = await database.within(who.organisationId, (manager) =>
      resetPassword(manager, who.organisationId, who.accountId, id, clock.now()),
    );
    return { password };
  }

  @Post(':id/second-factor')
  @Route('account.manage', 'Give an account another second factor, shown once; its sessions end', {
    fresh: true,
  })
  @ApiCreatedResponse({ type: NewSecondFactorAnswer })
  @ApiResponse(NONE)
  @ApiResponse(OWN)
  async secondFactor(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<NewSecondFactorAnswer> {
    const { database, masterRing, clock } = this.options;
    const { secret, address } = await database.within(who.organisationId, (manager) =>
      resetSecondFactor(manager, masterRing, who.organisationId, who.accountId, id, clock.now()),
    );
    return { totpSecret: secret, totpAddress: address };
  }
}

function accountAnswer(account: StaffAccount): AccountAnswer {
  const { id, email, displayName, role, createdAt, disabledAt } = account;
  return { id, email, displayName, role, createdAt, disabledAt };
}
