import { assertNothingForeign } from './exchange.program.js';

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
