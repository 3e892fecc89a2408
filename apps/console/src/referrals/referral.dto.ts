import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import {
  ACKNOWLEDGEMENT_KINDS,
  CANCEL_REASONS,
  CHOSEN_REASONS,
  CONFIRM_REASONS,
  NONE_REASONS,
  REFERRAL_STATES,
  REFERRAL_WAYS,
  REMOTE_NUMBER,
  type AcknowledgementKind,
  type CancelReason,
  type ChoiceReason,
  type ConfirmReason,
  type ReferralState,
  type ReferralWay,
} from '#libs/referrals';
import { MayBeAbsent } from '../http/validation.js';

export class AcknowledgementAnswer {
  @ApiProperty({ enum: ACKNOWLEDGEMENT_KINDS })
  kind: AcknowledgementKind;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  contentItemId: string | null;

  @ApiProperty({ type: String, nullable: true })
  byName: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  at: Date;
}

export class ReferralAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid' })
  caseId: string;

  @ApiProperty({ type: String })
  caseNumber: string;

  @ApiProperty({ type: 'integer', description: 'The round of the case whose decision it carries.' })
  decision: number;

  @ApiProperty({ type: String, nullable: true, description: 'Absent: no way onward is known yet.' })
  recipient: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Whose recipient it is, where it is of the owner of the portal and not of one’s own organisation.',
  })
  recipientOf: string | null;

  @ApiProperty({ type: Boolean })
  isSandbox: boolean;

  @ApiProperty({ type: String, enum: REFERRAL_WAYS, nullable: true })
  way: ReferralWay | null;

  @ApiProperty({
    type: String,
    enum: [...CHOSEN_REASONS, ...NONE_REASONS],
    nullable: true,
    description: 'Why it goes to this recipient, or why to none. Null: before this was kept.',
  })
  because: ChoiceReason | null;

  @ApiProperty({ enum: REFERRAL_STATES })
  state: ReferralState;

  @ApiProperty({ type: String })
  reference: string;

  @ApiProperty({ type: Boolean, description: 'Whether a person looked at the material.' })
  looked: boolean;

  @ApiProperty({ type: 'integer' })
  attempts: number;

  @ApiProperty({ type: 'integer', description: 'Content items in it.' })
  items: number;

  @ApiProperty({ type: String, nullable: true, description: 'The recipient’s own number.' })
  remoteNumber: string | null;

  @ApiProperty({ type: String, nullable: true })
  stoppedCode: string | null;

  @ApiProperty({ type: String, nullable: true })
  stoppedReason: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  dueAt: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  acknowledgedAt: Date | null;

  @ApiProperty({ type: [AcknowledgementAnswer] })
  acknowledgements: AcknowledgementAnswer[];
}

export class CancelReferralBody {
  @ApiProperty({
    enum: CANCEL_REASONS,
    description:
      'forwarded-otherwise: it was sent by other means, and the reporter may be told so; withdrawn: the case is decided anew.',
  })
  @IsIn(CANCEL_REASONS)
  reason: CancelReason;
}

export class ConfirmReferralBody {
  @ApiProperty({
    type: String,
    pattern: REMOTE_NUMBER.source,
    description: 'Under which the recipient holds the referral.',
  })
  @Matches(REMOTE_NUMBER, { message: 'must be the digits of the number' })
  number: string;

  @ApiProperty({
    enum: CONFIRM_REASONS,
    description:
      'found-there: looked up at the recipient; told-by-recipient; entered-by-hand: reported there by hand instead.',
  })
  @IsIn(CONFIRM_REASONS)
  reason: ConfirmReason;
}

export class ReferralQuery {
  @MayBeAbsent()
  @IsIn(REFERRAL_STATES)
  state?: ReferralState;
}
