import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { createLogger, redactText } from './logger.js';

const MARK = 'marked-word-4711';

function captured(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  write(createLogger('test', 'debug', stream));
  return Buffer.concat(chunks).toString();
}

describe('a log line', () => {
  it('holds only fields that somebody decided to let through', () => {
    const line = captured((logger) =>
      logger.info('done', { reportId: 'r1', comment: MARK, address: MARK, headers: { 'user-agent': MARK } }),
    );
    expect(line).toContain('r1');
    expect(line).not.toContain(MARK);
  });

  it('tells of an error its code and place, never its message, which may quote what a reporter wrote', () => {
    const error = Object.assign(new Error(`duplicate key: ${MARK}`), { code: '23505', detail: MARK });
    const line = captured((logger) => logger.unexpected('a step failed', error, { step: 'retrieve' }));
    expect(line).toContain('23505');
    expect(line).toContain('logger.spec');
    expect(line).not.toContain(MARK);
  });

  it('gives the id that the person affected is shown', () => {
    let id = '';
    const line = captured((logger) => {
      id = logger.unexpected('failed', new Error('x'));
    });
    expect(id).toMatch(/^[0-9a-f]{8}$/);
    expect(line).toContain(id);
  });

  it.each([
    'https://bad.example/path?x=1',
    'hxxp://bad.example',
    'postgres://user:password@host/db',
    'someone@example.org',
    '203.0.113.9',
  ])('has %s cut out of its text', (secret) => {
    expect(redactText(`before ${secret} after`)).toBe('before [cut] after');
    expect(captured((logger) => logger.warn(`before ${secret} after`, { summary: secret }))).not.toContain(
      secret,
    );
  });

  it('never throws, whatever is to be logged', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const lines = captured((logger) => {
          logger.warn(typeof anything, anything);
          logger.unexpected('x', anything);
          logger.error(anything instanceof Error ? anything : typeof anything);
        });
        expect(lines.trim().split('\n')).toHaveLength(3);
      }),
    );
  });
});
