import { Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { listOrganisationKeys, renewOrganisationKey } from '#libs/organisations';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { MadeAnswer } from './mandates.dto.js';
import { staff } from './staff-actor.js';

class OrganisationKeyAnswer {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, description: 'Of the public half: 16 hexadecimal digits of its SHA-256.' })
  fingerprint: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: Date;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when nothing new is sealed to it; what was sealed before still opens.',
  })
  retiredAt: Date | null;

  @ApiProperty({ type: 'integer', description: 'Reports and messages that only it opens.' })
  sealedTexts: number;
}

@ApiTags('administration')
@Controller('organisation-keys')
export class OrganisationKeysController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('key.manage', 'The key pairs that reports are sealed to', { reads: true })
  @ApiOkResponse({ type: [OrganisationKeyAnswer] })
  async list(@Who() who: SignedIn): Promise<OrganisationKeyAnswer[]> {
    const keys = await this.options.database.within(who.organisationId, (manager) =>
      listOrganisationKeys(manager, who.organisationId),
    );
    return keys.map((one) => ({ ...one }));
  }

  @Post()
  @Route('key.manage', 'Make a new key pair; the earlier ones are kept for reading', { fresh: true })
  @ApiCreatedResponse({ type: MadeAnswer })
  async renew(@Who() who: SignedIn): Promise<MadeAnswer> {
    const { database, masterRing, clock } = this.options;
    const id = await database.within(who.organisationId, (manager) =>
      renewOrganisationKey(manager, masterRing, who.organisationId, staff(who), clock.now()),
    );
    return { id };
  }
}
