import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsString, MaxLength, ValidateNested } from 'class-validator';
import { VIEW_LEVELS, type ViewLevel } from '#libs/review';
import { LeaseBody } from '../queue/lease.dto.js';
import { MayBeAbsent } from '../http/validation.js';

export class OpenViewBody {
  @ApiProperty({
    type: 'integer',
    enum: VIEW_LEVELS,
    description:
      '1: 256 px, grey, strongly blurred; 2: 512 px, grey, blurred; 3: 512 px, grey; 4: 1024 px, colour.',
  })
  @IsIn(VIEW_LEVELS)
  level: ViewLevel;

  @ApiProperty({ type: LeaseBody })
  @ValidateNested()
  @Type(() => LeaseBody)
  lease: LeaseBody;

  @ApiPropertyOptional({ type: String, description: 'Needed for sharp views and for what is known already.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

export class OpenedViewAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, description: 'Address of the picture; works once, for ten seconds.' })
  url: string;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: Date;
}

export class EndedViewAnswer {
  @ApiProperty({ type: 'integer', description: 'How long it lasted, by the server’s clock.' })
  seconds: number;
}
