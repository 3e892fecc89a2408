import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ManaraLogger, type Clock, type Database, type KeyRing } from '#libs/platform';
import { IntakeService, PortalApi, ReceiptService } from '#libs/reports';
import { KeyDesk } from './api/key-desk.service.js';
import { ReportsApiController } from './api/reports.controller.js';
import { loadAssets } from './assets.js';
import { FloodWatch } from './flood/flood-watch.js';
import { FormMarks } from './form-mark.js';
import { ErrorFilter } from './http/error.filter.js';
import { JourneyStates } from './journey/journey-state.js';
import { LookUpBrake } from './look-up-brake.js';
import { PageRenderer } from './page-renderer.service.js';
import { AssetsController } from './pages/assets.controller.js';
import { hostsOf } from '#libs/organisations';
import { ConcernedController } from './pages/concerned.controller.js';
import { FirstController } from './pages/first.controller.js';
import { ReceiptController } from './pages/receipt.controller.js';
import { ReportController } from './pages/report.controller.js';
import { PortalDirectory } from './portal-directory.service.js';
import { CLOCK } from './portal.tokens.js';
import { ReportDesk } from './report-desk.service.js';

/** What the public zone is given: its own role's connection and its own key. */
export interface PortalParts {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly logger: ManaraLogger;
  readonly clock: Clock;
  /** Where all portals are reached: the public address. */
  readonly origin?: string;
  /** The same as an onion service. */
  readonly onionOrigin?: string;
  /** How failed look-ups are made to wait; by default for the time given. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

@Module({})
export class PortalModule {
  static with({ database, keys, logger, clock, wait, origin, onionOrigin }: PortalParts): DynamicModule {
    return {
      module: PortalModule,
      controllers: [
        AssetsController,
        ReportsApiController,
        ReportController,
        ReceiptController,
        ConcernedController,
        FirstController,
      ],
      providers: [
        { provide: ManaraLogger, useValue: logger },
        { provide: CLOCK, useValue: clock },
        { provide: PortalApi, useValue: new PortalApi(database) },
        { provide: FormMarks, useValue: new FormMarks(keys) },
        { provide: FloodWatch, useValue: new FloodWatch(clock) },
        { provide: JourneyStates, useValue: new JourneyStates(keys) },
        { provide: LookUpBrake, useValue: new LookUpBrake(clock, wait) },
        {
          provide: PortalDirectory,
          useFactory: (api: PortalApi) =>
            new PortalDirectory(api, logger, clock, hostsOf([origin, onionOrigin])),
          inject: [PortalApi],
        },
        {
          provide: IntakeService,
          useFactory: (api: PortalApi) => new IntakeService(api, keys),
          inject: [PortalApi],
        },
        {
          provide: ReceiptService,
          useFactory: (api: PortalApi) => new ReceiptService(api, keys),
          inject: [PortalApi],
        },
        {
          provide: ReportDesk,
          useFactory: (intake: IntakeService, directory: PortalDirectory) =>
            new ReportDesk(intake, directory),
          inject: [IntakeService, PortalDirectory],
        },
        {
          provide: PageRenderer,
          useFactory: (directory: PortalDirectory) => new PageRenderer(loadAssets(), directory),
          inject: [PortalDirectory],
        },
        { provide: KeyDesk, useFactory: (api: PortalApi) => new KeyDesk(api, clock), inject: [PortalApi] },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
    };
  }
}
