import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import { recordEvent, saltedDigest } from '#libs/audit';
import type { SignedIn } from '#libs/identity';
import { openOrganisationKey } from '#libs/organisations';
import { askForLetter, openReporterText, writeToReporter } from '#libs/reports';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { OpenTextBody, ReporterTextAnswer, WriteMessageBody, WrittenMessage } from './reports.dto.js';

const NO_REPORT = { status: 404, type: Problem, description: 'No such report in this organisation.' };

@ApiTags('reports')
@Controller('reports')
export class ReportsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Post(':id/text')
  @HttpCode(200)
  @Route('report-text.open', 'Open what the reporter wrote; the act and its reason are recorded')
  @ApiOkResponse({ type: ReporterTextAnswer })
  @ApiResponse(NO_REPORT)
  openText(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: OpenTextBody,
  ): Promise<ReporterTextAnswer> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const text = await openReporterText(
        manager,
        (keyId) => openOrganisationKey(manager, this.options.masterRing, who.organisationId, keyId),
        { id, organisationId: who.organisationId },
      );
      await recordEvent(manager, {
        organisationId: who.organisationId,
        actor: { kind: 'staff', id: who.accountId },
        act: 'report.text-opened',
        subjectKind: 'report',
        subjectId: id,
        details: { reasonDigest: saltedDigest(body.reason, id), hadContact: text.contactEmail !== undefined },
      });
      return text;
    });
  }

  @Post(':id/messages')
  @Route('reporter.write', 'Write to the reporter; only the receipt opens it')
  @ApiCreatedResponse({ type: WrittenMessage })
  @ApiResponse(NO_REPORT)
  write(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: WriteMessageBody,
  ): Promise<WrittenMessage> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const messageId = await writeToReporter(
        manager,
        { id, organisationId: who.organisationId },
        body.text,
        this.options.clock.now(),
      );
      const letterId = await askForLetter(manager, { id, organisationId: who.organisationId });
      await recordEvent(manager, {
        organisationId: who.organisationId,
        actor: { kind: 'staff', id: who.accountId },
        act: 'message.written',
        subjectKind: 'report',
        subjectId: id,
        details: { messageId, letterId: letterId ?? null },
      });
      return { id: messageId };
    });
  }
}
