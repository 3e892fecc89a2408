// What the console needs of its surroundings, and what it refuses to start with.
import { CaseExclusion, Exposure, Assessment, SourceAssessment } from '#libs/review';
import { EvidenceStore, openStorage } from '#libs/evidence';
import { Session, StaffAccount } from '#libs/identity';
import { hostsOf } from '#libs/organisations';
import {
  assertZoneRole,
  createDataSource,
  Database,
  KeyRing,
  required,
  SettingError,
  systemClock,
  type ProgramContext,
  type RunningProgram,
  type Settings,
} from '#libs/platform';
import { createConsoleApp } from './console.app.js';
import { builtPageFolder } from './http/page.js';

export async function startConsole({ settings, logger }: ProgramContext): Promise<RunningProgram> {
  assertOwnHost(settings);
  const masterRing = consoleKeys(settings);
  const dataSource = createDataSource({
    url: required(settings.consoleDatabaseUrl, 'CONSOLE_DATABASE_URL'),
    program: 'console',
    entities: [StaffAccount, Session, Assessment, SourceAssessment, Exposure, CaseExclusion],
  });
  await dataSource.initialize();
  if (settings.production) await assertZoneRole(dataSource, 'console', 'CONSOLE_DATABASE_URL');
  const pageFolder = builtPageFolder();
  const app = await createConsoleApp({
    database: new Database(dataSource),
    masterRing,
    evidence: new EvidenceStore(openStorage(settings.evidenceUrl, settings.dataDir), masterRing),
    logger,
    clock: systemClock,
    origin: settings.consoleOrigin,
    ownHosts: hostsOf([
      settings.portalOrigin,
      settings.portalOnionOrigin,
      settings.consoleOrigin,
      settings.exchangeOrigin,
    ]),
    undoSeconds: settings.undoSeconds,
    listUploadMaxBytes: settings.listUploadMaxMb * 1_000_000,
    isDemonstration: settings.demo,
    ...(pageFolder === undefined ? {} : { pageFolder }),
  });
  await app.listen(settings.consolePort, settings.listenHost);
  return {
    url: await app.getUrl(),
    async stop() {
      await app.close();
      await dataSource.destroy();
    },
  };
}

/**
 * In production: a host name of its own, since cookies ignore ports, and https, so that the session is not sent in clear.
 * @throws SettingError
 */
export function assertOwnHost(
  settings: Pick<Settings, 'production' | 'portalOrigin' | 'consoleOrigin'>,
): void {
  if (!settings.production) return;
  const own = new URL(settings.consoleOrigin);
  if (new URL(settings.portalOrigin).hostname === own.hostname) {
    throw new SettingError('CONSOLE_ORIGIN', 'must have another host name than PORTAL_ORIGIN');
  }
  if (own.protocol !== 'https:' && !['127.0.0.1', '[::1]', 'localhost'].includes(own.hostname)) {
    throw new SettingError('CONSOLE_ORIGIN', 'must be https: the session would be sent in clear');
  }
}

/** @throws SettingError */
export function consoleKeys(settings: Pick<Settings, 'masterKeyFile' | 'demo' | 'dataDir'>): KeyRing {
  return KeyRing.fromFile(
    required(settings.masterKeyFile, 'MANARA_KEY_FILE'),
    'MANARA_KEY_FILE',
    settings.demo ? {} : { outside: settings.dataDir },
  );
}
