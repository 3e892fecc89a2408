// Every error is one JSON object for callers of the API, or a page in the reader's language. What is unexpected is logged
// once, by code, with an id that is also shown.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { h } from 'preact';
import { ManaraError, ManaraLogger, statusOfError } from '#libs/platform';
import { RequestRefusedError } from './body.js';
import { PageRenderer, PortalClosedError } from '../page-renderer.service.js';
import { ClosedPage } from '../views/closed.page.js';
import { MishapPage, type Mishap } from '../views/other.pages.js';

interface Told {
  readonly statusCode: number;
  readonly message: string;
  readonly fields?: Record<string, string>;
  readonly errorId?: string;
}

const GENERAL: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  413: 'The body is too large.',
  414: 'The address is too long.',
  415: 'This type of content is not taken here.',
};

@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly logger: ManaraLogger,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    await this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for what went wrong before any route was found. */
  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (reply.sent) return;
    const told = this.tell(error);
    if (told.statusCode === 503) reply.header('retry-after', '5');
    if (told.statusCode === 401) reply.header('www-authenticate', 'Bearer');
    if (error instanceof RequestRefusedError && error.retryAfterSeconds !== undefined)
      reply.header('retry-after', `${error.retryAfterSeconds}`);
    if (isApi(request.url)) {
      await sendJson(reply, told);
      return;
    }
    const page = await this.renderer.anyPage(request);
    if (error instanceof PortalClosedError && page.portal !== undefined) {
      await this.renderer.send(reply, told.statusCode, h(ClosedPage, { page }));
      return;
    }
    await this.renderer.send(
      reply,
      told.statusCode,
      h(MishapPage, { page, mishap: mishapOf(told.statusCode), id: told.errorId }),
    );
  }

  private tell(error: unknown): Told {
    if (error instanceof ManaraError && error.statusCode < 500) {
      return { statusCode: error.statusCode, message: error.message, fields: error.fields };
    }
    if (error instanceof ManaraError && error.statusCode === 503) {
      this.logger.warn('answered that the service is away', { code: error.code });
      return { statusCode: 503, message: error.message };
    }
    const statusCode = statusOfError(error);
    if (statusCode < 500)
      return { statusCode, message: GENERAL[statusCode] ?? 'The request cannot be taken.' };
    const errorId = this.logger.unexpected('unexpected error', error);
    return {
      statusCode: 500,
      message: `Something went wrong on our side; its number is ${errorId}.`,
      errorId,
    };
  }
}

export function isApi(url: string): boolean {
  return url === '/api' || url.startsWith('/api/') || url.startsWith('/api?');
}

/** One JSON object, as `contracts` say. */
export function sendJson(reply: FastifyReply, { statusCode, message, fields }: Told): FastifyReply {
  return reply
    .code(statusCode)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message, fields }));
}

function mishapOf(statusCode: number): Mishap {
  if (statusCode === 404) return 'not-found';
  if (statusCode === 503) return 'away';
  return statusCode < 500 ? 'refused' : 'broken';
}
