// What a case owes to an earlier look: links to decisions on the same bytes, and pictures that are near copies.
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsString, MaxLength, ValidateNested } from 'class-validator';
import type { LinkEndingCause } from '#libs/review';
import { LeaseBody } from '../queue/lease.dto.js';
import { AnswersBody } from './assess.dto.js';

const ENDING_CAUSES: readonly LinkEndingCause[] = ['undone', 'overtaken'];
const when = { type: String, format: 'date-time' } as const;
const id = { type: String, format: 'uuid' } as const;
const textOrNull = { type: String, nullable: true } as const;

export class FollowedAnswer {
  @ApiProperty(id)
  caseId: string;

  @ApiProperty({ type: String })
  caseNumber: string;

  @ApiProperty({ ...textOrNull, description: 'Who looked and decided there.' })
  person: string | null;

  @ApiProperty(when)
  madeAt: Date;

  @ApiProperty({ type: Boolean, description: 'Whether that decision still holds.' })
  holds: boolean;
}

export class TakenFromAnswer {
  @ApiProperty(id)
  caseId: string;

  @ApiProperty({ type: String })
  caseNumber: string;

  @ApiProperty({ ...id, nullable: true, description: 'The picture that this one looks like.' })
  mediaId: string | null;

  @ApiProperty({ type: Boolean, description: 'Whether that picture is of this case.' })
  isInCase: boolean;

  @ApiProperty({ type: Boolean, description: 'Whether a person looked at that picture.' })
  looked: boolean;
}

export class LinkEndingAnswer {
  @ApiProperty({
    enum: ENDING_CAUSES,
    description:
      'undone: by a person, for this item; overtaken: people said something else of the same bytes since.',
  })
  cause: LinkEndingCause;

  @ApiProperty(textOrNull)
  person: string | null;

  @ApiProperty(textOrNull)
  reason: string | null;

  @ApiProperty(when)
  endedAt: Date;
}

export class NearDecisionAnswer {
  @ApiProperty(id)
  caseId: string;

  @ApiProperty({ type: String })
  caseNumber: string;

  @ApiProperty({ type: AnswersBody, description: 'Those about the picture; what may be taken over.' })
  answers: AnswersBody;

  @ApiProperty(when)
  madeAt: Date;
}

export class NearCopyAnswer {
  @ApiProperty({ ...id, description: 'The media that it looks like, with which it was compared itself.' })
  representativeId: string;

  @ApiProperty({ type: Boolean, description: 'Whether that is another picture of this case.' })
  isInCase: boolean;

  @ApiProperty({ type: 'integer', description: 'Bits of 256 in which the perceptual hashes differ.' })
  distance: number;

  @ApiProperty({ type: String, description: 'How it was turned to fit.' })
  orientation: string;

  @ApiProperty({
    type: NearDecisionAnswer,
    nullable: true,
    description: 'What a person who looked at that picture has decided; null for one of this case.',
  })
  decision: NearDecisionAnswer | null;
}

export class UnlinkBody {
  @ApiProperty({ type: LeaseBody })
  @ValidateNested()
  @Type(() => LeaseBody)
  lease: LeaseBody;

  @ApiProperty({ type: String, minLength: 3, maxLength: 200 })
  @IsString()
  @MaxLength(200)
  reason: string;
}
