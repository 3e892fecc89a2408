// The versions of a list: what changed between them, what is live by category, and how often it matches.
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiOkResponse,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import {
  askToTakeBack,
  compareVersions,
  countByCategory,
  readListVersions,
  readMatchRate,
} from '#libs/known-material';
import { NotFoundError } from '#libs/platform';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { AskedImportAnswer } from './list-imports.dto.js';
import {
  CategoryCountAnswer,
  ChangesQuery,
  ListChangesAnswer,
  ListVersionAnswer,
  VersionsQuery,
  WeekOfMatchesAnswer,
} from './list-versions.dto.js';

const PAGE = 20;
const VERSION = /^[1-9]\d{0,8}$/;
const NO_LIST = { status: 404, type: Problem, description: 'No such list in this organisation.' };

@ApiTags('administration')
@Controller('lists/:id')
export class ListVersionsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get('versions')
  @Route('list.read', 'The versions of a list, the latest first, twenty at a time', { reads: true })
  @ApiQuery({
    name: 'before',
    type: 'integer',
    required: false,
    description: 'Only those with a lower number.',
  })
  @ApiOkResponse({ type: [ListVersionAnswer] })
  @ApiResponse(NO_LIST)
  async versions(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Query() { before }: VersionsQuery,
  ): Promise<ListVersionAnswer[]> {
    const versions = await this.options.database.within(who.organisationId, (manager) =>
      readListVersions(manager, who.organisationId, id, PAGE, before),
    );
    return versions as ListVersionAnswer[];
  }

  @Get('categories')
  @Route('list.read', 'What the live version holds by category, the most first', { reads: true })
  @ApiOkResponse({ type: [CategoryCountAnswer] })
  @ApiResponse(NO_LIST)
  categories(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<CategoryCountAnswer[]> {
    return this.options.database.within(who.organisationId, (manager) =>
      countByCategory(manager, who.organisationId, id),
    );
  }

  @Get('changes')
  @Route('list.read', 'What is different in a later version, with a page of examples', { reads: true })
  @ApiQuery({ name: 'from', type: 'integer', description: '0 for nothing.' })
  @ApiQuery({ name: 'to', type: 'integer' })
  @ApiQuery({ name: 'after', type: String, format: 'uuid', required: false })
  @ApiOkResponse({ type: ListChangesAnswer })
  @ApiResponse(NO_LIST)
  @ApiResponse({ status: 409, type: Problem, description: 'One of them was never live and does not wait.' })
  async changes(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Query() { from, to, after }: ChangesQuery,
  ): Promise<ListChangesAnswer> {
    const changes = await this.options.database.within(who.organisationId, (manager) =>
      compareVersions(manager, who.organisationId, id, { from, to, ...(after && { after }) }),
    );
    return changes as ListChangesAnswer;
  }

  @Get('match-rate')
  @Route('list.read', 'How much of what was examined in each of the last weeks the list has matched', {
    reads: true,
  })
  @ApiOkResponse({ type: [WeekOfMatchesAnswer] })
  @ApiResponse(NO_LIST)
  matchRate(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<WeekOfMatchesAnswer[]> {
    return this.options.database.within(who.organisationId, (manager) =>
      readMatchRate(manager, who.organisationId, id, this.options.clock.now()),
    );
  }

  @Post('versions/:version/take-back')
  @HttpCode(202)
  @Route('list.manage', 'Ask for what an earlier version held to be live again, as a new version', {
    fresh: true,
  })
  @ApiParam({ name: 'version', type: 'integer' })
  @ApiAcceptedResponse({ type: AskedImportAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'No such version in this organisation.' })
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'It was never replaced, or the list is being imported.',
  })
  async takeBack(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('version') version: string,
  ): Promise<AskedImportAnswer> {
    if (!VERSION.test(version)) throw new NotFoundError('version of the list');
    const importId = await this.options.database.within(who.organisationId, (manager) =>
      askToTakeBack(manager, who.organisationId, id, Number(version), who.accountId),
    );
    return { id: importId };
  }
}
