import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  COUNTRIES,
  HELPLINE_AUDIENCES,
  OPERATOR_KINDS,
  OPTIONAL_QUESTIONS,
  OUT_OF_SCOPE_TOPICS,
} from '#libs/organisations';
import {
  REFERRAL_WAYS,
  SAFEGUARDING_REASONS,
  type ReferralWay,
  type SafeguardingReason,
} from '#libs/referrals';
import { MadeAnswer } from './mandates.dto.js';
import { MayBeAbsent } from '../http/validation.js';

const BY_FIELD = { type: 'object', additionalProperties: { type: 'string' } } as const;
const SETTINGS = {
  type: 'object',
  additionalProperties: true,
  description: 'What the portal shows, as the operator’s guide describes it.',
} as const;

export class PortalAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  slug: string;

  @ApiProperty({ type: String, description: 'Code of who owns it.' })
  organisation: string;

  @ApiProperty({ type: String })
  organisationName: string;

  @ApiProperty({ type: String, description: 'Code of whose analysts read its reports.' })
  triagedBy: string;

  @ApiProperty({ type: String })
  triagedByName: string;

  @ApiProperty({ type: Boolean, description: 'Whether whoever triages has agreed to.' })
  triageAccepted: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When whoever triaged took that back; the portal was taken off then.',
  })
  triageEndedAt: Date | null;

  @ApiProperty({ type: Boolean, description: 'Whether it is one’s own; else one only triages for it.' })
  isOwn: boolean;

  @ApiProperty({ type: String, description: 'ISO 3166-1, two letters.' })
  country: string;

  @ApiProperty({ type: [String], description: 'In the order in which they are offered.' })
  locales: string[];

  @ApiProperty({ ...BY_FIELD, description: 'Its name by language.' })
  name: Record<string, string>;

  @ApiProperty({ type: String, nullable: true, description: 'A host name of its own.' })
  host: string | null;

  @ApiProperty({ type: Boolean })
  isLive: boolean;

  @ApiProperty({ type: Boolean })
  isDemonstration: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  withdrawnAt: Date | null;

  @ApiProperty({ type: 'integer', description: 'The version that was saved last; 0: none.' })
  version: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The version that the public sees.' })
  publishedVersion: number | null;

  @ApiProperty({ ...BY_FIELD, description: 'What it lacks to be live, by field.' })
  missing: Record<string, string>;
}

export class PortalContentAnswer {
  @ApiProperty({ type: String })
  country: string;

  @ApiProperty({ type: [String] })
  locales: string[];

  @ApiProperty({ type: String, nullable: true })
  host: string | null;

  @ApiProperty(SETTINGS)
  settings: object;

  @ApiProperty({ ...BY_FIELD, description: 'Who reviewed the texts of a language: a person or a role.' })
  reviewers: Record<string, string>;

  @ApiProperty({
    type: [String],
    description: 'Ids of the recipients that its cases go to where they fit; none: those of whoever triages.',
  })
  recipients: string[];

  @ApiProperty({
    type: [String],
    description: 'What was written for another country and nobody has set or confirmed for this one.',
    example: ['texts.legal.en', 'emergency'],
  })
  unconfirmed: string[];
}

export class PortalRecipientAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ enum: REFERRAL_WAYS })
  way: ReferralWay;

  @ApiProperty({ type: String, nullable: true, description: 'Takes what is hosted there alone.' })
  country: string | null;

  @ApiProperty({ type: Boolean, description: 'Of the portal’s owner; else of the partner who triages.' })
  isOfOwner: boolean;

  @ApiProperty({ type: Boolean, description: 'The public version of the portal names it.' })
  isNamed: boolean;

  @ApiProperty({ type: Boolean, description: 'It would get a referral of this portal now.' })
  isReady: boolean;
}

export class NamedRecipientAnswer {
  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String })
  way: string;
}

export class MadePortalAnswer extends MadeAnswer {
  @ApiProperty({
    type: [NamedRecipientAnswer],
    description: 'Recipients that the file names and that there are none of here.',
  })
  unknownRecipients: NamedRecipientAnswer[];
}

export class PortalDetailAnswer extends PortalAnswer {
  @ApiProperty({ type: PortalContentAnswer, description: 'As it was saved last.' })
  content: PortalContentAnswer;
}

export class PortalVersionAnswer {
  @ApiProperty({ type: 'integer' })
  number: number;

  @ApiProperty({ type: [String], description: 'What differs from the version before, by field.' })
  changed: string[];

  @ApiProperty({ type: String, nullable: true, description: 'Null: the operator, at the command line.' })
  savedBy: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  savedAt: Date;
}

