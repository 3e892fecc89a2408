import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import type { SignedIn } from '#libs/identity';
import type { ReferralWay } from '#libs/referrals';
import {
  acceptTriage,
  addPortal,
  assertNotOwnHost,
  COUNTRIES,
  endTriage,
  findRecipients,
  HELPLINE_AUDIENCES,
  listPortalRecipients,
  listPortals,
  listPortalVersions,
  namesOfRecipients,
  OPERATOR_KINDS,
  OPTIONAL_QUESTIONS,
  OUT_OF_SCOPE_TOPICS,
  parsePortalFile,
  PORTAL_LOCALES,
  portalOutcomes,
  publishPortal,
  readPortal,
  readPortalVersion,
  savePortal,
  toPortalFile,
  unconfirmedOf,
  withdrawPortal,
  type PortalContent,
} from '#libs/organisations';
import { InvalidInputError } from '#libs/platform';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { Problem } from '../http/problem.dto.js';
import { IdPipe } from '../http/validation.js';
import {
  ChangePortalBody,
  MadePortalAnswer,
  NewPortalBody,
  PortalAnswer,
  PortalChoicesAnswer,
  PortalContentAnswer,
  PortalDetailAnswer,
  PortalFileAnswer,
  PortalOutcomeAnswer,
  PortalRecipientAnswer,
  PortalVersionAnswer,
  PublishPortalBody,
  SavedPortalAnswer,
} from './portals.dto.js';
import { staff } from './staff-actor.js';

const NONE = { status: 404, type: Problem, description: 'No such portal of this organisation.' };
const CHANGED = { status: 409, type: Problem, description: 'Somebody else has saved it since.' };
const TAKEN = { status: 409, type: Problem, description: 'There is one of that name.' };
const INCOMPLETE = { status: 400, type: Problem, description: 'Something essential is missing.' };
const OUTCOME_MONTHS = 24;

@ApiTags('portals')
@Controller('portals')
export class PortalsController {
  constructor(private readonly options: ConsoleOptions) {}

  private within<T>(who: SignedIn, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.options.database.within(who.organisationId, work);
  }

  @Get()
  @Route('settings.read', 'Portals that the organisation owns or triages, and what each lacks to be live', {
    reads: true,
  })
  @ApiOkResponse({ type: [PortalAnswer] })
  async list(@Who() who: SignedIn): Promise<PortalAnswer[]> {
    const all = await this.within(who, (manager) => listPortals(manager, [who.organisationId]));
    return all.map((one) => ({ ...one, locales: [...one.locales] }));
  }

  @Get('choices')
  @Route('settings.read', 'What can be chosen for a portal', { reads: true })
  @ApiOkResponse({ type: PortalChoicesAnswer })
  choices(): PortalChoicesAnswer {
    return {
      countries: [...COUNTRIES],
      locales: [...PORTAL_LOCALES],
      operatorKinds: [...OPERATOR_KINDS],
      audiences: [...HELPLINE_AUDIENCES],
      topics: [...OUT_OF_SCOPE_TOPICS],
      questions: [...OPTIONAL_QUESTIONS],
    };
  }

  @Post()
  @Route('portal.manage', 'Make a portal, empty or from an exported one; the public does not see it yet')
  @ApiCreatedResponse({ type: MadePortalAnswer })
  @ApiResponse(TAKEN)
  async add(@Who() who: SignedIn, @Body() body: NewPortalBody): Promise<MadePortalAnswer> {
    const { slug, file, triagedBy } = body;
    const template = file === undefined ? undefined : parsePortalFile(file);
    const { country = template?.country, locales = template?.locales } = body;
    if (country === undefined || locales === undefined) {
      throw new InvalidInputError('Some fields are missing.', {
        ...(country === undefined ? { country: 'is missing' } : {}),
        ...(locales === undefined ? { locales: 'is missing' } : {}),
      });
    }
    const { organisationId } = who;
    const taken = template === undefined ? [] : unconfirmedOf(template, country);
    return this.within(who, async (manager) => {
      const id = await addPortal(
        manager,
        {
          organisationId,
          triagingOrganisationId:
            triagedBy === undefined ? organisationId : await organisationOf(manager, triagedBy),
          slug,
          country,
          locales,
          ...(template === undefined ? {} : { published: template.settings }),
          unconfirmed: taken.filter((field) => field !== 'recipients'),
        },
        staff(who),
      );
      const { ids, unknown } = await findRecipients(manager, id, template?.recipients ?? []);
      if (ids.length > 0) {
        const unconfirmed = taken.filter((field) => field === 'recipients');
        await savePortal(manager, { organisationId, id }, 0, { recipients: ids, unconfirmed }, staff(who));
      }
      return { id, unknownRecipients: [...unknown] };
    });
  }

