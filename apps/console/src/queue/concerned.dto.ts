import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsUUID } from 'class-validator';

export class ColleagueAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  displayName: string;
}

export class ConcernQueueAnswer {
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  ownerId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Who answers for it.' })
  owner: string | null;

  @ApiProperty({ type: 'integer', description: 'Within how many minutes a case is to be taken up.' })
  targetMinutes: number;

  @ApiProperty({ type: 'integer' })
  waiting: number;

  @ApiProperty({ type: 'integer', description: 'Of these, cases that wait for longer than the target.' })
  overdue: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  oldestAt: Date | null;

  @ApiProperty({ type: [ColleagueAnswer], description: 'Who could answer for it.' })
  colleagues: ColleagueAnswer[];
}

export class SetConcernQueueBody {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null: nobody is named.' })
  @IsOptional()
  @IsUUID()
  ownerId: string | null;

  @ApiProperty({ type: 'integer', minimum: 5, maximum: 10_080 })
  @IsInt()
  targetMinutes: number;
}
