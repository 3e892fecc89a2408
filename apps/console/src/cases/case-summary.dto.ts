import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, IsUUID, MaxLength } from 'class-validator';
import { CASE_STATES, type CaseState } from '#libs/cases';
import { CONCERNS, type Concern } from '#libs/reports';
import { MayBeAbsent } from '../http/validation.js';

export class PriorityFactorAnswer {
  @ApiProperty({ type: String })
  factor: string;

  @ApiProperty({ type: Number })
  points: number;
}

export class CaseSummary {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  number: string;

  @ApiProperty({ enum: ['address', 'tip'] })
  kind: 'address' | 'tip';

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The reported address, to read and never to follow; absent for a tip without one.',
  })
  address: string | null;

  @ApiProperty({ enum: CASE_STATES })
  state: CaseState;

  @ApiProperty({ type: String, description: 'Slug of the portal.' })
  portal: string;

  @ApiProperty({ enum: ['none', 'hash', 'view', 'retain'] })
  mandate: 'none' | 'hash' | 'view' | 'retain';

  @ApiProperty({ enum: ['forwarded', 'not-illegal', 'not-reachable'], nullable: true, type: String })
  outcome: 'forwarded' | 'not-illegal' | 'not-reachable' | null;

  @ApiProperty({ type: Boolean })
  isSelfReport: boolean;

  @ApiProperty({
    enum: CONCERNS,
    nullable: true,
    type: String,
    description: 'Reported by those concerned; it has a queue of its own.',
  })
  concern: Concern | null;

  @ApiProperty({ type: Boolean })
  childInDanger: boolean;

  @ApiProperty({ type: Boolean })
  isUrgent: boolean;

  @ApiProperty({ type: Number })
  priority: number;

  @ApiProperty({ type: String, nullable: true })
  priorityVersion: string | null;

  @ApiProperty({ type: [PriorityFactorAnswer] })
  priorityFactors: PriorityFactorAnswer[];

  @ApiProperty({ type: String, format: 'date-time' })
  openedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Nothing is sent before; until then the decision can be taken back.',
  })
  routeAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt: Date | null;

  @ApiProperty({ type: 'integer' })
  reports: number;

  @ApiProperty({ type: 'integer' })
  items: number;

  @ApiProperty({
    type: 'integer',
    description: 'Items that a list or an earlier decision on the same bytes answers for.',
  })
  answeredItems: number;

  @ApiProperty({
    type: 'integer',
    description: 'Open items that are near copies of a picture, which may be suggested.',
  })
  nearCopies: number;

  @ApiProperty({ type: String, nullable: true, description: 'Who works on it now.' })
  heldBy: string | null;
}

export class CaseSearchBody {
  @ApiPropertyOptional({ enum: CASE_STATES })
  @MayBeAbsent()
  @IsIn(CASE_STATES)
  state?: CaseState;

  @ApiPropertyOptional({ type: String, description: 'Slug of a portal.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(32)
  portal?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Only those that were reported by those concerned.' })
  @MayBeAbsent()
  @IsBoolean()
  concerned?: boolean;

  @ApiPropertyOptional({ type: String, description: 'Part of a case number or of an address.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(2000)
  q?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'From the answer before.' })
  @MayBeAbsent()
  @IsUUID()
  cursor?: string;
}

export class CaseSearchAnswer {
  @ApiProperty({ type: [CaseSummary] })
  cases: CaseSummary[];

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Absent on the last page.' })
  cursor?: string;
}
