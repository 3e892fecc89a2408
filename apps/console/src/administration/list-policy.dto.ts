// What each list has and does: who stands behind it, what a match does, what its words mean, and to whom it may go on.
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import {
  LIST_EFFECTS,
  LIST_LICENCES,
  LIST_TRUSTS,
  LISTED_VERDICTS,
  type CategoryMapping,
  type ListEffect,
  type ListLicence,
  type ListPolicy,
  type ListTrust,
  type PolicyChange,
} from '#libs/known-material';

const MAPPING: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: { type: 'string', enum: [...LISTED_VERDICTS], nullable: true },
  description: 'The source’s word for a category → what it means to us; null where a person has to say.',
};
const EXPIRY = {
  type: String,
  format: 'date-time',
  nullable: true,
  description: 'From then on nothing of it matches; null for never.',
} as const;
const QUARANTINE = {
  type: 'integer',
  nullable: true,
  minimum: 2,
  maximum: 1_000_000,
  description: 'Different cases from which on an entry matches too much; null for never.',
} as const;
const CATEGORIES: ApiPropertyOptions = {
  type: [String],
  nullable: true,
  maxItems: 200,
  description: 'Only entries of these categories may be passed on; null for all.',
};

export class ListPolicyAnswer implements ListPolicy {
  @ApiProperty({ type: String })
  source: string;

  @ApiProperty({ enum: LIST_TRUSTS })
  trust: ListTrust;

  @ApiProperty({ enum: LIST_EFFECTS })
  effect: ListEffect;

  @ApiProperty({ type: Boolean, description: 'Whether MD5 or SHA-1 alone may settle.' })
  settlesByWeakDigest: boolean;

  @ApiProperty({ type: String, nullable: true })
  legalBasis: string | null;

  @ApiProperty({ enum: LIST_LICENCES, description: 'To whom entries may be passed on.' })
  licence: ListLicence;

  @ApiProperty(CATEGORIES)
  licenceCategories: string[] | null;

  @ApiProperty({ type: String, nullable: true })
  licenceNote: string | null;

  @ApiProperty(MAPPING)
  categoryMapping: CategoryMapping;

  @ApiProperty(EXPIRY)
  expiresAt: string | null;

  @ApiProperty(QUARANTINE)
  quarantineAfter: number | null;
}

/** Said, and not null: null would not be checked where something may be left out. */
const Said = () => ValidateIf((_object, value) => value !== undefined);
const NotNull = () => ValidateIf((_object, value) => value !== undefined && value !== null);

/** What is to be another; what is left out stays. */
export class PolicyChangeBody implements PolicyChange {
  @ApiPropertyOptional({ type: String, minLength: 1, maxLength: 200 })
  @Said()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  source?: string;

  @ApiPropertyOptional({ enum: LIST_TRUSTS })
  @Said()
  @IsIn(LIST_TRUSTS)
  trust?: ListTrust;

  @ApiPropertyOptional({ enum: LIST_EFFECTS })
  @Said()
  @IsIn(LIST_EFFECTS)
  effect?: ListEffect;

  @ApiPropertyOptional({ type: Boolean })
  @Said()
  @IsBoolean()
  settlesByWeakDigest?: boolean;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500 })
  @NotNull()
  @IsString()
  @MaxLength(500)
  legalBasis?: string | null;

  @ApiPropertyOptional({ enum: LIST_LICENCES })
  @Said()
  @IsIn(LIST_LICENCES)
  licence?: ListLicence;

  @ApiPropertyOptional(CATEGORIES)
  @NotNull()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  licenceCategories?: string[] | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2000 })
  @NotNull()
  @IsString()
  @MaxLength(2000)
  licenceNote?: string | null;

  @ApiPropertyOptional(MAPPING)
  @Said()
  @IsObject()
  categoryMapping?: CategoryMapping;

  @ApiPropertyOptional(EXPIRY)
  @NotNull()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;

  @ApiPropertyOptional(QUARANTINE)
  @NotNull()
  @IsInt()
  @Min(2)
  @Max(1_000_000)
  quarantineAfter?: number | null;
}

export class PolicyChangeAnswer extends PolicyChangeBody {}

/** Policy and limits: of an import in force with the version, by themselves at once, or measured first where limits are wider. */
export class ListSettingsBody extends PolicyChangeBody {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 63 })
  @Said()
  @IsInt()
  @Min(0)
  @Max(63)
  maxDistance?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 100 })
  @Said()
  @IsInt()
  @Min(0)
  @Max(100)
  minQuality?: number;
}
