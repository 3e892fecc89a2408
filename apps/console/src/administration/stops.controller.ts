// What stops the usual course of a case: holds on what receipts show, and orders to preserve.
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import { addHold, listHolds, releaseHold } from '#libs/cases';
import type { SignedIn } from '#libs/identity';
import { addPreservation, listPreservations, releasePreservation } from '#libs/organisations';
import { InvalidInputError, NotFoundError } from '#libs/platform';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { MadeAnswer } from './mandates.dto.js';
import { staff } from './staff-actor.js';
import { NewHoldBody, NewPreservationBody, StopsAnswer } from './stops.dto.js';

const NONE = { status: 404, type: Problem, description: 'None that stands in this organisation.' };

@ApiTags('administration')
@Controller()
export class StopsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get('stops')
  @Route('hold.manage', 'Holds and orders of preservation', { reads: true })
  @ApiOkResponse({ type: StopsAnswer })
  list(@Who() who: SignedIn): Promise<StopsAnswer> {
    return this.options.database.within(who.organisationId, (manager) => this.read(manager, who));
  }

  @Get('cases/:id/stops')
  @Route('case.read', 'What stops the usual course of a case now', { reads: true })
  @ApiOkResponse({ type: StopsAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'No such case in this organisation.' })
  ofCase(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<StopsAnswer> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const [known] = await manager.query<unknown[]>(
        `SELECT 1 FROM cases WHERE id = $1 AND organisation_id = $2`,
        [id, who.organisationId],
      );
      if (known === undefined) throw new NotFoundError('case');
      const { holds, preservations } = await this.read(manager, who, id);
      const isStanding = ({ state }: { readonly state: string }) => state === 'in-force';
      return { holds: holds.filter(isStanding), preservations: preservations.filter(isStanding) };
    });
  }

  private async read(manager: EntityManager, who: SignedIn, caseId?: string): Promise<StopsAnswer> {
    const now = this.options.clock.now();
    const holds = await listHolds(manager, who.organisationId, now, caseId);
    const preservations = await listPreservations(manager, who.organisationId, now, caseId);
    return {
      holds: holds.map((one) => ({ ...one })),
      preservations: preservations.map((one) => ({ ...one })),
    };
  }

  @Post('holds')
  @Route('hold.manage', 'Let receipts go on showing of a case what they show now')
  @ApiCreatedResponse({ type: MadeAnswer })
  async hold(@Who() who: SignedIn, @Body() body: NewHoldBody): Promise<MadeAnswer> {
    const { caseNumber, ...hold } = body;
    const { organisationId, accountId: ownerId } = who;
    const id = await this.options.database.within(organisationId, async (manager) => {
      const caseId = await caseIdOf(manager, organisationId, caseNumber);
      const now = this.options.clock.now();
      return addHold(manager, { ...hold, organisationId, caseId, ownerId }, staff(who), now);
    });
    return { id };
  }

  @Post('holds/:id/release')
  @HttpCode(204)
  @Route('hold.manage', 'End a hold; receipts show how the case stands', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  async endHold(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    await this.options.database.within(who.organisationId, (manager) =>
      releaseHold(manager, who.organisationId, id, staff(who), this.options.clock.now()),
    );
  }

  @Post('preservations')
  @Route('hold.manage', 'Record an order to keep what the schedule would erase of a case')
  @ApiCreatedResponse({ type: MadeAnswer })
  async preserve(@Who() who: SignedIn, @Body() body: NewPreservationBody): Promise<MadeAnswer> {
    const { caseNumber, ...order } = body;
    const { organisationId } = who;
    const id = await this.options.database.within(organisationId, async (manager) => {
      const subjectId = await caseIdOf(manager, organisationId, caseNumber);
      const now = this.options.clock.now();
      return addPreservation(
        manager,
        { ...order, organisationId, subjectKind: 'case', subjectId },
        staff(who),
        now,
      );
    });
    return { id };
  }

  @Post('preservations/:id/release')
  @HttpCode(204)
  @Route('hold.manage', 'End an order of preservation; the schedule goes on', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  async endPreservation(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    await this.options.database.within(who.organisationId, (manager) =>
      releasePreservation(manager, who.organisationId, id, staff(who), this.options.clock.now()),
    );
  }
}

/** @throws InvalidInputError naming the field when the organisation has no case of that number */
async function caseIdOf(manager: EntityManager, organisationId: string, number: string): Promise<string> {
  const [found] = await manager.query<{ id: string }[]>(
    `SELECT id FROM cases WHERE number = $1 AND organisation_id = $2`,
    [number.trim().toUpperCase(), organisationId],
  );
  if (found === undefined) {
    throw new InvalidInputError('There is no case of that number.', {
      caseNumber: 'is not the number of a case',
    });
  }
  return found.id;
}
