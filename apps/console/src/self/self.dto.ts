import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class SchemeValueAnswer {
  @ApiProperty({ type: String })
  code: string;
}

export class SchemeAnswer {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: [SchemeValueAnswer] })
  verdicts: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer] })
  ageBands: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer] })
  sexes: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer], description: 'Worst first.' })
  severities: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer], description: 'Questions for yes or no.' })
  flags: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer] })
  notIllegalReasons: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer] })
  notReachableReasons: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer] })
  siteTypes: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer] })
  commercialities: readonly SchemeValueAnswer[];

  @ApiProperty({ type: [SchemeValueAnswer] })
  paymentMethods: readonly SchemeValueAnswer[];
}

export class ExposureOfLevel {
  @ApiProperty({ type: 'integer' })
  level: number;

  @ApiProperty({ type: 'integer' })
  views: number;

  @ApiProperty({ type: 'integer' })
  seconds: number;
}

export class ClaimHours {
  @ApiProperty({ type: 'integer' })
  from: number;

  @ApiProperty({ type: 'integer' })
  until: number;

  @ApiProperty({ type: 'integer', isArray: true, description: '1 is Monday.' })
  days: readonly number[];
}

export class ExposureAnswer {
  @ApiProperty({ type: 'integer', description: 'Today, at level 2 and above.' })
  exposedSeconds: number;

  @ApiProperty({ type: 'integer' })
  dailySeconds: number;

  @ApiProperty({ type: [ExposureOfLevel], description: 'Today.' })
  byLevel: readonly ExposureOfLevel[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'Absent while no stretch of work runs.',
  })
  breakDueAt?: Date;

  @ApiProperty({ type: 'integer', description: 'How long a break has to be.' })
  breakSeconds: number;

  @ApiPropertyOptional({ type: ClaimHours, description: 'Absent where cases are given out at any hour.' })
  claimHours?: ClaimHours;

  @ApiPropertyOptional({
    enum: ['exposure-limit', 'break-due', 'outside-hours'],
    description: 'Why no case would be given out now.',
  })
  refusal?: 'exposure-limit' | 'break-due' | 'outside-hours';
}
