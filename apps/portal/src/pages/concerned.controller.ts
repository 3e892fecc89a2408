// Pages for those concerned, and for what is out of scope. One address for all of the first, so that none of it stays in
// the history; nothing is kept between the pages.
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h, type FunctionComponent, type JSX } from 'preact';
import { ManaraLogger, NotFoundError, type Clock } from '#libs/platform';
import { CodeKeptError, DatabaseAwayError, MarkUsedError, type Concern } from '#libs/reports';
import { FloodWatch } from '../flood/flood-watch.js';
import { formAgeMs, FormMarks } from '../form-mark.js';
import { bodyOf, readForm } from '../http/body.js';
import { carriedIn, wayBack, type Carried } from '../journey/carried.js';
import {
  AGES,
  checkConcern,
  MATTERS,
  readConcernForm,
  type Age,
  type Matter,
} from '../journey/concern-form.js';
import { PageRenderer, type PortalPage } from '../page-renderer.service.js';
import { CLOCK } from '../portal.tokens.js';
import { ReportDesk } from '../report-desk.service.js';
import { ClosedPage } from '../views/closed.page.js';
import { ConcernPage, ConcernTyped, takesHashes, type ConcernPageProps } from '../views/concern.page.js';
import { AgePage, ElsewherePage, KeptPage, MatterPage, ThoughtsPage } from '../views/help.pages.js';
import { MishapPage } from '../views/other.pages.js';
import type { PageContext } from '../views/page-context.js';
import { GivenPage } from '../views/receipt.page.js';

/** Of a portal of which nothing is known: no numbers, no helplines, but what was typed. */
type Shown = Omit<ConcernPageProps, 'page'> & { readonly status: number };

@Controller(':portal/:locale')
export class ConcernedController {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly desk: ReportDesk,
    private readonly marks: FormMarks,
    private readonly flood: FloodWatch,
    private readonly logger: ManaraLogger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('help')
  help(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    return this.show(request, reply, slug, locale, 'help', MatterPage);
  }

  @Get('elsewhere')
  elsewhere(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    return this.show(request, reply, slug, locale, 'elsewhere', ElsewherePage);
  }

  @Get('kept')
  kept(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    return this.show(request, reply, slug, locale, 'kept', KeptPage);
  }

