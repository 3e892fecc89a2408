// What partners and providers call. It has an inbox and an outbox of its own and no other table; so far it answers for
// its health alone.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  assertZoneRole,
  addHealthRoutes,
  createDataSource,
  Database,
  required,
  runProgram,
} from '#libs/platform';

@Module({})
class ExchangeModule {}

await runProgram('exchange', async ({ settings, logger }) => {
  const url = required(settings.exchangeDatabaseUrl, 'EXCHANGE_DATABASE_URL');
  const dataSource = createDataSource({ url, program: 'exchange', poolSize: 2 });
  await dataSource.initialize();
  if (settings.production) await assertZoneRole(dataSource, 'exchange', 'EXCHANGE_DATABASE_URL');
  const database = new Database(dataSource);
  const application = await NestFactory.create<NestFastifyApplication>(
    ExchangeModule,
    new FastifyAdapter({ logger: false }),
    { logger },
  );
  addHealthRoutes(application.getHttpAdapter().getInstance(), () => database.isReady());
  await application.listen(settings.exchangePort, settings.listenHost);
  return {
    url: settings.exchangeOrigin,
    stop: async () => {
      await application.close();
      await dataSource.destroy();
    },
  };
});
