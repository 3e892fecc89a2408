import fc from 'fast-check';
import { readSettings, required, SettingError } from './settings.js';

function caught(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the settings', () => {
  it('have defaults that serve one machine', () => {
    expect(readSettings({})).toMatchObject({
      demo: false,
      production: false,
      listenHost: '127.0.0.1',
      portalPort: 3000,
      consolePort: 3001,
      undoSeconds: 60,
      retrievalPorts: [80, 443],
    });
  });

  it('cannot be changed by anyone after they were read', () => {
    expect(Object.isFrozen(readSettings({}))).toBe(true);
  });

  it.each([
    ['PORTAL_PORT', '65536'],
    ['PORTAL_PORT', '80a'],
    ['UNDO_SECONDS', '-1'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_URL', 'not an address'],
    ['REDIS_URL', 'http://x'],
    ['EVIDENCE_URL', '/var/x'],
    ['MANARA_DEMO', 'yes'],
    ['PORTAL_ORIGIN', 'https://report.example.org/path'],
    ['PORTAL_ONION_ORIGIN', 'https://report.example.org'],
    ['RETRIEVAL_PORTS', '80,x'],
    ['OWN_ADDRESSES', 'report.example.org'],
    ['OWN_ADDRESSES', '192.0.2.0/33'],
    ['TRUSTED_PROXIES', 'proxy.example.org'],
    ['TRUSTED_PROXIES', '192.0.2.7/'],
    ['RETRIEVAL_PROXY', 'ftp://proxy.example.org'],
    ['RETRIEVAL_PROXY', 'http://one.example.org,https://two.example.org'],
    ['RETRIEVAL_PROXY', 'proxy.example.org:3128'],
    ['LOG_LEVEL', 'loud'],
    ['SMTP_URL', 'mail.example.org'],
    ['SMTP_URL', 'https://qz7:qz7@mail.example.org'],
    ['SMTP_URL', 'smtps://qz7-user@mail.example.org'],
    ['SMTP_URL', 'smtps://qz7:qz7%@mail.example.org'],
    ['SMTP_URL', 'smtps://mail.example.org/?tls=no'],
    ['MAIL_FROM', 'Messages'],
    ['MAIL_FROM', 'a@example.org, b@example.org'],
    ['MAIL_FROM', 'Hidden\r\nBcc: b@example.org <a@example.org>'],
  ])('refuse %s=%s in one line that names it', (variable, value) => {
    const read = () => readSettings({ [variable]: value });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(new RegExp(`^${variable}: [^\\n]+$`));
  });

  it('read how e-mail is sent, encrypted but on this machine', () => {
    const read = (SMTP_URL: string) =>
      readSettings({ SMTP_URL, MAIL_FROM: 'Messages <messages@example.org>' });
    expect(read('smtps://us%40er:pass%2Fword%25@mail.example.org')).toMatchObject({
      smtpServer: {
        host: 'mail.example.org',
        port: 465,
        security: 'tls',
        user: 'us@er',
        password: 'pass/word%',
      },
      mailFrom: { name: 'Messages', address: 'messages@example.org' },
    });
    expect(read('smtp://mail.example.org').smtpServer).toEqual({
      host: 'mail.example.org',
      port: 587,
      security: 'starttls',
    });
    expect(read('smtp://127.0.0.1:2525').smtpServer).toEqual({
      host: '127.0.0.1',
      port: 2525,
      security: 'none',
    });
    expect(readSettings({}).smtpServer).toBeUndefined();
  });

  it('tell nothing of a password that they refuse, and want to know whom e-mail is from', () => {
    const refused = caught(() => readSettings({ SMTP_URL: 'smtps://qz7:qz7%@mail.example.org' }));
    expect(String(refused)).not.toContain('qz7');
    expect(() => readSettings({ SMTP_URL: 'smtps://mail.example.org' })).toThrow(/^MAIL_FROM: /);
    expect(() =>
      readSettings({ MANARA_DEMO: '1', SMTP_URL: 'smtps://mail.example.org', MAIL_FROM: 'a@example.org' }),
    ).toThrow(/^SMTP_URL: .*127\.0\.0\.1/);
  });

  it('take what the fetching client takes: a proxy, one for .onion alone, or both', () => {
    const proxies = (value: string) => readSettings({ RETRIEVAL_PROXY: value }).retrievalProxies;
    expect(readSettings({}).retrievalProxies).toEqual({ connect: null, onion: null });
    expect(proxies('socks5h://127.0.0.1:9050')).toMatchObject({ connect: null, onion: { port: '9050' } });
    const both = proxies('http://proxy.example.org:3128, socks5h://127.0.0.1:9050');
    expect(both.connect?.hostname).toBe('proxy.example.org');
    expect(both.onion?.hostname).toBe('127.0.0.1');
  });

  it('tell nothing of a proxy’s password when they refuse it', () => {
    expect(() => readSettings({ RETRIEVAL_PROXY: 'ftp://user:secret@proxy.example.org' })).not.toThrow(
      /secret/,
    );
  });

  it('take addresses and blocks of both kinds', () => {
    const given = '192.0.2.7, 198.51.100.0/24,2001:db8::/32';
    expect(readSettings({ OWN_ADDRESSES: given }).ownAddresses).toEqual([
      '192.0.2.7',
      '198.51.100.0/24',
      '2001:db8::/32',
    ]);
  });

  it('never let the demonstration be reached from elsewhere', () => {
    expect(() => readSettings({ MANARA_DEMO: '1', LISTEN_HOST: '0.0.0.0' })).toThrow(/^LISTEN_HOST: /);
    expect(() => readSettings({ MANARA_DEMO: '1', NODE_ENV: 'production' })).toThrow(/^MANARA_DEMO: /);
  });

  it('take what the port says for the origin where none is given', () => {
    expect(readSettings({ PORTAL_PORT: '4000' }).portalOrigin).toBe('http://127.0.0.1:4000');
  });

  it('name what is missing where a program cannot do without it', () => {
    expect(() => required(undefined, 'PORTAL_KEY_FILE')).toThrow(/^PORTAL_KEY_FILE: is required/);
  });

  it('refuse anything malformed by a setting’s own error and no other', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'DATABASE_URL',
          'PORTAL_PORT',
          'RETRIEVAL_PORTS',
          'PORTAL_ORIGIN',
          'MANARA_DEMO',
          'OWN_ADDRESSES',
          'TRUSTED_PROXIES',
          'RETRIEVAL_PROXY',
        ),
        fc.string(),
        (variable, value) => {
          const error = caught(() => readSettings({ [variable]: value }));
          expect(error === undefined || error instanceof SettingError).toBe(true);
        },
      ),
    );
  });
});
