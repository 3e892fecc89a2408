import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { MESSAGE_CHARACTERS } from '#libs/reports';

export class OpenTextBody {
  @ApiProperty({
    type: String,
    minLength: 3,
    maxLength: 200,
    description: 'Kept as a digest in the audit log.',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  reason: string;
}

export class MessageAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ['to-reporter', 'from-reporter'] })
  direction: 'to-reporter' | 'from-reporter';

  @ApiPropertyOptional({ type: String })
  text?: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'To the minute.' })
  writtenAt: Date;
}

export class DeviceHashAnswer {
  @ApiProperty({ type: String, description: '64 hex digits.' })
  sha256: string;

  @ApiPropertyOptional({
    type: String,
    description: '64 hex digits; absent where the device could make none.',
  })
  pdq?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Of the PDQ hash, 0 to 100.' })
  quality?: number;
}

export class ReporterTextAnswer {
  @ApiPropertyOptional({ type: String })
  place?: string;

  @ApiPropertyOptional({ type: String })
  comment?: string;

  @ApiPropertyOptional({ type: String })
  kindAsGiven?: string;

  @ApiPropertyOptional({ type: [String], description: 'The lines in which addresses were typed.' })
  addressText?: readonly string[];

  @ApiPropertyOptional({
    type: [DeviceHashAnswer],
    description: 'Made on the reporter’s device of a picture that was not sent; in no list.',
  })
  deviceHashes?: readonly DeviceHashAnswer[];

  @ApiPropertyOptional({ type: String })
  contactEmail?: string;

  @ApiProperty({ type: [MessageAnswer] })
  messages: readonly MessageAnswer[];
}

export class WriteMessageBody {
  @ApiProperty({ type: String, minLength: 1, maxLength: MESSAGE_CHARACTERS })
  @IsString()
  @MinLength(1)
  @MaxLength(MESSAGE_CHARACTERS)
  text: string;
}

export class WrittenMessage {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;
}
