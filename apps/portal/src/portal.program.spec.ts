import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createLogger, readSettings, SettingError } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { portalKeys, startPortal } from './portal.program.js';
import { DatabaseLine } from './testing/database-line.js';
import { seedPortal } from './testing/portal-under-test.js';

describe('the portal’s program', () => {
  let folder: string;
  let keyFile: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'manara-portal-'));
    keyFile = join(folder, 'portal.key');
    writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const dataDir = () => join(folder, 'data');
  const problemOf = (environment: Record<string, string>) => {
    try {
      portalKeys(readSettings({ DATA_DIR: dataDir(), ...environment }));
      return undefined;
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      return error.variable;
    }
  };

  it('refuses to start in production when it is given the master key', () => {
    const own = { NODE_ENV: 'production', PORTAL_KEY_FILE: keyFile };
    expect(problemOf({ ...own, MANARA_KEY_FILE: '/somewhere/master.key' })).toBe('MANARA_KEY_FILE');
    expect(problemOf(own)).toBeUndefined();
  });

  it('refuses to start without a key of its own, or with one beside the data', () => {
    expect(problemOf({})).toBe('PORTAL_KEY_FILE');
    expect(problemOf({ PORTAL_KEY_FILE: join(folder, 'missing.key') })).toBe('PORTAL_KEY_FILE');
    expect(problemOf({ PORTAL_KEY_FILE: keyFile, DATA_DIR: folder })).toBe('PORTAL_KEY_FILE');
    expect(problemOf({ PORTAL_KEY_FILE: keyFile, DATA_DIR: folder, MANARA_DEMO: '1' })).toBeUndefined();
  });

  describe('started', () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await createTestDatabase();
      await seedPortal(database, 'harbour');
    });
    afterAll(() => database.drop());

    it('refuses in production a role that can do more than the public zone may', async () => {
      const start = (url: string) =>
        startPortal({
          settings: readSettings({
            NODE_ENV: 'production',
            PORTAL_DATABASE_URL: url,
            PORTAL_KEY_FILE: keyFile,
            DATA_DIR: dataDir(),
            PORTAL_PORT: '0',
          }),
          logger: createLogger('portal', 'info', new PassThrough()),
        });
      for (const url of [database.ownerUrl, database.urls.console]) {
        await expect(start(url)).rejects.toMatchObject({ variable: 'PORTAL_DATABASE_URL' });
      }
      const program = await start(database.urls.portal);
      expect((await fetch(`${program.url}/harbour`)).status).toBe(200);
      await program.stop();
    });

    it('answers before its database does, and works as soon as that is there', async () => {
      const line = new DatabaseLine(new URL(database.urls.portal));
      await line.mend();
      const settings = readSettings({
        PORTAL_DATABASE_URL: line.url(),
        PORTAL_KEY_FILE: keyFile,
        DATA_DIR: dataDir(),
        PORTAL_PORT: '0',
      });
      await line.cut();
      const program = await startPortal({
        settings,
        logger: createLogger('portal', 'info', new PassThrough()),
      });
      const status = async (path: string) => (await fetch(program.url + path)).status;
      try {
        expect([await status('/healthz'), await status('/readyz'), await status('/harbour')]).toEqual([
          200, 503, 503,
        ]);
        await line.mend();
        while ((await status('/readyz')) !== 200);
        expect(await status('/harbour')).toBe(200);
      } finally {
        await program.stop();
        await line.cut();
      }
    });
  });
});
