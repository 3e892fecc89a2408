// What an organisation got at once of cases that a partner triages for it: a child in danger, a child who reports itself.
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { listSafeguardingCopies, takeSafeguardingCopy } from '#libs/referrals';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import { SafeguardingAnswer } from './portals.dto.js';

@ApiTags('portals')
@Controller('safeguarding')
export class SafeguardingController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get()
  @Route('safeguarding.read', 'Cases that a partner triages and that concern a child now', { reads: true })
  @ApiOkResponse({ type: [SafeguardingAnswer] })
  async list(@Who() who: SignedIn): Promise<SafeguardingAnswer[]> {
    const { organisationId } = who;
    const all = await this.options.database.within(organisationId, (manager) =>
      listSafeguardingCopies(manager, organisationId),
    );
    return all.map((one) => ({ ...one, addresses: [...one.addresses] }));
  }

  @Post(':id/take')
  @HttpCode(204)
  @Route('safeguarding.read', 'Take one on, so that others know that somebody has it')
  @ApiNoContentResponse()
  @ApiResponse({ status: 404, type: Problem, description: 'No such copy in this organisation.' })
  async take(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    const { organisationId, accountId } = who;
    await this.options.database.within(organisationId, (manager) =>
      takeSafeguardingCopy(manager, organisationId, id, { kind: 'staff', id: accountId }),
    );
  }
}
