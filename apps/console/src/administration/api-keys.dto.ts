import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { API_KEY_SCOPES, MOST_PER_DAY, MOST_PER_MINUTE, type ApiKeyScope } from '#libs/identity';
import { MayBeAbsent } from '../http/validation.js';

export class ApiKeyAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String, description: 'The part of the key that is no secret: 16 hexadecimal digits.' })
  lookup: string;

  @ApiProperty({ enum: API_KEY_SCOPES, isArray: true })
  scopes: ApiKeyScope[];

  @ApiProperty({ type: String, nullable: true, description: 'Slug of the portal to which it may report.' })
  portal: string | null;

  @ApiProperty({ type: [String], description: 'Names of the lists that it may read.' })
  lists: string[];

  @ApiProperty({ type: 'integer' })
  perMinute: number;

  @ApiProperty({ type: 'integer' })
  perDay: number;

  @ApiProperty({ type: 'integer', description: 'Calls of the day that runs, in UTC.' })
  usedToday: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute.' })
  lastUsedAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ type: String, nullable: true, description: 'E-mail of who made it; null: the operator.' })
  createdBy: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt: Date | null;
}

class NamedAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;
}

export class ApiKeysAnswer {
  @ApiProperty({ type: [ApiKeyAnswer] })
  keys: ApiKeyAnswer[];

  @ApiProperty({ type: [NamedAnswer], description: 'To which a key may be given; by slug.' })
  portals: NamedAnswer[];

  @ApiProperty({ type: [NamedAnswer], description: 'The organisation’s own lists: no other is passed on.' })
  lists: NamedAnswer[];
}

export class NewApiKeyBody {
  @ApiProperty({ type: String, minLength: 1, maxLength: 100, description: 'Whose it is and what for.' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  @ApiProperty({ enum: API_KEY_SCOPES, isArray: true, minItems: 1 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(API_KEY_SCOPES.length)
  @IsIn(API_KEY_SCOPES, { each: true })
  scopes: ApiKeyScope[];

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'With `reports:write`.' })
  @MayBeAbsent()
  @IsUUID()
  portalId?: string;

  @ApiPropertyOptional({ type: [String], maxItems: 100, description: 'With `lists:read`.' })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  listIds?: string[];

  @ApiProperty({ type: 'integer', minimum: 1, maximum: MOST_PER_MINUTE })
  @IsInt()
  @Min(1)
  @Max(MOST_PER_MINUTE)
  perMinute: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: MOST_PER_DAY })
  @IsInt()
  @Min(1)
  @Max(MOST_PER_DAY)
  perDay: number;

  @ApiProperty({ type: String, format: 'date-time' })
  @IsISO8601({ strict: true })
  expiresAt: string;
}

export class NewApiKeyAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, description: 'Shown once; only its hash is kept.' })
  key: string;
}
