import { Controller, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Clock } from '#libs/platform';
import {
  formatReceipt,
  hasItems,
  isIdempotencyKey,
  MarkUsedError,
  parseReceipt,
  readItems,
  readSubmission,
  ReceiptService,
  type ReceiptView,
  type Submission,
  type SubmissionItem,
} from '#libs/reports';
import { bodyOf, readJson, RequestRefusedError } from '../http/body.js';
import { FloodWatch } from '../flood/flood-watch.js';
import { primaryLanguage } from '../messages/preferred-locale.js';
import { LookUpBrake } from '../look-up-brake.js';
import { PortalClosedError } from '../page-renderer.service.js';
import { PortalDirectory, type PublicPortal } from '../portal-directory.service.js';
import { CLOCK } from '../portal.tokens.js';
import { markOf, ReportDesk } from '../report-desk.service.js';
import { fieldMessages } from './field-messages.js';
import { KeyDesk } from './key-desk.service.js';

/** So many reports of a call are made ready at once; between them others get their turn. */
const AT_ONCE = 16;

interface TakenAnswer {
  readonly receipt: string;
  readonly status: 'received';
}
interface RefusedAnswer {
  readonly status: 'refused';
  readonly message: string;
  readonly fields?: Record<string, string>;
}
type ItemAnswer = (TakenAnswer | RefusedAnswer) & { readonly reference?: string };

@Controller('api/v1/:portal')
export class ReportsApiController {
  constructor(
    private readonly directory: PortalDirectory,
    private readonly desk: ReportDesk,
    private readonly receipts: ReceiptService,
    private readonly brake: LookUpBrake,
    private readonly keyDesk: KeyDesk,
    private readonly flood: FloodWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('reports')
  @HttpCode(201)
  async submit(
    @Req() request: FastifyRequest,
    @Param('portal') slug: string,
    @Headers('idempotency-key') idempotencyKey?: string,
    @Headers('authorization') authorization?: string,
  ): Promise<TakenAnswer | { items: ItemAnswer[] }> {
    const portal = await this.portal(slug);
    const body = readJson(bodyOf(request));
    const token = checkedToken(idempotencyKey);
    if (hasItems(body)) return { items: await this.submitItems(portal, body, authorization, token) };
    const marks = token === undefined ? undefined : () => [markOf(portal, { source: 'api', token })];
    const keyId = await this.keyDesk.admit(authorization, portal.id, 1, marks);
    const { submission, errors } = readSubmission(body, this.clock.now(), keyId !== undefined);
    if (errors !== undefined) {
      throw new RequestRefusedError(
        400,
        'The report cannot be taken as it is; see fields.',
        fieldMessages(errors),
      );
    }
    // Who holds a key has a quota instead.
    const inFlood = keyId === undefined && this.flood.count(request.ip);
    return this.take(portal, submission, token ?? randomUUID() + randomUUID(), { apiKeyId: keyId, inFlood });
  }

  /** Takes each item by itself: what is wrong with one keeps no other back. */
  private async submitItems(
    portal: PublicPortal,
    body: { readonly items: unknown },
    authorization: string | undefined,
    token: string | undefined,
  ): Promise<ItemAnswer[]> {
    const items = readItems(body, this.clock.now());
    if (token === undefined) {
      throw new RequestRefusedError(400, 'Several reports in one call need an Idempotency-Key.', {
        'Idempotency-Key': 'Is missing. With it the call can be repeated until every item is answered.',
      });
    }
    const marks = () =>
      items.map((_, place) => markOf(portal, { source: 'api', token: `${token} ${place}` }));
    const keyId = await this.keyDesk.admit(authorization, portal.id, items.length, marks);
    if (keyId === undefined) {
      throw new RequestRefusedError(401, 'Several reports in one call are taken with an API key only.');
    }
    const answers: ItemAnswer[] = [];
    for (let at = 0; at < items.length; at += AT_ONCE) {
      const some = items
        .slice(at, at + AT_ONCE)
        .map((item, place) => this.takeItem(portal, item, `${token} ${at + place}`, keyId));
      answers.push(...(await Promise.all(some)));
    }
    return answers;
  }

  private async takeItem(
    portal: PublicPortal,
    { submission, errors, reference }: SubmissionItem,
    token: string,
    apiKeyId: string,
  ): Promise<ItemAnswer> {
    const named = reference === undefined ? {} : { reference };
    if (errors !== undefined) {
      return {
        ...named,
        status: 'refused',
        message: 'The report cannot be taken as it is; see fields.',
        fields: fieldMessages(errors),
      };
    }
    try {
      return { ...named, ...(await this.take(portal, submission, token, { apiKeyId })) };
    } catch (error) {
      if (!(error instanceof MarkUsedError)) throw error;
      return { ...named, status: 'refused', message: error.message };
    }
  }

  private async take(
    portal: PublicPortal,
    submission: Submission,
    token: string,
    arrival: { readonly apiKeyId?: string; readonly inFlood?: boolean },
  ): Promise<TakenAnswer> {
    const wished = primaryLanguage(submission.locale ?? '');
    const spoken = portal.spoken.find((locale) => locale === wished);
    const { receipt } = await this.desk.take(
      portal,
      submission,
      { source: 'api', token },
      spoken ?? portal.spoken[0]!,
      arrival,
    );
    return { receipt: formatReceipt(receipt), status: 'received' };
  }

  @Post('receipts')
  @HttpCode(200)
  async receipt(@Req() request: FastifyRequest, @Param('portal') slug: string): Promise<unknown> {
    // Of a portal that was taken off as well: a receipt opens for as long as its report is there.
    const portal = await this.portal(slug, { alsoClosed: true });
    const body = readJson(bodyOf(request));
    const typed = typeof body === 'object' && body !== null && 'receipt' in body ? body.receipt : undefined;
    const view = await this.receipts.open(portal, parseReceipt(typed));
    if (view === undefined) {
      await this.brake.afterFailure();
      throw new RequestRefusedError(404, 'There is no such receipt here.');
    }
    return toAnswer(view);
  }

  private async portal(slug: string, options: { readonly alsoClosed?: boolean } = {}): Promise<PublicPortal> {
    const portal = await this.directory.find(slug);
    if (portal !== undefined) return portal;
    const closed = this.directory.withdrawn(slug);
    if (closed === undefined) throw new RequestRefusedError(404, 'There is no such portal here.');
    if (options.alsoClosed !== true) throw new PortalClosedError();
    return closed;
  }
}

/** @throws RequestRefusedError */
function checkedToken(idempotencyKey: string | undefined): string | undefined {
  if (idempotencyKey === undefined || isIdempotencyKey(idempotencyKey)) return idempotencyKey;
  throw new RequestRefusedError(400, 'The Idempotency-Key must be random, 22 to 128 printable characters.', {
    'Idempotency-Key': 'Must be 22 to 128 printable characters without spaces.',
  });
}

function toAnswer({ status, outcome, messages }: ReceiptView): unknown {
  return { status, ...(outcome === undefined ? {} : { outcome }), messages };
}
