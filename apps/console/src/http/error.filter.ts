// Every error as one JSON object.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SignInTooOftenError } from '#libs/identity';
import { tellProblem, type ManaraLogger, type ToldProblem } from '#libs/platform';
import { ClaimRefusedError } from '#libs/review';

const GENERAL: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  405: 'This address does not take that method.',
  413: 'The body is too large.',
  415: 'Send the body as application/json.',
};

@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: ManaraLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    if (error instanceof SignInTooOftenError) void reply.header('retry-after', error.retryAfterSeconds);
    const told = this.tell(error);
    void reply.code(told.statusCode).type('application/json; charset=utf-8').send(JSON.stringify(told));
  }

  private tell(error: unknown): ToldProblem & { reason?: string } {
    if (!(error instanceof ClaimRefusedError)) return tellProblem(error, this.logger, GENERAL);
    const { statusCode, code, message, reason } = error;
    return { statusCode, error: code, message, reason };
  }
}
