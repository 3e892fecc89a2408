import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { MANDATE_LEVELS, type MandateLevel } from '#libs/organisations';
import { MayBeAbsent } from '../http/validation.js';

/** Levels that a mandate can be raised to; nothing at all needs no law. */
const RAISED_LEVELS = MANDATE_LEVELS.filter((level) => level !== 'none');

export class HeldMandateAnswer {
  @ApiProperty({ enum: MANDATE_LEVELS })
  level: MandateLevel;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The mandate that sets the level.',
  })
  mandateId: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Under `view`: hours after which a copy goes.',
  })
  keepHours: number | null;
}

export class PortalMandateAnswer extends HeldMandateAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  portalId: string;

  @ApiProperty({ type: String })
  slug: string;

  @ApiProperty({ type: String, description: 'ISO 3166-1, two letters.' })
  country: string;

  @ApiProperty({ type: Boolean, description: 'Recorded for this portal, not for all.' })
  isParticular: boolean;

  @ApiProperty({
    type: Boolean,
    description: 'Another organisation owns or triages it; the stricter of its mandate and this one holds.',
  })
  isShared: boolean;
}

export class MandateAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ enum: MANDATE_LEVELS })
  level: MandateLevel;

  @ApiProperty({ type: String, nullable: true, description: 'Slug; null: for all portals.' })
  portal: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  keepHours: number | null;

  @ApiProperty({ type: String })
  legalInstrument: string;

  @ApiProperty({ type: String })
  approvedBy: string;

  @ApiProperty({ type: String, format: 'date-time' })
  approvedAt: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: Date;

  @ApiProperty({ enum: ['in-force', 'expired', 'revoked'] })
  state: 'in-force' | 'expired' | 'revoked';
}

export class MandatesAnswer {
  @ApiProperty({ type: HeldMandateAnswer, description: 'Where no mandate for a portal says otherwise.' })
  byDefault: HeldMandateAnswer;

  @ApiProperty({ type: [PortalMandateAnswer] })
  portals: PortalMandateAnswer[];

  @ApiProperty({ type: [MandateAnswer], description: 'All that were ever recorded, the latest first.' })
  history: MandateAnswer[];
}

export class RecordMandateBody {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'For one portal; absent: for all.' })
  @MayBeAbsent()
  @IsUUID()
  portalId?: string;

  @ApiProperty({ enum: RAISED_LEVELS })
  @IsIn(RAISED_LEVELS)
  level: MandateLevel;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 8760 })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(8760)
  keepHours?: number;

  @ApiProperty({ type: String, minLength: 1, maxLength: 500, description: 'The law, order or agreement.' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  legalInstrument: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 500 })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  approvedBy: string;

  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  expiresAt: Date;
}

export class LowerMandateBody {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'For one portal; absent: for all.' })
  @MayBeAbsent()
  @IsUUID()
  portalId?: string;

  @ApiProperty({ enum: MANDATE_LEVELS })
  @IsIn(MANDATE_LEVELS)
  level: MandateLevel;
}

export class MadeAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;
}
