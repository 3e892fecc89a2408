// What is to be watched of lists: values that match too much, and where lists are read from.
import { Readable } from 'node:stream';
import { Body, Controller, Get, Header, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import {
  decideQuarantine,
  listQuarantines,
  listSources,
  requireSource,
  sourceRefusals,
} from '#libs/known-material';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { ListSourceAnswer, QuarantineDecisionBody, QuarantinedEntryAnswer } from './list-oversight.dto.js';
import { staff } from './staff-actor.js';

@ApiTags('administration')
@Controller()
export class ListOversightController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get('list-sources')
  @Route('list.read', 'Where lists are read from, and what came of it last', { reads: true })
  @ApiOkResponse({ type: [ListSourceAnswer] })
  async sources(@Who() who: SignedIn): Promise<ListSourceAnswer[]> {
    const sources = await this.options.database.within(who.organisationId, (manager) =>
      listSources(manager, who.organisationId),
    );
    return sources.map((source) => ({
      id: source.id,
      hashListId: source.hashListId,
      list: source.list,
      kind: source.kind,
      host: source.host,
      port: source.port,
      everyMinutes: source.everyMinutes,
      underWay: source.underWay,
      dueAt: source.dueAt,
      triedAt: source.triedAt,
      succeededAt: source.succeededAt,
      failures: source.failures,
      outcome: source.outcome,
      outcomeVersion: source.outcomeVersion,
      isLate: source.isLate,
      questionsDue: source.questionsDue,
      refused: source.refused,
    }));
  }

  @Get('list-sources/:id/refused')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="refused-entries.csv"')
  @Route('list.read', 'The entries of a source that were not taken lately, each with its reason, as CSV', {
    reads: true,
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 404, type: Problem, description: 'No such source in this organisation.' })
  async refused(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<StreamableFile> {
    const { database } = this.options;
    await database.within(who.organisationId, (manager) => requireSource(manager, who.organisationId, id));
    return new StreamableFile(Readable.from(sourceRefusals(database, who.organisationId, id)));
  }

  @Get('list-quarantines')
  @Route('list.read', 'Entries that fit too much, those that wait for a person first', { reads: true })
  @ApiOkResponse({ type: [QuarantinedEntryAnswer] })
  quarantines(@Who() who: SignedIn): Promise<QuarantinedEntryAnswer[]> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const entries = await listQuarantines(manager, who.organisationId);
      // Triage, which lists them too, knows nobody by name.
      const people: { id: string; name: string }[] = await manager.query(
        `SELECT id, display_name AS name FROM staff_accounts WHERE organisation_id = $1 AND id = ANY ($2::uuid[])`,
        [who.organisationId, entries.flatMap(({ decidedBy }) => decidedBy ?? [])],
      );
      const names = new Map(people.map(({ id, name }) => [id, name]));
      return entries.map((entry) => ({ ...entry, decidedBy: names.get(entry.decidedBy ?? '') ?? null }));
    });
  }

  @Post('list-quarantines/:id/decision')
  @HttpCode(204)
  @Route('list.manage', 'Let an entry that fits too much match again, or keep it out', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse({
    status: 404,
    type: Problem,
    description: 'No such entry in quarantine in this organisation.',
  })
  async decide(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() { decision, reason }: QuarantineDecisionBody,
  ): Promise<void> {
    await this.options.database.within(who.organisationId, (manager) =>
      decideQuarantine(manager, who.organisationId, id, { decision, reason }, staff(who)),
    );
  }
}
