import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import {
  END_REASONS,
  VERSION_STATES,
  WAITING_REASONS,
  type EndReason,
  type VersionState,
  type WaitingReason,
} from '#libs/known-material';
import { PolicyChangeAnswer } from './list-policy.dto.js';
import { ImportImpactAnswer } from './lists.dto.js';
import { MayBeAbsent } from '../http/validation.js';

const MOST_VERSION = 999_999_999;
export const REASONS = [...WAITING_REASONS, ...END_REASONS] as const;

export class VersionsQuery {
  @MayBeAbsent()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_VERSION)
  before?: number;
}

export class ListVersionAnswer {
  @ApiProperty({ type: 'integer' })
  number: number;

  @ApiProperty({ enum: VERSION_STATES })
  state: VersionState;

  @ApiProperty({ type: String })
  format: string;

  @ApiProperty({ type: 'integer' })
  entries: number;

  @ApiProperty({ type: 'integer', description: 'Lines that were not taken.' })
  refused: number;

  @ApiProperty({ enum: REASONS, nullable: true, description: 'Why it waits, or ended without being live.' })
  reason: WaitingReason | EndReason | null;

  @ApiProperty({ type: ImportImpactAnswer, nullable: true })
  impact: ImportImpactAnswer | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The limits that it came with.' })
  maxDistance: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  minQuality: number | null;

  @ApiProperty({ type: PolicyChangeAnswer, nullable: true })
  policy: PolicyChangeAnswer | null;

  @ApiProperty({ type: String, format: 'date-time' })
  startedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: Date | null;
}

export class CategoryCountAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'As the source calls it.' })
  category: string | null;

  @ApiProperty({ type: 'integer' })
  entries: number;
}

export class ChangesQuery {
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MOST_VERSION)
  from: number;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_VERSION)
  to: number;

  @MayBeAbsent()
  @IsUUID()
  after?: string;
}

export class CategoryChangeAnswer {
  @ApiProperty({ type: String, nullable: true })
  category: string | null;

  @ApiProperty({ type: 'integer' })
  added: number;

  @ApiProperty({ type: 'integer' })
  ended: number;
}

const HASH_KINDS = ['sha256', 'sha1', 'md5', 'pdq'] as const;

export class ChangedEntryAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ['added', 'ended'] })
  change: 'added' | 'ended';

  @ApiProperty({ type: String, nullable: true })
  category: string | null;

  @ApiProperty({ enum: HASH_KINDS, isArray: true, description: 'Which hashes it has.' })
  kinds: (typeof HASH_KINDS)[number][];

  @ApiProperty({ type: String, description: 'The first digits of its surest hash.' })
  begins: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the source calls the video it is a frame of.',
  })
  video: string | null;
}

export class ListChangesAnswer {
  @ApiProperty({ type: 'integer' })
  added: number;

  @ApiProperty({ type: 'integer' })
  ended: number;

  @ApiProperty({ type: [CategoryChangeAnswer], description: 'The most changed first; 50 at most.' })
  categories: CategoryChangeAnswer[];

  @ApiProperty({ type: [ChangedEntryAnswer] })
  examples: ChangedEntryAnswer[];

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'For `after`; null on the last page.',
  })
  next: string | null;
}

export class WeekOfMatchesAnswer {
  @ApiProperty({ type: String, format: 'date', description: 'The Monday it begins with.' })
  week: string;

  @ApiProperty({ type: 'integer', description: 'Different media that were examined for the first time.' })
  examined: number;

  @ApiProperty({ type: 'integer', description: 'Of these, how many the list has matched.' })
  matched: number;

  @ApiProperty({ type: 'integer', description: 'Of these, how many were settled by it.' })
  settled: number;
}
