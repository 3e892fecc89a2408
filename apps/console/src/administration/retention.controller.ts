import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { listPreservations, listRetention, setRetention, type DataClass } from '#libs/organisations';
import { InvalidInputError, NotFoundError } from '#libs/platform';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { CLASS_NAMES, RetentionAnswer, SetRetentionBody } from './retention.dto.js';
import { staff } from './staff-actor.js';

@ApiTags('administration')
@Controller('retention')
export class RetentionController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('settings.read', 'How long each class of data is kept', { reads: true })
  @ApiOkResponse({ type: RetentionAnswer })
  async list(@Who() who: SignedIn): Promise<RetentionAnswer> {
    const { database, clock } = this.options;
    return database.within(who.organisationId, async (manager) => {
      const orders = await listPreservations(manager, who.organisationId, clock.now());
      const standing = orders.filter(({ state }) => state === 'in-force');
      const countOf = (kind: 'case' | 'report') =>
        new Set(standing.filter((one) => one.subjectKind === kind).map((one) => one.subjectId)).size;
      return {
        classes: (await listRetention(manager, who.organisationId)).map((one) => ({ ...one })),
        preservedCases: countOf('case'),
        preservedReports: countOf('report'),
      };
    });
  }

  @Put(':dataClass')
  @HttpCode(204)
  @Route('retention.manage', 'Set the organisation’s own time for a class of data', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem, description: 'There is no such class.' })
  async set(
    @Who() who: SignedIn,
    @Param('dataClass') dataClass: string,
    @Body() { hours }: SetRetentionBody,
  ): Promise<void> {
    if (!CLASS_NAMES.includes(dataClass as DataClass)) throw new NotFoundError('class of data');
    // Left out by mistake it must not count as the wish for the default.
    if (hours === undefined)
      throw new InvalidInputError('Some fields are wrong.', { hours: 'must be given' });
    await this.options.database.within(who.organisationId, (manager) =>
      setRetention(manager, who.organisationId, dataClass as DataClass, hours, staff(who)),
    );
  }
}
