// The feeds: a page of signed bytes for a key.
import { applyDecorators, Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Counter } from 'prom-client';
import {
  apiKeyOfHeader,
  ed25519PublicKey,
  InvalidInputError,
  isId,
  metrics,
  NotFoundError,
} from '#libs/platform';
import { Problem } from '../http/problem.dto.js';
import { ExchangeApi, type SignedPage } from './exchange-api.client.js';
import { AddressPageAnswer, ListPageAnswer, SigningKeyAnswer } from './feeds.dto.js';

const SINCE = /^(0|[1-9]\d{0,14})$/;
const CODE = /^[A-Z][A-Z0-9]{1,9}$/;

const pages = new Counter({
  name: 'manara_feed_pages',
  help: 'Signed pages served to partners, by feed',
  labelNames: ['feed'] as const,
  registers: [metrics],
});

/** What all pages have in the document. */
function FeedRoute(
  summary: string,
  answer: typeof ListPageAnswer | typeof AddressPageAnswer,
): MethodDecorator {
  const refused = (status: number, description: string) =>
    ApiResponse({ status, type: Problem, description });
  return applyDecorators(
    ApiOperation({ summary }),
    ApiBearerAuth('key'),
    ApiExtraModels(answer),
    ApiQuery({
      name: 'since',
      required: false,
      description: 'The last change that was taken; 0 or nothing for all.',
      schema: { type: 'integer', minimum: 0 },
    }),
    ApiOkResponse({
      description: 'A page, or that nothing follows. `Manara-Signature` signs these very bytes.',
      headers: {
        'Manara-Signature': {
          description: 'keyid="…", ed25519="…": 64 bytes in base64 over the body.',
          schema: { type: 'string' },
        },
      },
      content: { 'application/json': { schema: { $ref: getSchemaPath(answer) } } },
    }),
    refused(400, '`since` is no number of a change.'),
    refused(401, 'The key is missing, wrong, expired or revoked.'),
    refused(403, 'The key was not given for this.'),
    refused(404, 'Nothing is published here yet.'),
    refused(409, 'The feed began anew: read from since=0.'),
    refused(429, 'The quota is used up; `Retry-After` says for how long.'),
    refused(
      503,
      'What is published is being withdrawn, or the database is away; `Retry-After` says for how long.',
    ),
  );
}

@ApiTags('feeds')
@Controller('api/v1')
export class FeedsController {
  constructor(private readonly exchange: ExchangeApi) {}

  @Get('lists/:id/entries')
  @FeedRoute('Entries added to and withdrawn from a hotline’s own list', ListPageAnswer)
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
  async entries(
    @Headers('authorization') authorization: string | undefined,
    @Param('id') id: string,
    @Query('since') since: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isId(id)) throw new NotFoundError('list');
    const page = await this.exchange.listPage(apiKeyOfHeader(authorization), id, place(since));
    serve(reply, 'list', page);
  }

  @Get('addresses')
  @FeedRoute('Addresses where illegal material was seen a short while ago', AddressPageAnswer)
  async addresses(
    @Headers('authorization') authorization: string | undefined,
    @Query('since') since: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = await this.exchange.addressPage(apiKeyOfHeader(authorization), place(since));
    serve(reply, 'addresses', page);
  }

  @Get('signing-keys/:organisation')
  @ApiOperation({ summary: 'Public keys that pages of a hotline are signed with', security: [] })
  @ApiParam({ name: 'organisation', description: 'Its code, as pages have it.', schema: { type: 'string' } })
  @ApiOkResponse({ type: [SigningKeyAnswer] })
  @ApiResponse({ status: 404, type: Problem, description: 'No hotline of that code has published anything.' })
  async signingKeys(@Param('organisation') organisation: string): Promise<SigningKeyAnswer[]> {
    const keys = CODE.test(organisation) ? await this.exchange.signingKeys(organisation) : [];
    if (keys.length === 0) throw new NotFoundError('signing key');
    return keys.map(({ id, publicKey, since, retiredAt }) => ({
      id,
      algorithm: 'ed25519',
      publicKey: ed25519PublicKey(Buffer.from(publicKey, 'base64'))
        .export({ format: 'pem', type: 'spki' })
        .toString(),
      since: new Date(since).toISOString(),
      retiredAt: retiredAt === null ? null : new Date(retiredAt).toISOString(),
    }));
  }
}

/** @throws InvalidInputError */
function place(since: unknown): string {
  if (since === undefined) return '0';
  if (typeof since !== 'string' || !SINCE.test(since))
    throw new InvalidInputError('`since` is the number of the last change that was taken, or 0.');
  return since;
}

function serve(reply: FastifyReply, feed: 'list' | 'addresses', page: SignedPage): void {
  pages.inc({ feed });
  void reply
    .header('manara-signature', `keyid="${page.keyId}", ed25519="${page.signature}"`)
    .type('application/json; charset=utf-8')
    .send(page.body);
}
