import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeAbsent } from '../http/validation.js';

const STATES = ['in-force', 'expired', 'released'] as const;
type StopState = (typeof STATES)[number];

class StopAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  orderedBy: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: Date;

  @ApiProperty({ enum: STATES })
  state: StopState;
}

export class HoldAnswer extends StopAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  caseId: string;

  @ApiProperty({ type: String })
  caseNumber: string;

  @ApiProperty({ type: String, description: 'The order or file that it rests on; may be empty.' })
  reason: string;

  @ApiProperty({ type: String, description: 'E-mail of the member of staff who answers for it.' })
  owner: string;

  @ApiProperty({ type: String, description: 'What a receipt shows while it stands.' })
  shownState: string;
}

export class PreservationAnswer extends StopAnswer {
  @ApiProperty({ enum: ['report', 'case'] })
  subjectKind: 'report' | 'case';

  @ApiProperty({ type: String, format: 'uuid' })
  subjectId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of a case.' })
  caseNumber: string | null;

  @ApiProperty({ type: String })
  legalInstrument: string;
}

export class StopsAnswer {
  @ApiProperty({ type: [HoldAnswer], description: 'The latest first.' })
  holds: HoldAnswer[];

  @ApiProperty({ type: [PreservationAnswer], description: 'The latest first.' })
  preservations: PreservationAnswer[];
}

class NewStopBody {
  @ApiProperty({ type: String, maxLength: 40, description: 'Number of the case, like IS-2026-000012.' })
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  caseNumber: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 500 })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  orderedBy: string;

  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  expiresAt: Date;
}

export class NewHoldBody extends NewStopBody {
  @ApiPropertyOptional({ type: String, maxLength: 500 })
  @MayBeAbsent()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class NewPreservationBody extends NewStopBody {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 500,
    description: 'The order, with its file number.',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  legalInstrument: string;
}
