// Why a match was made: hashes as text, and words. Never a picture.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import {
  FEEDBACK_REASONS,
  LIST_EFFECTS,
  LIST_TRUSTS,
  LISTED_VERDICTS,
  MATCH_STATES,
  type DigestAgreement,
  type FeedbackReason,
  type ListedVerdict,
  type ListEffect,
  type ListTrust,
  type MatchAlgorithm,
  type MatchExplanation,
  type MatchKind,
  type MatchState,
} from '#libs/known-material';
import { MayBeAbsent } from '../http/validation.js';

const id = { type: String, format: 'uuid' } as const;
const when = { type: String, format: 'date-time' } as const;
const textOrNull = { type: String, nullable: true } as const;
const numberOrNull = { type: 'integer', nullable: true } as const;
const AGREEMENTS = ['same', 'differs', 'not-listed'] as const satisfies readonly DigestAgreement[];

export class MatchedListAnswer {
  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String })
  source: string;

  @ApiProperty({ enum: LIST_TRUSTS })
  trust: ListTrust;

  @ApiProperty({ type: Boolean })
  isEnabled: boolean;

  @ApiProperty({ type: 'integer' })
  liveVersion: number;

  @ApiProperty({ type: 'integer', description: 'Bits within which a perceptual hash is near.' })
  maxDistance: number;

  @ApiProperty({ type: 'integer' })
  minQuality: number;

  @ApiProperty({ ...when, nullable: true, description: 'From then on nothing of it matches.' })
  expiresAt: Date | null;
}

export class MatchedVersionAnswer {
  @ApiProperty({ type: 'integer' })
  number: number;

  @ApiProperty({ ...when, nullable: true })
  since: Date | null;
}

export class MatchedEntryAnswer {
  @ApiProperty(id)
  id: string;

  @ApiProperty(textOrNull)
  category: string | null;

  @ApiProperty({
    enum: LISTED_VERDICTS,
    nullable: true,
    description: 'What the list says that the category means.',
  })
  verdict: ListedVerdict | null;

  @ApiProperty({ ...when, nullable: true })
  expiresAt: Date | null;

  @ApiProperty({ ...numberOrNull, description: 'The version that brought it; null of an answer.' })
  firstVersion: number | null;

  @ApiProperty({ ...numberOrNull, description: 'The version that withdrew it; null of an answer.' })
  endedVersion: number | null;

  @ApiProperty({
    type: Boolean,
    description: 'Whether the list, or the source that was asked, says so no longer.',
  })
  isWithdrawn: boolean;
}

export class DenialAnswer {
  @ApiProperty({ enum: FEEDBACK_REASONS })
  reason: FeedbackReason;

  @ApiProperty(textOrNull)
  note: string | null;

  @ApiProperty(textOrNull)
  saidBy: string | null;

  @ApiProperty(when)
  saidAt: Date;
}

export class FeedbackAnswer {
  @ApiProperty({ type: DenialAnswer, nullable: true, description: 'In force, of this media.' })
  denial: DenialAnswer | null;

  @ApiProperty({ type: 'integer', description: 'Media that the entry does not mean, as somebody said.' })
  denials: number;
}

/** "This is not that", and why. */
export class DenyMatchBody {
  @ApiProperty({ enum: FEEDBACK_REASONS })
  @IsIn(FEEDBACK_REASONS)
  reason: FeedbackReason;

  @ApiPropertyOptional({ type: String, maxLength: 500, description: 'Needed where the reason is `other`.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(500)
  note?: string;
}

export class DigestAgreementAnswer {
  @ApiProperty({ enum: AGREEMENTS })
  sha256: DigestAgreement;

  @ApiProperty({ enum: AGREEMENTS })
  sha1: DigestAgreement;

  @ApiProperty({ enum: AGREEMENTS })
  md5: DigestAgreement;
}

export class ComparedHashesAnswer {
  @ApiProperty({ type: String, description: '64 hex digits, of the media as it was turned to fit.' })
  media: string;

  @ApiProperty({ type: String, description: '64 hex digits.' })
  entry: string;

  @ApiProperty({ type: 'integer', description: 'Bits in which the two differ.' })
  distance: number;

  @ApiProperty(numberOrNull)
  quality: number | null;

  @ApiProperty(numberOrNull)
  entryQuality: number | null;

  @ApiProperty({ type: String })
  orientation: string;

  @ApiProperty({
    ...numberOrNull,
    description: 'Of an animation: the number of the frame in the file, from 0.',
  })
  frame: number | null;
}

export class MatchExplanationAnswer implements MatchExplanationShape {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ enum: ['exact', 'near'] })
  kind: MatchKind;

  @ApiProperty({ enum: ['sha256', 'sha1', 'md5', 'pdq'] })
  algorithm: MatchAlgorithm;

  @ApiProperty(when)
  matchedAt: Date;

  @ApiProperty({ type: Boolean })
  isStanding: boolean;

  @ApiProperty({ enum: MATCH_STATES, description: 'Why it counts or does not.' })
  state: MatchState;

  @ApiProperty({ type: [String], description: 'Negative lists that have the very file.' })
  suppressedBy: readonly string[];

  @ApiProperty({ type: FeedbackAnswer, description: 'What was said against the entry.' })
  feedback: FeedbackAnswer;

  @ApiProperty({ enum: LIST_EFFECTS, description: 'Under the policy that the list has now.' })
  effect: ListEffect;

  @ApiProperty({ type: MatchedListAnswer })
  list: MatchedListAnswer;

  @ApiProperty({
    type: MatchedVersionAnswer,
    nullable: true,
    description:
      'The version that the match was made with; null where the source tells no list: it was asked, and `matchedAt` says when it said so.',
  })
  version: MatchedVersionAnswer | null;

  @ApiProperty({ type: MatchedEntryAnswer })
  entry: MatchedEntryAnswer;

  @ApiProperty({ type: DigestAgreementAnswer, description: 'What the entry’s digests say of the media.' })
  digests: DigestAgreementAnswer;

  @ApiProperty({ ...textOrNull, description: 'The digest by which an exact match was made, in hex.' })
  digest: string | null;

  @ApiProperty({ type: ComparedHashesAnswer, nullable: true })
  hashes: ComparedHashesAnswer | null;

  @ApiProperty({ ...numberOrNull, description: 'Frames of the file.' })
  frames: number | null;
}

/** What the answer must hold, with the words of other libraries as plain text. */
type MatchExplanationShape = Omit<MatchExplanation, 'hashes'> & { hashes: ComparedHashesAnswer | null };
