import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { ManaraLogger, type Clock } from '#libs/platform';
import { DatabaseAwayError, MarkUsedError, readSubmission, SUBMISSION_LIMITS } from '#libs/reports';
import { FormMarks } from '../form-mark.js';
import { bodyOf, readForm } from '../http/body.js';
import { PageRenderer, RenderedPage, type PortalPage } from '../page-renderer.service.js';
import { CLOCK } from '../portal.tokens.js';
import { ReportDesk } from '../report-desk.service.js';
import { GivenPage } from '../views/receipt.page.js';
import {
  EMPTY_FORM,
  ReportPage,
  type FormErrors,
  type FormNotice,
  type ReportForm,
} from '../views/report.page.js';

interface Shown {
  readonly status: number;
  readonly form: ReportForm;
  /** The one the form came with is kept where sending again must give the same report. */
  readonly mark?: string;
  readonly errors?: FormErrors;
  readonly notice?: FormNotice;
}

@Controller(':portal/:locale/report')
export class ReportController {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly desk: ReportDesk,
    private readonly marks: FormMarks,
    private readonly logger: ManaraLogger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    const page = await this.renderer.portalPage(request, slug, locale);
    const now = this.clock.now();
    const mark = this.marks.make(page.portal.id, now);
    await this.renderer.sendPublic(
      request,
      reply,
      new RenderedPage(h(ReportPage, { page, form: EMPTY_FORM, mark, today: now })),
    );
  }

  @Post()
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    const now = this.clock.now();
    const { fields, refusal } = readForm(bodyOf(request));
    const form = formFrom(fields);
    const mark = fields.get('mark') ?? '';
    let page: PortalPage;
    try {
      page = await this.renderer.portalPage(request, slug, locale);
    } catch (error) {
      if (!(error instanceof DatabaseAwayError)) throw error;
      const unknown = this.renderer.pageOfUnknown(request, slug, locale);
      const view = h(ReportPage, { page: unknown, form, mark, today: now, notice: 'away' });
      await this.renderer.send(reply.header('retry-after', '5'), 503, view);
      return;
    }

    const answer = await this.answerTo(page, form, mark, refusal, now);
    if ('given' in answer) {
      await this.renderer.send(reply, 200, h(GivenPage, { page, receipt: answer.given }));
      return;
    }
    const { status, ...shown } = answer;
    if (status === 503) reply.header('retry-after', '5');
    const newMark = this.marks.make(page.portal.id, now);
    const view = h(ReportPage, { page, today: now, ...shown, mark: shown.mark ?? newMark });
    await this.renderer.send(reply, status, view);
  }

  private async answerTo(
    page: PortalPage,
    form: ReportForm,
    mark: string,
    refusal: 413 | 415 | undefined,
    now: Date,
  ): Promise<Shown | { given: Parameters<typeof GivenPage>[0]['receipt'] }> {
    if (refusal === 415) return { status: 415, form, notice: 'files' };
    const markState = this.marks.check(mark, page.portal.id, now);
    const keptMark = markState === 'good' ? mark : undefined;
    const read = readSubmission(bodyFrom(form), now);
    const errors: FormErrors = { ...read.errors, ...(form.website === '' ? {} : { website: 'trap' }) };
    if (read.submission === undefined || Object.keys(errors).length > 0) {
      return { status: refusal ?? 400, form, mark: keptMark, errors };
    }
    if (refusal !== undefined)
      return { status: refusal, form, mark: keptMark, errors: { comment: 'too-long' } };
    if (markState !== 'good') return { status: 400, form, notice: 'stale' };
    try {
      const { receipt } = await this.desk.take(
        page.portal,
        read.submission,
        { source: 'form', token: mark },
        page.language.locale,
      );
      return { given: receipt };
    } catch (error) {
      if (error instanceof MarkUsedError) return { status: 409, form, notice: 'used' };
      const isAway = error instanceof DatabaseAwayError;
      if (!isAway) this.logger.unexpected('a report was not taken', error, { portal: page.portal.slug });
      return { status: isAway ? 503 : 500, form, mark, notice: 'away' };
    }
  }
}

function formFrom(fields: ReadonlyMap<string, string>): ReportForm {
  const text = (name: string) => fields.get(name) ?? '';
  return {
    urls: text('urls'),
    place: text('place'),
    kind: text('kind'),
    seenAt: text('seenAt'),
    childInDanger: fields.has('childInDanger'),
    comment: text('comment'),
    contactEmail: text('contactEmail'),
    website: text('website'),
  };
}

/** The form as the API's body: one line, one address. */
function bodyFrom(form: ReportForm): Record<string, unknown> {
  const { urls, childInDanger, website: _trap, ...texts } = form;
  return {
    ...texts,
    childInDanger,
    // One more than may be, so that too many are still seen to be too many.
    urls: urls
      .split(/\r\n|\r|\n/)
      .filter((line) => line.trim() !== '')
      .slice(0, SUBMISSION_LIMITS.urls + 1),
  };
}