export class PortalChoicesAnswer {
  @ApiProperty({ type: [String], example: COUNTRIES.slice(0, 3) })
  countries: string[];

  @ApiProperty({ type: [String], description: 'Languages whose texts are built into the public program.' })
  locales: string[];

  @ApiProperty({ type: [String], example: OPERATOR_KINDS })
  operatorKinds: string[];

  @ApiProperty({ type: [String], example: HELPLINE_AUDIENCES })
  audiences: string[];

  @ApiProperty({ type: [String], example: OUT_OF_SCOPE_TOPICS })
  topics: string[];

  @ApiProperty({ type: [String], example: OPTIONAL_QUESTIONS })
  questions: string[];
}

const LOCALES = [
  MayBeAbsent(),
  IsArray(),
  ArrayMinSize(1),
  ArrayMaxSize(30),
  IsString({ each: true }),
] as const;
/** Languages by their tags. */
function Locales(): PropertyDecorator {
  return (target, name) => {
    for (const decorate of LOCALES) decorate(target, name);
  };
}

export class NewPortalBody {
  @ApiProperty({ type: String, description: 'Its address below the public program’s: `/{slug}`.' })
  @IsString()
  @MaxLength(32)
  slug: string;

  @ApiPropertyOptional({ type: String, description: 'ISO 3166-1; absent: that of the file.' })
  @MayBeAbsent()
  @Matches(/^[A-Za-z]{2}$/)
  country?: string;

  @ApiPropertyOptional({ type: [String], description: 'Absent: those of the file.' })
  @Locales()
  locales?: string[];

  @ApiPropertyOptional({ type: String, description: 'Code of a partner to whom triage is delegated.' })
  @MayBeAbsent()
  @Matches(/^[A-Za-z][A-Za-z0-9]{1,9}$/)
  triagedBy?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'An exported portal to begin with.',
  })
  @MayBeAbsent()
  @IsObject()
  file?: object;
}

export class ChangePortalBody {
  @ApiProperty({ type: 'integer', description: 'The version that the change was made from.' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  version: number;

  @ApiPropertyOptional({ type: String })
  @MayBeAbsent()
  @Matches(/^[A-Za-z]{2}$/)
  country?: string;

  @ApiPropertyOptional({ type: [String] })
  @Locales()
  locales?: string[];

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(253)
  host?: string | null;

  @ApiPropertyOptional(SETTINGS)
  @MayBeAbsent()
  @IsObject()
  settings?: object;

  @ApiPropertyOptional(BY_FIELD)
  @MayBeAbsent()
  @IsObject()
  reviewers?: Record<string, string>;

  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(30)
  @IsUUID('all', { each: true })
  recipients?: string[];

  @ApiPropertyOptional({
    type: [String],
    description: 'Fields that were written for another country and hold in this one as well.',
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  confirmed?: string[];
}

export class SavedPortalAnswer {
  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ ...BY_FIELD, description: 'What it lacks to be live, by field.' })
  missing: Record<string, string>;
}

export class PublishPortalBody {
  @ApiProperty({ type: 'integer', description: 'The version that was looked at.' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  version: number;
}

export class PortalFileAnswer {
  @ApiProperty({ type: String, enum: ['manara-portal'] })
  kind: string;

  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ type: String })
  country: string;

  @ApiProperty({ type: [String] })
  locales: string[];

  @ApiProperty(SETTINGS)
  settings: object;

  @ApiPropertyOptional({ type: [String], description: 'What nobody had confirmed for the country.' })
  unconfirmed?: string[];

  @ApiPropertyOptional({ type: [NamedRecipientAnswer], description: 'By name; absent: none of its own.' })
  recipients?: NamedRecipientAnswer[];
}

export class PortalOutcomeAnswer {
  @ApiProperty({ type: String, format: 'date', description: 'First day of the month.' })
  month: string;

  @ApiProperty({ enum: ['forwarded', 'not-illegal', 'not-reachable'] })
  outcome: 'forwarded' | 'not-illegal' | 'not-reachable';

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: one to four.' })
  cases: number | null;
}

export class SafeguardingAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  portal: string;

  @ApiProperty({ type: String })
  caseNumber: string;

  @ApiProperty({ enum: SAFEGUARDING_REASONS })
  reason: SafeguardingReason;

  @ApiProperty({ type: [String], description: 'As reported; to be shown as text, never opened.' })
  addresses: string[];

  @ApiProperty({ type: String, format: 'date-time' })
  copiedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  seenAt: Date | null;

  @ApiProperty({ type: String, nullable: true })
  seenBy: string | null;

  @ApiProperty({ type: String, description: 'Who triages the case and can be asked about it.' })
  triagedBy: string;
}
