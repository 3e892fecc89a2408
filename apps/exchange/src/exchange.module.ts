import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { Database, ManaraLogger } from '#libs/platform';
import { ExchangeApi } from './feeds/exchange-api.client.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { ErrorFilter } from './http/error.filter.js';
import { InputPipe } from './http/input.pipe.js';

/** What the partners' zone is given: its own role's connection. */
export interface ExchangeParts {
  readonly database: Database;
  readonly logger: ManaraLogger;
}

@Module({})
export class ExchangeModule {
  static with({ database, logger }: ExchangeParts): DynamicModule {
    return {
      module: ExchangeModule,
      controllers: [FeedsController],
      providers: [
        { provide: ExchangeApi, useValue: new ExchangeApi(database) },
        { provide: APP_FILTER, useValue: new ErrorFilter(logger) },
        { provide: APP_PIPE, useClass: InputPipe },
      ],
    };
  }
}
