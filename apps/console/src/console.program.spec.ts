import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertOwnHost, consoleKeys } from './console.program.js';

describe('what the console refuses to start with', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manara-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const keyFile = (path: string) => {
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, path), `${Buffer.alloc(32, 1).toString('base64')}\n`, { mode: 0o600 });
    return join(folder, path);
  };

  it.each([
    [
      'https://hotline.example',
      'https://hotline.example:3001',
      'must have another host name than PORTAL_ORIGIN',
    ],
    ['https://hotline.example', 'http://hotline.example', 'must have another host name than PORTAL_ORIGIN'],
    ['https://hotline.example', 'http://staff.example', 'must be https: the session would be sent in clear'],
  ])('is, in production, the portal at %s and the console at %s', (portalOrigin, consoleOrigin, problem) => {
    expect(() => assertOwnHost({ production: true, portalOrigin, consoleOrigin })).toThrow(
      `CONSOLE_ORIGIN: ${problem}`,
    );
  });

  it.each(['https://staff.hotline.example', 'http://127.0.0.1:3001'])(
    'is not, in production, the console at %s',
    (consoleOrigin) => {
      expect(() =>
        assertOwnHost({ production: true, portalOrigin: 'https://hotline.example', consoleOrigin }),
      ).not.toThrow();
    },
  );

  it('shares a host name with the portal outside production', () => {
    expect(() =>
      assertOwnHost({
        production: false,
        portalOrigin: 'http://127.0.0.1:3000',
        consoleOrigin: 'http://127.0.0.1:3001',
      }),
    ).not.toThrow();
  });

  it('is a key file inside the data folder, but in a demonstration', () => {
    const masterKeyFile = keyFile('data/keys');
    const dataDir = join(folder, 'data');
    expect(() => consoleKeys({ masterKeyFile, dataDir, demo: false })).toThrow(
      'MANARA_KEY_FILE: must not lie inside',
    );
    expect(() => consoleKeys({ masterKeyFile, dataDir, demo: true })).not.toThrow();
    expect(() => consoleKeys({ masterKeyFile: keyFile('keys'), dataDir, demo: false })).not.toThrow();
  });

  it('is no key file', () => {
    expect(() => consoleKeys({ masterKeyFile: undefined, dataDir: folder, demo: true })).toThrow(
      'MANARA_KEY_FILE: is required',
    );
  });
});