  @Get(':id')
  @Route('settings.read', 'A portal as it was saved last; of a partner’s, what the public sees', {
    reads: true,
  })
  @ApiOkResponse({ type: PortalDetailAnswer })
  @ApiResponse(NONE)
  async read(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<PortalDetailAnswer> {
    const { content, ...state } = await this.within(who, (manager) =>
      readPortal(manager, [who.organisationId], { id }),
    );
    return {
      ...state,
      locales: [...state.locales],
      content: listsOf(content),
    };
  }

  @Put(':id')
  @Route('portal.manage', 'Save what a portal is to be, as a new version')
  @ApiOkResponse({ type: SavedPortalAnswer })
  @ApiResponse(NONE)
  @ApiResponse(CHANGED)
  async save(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: ChangePortalBody,
  ): Promise<SavedPortalAnswer> {
    const { organisationId } = who;
    const { version, ...change } = body;
    if (typeof change.host === 'string') assertNotOwnHost(change.host, this.options.ownHosts ?? []);
    return this.within(who, async (manager) => {
      await savePortal(manager, { organisationId, id }, version, change, staff(who));
      const saved = await readPortal(manager, [organisationId], { id });
      return { version: saved.version, missing: saved.missing };
    });
  }

  @Post(':id/publish')
  @HttpCode(204)
  @Route('portal.manage', 'Show the public what was saved last, opening the portal where it is closed', {
    fresh: true,
  })
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  @ApiResponse(CHANGED)
  @ApiResponse(INCOMPLETE)
  async publish(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Body() body: PublishPortalBody,
  ): Promise<void> {
    const { organisationId } = who;
    await this.within(who, (manager) =>
      publishPortal(manager, { organisationId, id }, staff(who), body.version),
    );
  }

  @Post(':id/withdraw')
  @HttpCode(204)
  @Route(
    'portal.manage',
    'Take a portal off, or renew its closing page: it says where to go instead, as saved last',
    { fresh: true },
  )
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  async withdraw(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    const { organisationId } = who;
    await this.within(who, (manager) => withdrawPortal(manager, { organisationId, id }, staff(who)));
  }

  @Post(':id/accept')
  @HttpCode(204)
  @Route('portal.manage', 'Agree to triage what a partner’s portal takes in', { fresh: true })
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  async accept(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    await this.within(who, (manager) => acceptTriage(manager, who.organisationId, id, staff(who)));
  }

  @Post(':id/end-triage')
  @HttpCode(204)
  @Route(
    'portal.manage',
    'Decline to triage a partner’s portal, or take the agreement back: it is taken off, open cases stay here',
    { fresh: true },
  )
  @ApiNoContentResponse()
  @ApiResponse(NONE)
  async endTriage(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<void> {
    await this.within(who, (manager) => endTriage(manager, who.organisationId, id, staff(who)));
  }

  @Get(':id/recipients')
  @Route('settings.read', 'Recipients that a portal can name or names as its own', { reads: true })
  @ApiOkResponse({ type: [PortalRecipientAnswer] })
  @ApiResponse(NONE)
  async recipients(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<PortalRecipientAnswer[]> {
    const all = await this.within(who, async (manager) => {
      await readPortal(manager, [who.organisationId], { id });
      return listPortalRecipients(manager, id);
    });
    return all.map((one) => ({ ...one, way: one.way as ReferralWay }));
  }

  @Get(':id/versions')
  @Route('settings.read', 'What was saved of a portal, when and by whom', { reads: true })
  @ApiOkResponse({ type: [PortalVersionAnswer] })
  @ApiResponse(NONE)
  async versions(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<PortalVersionAnswer[]> {
    const heads = await this.within(who, async (manager) => {
      await readPortal(manager, [who.organisationId], { id });
      return listPortalVersions(manager, who.organisationId, id);
    });
    return heads.map(({ changed, savedByName, ...head }) => ({
      ...head,
      changed: [...changed],
      savedBy: savedByName,
    }));
  }

  @Get(':id/versions/:number')
  @Route('settings.read', 'A portal as it was saved once', { reads: true })
  @ApiOkResponse({ type: PortalContentAnswer })
  @ApiResponse(NONE)
  async version(
    @Who() who: SignedIn,
    @Param('id', IdPipe) id: string,
    @Param('number', ParseIntPipe) number: number,
  ): Promise<PortalContentAnswer> {
    const content = await this.within(who, (manager) =>
      readPortalVersion(manager, who.organisationId, id, number),
    );
    return listsOf(content);
  }

  @Get(':id/file')
  @Route('settings.read', 'A portal as a file to set up another from: no identifier, no secret, no person', {
    reads: true,
  })
  @ApiOkResponse({ type: PortalFileAnswer })
  @ApiResponse(NONE)
  async file(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<PortalFileAnswer> {
    const { recipients, unconfirmed, ...file } = await this.within(who, async (manager) => {
      const { content } = await readPortal(manager, [who.organisationId], { id });
      return toPortalFile(content, await namesOfRecipients(manager, id, content.recipients));
    });
    return {
      ...file,
      locales: [...file.locales],
      ...(unconfirmed === undefined ? {} : { unconfirmed: [...unconfirmed] }),
      ...(recipients === undefined ? {} : { recipients: [...recipients] }),
    };
  }

  @Get(':id/outcomes')
  @Route('settings.read', 'What became of a portal’s cases, by month; no number below five', { reads: true })
  @ApiOkResponse({ type: [PortalOutcomeAnswer] })
  @ApiResponse(NONE)
  outcomes(@Who() who: SignedIn, @Param('id', IdPipe) id: string): Promise<PortalOutcomeAnswer[]> {
    return this.within(who, (manager) => portalOutcomes(manager, who.organisationId, id, OUTCOME_MONTHS));
  }
}

/** With lists of its own, as the answer's type wants them. */
function listsOf({ locales, recipients, unconfirmed, ...rest }: PortalContent): PortalContentAnswer {
  return { ...rest, locales: [...locales], recipients: [...recipients], unconfirmed: [...unconfirmed] };
}

/** Of its code. @throws InvalidInputError */
async function organisationOf(manager: EntityManager, code: string): Promise<string> {
  const [{ id }]: [{ id: string | null }] = await manager.query(
    `SELECT console_api.organisation_by_code($1) AS id`,
    [code],
  );
  if (id === null) throw new InvalidInputError('There is no such partner.', { triagedBy: 'is not known' });
  return id;
}
