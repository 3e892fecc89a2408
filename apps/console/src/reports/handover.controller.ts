import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { SignedIn } from '#libs/identity';
import { InvalidInputError } from '#libs/platform';
import { HANDOVER_REASONS, settleHandover, type HandoverOutcome, type HandoverReason } from '#libs/referrals';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';

const SETTLED = ['handed-over', 'left'] as const;

export class HandoverBody {
  @ApiProperty({ enum: SETTLED })
  @IsIn(SETTLED)
  state: (typeof SETTLED)[number];

  @ApiPropertyOptional({ enum: HANDOVER_REASONS, description: 'Why they are left; needed then.' })
  @IsOptional()
  @IsIn(HANDOVER_REASONS)
  reason?: HandoverReason;

  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'Under which the recipient has them.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reference?: string;
}

@ApiTags('reports')
@Controller('reports')
export class HandoverController {
  constructor(private readonly options: ConsoleOptions) {}

  @Post(':id/handover')
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
