import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { undoLink } from '#libs/review';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { UnlinkBody } from './link.dto.js';

@ApiTags('cases')
@Controller('cases')
export class LinksController {
  constructor(private readonly options: ConsoleOptions) {}

  @Post(':id/items/:itemId/unlink')
  @HttpCode(204)
  @Route('queue.work', 'Undo, for one item of the case that one holds, the link to an earlier decision')
  @ApiNoContentResponse({ description: 'Undone; the item waits for a person.' })
  @ApiResponse({ status: 404, type: Problem, description: 'No such case in this organisation.' })
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'The lease is not held any more, or the item follows no decision.',
  })
  unlink(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('itemId', IdPipe) itemId: string,
    @Body() body: UnlinkBody,
  ): Promise<void> {
    const { database, clock } = this.options;
    return database.within(who.organisationId, (manager) =>
      undoLink(manager, who, id, itemId, body, clock.now()),
    );
  }
}
