// The queue of those concerned: what waits there, who answers for it, and its next case.
import { Body, Controller, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { concernQueue, setConcernQueue } from '#libs/cases';
import type { SignedIn } from '#libs/identity';
import { InvalidInputError } from '#libs/platform';
import { LeaseService } from '#libs/review';
import { staff } from '../administration/staff-actor.js';
import { caseSummary } from '../cases/case.search.js';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { ConcernQueueAnswer, SetConcernQueueBody, type ColleagueAnswer } from './concerned.dto.js';
import { ClaimAnswer, ClaimRefusal } from './queue.dto.js';

@ApiTags('queue')
@Controller('concerned')
export class ConcernedController {
  constructor(
    private readonly leases: LeaseService,
    private readonly options: ConsoleOptions,
  ) {}

  @Get()
  @Route('case.read', 'The queue of those concerned: what waits, who answers for it, within what time', {
    reads: true,
  })
  @ApiOkResponse({ type: ConcernQueueAnswer })
  async queue(@Who() who: SignedIn): Promise<ConcernQueueAnswer> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const queue = await concernQueue(manager, who.organisationId, this.options.clock.now());
      const colleagues = await manager.query<ColleagueAnswer[]>(
        `SELECT id, display_name AS "displayName" FROM staff_accounts
         WHERE organisation_id = $1 AND disabled_at IS NULL AND role IN ('analyst', 'supervisor') ORDER BY display_name, id`,
        [who.organisationId],
      );
      return { ...queue, colleagues };
    });
  }

  @Put()
  @HttpCode(204)
  @Route('concern.manage', 'Say who answers for the queue of those concerned, and within what time')
  @ApiNoContentResponse()
  async set(@Who() who: SignedIn, @Body() { ownerId, targetMinutes }: SetConcernQueueBody): Promise<void> {
    // Left out by mistake it must not count as the wish that nobody is named.
    if (ownerId === undefined)
      throw new InvalidInputError('Some fields are wrong.', { ownerId: 'must be given' });
    await this.options.database.within(who.organisationId, (manager) =>
      setConcernQueue(manager, who.organisationId, { ownerId, targetMinutes }, staff(who)),
    );
  }

  @Post('claim')
  @HttpCode(200)
  @Route('queue.work', 'Take the next case of those concerned')
  @ApiOkResponse({ type: ClaimAnswer })
  @ApiNoContentResponse({ description: 'No such case waits.' })
  @ApiResponse({ status: 409, type: ClaimRefusal, description: 'The exposure limits say no.' })
  async claim(
    @Who() who: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimAnswer | undefined> {
    const lease = await this.leases.claim(who, 'concerned');
    if (lease === undefined) {
      void reply.code(204);
      return undefined;
    }
    const { caseId, ...rest } = lease;
    const summary = await this.options.database.within(who.organisationId, (manager) =>
      caseSummary(manager, who.organisationId, caseId, this.options.clock.now()),
    );
    return { case: summary!, lease: rest };
  }
}
