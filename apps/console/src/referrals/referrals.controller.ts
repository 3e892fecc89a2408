import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { REFERRAL_STATES } from '#libs/referrals';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { cancelReferral, confirmReferral, retryReferral } from '#libs/referrals';
import { CancelReferralBody, ConfirmReferralBody, ReferralAnswer, ReferralQuery } from './referral.dto.js';
import { readReferrals } from './referral.reader.js';

@ApiTags('referrals')
@Controller('referrals')
export class ReferralsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('referral.read', 'Referrals that wait for a way or are stopped, or those of one state', {
    reads: true,
  })
  @ApiQuery({ name: 'state', enum: REFERRAL_STATES, required: false })
  @ApiOkResponse({ type: [ReferralAnswer] })
  list(@Who() who: SignedIn, @Query() query: ReferralQuery): Promise<ReferralAnswer[]> {
    const states = query.state === undefined ? (['waiting', 'stopped'] as const) : [query.state];
    return this.options.database.within(who.organisationId, (manager) =>
      readReferrals(manager, who.organisationId, { states }),
    );
  }

  @Post(':id/retry')
  @HttpCode(204)
  @Route(
    'referral.manage',
    'Have a stopped referral tried again, or a waiting one sent by the way there is now',
  )
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem })
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'It neither waits nor is stopped, or there is still no way for it.',
  })
  @ApiResponse({ status: 422, type: Problem, description: 'The recipient needs answers that are missing.' })
  retry(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) => retryReferral(manager, who, id));
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Route('referral.manage', 'End a referral: it was forwarded by other means, or is to be decided anew')
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem })
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'It has been delivered or cancelled already, or is being delivered.',
  })
  cancel(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: CancelReferralBody,
  ): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) =>
      cancelReferral(manager, who, id, body.reason, this.options.clock.now()),
    );
  }

  @Post(':id/confirm')
  @HttpCode(204)
  @Route('referral.manage', 'Say under which number the recipient holds a stopped referral')
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem })
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'It is not stopped, its recipient gives no numbers, or another referral has that one.',
  })
  confirm(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: ConfirmReferralBody,
  ): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) =>
      confirmReferral(manager, who, id, body, this.options.clock.now()),
    );
  }
}
