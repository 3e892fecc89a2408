// Starts the partners' program with what it may have: the address of its own role, and no key at all.
import 'reflect-metadata';
import {
  assertZoneRole,
  createDataSource,
  Database,
  required,
  SettingError,
  type ProgramContext,
  type RunningProgram,
  type Settings,
} from '#libs/platform';
import { createExchangeApp } from './exchange.app.js';

/** @throws SettingError when a setting is missing, or when the exchange is given what is not its own */
export async function startExchange({ settings, logger }: ProgramContext): Promise<RunningProgram> {
  assertNothingForeign(settings);
  const dataSource = createDataSource({
    url: required(settings.exchangeDatabaseUrl, 'EXCHANGE_DATABASE_URL'),
    program: 'exchange',
    poolSize: 4,
  });
  await dataSource.initialize();
  if (settings.production) await assertZoneRole(dataSource, 'exchange', 'EXCHANGE_DATABASE_URL');
  const app = await createExchangeApp({
    database: new Database(dataSource),
    logger,
    origin: settings.exchangeOrigin,
  });
  await app.listen(settings.exchangePort, settings.listenHost);
  return {
    url: settings.exchangeOrigin,
    stop: async () => {
      await app.close();
      await dataSource.destroy();
    },
  };
}

/**
 * In production: no key file, since all that is served was signed before; and https, so that keys of partners are not
 * sent in clear.
 * @throws SettingError
 */
export function assertNothingForeign(
  settings: Pick<Settings, 'production' | 'exchangeOrigin' | 'masterKeyFile' | 'portalKeyFile'>,
): void {
  if (!settings.production) return;
  if (settings.masterKeyFile !== undefined)
    throw new SettingError('MANARA_KEY_FILE', 'must not be given to the exchange; it needs no key');
  if (settings.portalKeyFile !== undefined)
    throw new SettingError('PORTAL_KEY_FILE', 'must not be given to the exchange; it needs no key');
  const own = new URL(settings.exchangeOrigin);
  if (own.protocol !== 'https:' && !['127.0.0.1', '[::1]', 'localhost'].includes(own.hostname))
    throw new SettingError('EXCHANGE_ORIGIN', 'must be https: keys of partners would be sent in clear');
}
