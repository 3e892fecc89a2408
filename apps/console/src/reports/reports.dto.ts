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

export class ReporterTextAnswer {
  @ApiPropertyOptional({ type: String })
  place?: string;

  @ApiPropertyOptional({ type: String })
  comment?: string;

  @ApiPropertyOptional({ type: String })
  kindAsGiven?: string;

  @ApiPropertyOptional({ type: [String], description: 'The lines in which addresses were typed.' })
  addressText?: readonly string[];

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
