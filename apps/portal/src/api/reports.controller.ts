import { Controller, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { NotFoundError, type Clock } from '#libs/platform';
import {
  formatReceipt,
  isIdempotencyKey,
  parseReceipt,
  readSubmission,
  ReceiptService,
  type ReceiptView,
} from '#libs/reports';
import { bodyOf, readJson, RequestRefusedError } from '../http/body.js';
import { LookUpBrake } from '../look-up-brake.js';
import { PortalDirectory, type PublicPortal } from '../portal-directory.service.js';
import { CLOCK } from '../portal.tokens.js';
import { ReportDesk } from '../report-desk.service.js';
import { fieldMessages } from './field-messages.js';

@Controller('api/v1/:portal')
export class ReportsApiController {
  constructor(
    private readonly directory: PortalDirectory,
    private readonly desk: ReportDesk,
    private readonly receipts: ReceiptService,
    private readonly brake: LookUpBrake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('reports')
  @HttpCode(201)
  async submit(
    @Req() request: FastifyRequest,
    @Param('portal') slug: string,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<{ receipt: string; status: 'received' }> {
    const portal = await this.portal(slug);
    const body = readJson(bodyOf(request));
    if (idempotencyKey !== undefined && !isIdempotencyKey(idempotencyKey)) {
      throw new RequestRefusedError(
        400,
        'The Idempotency-Key must be random, 22 to 128 printable characters.',
        {
          'Idempotency-Key': 'Must be 22 to 128 printable characters without spaces.',
        },
      );
    }
    const { submission, errors } = readSubmission(body, this.clock.now());
    if (errors !== undefined) {
      throw new RequestRefusedError(
        400,
        'The report cannot be taken as it is; see fields.',
        fieldMessages(errors),
      );
    }
    const spoken = portal.spoken.find((locale) => locale === submission.locale?.toLowerCase().split('-')[0]);
    const { receipt } = await this.desk.take(
      portal,
      submission,
      { source: 'api', token: idempotencyKey ?? randomUUID() + randomUUID() },
      spoken ?? portal.spoken[0]!,
    );
    return { receipt: formatReceipt(receipt), status: 'received' };
  }

  @Post('receipts')
  @HttpCode(200)
  async receipt(@Req() request: FastifyRequest, @Param('portal') slug: string): Promise<unknown> {
    const portal = await this.portal(slug);
    const body = readJson(bodyOf(request));
    const typed = typeof body === 'object' && body !== null && 'receipt' in body ? body.receipt : undefined;
    const view = await this.receipts.open(portal, parseReceipt(typed));
    if (view === undefined) {
      await this.brake.afterFailure();
      throw new NotFoundError('receipt');
    }
    return toAnswer(view);
  }

  private async portal(slug: string): Promise<PublicPortal> {
    const portal = await this.directory.find(slug);
    if (portal === undefined) throw new NotFoundError('portal');
    return portal;
  }
}

function toAnswer({ status, outcome, messages }: ReceiptView): unknown {
  return { status, ...(outcome === undefined ? {} : { outcome }), messages };
}
