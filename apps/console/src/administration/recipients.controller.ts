import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import {
  addRecipient,
  changeRecipient,
  enterRecipientSecret,
  listRecipients,
  switchRecipient,
} from '#libs/referrals';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { MadeAnswer } from './mandates.dto.js';
import {
  ChangedRecipientAnswer,
  ChangeRecipientBody,
  NewRecipientBody,
  RecipientAnswer,
  RecipientSecretBody,
  SwitchRecipientBody,
} from './recipients.dto.js';
import { staff } from './staff-actor.js';

const NONE = { status: 404, type: Problem, description: 'No such recipient in this organisation.' };
const TAKEN = { status: 409, type: Problem, description: 'There is one of that name.' };

@ApiTags('administration')
@Controller('recipients')
export class RecipientsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('settings.read', 'Who referrals go to; of their secrets only that there is one', { reads: true })
  @ApiOkResponse({ type: [RecipientAnswer] })
  async list(@Who() who: SignedIn): Promise<RecipientAnswer[]> {
    const all = await this.options.database.within(who.organisationId, (manager) =>
      listRecipients(manager, who.organisationId),
    );
    return all.map((one) => ({ ...one }));
  }

  @Post()
  @Route('recipient.manage', 'Make a recipient; it is off until it has a secret and is approved', {
    fresh: true,
  })
  @ApiCreatedResponse({ type: MadeAnswer })
  @ApiResponse(TAKEN)
  async add(@Who() who: SignedIn, @Body() body: NewRecipientBody): Promise<MadeAnswer> {
    const { organisationId } = who;
    const { name, ...rest } = body;
    const id = await this.options.database.within(organisationId, (manager) =>
      addRecipient(manager, { organisationId, isOff: true, name, ...rest }, staff(who)),
    );
    return { id };
  }

  @Put(':id')
  @Route('recipient.manage', 'Change a recipient; elsewhere, its secret is cleared', { fresh: true })
  @ApiOkResponse({ type: ChangedRecipientAnswer })
  @ApiResponse(NONE)
  @ApiResponse(TAKEN)
  async change(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: ChangeRecipientBody,
  ): Promise<ChangedRecipientAnswer> {
    const needsSecret = await this.options.database.within(who.organisationId, (manager) =>
      changeRecipient(manager, who.organisationId, { id }, body, staff(who)),
    );
    return { needsSecret };
  }

  @Put(':id/secret')
  @HttpCode(204)
  @Route('recipient.manage', 'Enter what a recipient wants to see; triage alone opens it', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  async secret(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: RecipientSecretBody,
  ): Promise<void> {
    const { database, masterRing, clock } = this.options;
    await database.within(who.organisationId, (manager) =>
      enterRecipientSecret(manager, masterRing, who.organisationId, { id }, body, staff(who), clock.now()),
    );
  }

  @Put(':id/state')
  @HttpCode(204)
  @Route('recipient.manage', 'Approve that referrals go to a recipient, or stop them', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  async switch(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: SwitchRecipientBody,
  ): Promise<void> {
    await this.options.database.within(who.organisationId, (manager) =>
      switchRecipient(manager, who.organisationId, { id }, body.isActive, staff(who)),
    );
  }
}