  @Post('help')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    const { fields, refusal } = readForm(bodyOf(request));
    const matter = MATTERS.find((one) => one === fields.get('about'));
    const age = AGES.find((one) => one === fields.get('age'));
    let page: PortalPage;
    try {
      page = await this.renderer.formPage(request, slug, locale);
    } catch (error) {
      if (error instanceof NotFoundError) {
        const unknown = this.renderer.pageOfUnknown(request, slug, locale);
        await this.renderer.send(reply, 404, notFound(unknown, matter, fields));
        return;
      }
      if (!(error instanceof DatabaseAwayError) || matter === undefined || matter === 'thoughts') throw error;
      const form = readConcernForm(matter, fields);
      const mark = fields.get('mark') ?? '';
      await this.answer(reply, this.renderer.pageOfUnknown(request, slug, locale), {
        status: 503, concern: matter, age: age ?? 'unsaid', form, mark, carried: wayBack(carriedIn(fields)), notice: 'away',
      }); // prettier-ignore
      return;
    }
    if (page.portal.isWithdrawn) {
      await this.renderer.send(reply, 410, closed(page, matter, fields));
      return;
    }
    const carried = await this.withoutDraft(page, carriedIn(fields));
    if (matter === undefined) {
      await this.renderer.send(reply, 200, h(MatterPage, { page, carried }));
    } else if (age === undefined || fields.get('go') === 'back') {
      await this.renderer.send(reply, 200, h(AgePage, { page, matter, carried }));
    } else if (matter === 'thoughts') {
      await this.renderer.send(reply, 200, h(ThoughtsPage, { page, age }));
    } else {
      await this.concerned(reply, page, matter, age, fields, carried, refusal, request.ip);
    }
  }

  /** Deletes what was put by, if that could not be done before; until then it is carried along that it is there. */
  private async withoutDraft(page: PortalPage, carried: Carried): Promise<Carried> {
    const { kept, mark, ...others } = carried;
    if (kept === undefined || mark === undefined) return carried;
    if (this.marks.check(mark, page.portal.id, this.clock.now()) === 'missing') return others;
    try {
      await this.desk.drop(page.portal, mark);
      return { ...others, mark };
    } catch (error) {
      if (!(error instanceof DatabaseAwayError)) throw error;
      return carried;
    }
  }

  private async concerned(
    reply: FastifyReply,
    page: PortalPage,
    concern: Concern,
    age: Age,
    fields: ReadonlyMap<string, string>,
    carried: Carried,
    refusal: 413 | 415 | undefined,
    address: string,
  ): Promise<void> {
    const now = this.clock.now();
    const mark = fields.get('mark') ?? '';
    const state = this.marks.check(mark, page.portal.id, now);
    const form = readConcernForm(concern, fields);
    const shown = {
      concern,
      age,
      form,
      mark: state === 'good' ? mark : this.marks.make(page.portal.id, now),
      // The form in steps opens with its own mark alone.
      carried: state === 'good' ? wayBack(carried) : {},
    };
    if (fields.get('go') !== 'send') return this.answer(reply, page, { status: 200, ...shown });
    const hashes = takesHashes(page, concern);
    const read = checkConcern(concern, age, form, page.language, { takesHashes: hashes, now });
    if ('errors' in read)
      return this.answer(reply, page, { status: refusal ?? 400, ...shown, errors: read.errors });
    if (refusal !== undefined) {
      return this.answer(reply, page, { status: refusal, ...shown, errors: { story: 'too-long' } });
    }
    if (state !== 'good') return this.answer(reply, page, { status: 400, ...shown, notice: 'stale' });
    try {
      const { receipt } = await this.desk.take(
        page.portal,
        read.submission,
        { source: 'form', token: mark },
        page.language.locale,
        {
          inFlood: this.flood.count(address, {
            formAgeMs: formAgeMs(mark, now),
            isTrapped: form.website !== '',
          }),
        },
      );
      await this.renderer.send(reply, 200, h(GivenPage, { page, receipt, mark, concern, age }));
    } catch (error) {
      if (error instanceof CodeKeptError) {
        await this.renderer.send(reply, 200, h(KeptPage, { page, isAgain: true }));
        return;
      }
      // Taken off since the page was made.
      if (error instanceof NotFoundError) {
        await this.renderer.send(reply, 410, closed(page, concern, fields));
        return;
      }
      if (error instanceof MarkUsedError) {
        const fresh = this.marks.make(page.portal.id, now);
        return this.answer(reply, page, { status: 409, ...shown, mark: fresh, notice: 'used' });
      }
      const isAway = error instanceof DatabaseAwayError;
      if (!isAway) this.logger.unexpected('a report was not taken', error, { portal: page.portal.slug });
      await this.answer(reply, page, { status: isAway ? 503 : 500, ...shown, mark, notice: 'away' });
    }
  }

  private async answer(reply: FastifyReply, page: PageContext, { status, ...shown }: Shown): Promise<void> {
    if (status === 503) reply.header('retry-after', '5');
    const view = h(ConcernPage, { page, ...shown });
    await this.renderer.send(reply, status, view, takesHashes(page, shown.concern));
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    slug: string,
    locale: string,
    name: string,
    view: FunctionComponent<{ page: PageContext }>,
  ): Promise<void> {
    const page = await this.renderer.portalPage(request, slug, locale);
    await this.renderer.sendPublic(request, reply, page, name, () => h(view, { page }));
  }
}

/** All that was typed of what concerns somebody, where no report can be made of it. */
function typedOf(
  page: PageContext,
  matter: Matter | undefined,
  fields: ReadonlyMap<string, string>,
): JSX.Element | undefined {
  if (matter === undefined || matter === 'thoughts') return undefined;
  return h(ConcernTyped, { page, concern: matter, form: readConcernForm(matter, fields) });
}

function closed(
  page: PortalPage,
  matter: Matter | undefined,
  fields: ReadonlyMap<string, string>,
): JSX.Element {
  const typed = typedOf(page, matter, fields);
  if (typed === undefined) return h(ClosedPage, { page });
  const carried = { ...carriedIn(fields), about: fields.get('about') ?? '', age: fields.get('age') ?? '' };
  return h(ClosedPage, { page, unsent: { typed, carried, here: 'help', stay: 'stay' } });
}

function notFound(
  page: PageContext,
  matter: Matter | undefined,
  fields: ReadonlyMap<string, string>,
): JSX.Element {
  return h(MishapPage, { page, mishap: 'not-found', typed: typedOf(page, matter, fields) });
}
