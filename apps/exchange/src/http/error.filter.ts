// Every error as one JSON object.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { problem, tellProblem, type ManaraLogger } from '#libs/platform';
import { KeyRefusedError, WithdrawingError } from '../feeds/feed.errors.js';

const GENERAL: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  413: 'The body is too large; no call takes one.',
  415: 'No call takes a body.',
};

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
    const isWithdrawing = error instanceof WithdrawingError;
    const told = isWithdrawing
      ? problem(error.statusCode, error.code, error.message)
      : tellProblem(error, this.logger, GENERAL);
    if (told.statusCode === 503)
      void reply.header('retry-after', isWithdrawing ? error.retryAfterSeconds : 5);
    void reply.code(told.statusCode).type('application/json; charset=utf-8').send(JSON.stringify(told));
  }
}
