import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { SessionService, SignInService } from '#libs/identity';
import { errorCode } from '#libs/platform';
import { missingForRoutes } from '#libs/referrals';
import { AssessmentService, LeaseService, ViewService } from '#libs/review';
import { AccountsController } from './administration/accounts.controller.js';
import { AlarmsController } from './administration/alarms.controller.js';
import { ApiKeysController } from './administration/api-keys.controller.js';
import { ListImportsController } from './administration/list-imports.controller.js';
import { ListOversightController } from './administration/list-oversight.controller.js';
import { ListVersionsController } from './administration/list-versions.controller.js';
import { ListsController } from './administration/lists.controller.js';
import { MandatesController } from './administration/mandates.controller.js';
import { OrganisationKeysController } from './administration/organisation-keys.controller.js';
import { OversightController } from './administration/oversight.controller.js';
import { PortalsController } from './administration/portals.controller.js';
import { RecipientsController } from './administration/recipients.controller.js';
import { RetentionController } from './administration/retention.controller.js';
import { SafeguardingController } from './administration/safeguarding.controller.js';
import { StopsController } from './administration/stops.controller.js';
import { CasesController } from './cases/cases.controller.js';
import { LinksController } from './cases/links.controller.js';
import { ConcernedController } from './queue/concerned.controller.js';
import { ConsoleOptions } from './console.options.js';
import { AccessGuard } from './http/access.guard.js';
import { ErrorFilter } from './http/error.filter.js';
import { SessionCookie } from './http/session-cookie.js';
import { createValidationPipe } from './http/validation.js';
import { QueueController } from './queue/queue.controller.js';
import { ReferralsController } from './referrals/referrals.controller.js';
import { HandoverController } from './reports/handover.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import { SelfController } from './self/self.controller.js';
import { SessionController } from './session/session.controller.js';
import { EvidenceDerivatives } from './views/evidence.derivatives.js';
import { ViewsController } from './views/views.controller.js';

@Module({})
export class ConsoleModule {
  static with(options: ConsoleOptions): DynamicModule {
    const { database, clock } = options;
    const derivatives = new EvidenceDerivatives(database, options.evidence);
    return {
      module: ConsoleModule,
      controllers: [
        SessionController,
        QueueController,
        ConcernedController,
        CasesController,
        LinksController,
        ViewsController,
        ReportsController,
        HandoverController,
        ReferralsController,
        SelfController,
        AccountsController,
        OversightController,
        ListsController,
        ListVersionsController,
        ListOversightController,
        ListImportsController,
        MandatesController,
        PortalsController,
        SafeguardingController,
        RecipientsController,
        RetentionController,
        StopsController,
        OrganisationKeysController,
        ApiKeysController,
        AlarmsController,
      ],
      providers: [
        { provide: ConsoleOptions, useValue: options },
        { provide: SessionCookie, useValue: new SessionCookie(options.origin) },
        { provide: SessionService, useValue: new SessionService(database, clock) },
        {
          provide: SignInService,
          useValue: new SignInService(database, options.masterRing, clock, options.isDemonstration, (error) =>
            options.logger.warn('a refused sign-in cannot be written down now', { code: errorCode(error) }),
          ),
        },
        { provide: LeaseService, useValue: new LeaseService(database, clock) },
        {
          provide: AssessmentService,
          useValue: new AssessmentService(database, clock, options.undoSeconds, missingForRoutes),
        },
        { provide: ViewService, useValue: new ViewService(database, clock, derivatives) },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useValue: new ErrorFilter(options.logger) },
        { provide: APP_PIPE, useValue: createValidationPipe() },
      ],
    };
  }
}
