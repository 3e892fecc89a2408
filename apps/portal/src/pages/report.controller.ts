import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h, type JSX } from 'preact';
import { ManaraLogger, NotFoundError, type Clock } from '#libs/platform';
import { CodeKeptError, DatabaseAwayError, MarkUsedError, readSubmission, type Receipt } from '#libs/reports';
import { FloodWatch } from '../flood/flood-watch.js';
import { formAgeMs, FormMarks } from '../form-mark.js';
import { bodyOf, readForm } from '../http/body.js';
import { carriedFrom } from '../journey/carried.js';
import { fieldsSent, readCommand, type Command } from '../journey/command.js';
import { JourneyStates } from '../journey/journey-state.js';
import {
  bodyFrom,
  EMPTY_FORM,
  LAST_STEP,
  LIMITS,
  mergeAnswers,
  stepOf,
  urlLines,
  withFormAnswers,
  type FormField,
  type ReportForm,
  type Step,
} from '../journey/report-form.js';
import { leaveTo } from '../leave.js';
import { PageRenderer, type PortalPage } from '../page-renderer.service.js';
import { CLOCK } from '../portal.tokens.js';
import { ReportDesk } from '../report-desk.service.js';
import { ClosedPage } from '../views/closed.page.js';
import { ElsewherePage, KeptPage, MatterPage } from '../views/help.pages.js';
import type { PageContext } from '../views/page-context.js';
import { MishapPage } from '../views/other.pages.js';
import { GivenPage } from '../views/receipt.page.js';
import { Summary } from '../views/report-sections.js';
import { ReportPage, type FormErrors, type FormNotice } from '../views/report.page.js';

interface Shown {
  readonly status: number;
  readonly form: ReportForm;
  readonly step?: Step;
  readonly isKept?: boolean;
  /** The one the form came with is kept where sending again must give the same report. */
  readonly mark?: string;
  readonly errors?: FormErrors;
  readonly notice?: FormNotice;
}

type Answer =
  | Shown
  | { readonly given: Receipt }
  /** To another page or site. */
  | { readonly to: string }
  /** Another page of the portal, with what was typed. */
  | { readonly status: number; readonly view: JSX.Element };

/** A form as it came. */
interface Sent {
  readonly command: Command;
  readonly form: ReportForm;
  readonly mark: string;
  readonly isKept: boolean;
  /** Whether something stands, or stood on an earlier page, in the field that people are told to leave empty. */
  readonly isTrapped: boolean;
  /** Counts what was sent. @returns whether it came in a flood */
  readonly count: () => boolean;
  readonly refusal?: 413 | 415;
  readonly now: Date;
}

