// What a case page says of a file and of what lists know of it. Nothing of the picture itself.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LIST_EFFECTS, MATCH_STATES, type ListEffect, type MatchState } from '#libs/known-material';

const when = { type: String, format: 'date-time' } as const;
const id = { type: String, format: 'uuid' } as const;
const textOrNull = { type: String, nullable: true } as const;
const numberOrNull = { type: 'integer', nullable: true } as const;

export class ContactSheetAnswer {
  @ApiProperty({ type: 'integer', description: 'Frames on the sheet, each over its number in the file.' })
  shown: number;

  @ApiProperty({ type: 'integer', description: 'Frames of the file.' })
  frames: number;
}

export class MediaAnswer {
  @ApiProperty(id)
  id: string;

  @ApiProperty(textOrNull)
  format: string | null;

  @ApiProperty(numberOrNull)
  width: number | null;

  @ApiProperty(numberOrNull)
  height: number | null;

  @ApiProperty(numberOrNull)
  frames: number | null;

  @ApiProperty({ type: 'integer' })
  bytes: number;

  @ApiProperty({ type: String, description: 'Hex.' })
  sha256: string;

  @ApiProperty({ type: String })
  sha1: string;

  @ApiProperty({ type: String })
  md5: string;

  @ApiProperty(textOrNull)
  pdq: string | null;

  @ApiProperty(numberOrNull)
  pdqQuality: number | null;

  @ApiProperty({ ...numberOrNull, description: 'Of a video, in milliseconds.' })
  durationMs: number | null;

  @ApiProperty({
    ...textOrNull,
    description: 'Of a video that was examined up to a place only: why it ended there.',
  })
  endedEarly: string | null;

  @ApiProperty(textOrNull)
  unreadableReason: string | null;

  @ApiProperty({ type: 'integer', isArray: true, description: 'Levels of which a derivative is kept.' })
  levels: number[];

  @ApiProperty({
    type: ContactSheetAnswer,
    nullable: true,
    description:
      'Of an animation: every view is a contact sheet of some of its frames. Null for a still picture.',
  })
  contactSheet: ContactSheetAnswer | null;

  @ApiProperty({ type: Boolean, description: 'Whether a view needs a reason at every level.' })
  isKnown: boolean;
}

export class FrameShareAnswer {
  @ApiProperty({ type: 'integer', description: 'Different frames of enough quality.' })
  compared: number;

  @ApiProperty({ type: 'integer', description: 'Of those, so many have a like one on the other side.' })
  matched: number;
}

export class FrameSharesAnswer {
  @ApiProperty({ type: FrameShareAnswer, description: 'Of this video.' })
  media: FrameShareAnswer;

  @ApiPropertyOptional({
    type: FrameShareAnswer,
    description: 'Of the listed video, where the list says which entries are frames of one.',
  })
  listed?: FrameShareAnswer;
}

export class MatchAnswer {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ type: String })
  list: string;

  @ApiProperty({ type: String })
  source: string;

  @ApiProperty({
    ...numberOrNull,
    description: 'Null where the source tells no list: it was asked, and `matchedAt` says when it said so.',
  })
  listVersion: number | null;

  @ApiProperty({ enum: ['several-analysts', 'one-analyst', 'unreviewed'] })
  trust: 'several-analysts' | 'one-analyst' | 'unreviewed';

  @ApiProperty({ enum: LIST_EFFECTS })
  effect: ListEffect;

  @ApiProperty(textOrNull)
  category: string | null;

  @ApiProperty({ enum: ['exact', 'near'] })
  kind: 'exact' | 'near';

  @ApiProperty({ enum: ['sha256', 'sha1', 'md5', 'pdq'] })
  algorithm: 'sha256' | 'sha1' | 'md5' | 'pdq';

  @ApiProperty({ type: 'integer', description: 'Bits of 256 that differ; 0 for exact ones.' })
  distance: number;

  @ApiProperty(textOrNull)
  orientation: string | null;

  @ApiProperty({ type: FrameSharesAnswer, nullable: true, description: 'Of what a video’s frames matched.' })
  frameShares: FrameSharesAnswer | null;

  @ApiProperty(when)
  matchedAt: Date;

  @ApiProperty({
    type: Boolean,
    description: 'Whether it says something of the media; `state` says why not.',
  })
  isStanding: boolean;

  @ApiProperty({ enum: MATCH_STATES, description: 'Why it counts or does not.' })
  state: MatchState;
}
