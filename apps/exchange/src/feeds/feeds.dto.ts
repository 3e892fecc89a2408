// What is answered, for the document: the pages themselves are served as the very bytes that were signed.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class ListNameAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;
}

class ChangeAnswer {
  @ApiProperty({
    type: 'integer',
    description: 'Of the feed; those that a later one supersedes are left out.',
  })
  sequence: number;

  @ApiProperty({ enum: ['add', 'withdraw'] })
  change: 'add' | 'withdraw';
}

export class EntryChangeAnswer extends ChangeAnswer {
  @ApiProperty({ type: String, format: 'uuid', description: 'Of the entry; all that a withdrawal has.' })
  id: string;

  @ApiPropertyOptional({ type: String, description: '32 hexadecimal digits.' })
  md5?: string;

  @ApiPropertyOptional({ type: String, description: '40 hexadecimal digits.' })
  sha1?: string;

  @ApiPropertyOptional({ type: String, description: '64 hexadecimal digits.' })
  sha256?: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: '64 hexadecimal digits.' })
  pdq?: string | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 0, maximum: 100 })
  pdqQuality?: number | null;

  @ApiPropertyOptional({ enum: ['baseline', 'national'] })
  category?: string;
}

export class AddressChangeAnswer extends ChangeAnswer {
  @ApiProperty({ type: String, description: 'Where it was seen; all that a withdrawal has.' })
  address: string;

  @ApiPropertyOptional({ enum: ['baseline', 'national'] })
  category?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether a person has looked at these bytes.' })
  looked?: boolean;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  seenAt?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'Not to be used any longer than that, whatever else is read.',
  })
  validUntil?: string;
}

class PageAnswer {
  @ApiProperty({ type: 'integer', description: 'Of this form of page: 1.' })
  version: number;

  @ApiProperty({ type: String, description: 'Code of the hotline.' })
  organisation: string;

  @ApiProperty({ type: String, format: 'uuid', description: 'Another one: the feed began anew.' })
  feed: string;

  @ApiProperty({
    type: 'integer',
    description: 'Up to here nothing is left; who has read less misses nothing.',
  })
  completeFrom: number;

  @ApiProperty({ type: 'integer', description: 'The page holds the changes after this one.' })
  after: number;

  @ApiProperty({ type: 'integer', description: 'The last change of the page: `since` of the next call.' })
  upTo: number;

  @ApiProperty({ type: String, format: 'date-time', description: 'When this was signed.' })
  statedAt: string;
}

export class ListPageAnswer extends PageAnswer {
  @ApiProperty({ enum: ['manara-list-changes'] })
  kind: 'manara-list-changes';

  @ApiProperty({ type: ListNameAnswer })
  list: ListNameAnswer;

  @ApiProperty({
    type: [EntryChangeAnswer],
    description: 'None may be left on a page; nothing follows where `upTo` is `since`.',
  })
  changes: EntryChangeAnswer[];
}

export class AddressPageAnswer extends PageAnswer {
  @ApiProperty({ enum: ['manara-address-changes'] })
  kind: 'manara-address-changes';

  @ApiProperty({
    type: [AddressChangeAnswer],
    description: 'None may be left on a page; nothing follows where `upTo` is `since`.',
  })
  changes: AddressChangeAnswer[];
}

export class SigningKeyAnswer {
  @ApiProperty({ type: String, description: 'As `Manara-Signature` names it.' })
  id: string;

  @ApiProperty({ enum: ['ed25519'] })
  algorithm: 'ed25519';

  @ApiProperty({ type: String, description: 'PEM.' })
  publicKey: string;

  @ApiProperty({ type: String, format: 'date-time' })
  since: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  retiredAt: string | null;
}