@Controller(':portal/:locale/report')
export class ReportController {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly desk: ReportDesk,
    private readonly marks: FormMarks,
    private readonly states: JourneyStates,
    private readonly flood: FloodWatch,
    private readonly logger: ManaraLogger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
    @Query('all') all?: unknown,
  ): Promise<void> {
    const page = await this.renderer.portalPage(request, slug, locale);
    const today = this.clock.now();
    const step = all === undefined ? 1 : undefined;
    await this.renderer.sendAroundWord(
      request,
      reply,
      page,
      step === undefined ? 'whole form' : 'form',
      (mark) => h(ReportPage, { page, form: EMPTY_FORM, mark, step, today }),
      this.marks.make(page.portal.id, today),
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
    const command = readCommand(fields);
    const mark = fields.get('mark') ?? '';
    let page: PortalPage;
    try {
      page = await this.renderer.formPage(request, slug, locale);
    } catch (error) {
      const typed = mergeAnswers(EMPTY_FORM, fields, fieldsSent(command));
      const unknown = this.renderer.pageOfUnknown(request, slug, locale);
      if (command.act === 'leave') {
        await reply.redirect(leaveTo(), 303);
        return;
      }
      if (error instanceof NotFoundError) {
        await this.renderer.send(reply, 404, notFound(unknown, typed));
        return;
      }
      if (!(error instanceof DatabaseAwayError)) throw error;
      // Without the portal the state cannot be read: it goes back as it came, beside the fields of its page.
      const view = h(ReportPage, {
        page: unknown,
        form: typed,
        mark,
        state: fields.get('state'),
        step: command.step,
        today: now,
        notice: 'away',
      });
      await this.renderer.send(reply.header('retry-after', '5'), 503, view);
      return;
    }

    const earlier = this.states.open(fields.get('state'), page.portal.id, mark);
    const form = mergeAnswers(earlier?.form ?? EMPTY_FORM, fields, fieldsSent(command));
    const isTrapped = form.website !== '' || earlier?.isTrapped === true;
    const sent: Sent = {
      command,
      form,
      mark,
      isKept: earlier?.isKept ?? false,
      isTrapped,
      count: () => this.flood.count(request.ip, { formAgeMs: formAgeMs(mark, now), isTrapped }),
      refusal,
      now,
    };
    const answer = await this.answerTo(page, sent);
    if ('to' in answer) {
      await reply.redirect(answer.to, 303);
      return;
    }
    if ('view' in answer) {
      await this.renderer.send(reply, answer.status, answer.view);
      return;
    }
    if ('given' in answer) {
      // Whoever is in the picture is no witness, whichever form they came by.
      const concern = form.kind === 'self-report' ? 'picture' : undefined;
      await this.renderer.send(reply, 200, h(GivenPage, { page, receipt: answer.given, mark, concern }));
      return;
    }
    const { status, ...shown } = answer;
    if (status === 503) reply.header('retry-after', '5');
    const shownMark = shown.mark ?? this.marks.make(page.portal.id, now);
    const isKept = shown.isKept ?? false;
    // The whole form shows every answer but the kind of place; on the way there from the first step it stands nowhere.
    const hasEarlier = earlier !== undefined || command.act === 'all' || (shown.step ?? 1) > 1;
    const state = hasEarlier
      ? this.states.seal({ form: shown.form, isKept, isTrapped }, page.portal.id, shownMark)
      : undefined;
    const view = h(ReportPage, { page, today: now, ...shown, isKept, state, mark: shownMark });
    await this.renderer.send(reply, status, view);
  }

  private async answerTo(page: PortalPage, sent: Sent): Promise<Answer> {
    const { command, form, mark, refusal, now } = sent;
    const { step } = command;
    if (refusal === 415) return { status: 415, form, step, notice: 'files' };
    const markState = this.marks.check(mark, page.portal.id, now);
    const keptMark = markState === 'good' ? mark : undefined;
    const isKept = sent.isKept && markState === 'good';
    const here = { form, step, mark: keptMark, isKept };
    switch (command.act) {
      case 'leave':
        // They leave at once even if nothing can be deleted now: who presses this may have no second to lose.
        if (markState !== 'missing') await this.dropKept(page, mark);
        return { to: leaveTo(page.portal) };
      case 'first':
        if (markState !== 'missing') await this.dropKept(page, mark);
        return { to: page.href() };
      default:
    }
    if (page.portal.isWithdrawn) return this.closed(page, sent);
    switch (command.act) {
      case 'help': {
        // Never in the journey of a child: what was put by goes first.
        const isGone = markState === 'missing' || (await this.dropKept(page, mark));
        return { status: 200, view: this.help(page, sent, isKept && !isGone) };
      }
      case 'elsewhere':
        return { status: 200, view: this.elsewhere(page, { ...sent, isKept }) };
      case 'all':
        return { status: 200, ...here, step: undefined };
      case 'stay':
      case 'resume':
        return { status: 200, ...here };
      case 'back':
        return { status: 200, ...here, step: Math.max(1, (step ?? 2) - 1) as Step };
      default:
    }

    const { submission, errors } = this.check(form, now);
    const all: FormErrors = { ...errors };
    if (command.act === 'next' && step !== undefined) {
      const wrong = only(all, (field) => stepOf(field) === step);
      if (Object.keys(wrong).length > 0) return { status: refusal ?? 400, ...here, errors: wrong };
      if (refusal === undefined) return this.next(page, sent, keptMark, isKept);
    }
    if (submission === undefined || Object.keys(all).length > 0) {
      // Of a form in steps, the first page on which something is wrong.
      const first = (Object.keys(all) as FormField[]).map(stepOf).filter((one) => one !== undefined);
      const where = step === undefined || first.length === 0 ? step : (Math.min(...first) as Step);
      const wrong = where === undefined ? all : only(all, (field) => (stepOf(field) ?? where) === where);
      return { status: refusal ?? 400, ...here, step: where, errors: wrong };
    }
    if (refusal !== undefined) return { status: refusal, ...here, errors: { comment: 'too-long' } };
    if (markState !== 'good') return { status: 400, form, step, notice: 'stale' };
    try {
      const { receipt } = await this.desk.take(
        page.portal,
        withFormAnswers(submission, form, page.language),
        { source: 'form', token: mark },
        page.language.locale,
        { inFlood: sent.count() },
      );
      return { given: receipt };
    } catch (error) {
      if (error instanceof MarkUsedError) return { status: 409, form, step, notice: 'used' };
      if (error instanceof CodeKeptError) return { status: 200, view: h(KeptPage, { page, isAgain: true }) };
      // Taken off since the page was made.
      if (error instanceof NotFoundError) return this.closed(page, sent);
      const isAway = error instanceof DatabaseAwayError;
      if (!isAway) this.logger.unexpected('a report was not taken', error, { portal: page.portal.slug });
      return { status: isAway ? 503 : 500, ...here, mark, notice: 'away' };
    }
  }

  /** What those concerned can come with; what was typed goes along, and leads back. */
  private help(page: PortalPage, { form, mark, isTrapped }: Sent, isStillKept: boolean): JSX.Element {
    const state = this.states.seal({ form, isKept: isStillKept, isTrapped }, page.portal.id, mark);
    return h(MatterPage, { page, carried: carriedFrom(form, { mark, state, isStillKept }) });
  }

  private elsewhere(page: PortalPage, { form, mark, isKept, isTrapped }: Sent): JSX.Element {
    const state = this.states.seal({ form, isKept, isTrapped }, page.portal.id, mark);
    return h(ElsewherePage, { page, carried: { mark, state }, isKept });
  }

  /** The portal was taken off while the form was open: it is refused, and all that was typed stays. */
  private closed(page: PortalPage, { form, mark, isKept, isTrapped }: Sent): Answer {
    const state = this.states.seal({ form, isKept, isTrapped }, page.portal.id, mark);
    const unsent = { typed: h(Summary, { page, form, isUnsent: true }), carried: { mark, state }, isKept };
    return {
      status: 410,
      view: h(ClosedPage, { page, unsent: { ...unsent, here: 'report', stay: 'resume-1' } }),
    };
  }

  /** The page after one that was answered well. The address is put by first; what a child says of itself never is. */
  private async next(
    page: PortalPage,
    { form, command: { step = 1 }, count }: Sent,
    mark: string | undefined,
    wasKept: boolean,
  ): Promise<Shown> {
    let isKept = wasKept;
    if (mark !== undefined && form.kind === 'self-report') {
      if (wasKept) isKept = !(await this.dropKept(page, mark));
    } else if (mark !== undefined && (step === 1 || !wasKept)) {
      isKept = await this.keep(page, form, mark, count);
    }
    return { status: 200, form, mark, isKept, step: Math.min(LAST_STEP, step + 1) as Step };
  }

  /** Whether the addresses are put by. That they could not be is no reason to stop the reporter. */
  private async keep(
    page: PortalPage,
    form: ReportForm,
    mark: string,
    count: () => boolean,
  ): Promise<boolean> {
    try {
      return await this.desk.keep(page.portal, urlLines(form), mark, page.language.locale, count());
    } catch (error) {
      if (!(error instanceof DatabaseAwayError)) {
        this.logger.unexpected('an address was not put by', error, { portal: page.portal.slug });
      }
      return false;
    }
  }

  private async dropKept(page: PortalPage, mark: string): Promise<boolean> {
    try {
      await this.desk.drop(page.portal, mark);
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseAwayError)) throw error;
      return false;
    }
  }

  private check(form: ReportForm, now: Date) {
    const { submission, errors } = readSubmission(bodyFrom(form), now);
    const tooLong = (['app', 'account', 'link', 'access'] as const).filter(
      (field) => form[field].length > LIMITS[field]!,
    );
    const all: FormErrors = { ...(errors as FormErrors) };
    for (const field of tooLong) all[field] = 'too-long';
    return { submission, errors: all };
  }
}

function notFound(page: PageContext, form: ReportForm): JSX.Element {
  return h(MishapPage, { page, mishap: 'not-found', typed: h(Summary, { page, form, isUnsent: true }) });
}

function only(errors: FormErrors, isWanted: (field: FormField) => boolean): FormErrors {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => isWanted(field as FormField)));
}
