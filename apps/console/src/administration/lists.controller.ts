// The lists of known material, and the word of a person about a version that waits for it.
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { approveVersion, listStatus, refuseVersion } from '#libs/known-material';
import { NotFoundError } from '#libs/platform';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { ListAnswer } from './administration.dto.js';
import { ListDecisionBody } from './lists.dto.js';
import { staff } from './staff-actor.js';

const VERSION = /^[1-9]\d{0,8}$/;

@ApiTags('administration')
@Controller('lists')
export class ListsController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('list.read', 'The lists of known material, how much they hold, and what waits for a person', {
    reads: true,
  })
  @ApiOkResponse({ type: [ListAnswer] })
  async lists(@Who() who: SignedIn): Promise<ListAnswer[]> {
    const lists = await this.options.database.within(who.organisationId, (manager) => listStatus(manager));
    return lists.map(
      ({ id, name, source, trust, effect, isEnabled, liveVersion, entries, matches, waiting }) => ({
        id,
        name,
        source,
        trust,
        effect,
        isEnabled,
        liveVersion,
        entries,
        matches,
        waiting,
      }),
    );
  }

  @Post(':id/versions/:version/decision')
  @HttpCode(204)
  @Route(
    'list.manage',
    'Approve or refuse a version that waits because it would match much of what is held',
    {
      fresh: true,
    },
  )
  @ApiParam({ name: 'version', type: 'integer' })
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem, description: 'No such version in this organisation.' })
  @ApiResponse({ status: 409, type: Problem, description: 'It does not wait (any more).' })
  async decide(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('version') version: string,
    @Body() { decision }: ListDecisionBody,
  ): Promise<void> {
    if (!VERSION.test(version)) throw new NotFoundError('version of the list');
    const decide = decision === 'approve' ? approveVersion : refuseVersion;
    await this.options.database.within(who.organisationId, (manager) =>
      decide(manager, who.organisationId, { id }, Number(version), staff(who)),
    );
  }
}
