// The lists of known material, and the word of a person about a version that waits for it.
import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { recordEvent } from '#libs/audit';
import type { SignedIn } from '#libs/identity';
import {
  approveVersion,
  changePolicy,
  keepOwnList,
  listReach,
  listStatus,
  probeOfHash,
  refuseVersion,
  switchList,
  tryHashes,
} from '#libs/known-material';
import { firstRow, NotFoundError } from '#libs/platform';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { ListSettingsBody } from './list-policy.dto.js';
import {
  ListAnswer,
  ListDecisionBody,
  ListSwitchBody,
  OwnListAnswer,
  OwnListBody,
  TriedMatchAnswer,
  TryHashBody,
} from './lists.dto.js';
import { staff } from './staff-actor.js';

/** The database looks through all entries. */
const TRY_TIMEOUT_MS = 5000;
const VERSION = /^[1-9]\d{0,8}$/;
const NO_LIST = { status: 404, type: Problem, description: 'No such list in this organisation.' };

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
    return this.options.database.within(who.organisationId, async (manager) => {
      const lists = await listStatus(manager);
      const reach = new Map(
        (await listReach(manager, who.organisationId)).map(({ hashListId, ...counts }) => [
          hashListId,
          counts,
        ]),
      );
      return lists.map(({ organisation: _organisation, lastImport: _lastImport, ...list }) => ({
        ...list,
        reach: reach.get(list.id) ?? { processes: 0, inStep: 0 },
      })) as ListAnswer[];
    });
  }

  @Post('try')
  @HttpCode(200)
  @Route(
    'list.read',
    'What a hash would match now, and what fits but does not count; recorded in the audit log',
  )
  @ApiOkResponse({ type: [TriedMatchAnswer] })
  @ApiResponse({ status: 409, type: Problem, description: 'So much fits that it says nothing.' })
  @ApiResponse({
    status: 503,
    type: Problem,
    description: 'The lists are too large to be looked through here.',
  })
  tryHash(@Who() who: SignedIn, @Body() { hash }: TryHashBody): Promise<TriedMatchAnswer[]> {
    const probe = probeOfHash(hash);
    return this.options.database.within(who.organisationId, async (manager) => {
      const tried = await tryHashes(manager, who.organisationId, [probe], TRY_TIMEOUT_MS);
      await recordEvent(manager, {
        organisationId: who.organisationId,
        actor: staff(who),
        act: 'hash-list.tried',
        subjectKind: 'hash-list',
        // The hash itself would tell what somebody knows of.
        details: {
          standing: tried.filter(({ state }) => state === 'standing').length,
          fitting: tried.length,
        },
      });
      return tried.map((match) => ({
        list: match.listName,
        source: match.source,
        trust: match.trust,
        listVersion: match.listVersion,
        versionSince: match.versionSince,
        state: match.state,
        entryId: match.hashEntryId,
        category: match.category,
        kind: match.kind,
        algorithm: match.algorithm,
        distance: match.distance,
        effect: match.effect,
      }));
    });
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

  @Post(':id/disable')
  @HttpCode(204)
  // Without a fresh sign-in: a list that accuses wrongly is stopped at once.
  @Route('list.manage', 'Switch a list off, everywhere within seconds')
  @ApiNoContentResponse()
  @ApiResponse(NO_LIST)
  disable(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: ListSwitchBody,
  ): Promise<void> {
    return this.switch(who, id, false, body);
  }

  @Post(':id/enable')
  @HttpCode(204)
  @Route('list.manage', 'Switch a list on, everywhere within seconds', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse(NO_LIST)
  enable(@Who() who: SignedIn, @Param('id', IdPipe) id: string, @Body() body: ListSwitchBody): Promise<void> {
    return this.switch(who, id, true, body);
  }

  private switch(
    who: SignedIn,
    id: string,
    isEnabled: boolean,
    { reason, note }: ListSwitchBody,
  ): Promise<void> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const list = firstRow<{ name: string }>(
        await manager.query(`SELECT name FROM hash_lists WHERE id = $1 AND organisation_id = $2`, [
          id,
          who.organisationId,
        ]),
      );
      if (list === undefined) throw new NotFoundError('hash list');
      const said = note?.trim();
      await switchList(manager, who.organisationId, list.name, isEnabled, staff(who), {
        reason,
        ...(said && { note: said }),
      });
    });
  }

  @Put('own')
  @HttpCode(200)
  @Route(
    'list.manage',
    'Keep a list of what the organisation’s own analysts confirm, or change its name and how many must agree',
    { fresh: true },
  )
  @ApiOkResponse({ type: OwnListAnswer })
  @ApiResponse({ status: 409, type: Problem, description: 'Another list has that name.' })
  async keepOwn(@Who() who: SignedIn, @Body() body: OwnListBody): Promise<OwnListAnswer> {
    const id = await this.options.database.within(who.organisationId, (manager) =>
      keepOwnList(manager, who.organisationId, body, staff(who)),
    );
    return { id };
  }

  @Put(':id/policy')
  @HttpCode(204)
  @Route(
    'list.manage',
    'Change what stands behind a list, what it does and how near is near, at once; wider limits are an import, measured first; what is left out stays',
    { fresh: true },
  )
  @ApiNoContentResponse()
  @ApiResponse(NO_LIST)
  @ApiResponse({
    status: 409,
    type: Problem,
    description: 'Limits are to be wider while the list is being imported, or a version of it waits.',
  })
  async setPolicy(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: ListSettingsBody,
  ): Promise<void> {
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    await this.options.database.within(who.organisationId, (manager) =>
      changePolicy(manager, who.organisationId, id, given, staff(who)),
    );
  }
}
