import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import {
  LIST_EFFECTS,
  LIST_TRUSTS,
  WAITING_REASONS,
  type EntryState,
  type ListEffect,
  type ListTrust,
  type MatchAlgorithm,
  type MatchKind,
  type WaitingReason,
} from '#libs/known-material';

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

  @ApiProperty({ type: 'integer', description: 'The version in which the entry is found.' })
  listVersion: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when it is in use.' })
  versionSince: Date | null;

  @ApiProperty({
    enum: ['standing', 'withdrawn', 'not-live', 'list-off'],
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
