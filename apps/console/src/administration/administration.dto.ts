import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { ROLES, type Role } from '#libs/identity';
import { MayBeAbsent } from '../http/validation.js';

export class AccountAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  displayName: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disabledAt: Date | null;
}

export class NewAccountBody {
  @ApiProperty({ type: String, maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 100 })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  displayName: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role: Role;

  @ApiPropertyOptional({ type: String, maxLength: 35 })
  @MayBeAbsent()
  @IsString()
  @MaxLength(35)
  locale?: string;
}

export class NewSecondFactorAnswer {
  @ApiProperty({ type: String, description: 'Base32, for an authenticator; shown this once.' })
  totpSecret: string;

  @ApiProperty({ type: String, description: 'The same as an address to make a picture of.' })
  totpAddress: string;
}

export class NewPasswordAnswer {
  @ApiProperty({ type: String, description: 'Shown this once.' })
  password: string;
}

export class NewAccountAnswer extends NewSecondFactorAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, description: 'Shown this once.' })
  password: string;
}

export class ChangeAccountBody {
  @ApiPropertyOptional({ enum: ROLES })
  @MayBeAbsent()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ type: Boolean })
  @MayBeAbsent()
  @IsBoolean()
  isDisabled?: boolean;
}

export class AuditQuery {
  @MayBeAbsent()
  @IsUUID()
  cursor?: string;
}

export class AuditEventAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at: Date;

  @ApiProperty({ enum: ['staff', 'machine', 'operator'] })
  actorKind: 'staff' | 'machine' | 'operator';

  @ApiProperty({ type: String, nullable: true })
  actor: string | null;

  @ApiProperty({ type: String })
  act: string;

  @ApiProperty({ type: String })
  subjectKind: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  subjectId: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  details: Record<string, unknown>;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Place in the chain; absent until it is sealed.',
  })
  number: number | null;
}

export class AuditPage {
  @ApiProperty({ type: [AuditEventAnswer], description: 'The newest first.' })
  events: AuditEventAnswer[];

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Absent on the last page.' })
  cursor?: string;
}
