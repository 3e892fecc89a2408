import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { DATA_CLASSES, type DataClass } from '#libs/organisations';

export const CLASS_NAMES = Object.keys(DATA_CLASSES) as DataClass[];
const MOST_HOURS = Math.max(...Object.values(DATA_CLASSES).map(({ most }) => most));

export class RetentionRuleAnswer {
  @ApiProperty({ enum: CLASS_NAMES })
  dataClass: DataClass;

  @ApiProperty({ type: 'integer', description: 'What holds, in hours.' })
  hours: number;

  @ApiProperty({ type: 'integer' })
  defaultHours: number;

  @ApiProperty({ type: Boolean, description: 'The organisation’s own rule, not the default.' })
  isOwn: boolean;

  @ApiProperty({ type: 'integer', description: 'Least that an own rule may say.' })
  least: number;

  @ApiProperty({ type: 'integer' })
  most: number;

  @ApiProperty({ type: Boolean, description: 'Belongs to no organisation: the default holds for all.' })
  isCommon: boolean;
}

export class RetentionAnswer {
  @ApiProperty({ type: [RetentionRuleAnswer] })
  classes: RetentionRuleAnswer[];

  @ApiProperty({ type: 'integer', description: 'Cases that an order of preservation stands on.' })
  preservedCases: number;

  @ApiProperty({ type: 'integer', description: 'Single reports that an order of preservation stands on.' })
  preservedReports: number;
}

export class SetRetentionBody {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: MOST_HOURS,
    description: 'Hours; null: the default holds again.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_HOURS)
  hours: number | null;
}
