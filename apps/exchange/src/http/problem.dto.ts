import { ApiProperty } from '@nestjs/swagger';

/** Every error, whatever it is. */
export class Problem {
  @ApiProperty({ type: Number })
  statusCode: number;

  @ApiProperty({ type: String, description: 'A code that stays the same, like `quota`.' })
  error: string;

  @ApiProperty({ type: String, description: 'For people.' })
  message: string;
}
