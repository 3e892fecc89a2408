import { PassThrough } from 'node:stream';
import { createLogger, readSettings } from '#libs/platform';
import { createTestDatabase } from '../../../test/support/database.js';
import { assertNothingForeign, startExchange } from './exchange.program.js';

describe('in production the exchange', () => {
  const settings = {
    production: true,
    exchangeOrigin: 'https://exchange.example.org',
    masterKeyFile: undefined,
    portalKeyFile: undefined,
  };

  it('starts with https and without any key, and on the own machine without https', () => {
    expect(() => assertNothingForeign(settings)).not.toThrow();
    expect(() =>
      assertNothingForeign({ ...settings, exchangeOrigin: 'http://127.0.0.1:3002' }),
    ).not.toThrow();
  });

  it.each([
    [{ masterKeyFile: '/keys/master.key' }, 'MANARA_KEY_FILE'],
    [{ portalKeyFile: '/keys/portal.key' }, 'PORTAL_KEY_FILE'],
    [{ exchangeOrigin: 'http://exchange.example.org' }, 'EXCHANGE_ORIGIN'],
  ])('is not started with %j', (change, variable) => {
    expect(() => assertNothingForeign({ ...settings, ...change })).toThrow(new RegExp(`^${variable}: `));
  });

  it('is left alone where it is none', () => {
    expect(() =>
      assertNothingForeign({ ...settings, production: false, masterKeyFile: '/keys/master.key' }),
    ).not.toThrow();
  });
});

describe('the program of the exchange', () => {
  it('starts in production with its own role alone, is ready, and is not under the role of another zone', async () => {
    const test = await createTestDatabase();
    const start = (url: string) =>
      startExchange({
        settings: readSettings({ NODE_ENV: 'production', EXCHANGE_DATABASE_URL: url, EXCHANGE_PORT: '0' }),
        logger: createLogger('exchange', 'info', new PassThrough()),
      });
    try {
      const program = await start(test.urls.exchange);
      await program.stop();
      await expect(start(test.urls.triage)).rejects.toThrow(/^EXCHANGE_DATABASE_URL: its role /);
    } finally {
      await test.drop();
    }
  });
});
