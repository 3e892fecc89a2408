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
    ['RETRIEVAL_PORTS', '80,x'],
    ['OWN_ADDRESSES', 'report.example.org'],
    ['LOG_LEVEL', 'loud'],
  ])('refuse %s=%s in one line that names it', (variable, value) => {
    const read = () => readSettings({ [variable]: value });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(new RegExp(`^${variable}: [^\\n]+$`));
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
