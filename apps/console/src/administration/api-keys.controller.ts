// Keys of partners and providers: what they may use of the portal and the exchange.
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { createApiKey, givenFor, listApiKeys, revokeApiKey, type SignedIn } from '#libs/identity';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { ApiKeysAnswer, NewApiKeyAnswer, NewApiKeyBody } from './api-keys.dto.js';
import { staff } from './staff-actor.js';

@ApiTags('administration')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route(
    'api-key.manage',
    'Keys of partners, without what is secret of them, and what one can be given for',
    {
      reads: true,
    },
  )
  @ApiOkResponse({ type: ApiKeysAnswer })
  list(@Who() { organisationId }: SignedIn): Promise<ApiKeysAnswer> {
    return this.options.database.within(organisationId, async (manager) => {
      const keys = await listApiKeys(manager, organisationId);
      return {
        keys: keys.map((one) => ({
          id: one.id,
          name: one.name,
          lookup: one.lookup,
          scopes: one.scopes,
          portal: one.portalSlug,
          lists: [...one.listNames],
          perMinute: one.perMinute,
          perDay: one.perDay,
          usedToday: one.usedToday,
          lastUsedAt: one.lastUsedAt,
          createdAt: one.createdAt,
          createdBy: one.createdBy,
          expiresAt: one.expiresAt,
          revokedAt: one.revokedAt,
        })),
        ...(await givenFor(manager, organisationId)),
      };
    });
  }

  @Post()
  @Route('api-key.manage', 'Make a key for a partner; it is shown once', { fresh: true })
  @ApiCreatedResponse({ type: NewApiKeyAnswer })
  async create(@Who() who: SignedIn, @Body() body: NewApiKeyBody): Promise<NewApiKeyAnswer> {
    const { database, clock } = this.options;
    const { organisationId } = who;
    const { expiresAt, ...rest } = body;
    const made = await database.within(organisationId, (manager) =>
      createApiKey(
        manager,
        { organisationId, ...rest, expiresAt: new Date(expiresAt) },
        staff(who),
        clock.now(),
      ),
    );
    return { ...made };
  }

  @Post(':id/revoke')
  @HttpCode(204)
  @Route('api-key.manage', 'End a key for good; its next call is refused', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem, description: 'No such key in this organisation.' })
  async revoke(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    const { database, clock } = this.options;
    await database.within(who.organisationId, (manager) =>
      revokeApiKey(manager, who.organisationId, id, staff(who), clock.now()),
    );
  }
}
