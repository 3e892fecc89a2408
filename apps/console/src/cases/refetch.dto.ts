import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, ValidateNested } from 'class-validator';
import { REFETCH_REASONS, type RefetchReason } from '#libs/review';
import { LeaseBody } from '../queue/lease.dto.js';

export class RefetchBody {
  @ApiProperty({ type: LeaseBody })
  @ValidateNested()
  @Type(() => LeaseBody)
  lease: LeaseBody;

  @ApiProperty({ enum: REFETCH_REASONS, description: 'Stands in the audit log.' })
  @IsIn(REFETCH_REASONS)
  reason: RefetchReason;
}

/** Why nothing can be fetched again now. */
export const REFETCH_OBSTACLES = ['mandate', 'nothing-gone', 'running', 'not-held'] as const;

export class RefetchAnswer {
  @ApiProperty({
    type: Boolean,
    description: 'Whether the asker, who holds the case, may have its destroyed copies fetched again.',
  })
  canRefetch: boolean;

  @ApiProperty({ type: String, enum: REFETCH_OBSTACLES, nullable: true })
  obstacle: (typeof REFETCH_OBSTACLES)[number] | null;

  @ApiProperty({
    type: String,
    enum: ['mandate'],
    nullable: true,
    description:
      'Why nothing was fetched when somebody asked last: the mandate of that day did not allow it.',
  })
  lastRefused: 'mandate' | null;
}
