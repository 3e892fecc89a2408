import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { WAITING_REASONS, type WaitingReason } from '#libs/known-material';

export class BusiestEntryAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: 'integer', description: 'Different media that it fits.' })
  media: number;
}

export class ImportImpactAnswer {
  @ApiProperty({
    type: 'integer',
    description: 'Media of the organisation that it was compared with, the latest.',
  })
  held: number;

  @ApiProperty({ type: 'integer', description: 'Of these, how many it would newly match.' })
  matched: number;

  @ApiProperty({ type: 'integer', description: 'Of the matched, how many by a digest; the rest is near.' })
  exact: number;

  @ApiProperty({ type: BusiestEntryAnswer, nullable: true, description: 'The entry that fits the most.' })
  busiestEntry: BusiestEntryAnswer | null;
}

export class WaitingVersionAnswer {
  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ enum: WAITING_REASONS })
  reason: WaitingReason;

  @ApiProperty({ type: ImportImpactAnswer })
  impact: ImportImpactAnswer;

  @ApiProperty({ type: 'integer' })
  entries: number;

  @ApiProperty({ type: String, format: 'date-time' })
  startedAt: string;
}

const DECISIONS = ['approve', 'refuse'] as const;

export class ListDecisionBody {
  @ApiProperty({ enum: DECISIONS, description: 'What is refused never matches; what is live stays.' })
  @IsIn(DECISIONS)
  decision: (typeof DECISIONS)[number];
}
