import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { PERMISSIONS, ROLES, type Permission, type Role } from '#libs/identity';
import { MayBeAbsent } from '../http/validation.js';

export class SignInBody {
  @ApiProperty({ type: String, maxLength: 254 })
  @IsString()
  @MaxLength(254)
  email: string;

  @ApiProperty({ type: String, maxLength: 256 })
  @IsString()
  @MaxLength(256)
  password: string;

  @ApiPropertyOptional({ type: String, description: 'Six digits of the authenticator.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(16)
  code?: string;
}

export class ChangePasswordBody {
  @ApiProperty({ type: String, maxLength: 256 })
  @IsString()
  @MaxLength(256)
  current: string;

  @ApiProperty({ type: String, minLength: 12, maxLength: 256 })
  @IsString()
  @MaxLength(256)
  next: string;
}

export class OrganisationOfMe {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  code: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String })
  country: string;

  @ApiProperty({ type: String, description: 'IANA name; for showing times.' })
  timeZone: string;
}

export class Me {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  displayName: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty({ enum: Object.keys(PERMISSIONS), isArray: true })
  permissions: Permission[];

  @ApiProperty({ type: String })
  locale: string;

  @ApiProperty({ type: OrganisationOfMe })
  organisation: OrganisationOfMe;

  @ApiProperty({ type: Boolean, description: 'Whether to show the banner of the demonstration.' })
  isDemonstration: boolean;

  @ApiProperty({ type: Number, description: 'Seconds in which a decision can be taken back.' })
  undoSeconds: number;

  @ApiProperty({ type: String, format: 'date-time' })
  signedInAt: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  sessionExpiresAt: Date;
}
