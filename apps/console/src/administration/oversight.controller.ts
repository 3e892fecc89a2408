import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { AuditPage, AuditQuery, type AuditEventAnswer } from './administration.dto.js';

const PAGE_SIZE = 100;

@ApiTags('administration')
@Controller()
export class OversightController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get('audit')
  @Route('audit.read', 'What was done, by whom, the newest first', { reads: true })
  @ApiQuery({ name: 'cursor', type: String, format: 'uuid', required: false })
  @ApiOkResponse({ type: AuditPage })
  async audit(@Who() who: SignedIn, @Query() query: AuditQuery): Promise<AuditPage> {
    const rows = await this.options.database.within(who.organisationId, (manager) =>
      manager.query<AuditEventAnswer[]>(
        `SELECT e.id, e.at, e.actor_kind AS "actorKind", a.display_name AS actor, e.act, e.subject_kind AS "subjectKind",
           e.subject_id AS "subjectId", e.details, e.number::float8 AS number
         FROM audit_events e LEFT JOIN staff_accounts a ON a.id = e.actor_id
         WHERE e.organisation_id = $1 AND ($2::uuid IS NULL OR e.id < $2)
         ORDER BY e.id DESC LIMIT ${PAGE_SIZE + 1}`,
        [who.organisationId, query.cursor ?? null],
      ),
    );
    const events = rows.slice(0, PAGE_SIZE);
    return { events, ...(rows.length > PAGE_SIZE ? { cursor: events.at(-1)!.id } : {}) };
  }
}
