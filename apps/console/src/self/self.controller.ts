import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { SignedIn } from '#libs/identity';
import { breakDueAt, exposureFigures, refusalFor } from '#libs/review';
import { SCHEME } from '#libs/taxonomy';
import { ConsoleOptions } from '../console.options.js';
import { Route, Who } from '../http/access.js';
import { ExposureAnswer, SchemeAnswer } from './self.dto.js';

const codes = (values: readonly { readonly code: string }[]) => values.map(({ code }) => ({ code }));

@ApiTags('self')
@Controller()
export class SelfController {
  constructor(private readonly options: ConsoleOptions) {}

  @Get('scheme')
  @Route('self.use', 'The questions and values of the classification scheme', { reads: true })
  @ApiOkResponse({ type: SchemeAnswer })
  scheme(): SchemeAnswer {
    return {
      id: SCHEME.id,
      verdicts: codes(SCHEME.verdicts),
      ageBands: codes(SCHEME.ageBands),
      sexes: codes(SCHEME.sexes),
      severities: codes(SCHEME.severities),
      flags: codes(SCHEME.flags),
      notIllegalReasons: codes(SCHEME.notIllegalReasons),
      notReachableReasons: codes(SCHEME.notReachableReasons),
      siteTypes: codes(SCHEME.siteTypes),
      commercialities: codes(SCHEME.commercialities),
      paymentMethods: codes(SCHEME.paymentMethods),
    };
  }

  @Get('exposure')
  @Route('exposure.read-own', 'One’s own exposure today; nobody else is shown it', { reads: true })
  @ApiOkResponse({ type: ExposureAnswer })
  async exposure(@Who() who: SignedIn): Promise<ExposureAnswer> {
    const now = this.options.clock.now();
    const figures = await this.options.database.within(who.organisationId, (manager) =>
      exposureFigures(manager, who, now),
    );
    const due = breakDueAt(figures, now);
    const refusal = refusalFor(figures, now);
    return {
      exposedSeconds: figures.work.exposedSeconds,
      dailySeconds: figures.policy.dailySeconds,
      byLevel: figures.byLevel,
      breakSeconds: figures.policy.breakSeconds,
      ...(due ? { breakDueAt: due } : {}),
      ...(figures.policy.claimHours ? { claimHours: figures.policy.claimHours } : {}),
      ...(refusal ? { refusal } : {}),
    };
  }
}
