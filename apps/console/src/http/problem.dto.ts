import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Every error, whatever it is. */
export class Problem {
  @ApiProperty({ type: Number })
  statusCode: number;

  @ApiProperty({ type: String, description: 'A code that stays the same, like `lease-lost`.' })
  error: string;

  @ApiProperty({ type: String, description: 'For people.' })
  message: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What is wrong, by field.',
  })
  fields?: Record<string, string>;
}
