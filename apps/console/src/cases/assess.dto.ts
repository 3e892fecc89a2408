import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsUUID, ValidateNested } from 'class-validator';
import { CORRECTION_REASONS, type CorrectionReason } from '#libs/referrals';
import {
  AGE_BANDS,
  COMMERCIALITIES,
  NOT_ILLEGAL_REASONS,
  NOT_REACHABLE_REASONS,
  PAYMENT_METHODS,
  SEVERITIES,
  SEXES,
  SITE_TYPES,
  VERDICTS,
} from '#libs/taxonomy';
import { LeaseBody } from '../queue/lease.dto.js';
import { MayBeAbsent } from '../http/validation.js';

const codes = (values: readonly { readonly code: string }[]) => values.map(({ code }) => code);

/** As the scheme has it; the scheme's own rules check it, so that each problem names its question. */
export class AnswersBody {
  @ApiProperty({ enum: codes(VERDICTS) })
  verdict: string;

  @ApiPropertyOptional({
    enum: [...new Set([...codes(NOT_ILLEGAL_REASONS), ...codes(NOT_REACHABLE_REASONS)])],
  })
  reason?: string;

  @ApiPropertyOptional({ enum: codes(AGE_BANDS) })
  ageBand?: string;

  @ApiPropertyOptional({ enum: codes(SEXES) })
  sex?: string;

  @ApiPropertyOptional({ enum: codes(SEVERITIES) })
  severity?: string;

  @ApiPropertyOptional({ type: Boolean })
  selfGenerated?: boolean;

  @ApiPropertyOptional({ type: Boolean })
  computerGenerated?: boolean;

  @ApiPropertyOptional({ type: Boolean })
  childModelling?: boolean;

  @ApiPropertyOptional({ type: String, maxLength: 64 })
  nationalCategory?: string;
}

export class SourceAnswersBody {
  @ApiPropertyOptional({ enum: codes(SITE_TYPES) })
  siteType?: string;

  @ApiPropertyOptional({ enum: codes(COMMERCIALITIES) })
  commerciality?: string;

  @ApiPropertyOptional({ enum: codes(PAYMENT_METHODS), isArray: true })
  paymentMethods?: string[];
}

export class ItemAnswersBody {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'This item alone.' })
  @MayBeAbsent()
  @IsUUID()
  contentItemId?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Every item of the case that shows this media.',
  })
  @MayBeAbsent()
  @IsUUID()
  mediaId?: string;

  @ApiProperty({ type: AnswersBody })
  @IsObject()
  answers: object;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description:
      'The media that this one is a near copy of whose answers these are, if they were taken over.',
  })
  @MayBeAbsent()
  @IsUUID()
  takenFrom?: string;
}

export class AssessBody {
  @ApiProperty({ type: LeaseBody })
  @ValidateNested()
  @Type(() => LeaseBody)
  lease: LeaseBody;

  @ApiProperty({ type: [ItemAnswersBody] })
  @IsArray()
  @ArrayMaxSize(2000)
  @ValidateNested({ each: true })
  @Type(() => ItemAnswersBody)
  items: ItemAnswersBody[];

  @ApiPropertyOptional({ type: SourceAnswersBody })
  @MayBeAbsent()
  @IsObject()
  source?: object;
}

export class DecisionAnswer {
  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'Nothing is sent before; until then it can be taken back.',
  })
  routeAt: Date;

  @ApiProperty({ type: 'integer' })
  assessed: number;
}

export class ReopenBody {
  @ApiProperty({ enum: CORRECTION_REASONS, description: 'Stands in the audit log.' })
  @IsIn(CORRECTION_REASONS)
  reason: CorrectionReason;
}

export class UrgencyBody {
  @ApiProperty({
    type: Boolean,
    description: 'A decision on an urgent case does not wait before it is sent.',
  })
  @IsBoolean()
  isUrgent: boolean;
}
