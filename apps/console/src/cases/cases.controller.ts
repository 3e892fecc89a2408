import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { mayRole, type SignedIn } from '#libs/identity';
import { NotFoundError } from '#libs/platform';
import { reopenForCorrection } from '#libs/referrals';
import { askRefetch, AssessmentService, LeaseService, markUrgency } from '#libs/review';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { LeaseAnswer, LeaseBody } from '../queue/lease.dto.js';
import { ReferralAnswer } from '../referrals/referral.dto.js';
import { readReferrals } from '../referrals/referral.reader.js';
import { AssessBody, DecisionAnswer, ReopenBody, UrgencyBody } from './assess.dto.js';
import { CasePage } from './case-page.dto.js';
import { readCasePage } from './case-page.reader.js';
import { CaseSearchAnswer, CaseSearchBody } from './case-summary.dto.js';
import { caseSummary, searchCases } from './case.search.js';
import { DenyMatchBody, MatchExplanationAnswer } from './match.dto.js';
import { denyMatchInCase, takeDenialBackInCase } from './match.feedback.js';
import { readMatch } from './match.reader.js';
import { RefetchBody } from './refetch.dto.js';

const NO_CASE = { status: 404, type: Problem, description: 'No such case in this organisation.' };
const LEASE_LOST = { status: 409, type: Problem, description: 'The lease is not held any more.' };

