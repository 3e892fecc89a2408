// Every error as one JSON object. What is unexpected is logged once, with an id that is also shown.
import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { errorCode, ManaraError, type ManaraLogger } from '#libs/platform';
import { KeyRefusedError } from '../feeds/feed.errors.js';
import type { Problem } from './problem.dto.js';

/** Codes of errors that mean that the database cannot be reached now. */
const DATABASE_AWAY = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|57P0[123]|08\w{3}|53300)$/;

const GENERAL: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  413: 'The body is too large; no call takes one.',
  415: 'No call takes a body.',
};

export function problem(statusCode: number, error: string, message: string): Problem {
  return { statusCode, error, message };
}

const codeOfStatus = (status: number) => (STATUS_CODES[status] ?? 'error').toLowerCase().replaceAll(' ', '-');

@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: ManaraLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    if (error instanceof KeyRefusedError) {
      if (error.retryAfterSeconds !== undefined) void reply.header('retry-after', error.retryAfterSeconds);
      if (error.statusCode === 401) void reply.header('www-authenticate', 'Bearer realm="manara"');
    }
    const told = this.tell(error);
    if (told.statusCode === 503) void reply.header('retry-after', 5);
    void reply.code(told.statusCode).type('application/json; charset=utf-8').send(JSON.stringify(told));
  }

  private tell(error: unknown): Problem {
    if (error instanceof ManaraError && error.statusCode < 500)
      return problem(error.statusCode, error.code, error.message);
    const status = error instanceof HttpException ? error.getStatus() : frameworkStatus(error);
    if (status < 500)
      return problem(status, codeOfStatus(status), GENERAL[status] ?? 'The request cannot be taken.');
    const id = this.logger.unexpected('unexpected error', error);
    if (DATABASE_AWAY.test(errorCode((error as { driverError?: unknown }).driverError ?? error)))
      return problem(503, 'database-away', `The database does not answer. Try again in a moment (${id}).`);
    return problem(500, 'unexpected', `Something went wrong here; its number is ${id}.`);
  }
}

/** The status that the HTTP framework gives an error of its own, 500 for all others. */
function frameworkStatus(error: unknown): number {
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  const isFramework = typeof code === 'string' && code.startsWith('FST_');
  return isFramework && typeof statusCode === 'number' ? statusCode : 500;
}
