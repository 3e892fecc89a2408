import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { DELIVERED_WAYS, REFERRAL_WAYS, type ReferralWay } from '#libs/referrals';
import { MayBeAbsent } from '../http/validation.js';

const MOST_PEM = 32_768;

export class RecipientAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ enum: REFERRAL_WAYS })
  way: ReferralWay;

  @ApiProperty({ type: String })
  host: string;

  @ApiProperty({ type: 'integer' })
  port: number;

  @ApiProperty({ type: String, description: 'Of the interface, below the host.' })
  path: string;

  @ApiProperty({ type: String, description: 'The account as the recipient names it.' })
  analystName: string;

  @ApiProperty({
    type: Boolean,
    description: 'Trusts a certificate authority of its own, not the public ones.',
  })
  hasOwnAuthority: boolean;

  @ApiProperty({
    type: Boolean,
    description: 'The host is inside the own network, and a person approved of that.',
  })
  isInternal: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Takes what is hosted there alone, ISO 3166-1; null: wherever it is hosted.',
  })
  country: string | null;

  @ApiProperty({ type: Boolean, description: 'Referrals may go to it.' })
  isActive: boolean;

  @ApiProperty({ type: Boolean })
  isSandbox: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the secret for its present address was entered; the secret itself is never shown.',
  })
  secretSetAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'End of the client certificate.',
  })
  certificateExpiresAt: Date | null;
}

class RecipientFields {
  @ApiProperty({ type: String, minLength: 1, maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 253, description: 'Host name or address alone.' })
  @IsString()
  @MinLength(1)
  @MaxLength(253)
  host: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 65_535 })
  @IsInt()
  @Min(1)
  @Max(65_535)
  port: number;

  @ApiProperty({ type: String, maxLength: 200, description: 'Below the host, like /api; may be empty.' })
  @IsString()
  @MaxLength(200)
  path: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  analystName: string;

  @ApiProperty({ type: Boolean })
  @IsBoolean()
  isInternal: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    pattern: '^[A-Z]{2}$',
    description: 'Takes what is hosted there alone; null: wherever it is hosted; absent: as it is.',
  })
  @ValidateIf(({ country }: { country?: unknown }) => country !== undefined && country !== null)
  @Matches(/^[A-Z]{2}$/)
  country?: string | null;
}

export class NewRecipientBody extends RecipientFields {
  @ApiProperty({ enum: DELIVERED_WAYS })
  @IsIn(DELIVERED_WAYS)
  way: (typeof DELIVERED_WAYS)[number];

  @ApiPropertyOptional({ type: String, maxLength: MOST_PEM, description: 'Authority to trust, in PEM.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(MOST_PEM)
  ca?: string;
}

export class ChangeRecipientBody extends RecipientFields {
  @ApiPropertyOptional({
    type: String,
    maxLength: MOST_PEM,
    nullable: true,
    description: 'Authority to trust, in PEM; null: the public ones; absent: as it is.',
  })
  @ValidateIf(({ ca }: { ca?: unknown }) => ca !== undefined && ca !== null)
  @IsString()
  @MaxLength(MOST_PEM)
  ca?: string | null;
}

export class ChangedRecipientAnswer {
  @ApiProperty({
    type: Boolean,
    description:
      'It is elsewhere now: its secret was cleared, and it is switched off until it is approved again.',
  })
  needsSecret: boolean;
}

export class RecipientSecretBody {
  @ApiProperty({ type: String, minLength: 1, maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  username: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 1000 })
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  password: string;

  @ApiProperty({ type: String, maxLength: MOST_PEM, description: 'PEM.' })
  @IsString()
  @MaxLength(MOST_PEM)
  clientCertificate: string;

  @ApiProperty({
    type: String,
    maxLength: MOST_PEM,
    description: 'Its private key, PEM, without a passphrase.',
  })
  @IsString()
  @MaxLength(MOST_PEM)
  clientKey: string;
}

export class SwitchRecipientBody {
  @ApiProperty({ type: Boolean })
  @IsBoolean()
  isActive: boolean;
}
