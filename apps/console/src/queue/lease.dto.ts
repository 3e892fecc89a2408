import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsUUID } from 'class-validator';

/** What the holder of a case shows with each act on it. */
export class LeaseBody {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  token: string;

  @ApiProperty({ type: 'integer' })
  @IsInt()
  version: number;
}

export class LeaseAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  token: string;

  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: Date;
}
