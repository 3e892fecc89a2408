import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { SignedIn } from '#libs/identity';
import { LeaseService } from '#libs/review';
import { caseSummary } from '../cases/case.search.js';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { ClaimAnswer, ClaimRefusal, QueueCounts } from './queue.dto.js';

@ApiTags('queue')
@Controller('queue')
export class QueueController {
  constructor(
    private readonly leases: LeaseService,
    private readonly options: ConsoleOptions,
  ) {}

  @Post('claim')
  @HttpCode(200)
  @Route('queue.work', 'Take the next case by priority')
  @ApiOkResponse({ type: ClaimAnswer })
  @ApiNoContentResponse({ description: 'No case waits.' })
  @ApiResponse({ status: 409, type: ClaimRefusal, description: 'The exposure limits say no.' })
  async claim(
    @Who() who: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimAnswer | undefined> {
    const lease = await this.leases.claim(who);
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

  @Get()
  @Route('case.read', 'How much waits, and where', { reads: true })
  @ApiOkResponse({ type: QueueCounts })
  async counts(@Who() who: SignedIn): Promise<QueueCounts> {
    const [counts] = await this.options.database.within(who.organisationId, (manager) =>
      manager.query<QueueCounts[]>(
        `SELECT count(*) FILTER (WHERE state = 'triage')::int AS triage,
           count(*) FILTER (WHERE state = 'ready')::int AS ready,
           count(*) FILTER (WHERE state = 'in-assessment')::int AS "inAssessment",
           count(*) FILTER (WHERE state = 'decided')::int AS decided,
           count(*) FILTER (WHERE state = 'referred')::int AS referred,
           (SELECT count(*)::int FROM referrals WHERE organisation_id = $1 AND state = 'waiting') AS "referralsWaiting",
           (SELECT count(*)::int FROM referrals WHERE organisation_id = $1 AND state = 'stopped') AS "referralsStopped",
           min(opened_at) FILTER (WHERE state = 'ready') AS "oldestReadyAt",
           coalesce(jsonb_agg(jsonb_build_object('id', id, 'number', number) ORDER BY number)
             FILTER (WHERE state = 'in-assessment' AND lease_holder_id = $2 AND lease_expires_at > $3), '[]') AS mine
         FROM cases WHERE organisation_id = $1 AND state <> 'closed'`,
        [who.organisationId, who.accountId, this.options.clock.now()],
      ),
    );
    return counts!;
  }
}
