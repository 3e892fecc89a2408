import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { SignedIn } from '#libs/identity';
import { InvalidInputError } from '#libs/platform';
import {
  HANDOVER_REASONS,
  listWaitingHandovers,
  settleHandover,
  type HandoverOutcome,
  type HandoverReason,
} from '#libs/referrals';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe, MayBeAbsent } from '../http/validation.js';

const SETTLED = ['handed-over', 'left'] as const;

export class HandoverBody {
  @ApiProperty({ enum: SETTLED })
  @IsIn(SETTLED)
  state: (typeof SETTLED)[number];

  @ApiPropertyOptional({ enum: HANDOVER_REASONS, description: 'Why they are left; needed then.' })
  @MayBeAbsent()
  @IsIn(HANDOVER_REASONS)
  reason?: HandoverReason;

  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'Under which the recipient has them.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  reference?: string;
}

export class WaitingHandoverAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  reportId: string;

  @ApiProperty({ type: String, format: 'uuid' })
  caseId: string;

  @ApiProperty({ type: String })
  caseNumber: string;

  @ApiProperty({ type: 'integer' })
  hashes: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Whom the portal named to the reporter, by language.',
  })
  recipient: Readonly<Record<string, string>>;

  @ApiProperty({ type: String, format: 'date-time', description: 'To the minute.' })
  arrivedAt: Date;
}

@ApiTags('reports')
@Controller()
export class HandoverController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get('handovers')
  @Route('referral.read', 'Fingerprints of reporters that wait for somebody to hand them on', { reads: true })
  @ApiOkResponse({ type: [WaitingHandoverAnswer] })
  waiting(@Who() who: SignedIn): Promise<WaitingHandoverAnswer[]> {
    return this.options.database.within(who.organisationId, (manager) =>
      listWaitingHandovers(manager, who.organisationId),
    );
  }

  @Post('reports/:id/handover')
  @HttpCode(204)
  @Route(
    'report-text.open',
    'Say that the fingerprints of a report were handed to whom the portal named, or go to nobody',
  )
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem, description: 'No such report here, or it has no fingerprints.' })
  @ApiResponse({ status: 409, type: Problem, description: 'They were handed over already, or are erased.' })
  async settle(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: HandoverBody,
  ): Promise<void> {
    const { database, clock } = this.options;
    await database.within(who.organisationId, (manager) =>
      settleHandover(manager, who, id, outcomeOf(body), clock.now()),
    );
  }
}

/** @throws InvalidInputError when they are left for no reason */
function outcomeOf({ state, reason, reference }: HandoverBody): HandoverOutcome {
  if (state === 'handed-over') return { state, ...(reference === undefined ? {} : { reference }) };
  if (reason === undefined)
    throw new InvalidInputError('Say why they go to nobody.', { reason: 'is missing' });
  return { state, reason };
}
