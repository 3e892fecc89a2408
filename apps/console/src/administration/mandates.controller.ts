import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { heldMandates, listMandates, lowerMandate, replaceMandate } from '#libs/organisations';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { LowerMandateBody, MadeAnswer, MandatesAnswer, RecordMandateBody } from './mandates.dto.js';
import { staff } from './staff-actor.js';

@ApiTags('administration')
@Controller('mandates')
export class MandatesController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('settings.read', 'What the law lets be done with material, by portal, and how that came about', {
    reads: true,
  })
  @ApiOkResponse({ type: MandatesAnswer })
  async list(@Who() who: SignedIn): Promise<MandatesAnswer> {
    return this.options.database.within(who.organisationId, async (manager) => {
      const { byDefault, portals } = await heldMandates(manager, who.organisationId);
      return {
        byDefault,
        portals: portals.map(({ id, slug, country, isOwner, isTriaging, own }) => ({
          portalId: id,
          slug,
          country,
          isShared: !(isOwner && isTriaging),
          ...own,
        })),
        history: await listMandates(manager, who.organisationId, this.options.clock.now()),
      };
    });
  }

  @Post()
  @Route('mandate.manage', 'Record a mandate in place of the one for the same scope', { fresh: true })
  @ApiCreatedResponse({ type: MadeAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'The portal is neither owned nor triaged by one.' })
  async record(@Who() who: SignedIn, @Body() body: RecordMandateBody): Promise<MadeAnswer> {
    const { organisationId } = who;
    const { level, ...rest } = body;
    const id = await this.options.database.within(organisationId, (manager) =>
      replaceMandate(manager, { organisationId, level, ...rest }, staff(who), this.options.clock.now()),
    );
    return { id };
  }

  @Post('lower')
  @HttpCode(200)
  @Route('mandate.manage', 'Narrow what may be done, at once; cases that are open keep theirs', {
    fresh: true,
  })
  @ApiOkResponse({ type: MadeAnswer })
  @ApiResponse({ status: 404, type: Problem, description: 'The portal is neither owned nor triaged by one.' })
  @ApiResponse({ status: 409, type: Problem, description: 'It would not be lower.' })
  async lower(@Who() who: SignedIn, @Body() body: LowerMandateBody): Promise<MadeAnswer> {
    const { organisationId } = who;
    const scope = { organisationId, portalId: body.portalId ?? null };
    const id = await this.options.database.within(organisationId, (manager) =>
      lowerMandate(manager, scope, body.level, staff(who), this.options.clock.now()),
    );
    return { id };
  }
}
