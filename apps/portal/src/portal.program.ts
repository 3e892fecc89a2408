// Starts the public program with what it may have: the address of its own role and its own key file.
import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import {
  createDataSource,
  Database,
  KeyRing,
  required,
  SettingError,
  systemClock,
  type ManaraLogger,
  type ProgramContext,
  type RunningProgram,
  type Settings,
} from '#libs/platform';
import { createPortalApp } from './portal.app.js';

const RETRY_MS = 1_000;

/** @throws SettingError when a setting is missing, or when the portal is given what is not its own */
export async function startPortal({ settings, logger }: ProgramContext): Promise<RunningProgram> {
  const keys = portalKeys(settings);
  const dataSource = createDataSource({
    url: required(settings.portalDatabaseUrl, 'PORTAL_DATABASE_URL'),
    program: 'portal',
  });
  const stopping = new AbortController();
  const connected = keepConnecting(dataSource, logger, stopping.signal);
  const app = await createPortalApp({
    database: new Database(dataSource),
    keys,
    logger,
    clock: systemClock,
    origin: settings.portalOrigin,
  });
  await app.listen(settings.portalPort, settings.listenHost);
  return {
    url: await app.getUrl(),
    async stop() {
      stopping.abort();
      await app.close();
      await connected;
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}

/** @throws SettingError */
export function portalKeys(settings: Settings): KeyRing {
  if (settings.production && settings.masterKeyFile !== undefined) {
    throw new SettingError(
      'MANARA_KEY_FILE',
      'must not be given to the portal; its own key is in PORTAL_KEY_FILE',
    );
  }
  return KeyRing.fromFile(
    required(settings.portalKeyFile, 'PORTAL_KEY_FILE'),
    'PORTAL_KEY_FILE',
    settings.demo ? {} : { outside: settings.dataDir },
  );
}

/** Opens the pool as soon as the database answers: the portal tells reporters to come back rather than not start. */
async function keepConnecting(
  dataSource: DataSource,
  logger: ManaraLogger,
  stopping: AbortSignal,
): Promise<void> {
  let isTold = false;
  while (!stopping.aborted) {
    try {
      await dataSource.initialize();
      return;
    } catch (error) {
      if (!isTold) logger.unexpected('the database does not answer yet', error);
      isTold = true;
      await pause(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}
