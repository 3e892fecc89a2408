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

  describe('tells no line of a message as a place in our code', () => {
    const hostile = [
      `at http://${MARK}.example/page`,
      `   at ${MARK} of 203.0.113.7`,
      `    at ${MARK} (http://${MARK}.example/page:1:2)`,
      `    at ${MARK} (/srv/libs/${MARK}.js:1:2)`,
      `    at async file:///srv/apps/${MARK}.js:12:34`,
    ];
    const placeOf = (error: Error): string =>
      JSON.parse(captured((logger) => logger.unexpected('failed', error))).stack;

    it.each(hostile)('%s', (text) => {
      for (const message of [`bad\n${text}`, `${text}\n${text}`, `\n${text}\nmore`, `bad\r\n${text}\r\n`]) {
        const place = placeOf(new Error(message));
        expect(place).toContain('logger.spec');
        expect(place).not.toContain(MARK);
      }
    });

    it('of a parser that quotes what it read', () => {
      for (const text of hostile) {
        let thrown: unknown;
        try {
          JSON.parse(`\n${text}\n`);
        } catch (error) {
          thrown = error;
        }
        const place = placeOf(thrown as Error);
        expect(place).toContain('logger.spec');
        expect(place).not.toContain(MARK.slice(0, 6));
      }
    });

    it('of a message that was changed after the error was made', () => {
      for (const text of hostile.slice(0, 3)) {
        const error = new Error(`bad\n${text}`);
        // A stack is written when it is first asked for.
        expect(error.stack).toContain(MARK);
        error.message = 'something else';
        expect(placeOf(error)).not.toContain(MARK);
      }
    });
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
