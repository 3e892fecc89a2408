import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { REFERRAL_STATES } from '#libs/referrals';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { cancelReferral, retryReferral } from '#libs/referrals';
import { ReferralAnswer, ReferralQuery } from './referral.dto.js';
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
  @Route('referral.manage', 'Have a stopped referral tried again')
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem })
  @ApiResponse({ status: 409, type: Problem, description: 'It is not stopped.' })
  retry(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) => retryReferral(manager, who, id));
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Route('referral.manage', 'End a referral that was dealt with by other means')
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem })
  @ApiResponse({ status: 409, type: Problem, description: 'It has been delivered or cancelled already.' })
  cancel(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) =>
      cancelReferral(manager, who, id, this.options.clock.now()),
    );
  }
}
