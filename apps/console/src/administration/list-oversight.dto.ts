import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { QUARANTINE_STATES, SOURCE_KINDS, type QuarantineState, type SourceKind } from '#libs/known-material';

export class QuarantinedEntryAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  hashListId: string;

  @ApiProperty({ type: String })
  list: string;

  @ApiProperty({ type: String, format: 'uuid' })
  hashEntryId: string;

  @ApiProperty({ type: String, nullable: true })
  category: string | null;

  @ApiProperty({ enum: QUARANTINE_STATES })
  state: QuarantineState;

  @ApiProperty({ type: 'integer', description: 'Different cases that it fitted when it was found.' })
  cases: number;

  @ApiProperty({ type: 'integer', description: 'Different hosts.' })
  hosts: number;

  @ApiProperty({ type: String, format: 'date-time' })
  foundAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: Date | null;

  @ApiProperty({ type: String, nullable: true, description: 'By name; null where the operator did.' })
  decidedBy: string | null;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

const DECISIONS = ['release', 'keep'] as const;

export class QuarantineDecisionBody {
  @ApiProperty({ enum: DECISIONS })
  @IsIn(DECISIONS)
  decision: (typeof DECISIONS)[number];

  @ApiProperty({ type: String, minLength: 1, maxLength: 500 })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason: string;
}

export class SourceProgressAnswer {
  @ApiProperty({ type: 'integer' })
  pages: number;

  @ApiProperty({ type: 'integer', description: 'Entries.' })
  received: number;
}

/** A source as people see it: nothing of its credentials. */
export class ListSourceAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid', description: 'The list that it fills.' })
  hashListId: string;

  @ApiProperty({ type: String })
  list: string;

  @ApiProperty({ enum: SOURCE_KINDS })
  kind: SourceKind;

  @ApiProperty({ type: String })
  host: string;

  @ApiProperty({ type: 'integer' })
  port: number;

  @ApiProperty({ type: 'integer' })
  everyMinutes: number;

  @ApiProperty({ type: SourceProgressAnswer, nullable: true, description: 'Null between two readings.' })
  underWay: SourceProgressAnswer | null;

  @ApiProperty({ type: String, format: 'date-time' })
  dueAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  triedAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  succeededAt: Date | null;

  @ApiProperty({ type: 'integer', description: 'In a row.' })
  failures: number;

  @ApiProperty({ type: String, nullable: true, description: 'A code; null before the first attempt.' })
  outcome: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  outcomeVersion: number | null;

  @ApiProperty({ type: Boolean, description: 'Not read for longer than three times its schedule.' })
  isLate: boolean;

  @ApiProperty({ type: 'integer', description: 'Media that it is to be asked about still.' })
  questionsDue: number;

  @ApiProperty({ type: 'integer', description: 'Entries that were not taken lately.' })
  refused: number;
}
