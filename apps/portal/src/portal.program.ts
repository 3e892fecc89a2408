// Starts the public program with what it may have: the address of its own role and its own key file.
import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import {
  assertZoneRole,
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
  const open = async () => {
    if (!dataSource.isInitialized) await dataSource.initialize();
    if (!settings.production) return;
    await assertZoneRole(dataSource, 'portal', 'PORTAL_DATABASE_URL').catch(async (error: unknown) => {
      await dataSource.destroy();
      throw error;
    });
  };
  const stopping = new AbortController();
  const isOpen = await tryToOpen(open, logger);
  const opened = isOpen ? Promise.resolve() : keepOpening(open, stopping.signal);
  const app = await createPortalApp({
    database: new Database(dataSource),
    keys,
    logger,
    clock: systemClock,
    origin: settings.portalOrigin,
    onionOrigin: settings.portalOnionOrigin,
    trustedProxies: settings.trustedProxies,
  });
  await app.listen(settings.portalPort, settings.listenHost);
  return {
    url: await app.getUrl(),
    async stop() {
      stopping.abort();
      await app.close();
      await opened;
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
  if (settings.production && settings.smtpServer !== undefined) {
    throw new SettingError('SMTP_URL', 'must not be given to the portal; triage alone sends e-mail');
  }
  return KeyRing.fromFile(
    required(settings.portalKeyFile, 'PORTAL_KEY_FILE'),
    'PORTAL_KEY_FILE',
    settings.demo ? {} : { outside: settings.dataDir },
  );
}

/** @returns whether the database answers. @throws SettingError when it answers, to a role that may do too much */
async function tryToOpen(open: () => Promise<void>, logger?: ManaraLogger): Promise<boolean> {
  try {
    await open();
    return true;
  } catch (error) {
    if (error instanceof SettingError) throw error;
    logger?.unexpected('the database does not answer yet', error);
    return false;
  }
}

/**
 * Opens the pool as soon as the database answers: the portal rather tells reporters to come back than not start. A role
 * that may do too much ends the program then, too.
 */
async function keepOpening(open: () => Promise<void>, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && !(await tryToOpen(open))) {
    await pause(RETRY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}
