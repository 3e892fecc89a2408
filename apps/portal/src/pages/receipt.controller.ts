import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { h, type JSX } from 'preact';
import { type Clock } from '#libs/platform';
import {
  cleanText,
  DatabaseAwayError,
  formatReceipt,
  MESSAGE_CHARACTERS,
  parseReceipt,
  ReceiptService,
  SubmissionMark,
  type Receipt,
} from '#libs/reports';
import { FormMarks } from '../form-mark.js';
import { bodyOf, readForm } from '../http/body.js';
import { AGES, MATTERS } from '../journey/concern-form.js';
import { LookUpBrake } from '../look-up-brake.js';
import { PageRenderer, type PortalPage } from '../page-renderer.service.js';
import { CLOCK } from '../portal.tokens.js';
import { ReportDesk } from '../report-desk.service.js';
import { KeptPage } from '../views/help.pages.js';
import { GivenPage, LookUpPage, StatusPage } from '../views/receipt.page.js';

type Extras = Pick<Parameters<typeof StatusPage>[0], 'done' | 'answer' | 'answerError'> & {
  readonly status?: number;
};

@Controller(':portal/:locale/receipt')
export class ReceiptController {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly receipts: ReceiptService,
    private readonly desk: ReportDesk,
    private readonly marks: FormMarks,
    private readonly brake: LookUpBrake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async ask(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    const page = await this.renderer.portalPage(request, slug, locale, { alsoClosed: true });
    await this.renderer.sendPublic(request, reply, page, 'receipt', () => h(LookUpPage, { page }));
  }

  @Post()
  async open(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('portal') slug: string,
    @Param('locale') locale: string,
  ): Promise<void> {
    const { fields } = readForm(bodyOf(request));
    const typed = fields.get('receipt') ?? '';
    const page = await this.renderer.formPage(request, slug, locale);
    const receipt = parseReceipt(typed);
    if (fields.get('action') === 'kept') {
      const mark = fields.get('mark') ?? '';
      const isOurs = this.marks.check(mark, page.portal.id, this.clock.now()) !== 'missing';
      if (isOurs) await this.desk.forgetCode(page.portal, mark);
      await this.renderer.send(reply, 200, h(KeptPage, { page }));
      return;
    }
    if (fields.get('go') === 'stay-ask') {
      // Asked in another language; a message that could not be sent goes along.
      const unsent = fields.has('answer') ? unsentFrom(fields) : undefined;
      await this.renderer.send(reply, 200, h(LookUpPage, { page, typed: typed.slice(0, 300), unsent }));
      return;
    }
    try {
      const extras = receipt === undefined ? {} : await this.act(page, receipt, fields);
      const view = await this.receipts.open(page.portal, receipt);
      if (receipt === undefined || view === undefined) {
        await this.brake.afterFailure();
        await this.renderer.send(
          reply,
          404,
          h(LookUpPage, { page, typed: typed.slice(0, 300), problem: 'unknown' }),
        );
        return;
      }
      if (fields.get('go') === 'stay-given') {
        await this.renderer.send(reply, 200, given(page, receipt, fields));
        return;
      }
      const { status = 200, ...shown } = extras;
      const statusPage = h(StatusPage, {
        page,
        view,
        receipt: formatReceipt(receipt),
        mark: this.marks.make(page.portal.id, this.clock.now()),
        answerLimit: MESSAGE_CHARACTERS,
        ...shown,
      });
      await this.renderer.send(reply, status, statusPage);
    } catch (error) {
      if (!(error instanceof DatabaseAwayError)) throw error;
      const view = h(LookUpPage, {
        page,
        typed: typed.slice(0, 300),
        problem: 'away',
        unsent: fields.get('action') === 'answer' ? unsentFrom(fields) : undefined,
      });
      await this.renderer.send(reply.header('retry-after', '5'), 503, view);
    }
  }

  /** Does what the button says, if one was pressed, and says what came of it. */
  private async act(
    page: PortalPage,
    receipt: Receipt,
    fields: ReadonlyMap<string, string>,
  ): Promise<Extras> {
    switch (fields.get('action')) {
      case 'answer':
        return this.answer(page, receipt, fields);
      case 'forget':
        return (await this.receipts.forgetContact(page.portal, receipt)) ? { done: 'forgotten' } : {};
      default:
        // In another language, with what was not sent yet.
        return { answer: fields.get('answer') ?? '' };
    }
  }

  private async answer(
    page: PortalPage,
    receipt: Receipt,
    fields: ReadonlyMap<string, string>,
  ): Promise<Extras> {
    const { answer, mark } = unsentFrom(fields);
    const text = cleanText(answer);
    if (text === '') return { status: 400, answerError: 'empty' };
    if (text.length > MESSAGE_CHARACTERS) return { status: 400, answer, answerError: 'too-long' };
    // A mark that is missing or old still sends the message: at worst a double click makes two of it.
    const token =
      this.marks.check(mark, page.portal.id, this.clock.now()) === 'missing'
        ? this.marks.make(page.portal.id, this.clock.now())
        : mark;
    const { id } = new SubmissionMark(`answer ${page.portal.id} ${formatReceipt(receipt)}`, token);
    const outcome = await this.receipts.answer(page.portal, receipt, text, id);
    if (outcome === 'stored') return { done: 'answered' };
    return outcome === 'too-many' ? { status: 409, answer, answerError: 'too-many' } : {};
  }
}

/** The page with the code once more, in another language. */
function given(page: PortalPage, receipt: Receipt, fields: ReadonlyMap<string, string>): JSX.Element {
  const concern = MATTERS.filter((one) => one !== 'thoughts').find((one) => one === fields.get('about'));
  const age = AGES.find((one) => one === fields.get('age'));
  return h(GivenPage, { page, receipt, mark: fields.get('mark') ?? '', concern, age });
}

function unsentFrom(fields: ReadonlyMap<string, string>): { answer: string; mark: string } {
  return { answer: fields.get('answer') ?? '', mark: fields.get('mark') ?? '' };
}
