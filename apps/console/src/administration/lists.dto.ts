import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import {
  LIST_EFFECTS,
  LIST_TRUSTS,
  MOST_CONFIRMATIONS,
  SWITCH_REASONS,
  WAITING_REASONS,
  ENTRY_STATES,
  type EntryState,
  type ListEffect,
  type ListTrust,
  type MatchAlgorithm,
  type MatchKind,
  type SwitchReason,
  type WaitingReason,
} from '#libs/known-material';
import { ListPolicyAnswer, PolicyChangeAnswer } from './list-policy.dto.js';
import { MayBeAbsent } from '../http/validation.js';

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

  @ApiProperty({
    type: 'integer',
    required: false,
    description:
      'Matched newly by versions of the last days that nobody was asked about; absent where none were.',
  })
  earlier?: number;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'Live entries that it would end, where these are more than half; absent where they are not.',
  })
  withdrawn?: number;
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

  @ApiProperty({
    type: PolicyChangeAnswer,
    nullable: true,
    description: 'What changes in the policy with it; null where nothing does.',
  })
  policy: PolicyChangeAnswer | null;
}

export class QuarantineCountAnswer {
  @ApiProperty({ type: 'integer', description: 'Entries that fit too much and wait for a person.' })
  waiting: number;

  @ApiProperty({ type: 'integer', description: 'Entries that a person keeps out.' })
  kept: number;
}

export class ListReachAnswer {
  @ApiProperty({ type: 'integer', description: 'Processes of triage that live.' })
  processes: number;

  @ApiProperty({ type: 'integer', description: 'Of these, how many match by what the list is now.' })
  inStep: number;
}

export class ListAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String })
  source: string;

  @ApiProperty({ enum: LIST_TRUSTS })
  trust: ListTrust;

  @ApiProperty({ enum: LIST_EFFECTS })
  effect: ListEffect;

  @ApiProperty({ type: ListPolicyAnswer, description: 'In force now.' })
  policy: ListPolicyAnswer;

  @ApiProperty({ type: 'integer', description: 'Bits within which a perceptual hash is near.' })
  maxDistance: number;

  @ApiProperty({ type: 'integer', description: 'Below this quality a perceptual hash is not compared.' })
  minQuality: number;

  @ApiProperty({ type: Boolean })
  isEnabled: boolean;

  @ApiProperty({ type: Boolean, description: 'Its time is over: nothing of it matches.' })
  isExpired: boolean;

  @ApiProperty({ type: 'integer', description: 'Entries whose own time is over.' })
  expiredEntries: number;

  @ApiProperty({ type: QuarantineCountAnswer })
  quarantine: QuarantineCountAnswer;

  @ApiProperty({ type: 'integer', description: 'Media that somebody says an entry does not mean.' })
  denials: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of the organisation’s own list: how many of its analysts must agree. Null of every other.',
  })
  confirmations: number | null;

  @ApiProperty({ type: Boolean, description: 'Open cases are being matched anew with it.' })
  isRematching: boolean;

  @ApiProperty({ type: ListReachAnswer })
  reach: ListReachAnswer;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it was switched last.',
  })
  switchedAt: Date | null;

  @ApiProperty({ enum: SWITCH_REASONS, nullable: true })
  switchReason: SwitchReason | null;

  @ApiProperty({ type: String, nullable: true })
  switchNote: string | null;

  @ApiProperty({ type: 'integer' })
  liveVersion: number;

  @ApiProperty({ type: 'integer' })
  entries: number;

  @ApiProperty({ type: 'integer' })
  matches: number;

  @ApiProperty({
    type: WaitingVersionAnswer,
    nullable: true,
    description: 'Matches nothing until it is approved.',
  })
  waiting: WaitingVersionAnswer | null;
}

export class OwnListBody {
  @ApiProperty({ type: String, minLength: 1, maxLength: 100 })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: MOST_CONFIRMATIONS,
    description: 'Different analysts who must have seen the same bytes and found them illegal.',
  })
  @IsInt()
  @Min(1)
  @Max(MOST_CONFIRMATIONS)
  confirmations: number;
}

export class OwnListAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;
}

export class ListSwitchBody {
  @ApiProperty({ enum: SWITCH_REASONS, description: 'In the audit log.' })
  @IsIn(SWITCH_REASONS)
  reason: SwitchReason;

  @ApiPropertyOptional({
    type: String,
    maxLength: 500,
    description: 'Shown with the list, and nowhere else.',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(500)
  note?: string;
}

const DECISIONS = ['approve', 'refuse'] as const;

export class ListDecisionBody {
  @ApiProperty({ enum: DECISIONS, description: 'What is refused never matches; what is live stays.' })
  @IsIn(DECISIONS)
  decision: (typeof DECISIONS)[number];
}

export class TryHashBody {
  @ApiProperty({
    type: String,
    maxLength: 200,
    description: 'MD5, SHA-1, SHA-256 or PDQ in hex. No file: a file is tried on the command line.',
  })
  @IsString()
  @MaxLength(200)
  hash: string;
}

export class TriedMatchAnswer {
  @ApiProperty({ type: String })
  list: string;

  @ApiProperty({ type: String })
  source: string;

  @ApiProperty({ enum: LIST_TRUSTS })
  trust: ListTrust;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The version in which the entry is found; null where a source said so when it was asked.',
  })
  listVersion: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when it is in use.' })
  versionSince: Date | null;

  @ApiProperty({
    enum: ENTRY_STATES,
    description: 'Only what stands counts.',
  })
  state: EntryState;

  @ApiProperty({ type: String, format: 'uuid' })
  entryId: string;

  @ApiProperty({ type: String, nullable: true })
  category: string | null;

  @ApiProperty({ enum: ['exact', 'near'] })
  kind: MatchKind;

  @ApiProperty({ enum: ['sha256', 'sha1', 'md5', 'pdq'] })
  algorithm: MatchAlgorithm;

  @ApiProperty({ type: 'integer', description: 'Bits of 256; 0 for exact ones.' })
  distance: number;

  @ApiProperty({ enum: LIST_EFFECTS, description: 'What it would do if it stands.' })
  effect: ListEffect;
}