@ApiTags('cases')
@Controller('cases')
export class CasesController {
  constructor(
    private readonly leases: LeaseService,
    private readonly assessments: AssessmentService,
    private readonly options: ConsoleOptions,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Route('case.read', 'Find cases; what is looked for stays out of addresses')
  @ApiOkResponse({ type: CaseSearchAnswer })
  search(@Who() who: SignedIn, @Body() body: CaseSearchBody): Promise<CaseSearchAnswer> {
    return this.options.database.within(who.organisationId, (manager) =>
      searchCases(manager, who.organisationId, body, this.options.clock.now()),
    );
  }

  @Get(':id')
  @Route('case.read', 'All that is known of a case, but what reporters wrote', { reads: true })
  @ApiOkResponse({ type: CasePage })
  @ApiResponse(NO_CASE)
  page(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<CasePage> {
    return this.options.database.within(who.organisationId, (manager) =>
      readCasePage(manager, who, id, mayRole(who.role, 'decision.undo-any'), this.options.clock.now()),
    );
  }

  @Get(':id/matches/:matchId')
  @Route('case.read', 'Why a media of the case matches an entry: the hashes, and where the entry stands', {
    reads: true,
  })
  @ApiOkResponse({ type: MatchExplanationAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'No such match in this case of the organisation.' })
  match(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('matchId', IdPipe) matchId: string,
  ): Promise<MatchExplanationAnswer> {
    return this.options.database.within(who.organisationId, (manager) =>
      readMatch(manager, who.organisationId, id, matchId),
    );
  }

  @Post(':id/matches/:matchId/denial')
  @HttpCode(204)
  @Route('queue.work', 'Say that a media is not what the entry means: the match stands no more')
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem, description: 'No such match in this case of the organisation.' })
  @ApiResponse({ status: 409, type: Problem, description: 'Somebody has said so already.' })
  deny(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('matchId', IdPipe) matchId: string,
    @Body() body: DenyMatchBody,
  ): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) =>
      denyMatchInCase(manager, who, id, matchId, body),
    );
  }

  @Delete(':id/matches/:matchId/denial')
  @HttpCode(204)
  @Route('queue.work', 'Take that back: the match stands again')
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem, description: 'No such match, or nothing was said against it.' })
  takeDenialBack(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('matchId', IdPipe) matchId: string,
  ): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) =>
      takeDenialBackInCase(manager, who, id, matchId),
    );
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Route('queue.work', 'Take a named case: one’s own again, or any that waits if the role may pick')
  @ApiOkResponse({ type: LeaseAnswer })
  @ApiResponse(NO_CASE)
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'Somebody holds it, or the exposure limits say no.',
  })
  async claim(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<LeaseAnswer> {
    return leaseAnswer(await this.leases.claimNamed(who, id, mayRole(who.role, 'queue.pick')));
  }

  @Post(':id/heartbeat')
  @HttpCode(200)
  @Route('queue.work', 'Keep the lease while working')
  @ApiOkResponse({ type: LeaseAnswer })
  @ApiResponse(NO_CASE)
  @ApiResponse(LEASE_LOST)
  async heartbeat(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() lease: LeaseBody,
  ): Promise<LeaseAnswer> {
    return leaseAnswer(await this.leases.heartbeat(who, id, lease));
  }

  @Post(':id/return')
  @HttpCode(204)
  @Route('queue.work', 'Give the case back, without a reason; it does not come again')
  @ApiNoContentResponse()
  @ApiResponse(NO_CASE)
  @ApiResponse(LEASE_LOST)
  giveBack(@Who() who: SignedIn, @Param('id', IdPipe) id: string, @Body() lease: LeaseBody): Promise<void> {
    return this.leases.giveBack(who, id, lease);
  }

  @Post(':id/assessments')
  @Route('queue.work', 'Decide the case that one holds')
  @ApiCreatedResponse({ type: DecisionAnswer })
  @ApiResponse(NO_CASE)
  @ApiResponse(LEASE_LOST)
  @ApiResponse({
    status: 422,
    type: Problem,
    description: 'Something is not answered, or contradicts itself.',
  })
  assess(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: AssessBody,
  ): Promise<DecisionAnswer> {
    return this.assessments.assess(who, id, body);
  }

  @Post(':id/undo')
  @HttpCode(204)
  @Route('queue.work', 'Take a decision back before anything is sent')
  @ApiNoContentResponse()
  @ApiResponse(NO_CASE)
  @ApiResponse({ status: 409, type: Problem, description: 'It has gone out, or is somebody else’s.' })
  undo(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    return this.assessments.undo(who, id, mayRole(who.role, 'decision.undo-any'));
  }

  @Post(':id/reopen')
  @HttpCode(204)
  @Route('queue.work', 'Open a case for another decision whose referrals stand still; they are ended')
  @ApiNoContentResponse()
  @ApiResponse(NO_CASE)
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'Something was sent or is on its way, or it is somebody else’s.',
  })
  reopen(@Who() who: SignedIn, @Param('id', IdPipe) id: string, @Body() body: ReopenBody): Promise<void> {
    const mayReopenAny = mayRole(who.role, 'decision.undo-any');
    return this.options.database.within(who.organisationId, (manager) =>
      reopenForCorrection(manager, who, id, mayReopenAny, body.reason, this.options.clock.now()),
    );
  }

  @Post(':id/refetch')
  @HttpCode(204)
  @Route(
    'queue.work',
    'Have the destroyed copies of the case that one holds fetched again; it goes back to triage',
  )
  @ApiNoContentResponse({ description: 'Asked; the case comes back into the queue by itself.' })
  @ApiResponse(NO_CASE)
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'The lease is not held any more, nothing is gone, or the mandate keeps nothing to look at.',
  })
  refetch(@Who() who: SignedIn, @Param('id', IdPipe) id: string, @Body() body: RefetchBody): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) =>
      askRefetch(manager, who, id, body.lease, body.reason, this.options.clock.now()),
    );
  }

  @Put(':id/urgency')
  @HttpCode(204)
  @Route('queue.work', 'Say whether the decision on this case must not wait')
  @ApiNoContentResponse()
  @ApiResponse(NO_CASE)
  setUrgency(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: UrgencyBody,
  ): Promise<void> {
    return this.options.database.within(who.organisationId, (manager) =>
      markUrgency(manager, who, id, body.isUrgent),
    );
  }

  @Get(':id/referrals')
  @Route('referral.read', 'Where the case was sent, and what came back', { reads: true })
  @ApiOkResponse({ type: [ReferralAnswer] })
  @ApiResponse(NO_CASE)
  referrals(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<ReferralAnswer[]> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const known = await caseSummary(manager, who.organisationId, id, this.options.clock.now());
      if (known === undefined) throw new NotFoundError('case');
      return readReferrals(manager, who.organisationId, { caseId: id });
    });
  }
}

function leaseAnswer({ token, version, expiresAt }: LeaseAnswer): LeaseAnswer {
  return { token, version, expiresAt };
}
