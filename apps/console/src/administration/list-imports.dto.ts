import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsString, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import {
  LIST_FORMATS,
  LIST_IMPORT_KINDS,
  LIST_IMPORT_STATES,
  type ListFormat,
  type ListImportKind,
  type ListImportState,
} from '#libs/known-material';
import { ListSettingsBody } from './list-policy.dto.js';
import { MayBeAbsent } from '../http/validation.js';

const COLUMN = { type: String, maxLength: 200 } as const;

/** Our column → its name in the header. */
export class ColumnsBody {
  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  md5?: string;

  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  sha1?: string;

  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  sha256?: string;

  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  pdq?: string;

  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  quality?: string;

  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  category?: string;

  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  video?: string;

  @ApiPropertyOptional(COLUMN)
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  expires?: string;
}

export class ListHeadAnswer {
  @ApiProperty({ enum: LIST_FORMATS })
  format: ListFormat;

  @ApiProperty({ type: [String], description: 'Names in the header; none where there is nothing to map.' })
  columns: string[];

  @ApiProperty({ type: ColumnsBody, description: 'What is known by its name.' })
  mapping: ColumnsBody;

  @ApiProperty({ type: 'integer', description: 'The largest file that can be brought in here.' })
  maxBytes: number;
}

export class NewUploadBody {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 100,
    description: 'The list’s name; made if there is none.',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  list: string;

  @ApiProperty({ enum: LIST_FORMATS })
  @IsIn(LIST_FORMATS)
  format: ListFormat;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 1, description: 'Of the whole file.' })
  @IsInt()
  @Min(1)
  bytes: number;

  @ApiPropertyOptional({ type: ColumnsBody })
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ColumnsBody)
  columns?: ColumnsBody;

  @ApiPropertyOptional({ type: ListSettingsBody })
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ListSettingsBody)
  settings?: ListSettingsBody;
}

export class UploadAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: 'integer', description: 'Of every part but the last.' })
  partBytes: number;
}

export class AskedImportAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;
}

export class ListImportOutcomeAnswer {
  @ApiProperty({ enum: ['live', 'unchanged', 'waiting'] })
  state: 'live' | 'unchanged' | 'waiting';

  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The version that waits for a person.' })
  waitingVersion: number | null;

  @ApiProperty({ type: 'integer' })
  entries: number;

  @ApiProperty({ type: 'integer' })
  added: number;

  @ApiProperty({ type: 'integer' })
  ended: number;
}

export class ListImportAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ enum: LIST_IMPORT_KINDS })
  kind: ListImportKind;

  @ApiProperty({ type: String })
  list: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null before the list is there.',
  })
  hashListId: string | null;

  @ApiProperty({ type: String })
  askedByName: string;

  @ApiProperty({
    type: Boolean,
    description: 'Whether the caller asked for it, who alone may send its parts.',
  })
  isOwn: boolean;

  @ApiProperty({ enum: LIST_IMPORT_STATES })
  state: ListImportState;

  @ApiProperty({ enum: LIST_FORMATS, nullable: true })
  format: ListFormat | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Of what is taken back.' })
  toVersion: number | null;

  @ApiProperty({ type: 'integer', format: 'int64' })
  bytes: number;

  @ApiProperty({ type: 'integer', format: 'int64' })
  receivedBytes: number;

  @ApiProperty({ type: 'integer', description: 'The number of the next part.' })
  receivedParts: number;

  @ApiProperty({ type: 'integer', description: 'Of every part but the last.' })
  partBytes: number;

  @ApiProperty({ type: 'integer', format: 'int64' })
  readBytes: number;

  @ApiProperty({ type: 'integer' })
  readEntries: number;

  @ApiProperty({ type: 'integer', description: 'Lines that were not taken.' })
  refused: number;

  @ApiProperty({ type: ListImportOutcomeAnswer, nullable: true })
  outcome: ListImportOutcomeAnswer | null;

  @ApiProperty({ type: String, nullable: true, description: 'A code.' })
  failure: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'In English.' })
  failureText: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  askedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: Date | null;
}
