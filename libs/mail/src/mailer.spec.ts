import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import { KeyRing, type SmtpServer } from '#libs/platform';
import {
  makeCertificate,
  readMail,
  startMailServer,
  type MailServer,
} from '../../../test/support/mail-server.js';
import { LETTER_TEXTS } from './letter-text.js';
import { assertMailServerAnswers, MailFailedError, Mailer } from './mailer.js';

/** Frozen, as settings are. */
const SENDER = Object.freeze({ name: 'Messages', address: 'messages@sender.example' });
const TO = 'qz7-marked@reader.example';
const PASSWORD = 'qz7 marked:pass/word';
const ring = new KeyRing([randomBytes(32)]);

describe('a letter', () => {
  let server: MailServer;
  let mailer: Mailer;
  beforeAll(async () => {
    server = await startMailServer();
    mailer = new Mailer({ host: '127.0.0.1', port: server.port, security: 'none' }, SENDER, ring);
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.fault = undefined;
    server.begun = 0;
    server.mails.length = 0;
  });
  const send = (locale = 'en', id = 'one') => mailer.send({ id, to: TO, locale });
  const failed = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => {
        expect(error).toBeInstanceOf(MailFailedError);
        expect(String((error as Error).stack)).not.toContain('qz7');
        const { code, isTemporary } = error as MailFailedError;
        return { code, isTemporary };
      },
    );

  it.each(Object.keys(LETTER_TEXTS))('is plain text in %s, whole and without a link', async (locale) => {
    await send(locale);
    const { headers, text } = readMail(server.mails[0]!.raw);
    expect(text.replaceAll(/\s+/g, ' ').trim()).toBe(LETTER_TEXTS[locale]!.paragraphs.join(' '));
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('content-language')).toBe(locale);
    expect(text).not.toMatch(/:\/\/|www\.|\.org|@/);
  });

  it('is in English for a language that no letter is in', async () => {
    await send('xx-TN');
    expect(readMail(server.mails[0]!.raw).headers.get('subject')).toBe('Something new to read');
  });

  it('carries these headers and no others, and asks for no answer and no bounce', async () => {
    await send();
    const [mail] = server.mails;
    const { headers } = readMail(mail!.raw);
    expect([...headers.keys()].toSorted()).toEqual([
      'auto-submitted', 'content-language', 'content-transfer-encoding', 'content-type', 'date', 'from',
      'message-id', 'mime-version', 'subject', 'to', 'x-auto-response-suppress',
    ]); // prettier-ignore
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('from')).toBe('Messages <messages@sender.example>');
    expect(headers.get('to')).toBe(TO);
    expect(mail).toMatchObject({
      from: SENDER.address,
      to: [TO],
      notify: ['NEVER'],
      sentBy: 'sender.example',
    });
    expect(mail!.raw).not.toContain(hostname());
  });

  it('has the same id each time it is sent, which another has not', async () => {
    for (const id of ['one', 'one', 'two']) await send('en', id);
    const ids = server.mails.map(({ raw }) => readMail(raw).headers.get('message-id'));
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@sender\.example>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it.each([
    ['is greylisted', { at: 'RCPT', code: 450 }, 'smtp-450', true],
    ['goes to a mailbox that is not there', { at: 'RCPT', code: 550 }, 'smtp-550', false],
    ['is refused when it was read', { at: 'DATA', code: 554 }, 'smtp-554', false],
    ['comes from a sender that is not wanted', { at: 'MAIL', code: 550 }, 'smtp-550-eenvelope', true],
  ] as const)('that %s fails by a code', async (_name, fault, code, isTemporary) => {
    server.fault = fault;
    expect(await failed(send())).toEqual({ code, isTemporary });
  });

  it('whose line breaks in the middle comes again', async () => {
    server.fault = 'drop-in-data';
    expect(await failed(send())).toMatchObject({ isTemporary: true });
  });

  it('waits for a server that is away', async () => {
    const away = await startMailServer();
    await away.stop();
    const to = { host: '127.0.0.1', port: away.port, security: 'none' } as const;
    expect(
      await failed(new Mailer(to, SENDER, ring).send({ id: 'one', to: TO, locale: 'en' })),
    ).toMatchObject({
      isTemporary: true,
    });
  });

  it.each([
    'a@x.example\r\nRCPT TO:<b@y.example>',
    'a@x.example>\r\nBcc: b@y.example',
    'a@x.example,b@y.example',
  ])('goes to one mailbox or to none: %j', async (to) => {
    expect(await failed(mailer.send({ id: 'one', to, locale: 'en' }))).toMatchObject({
      code: 'address-unusable',
      isTemporary: false,
    });
    expect(server.begun).toBe(0);
  });
});

describe('the connection to the mail server', () => {
  const servers: MailServer[] = [];
  let own: { key: string; cert: string };
  let foreign: { key: string; cert: string };
  beforeAll(async () => {
    [own, foreign] = await Promise.all([makeCertificate('localhost'), makeCertificate('elsewhere.example')]);
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  async function trying(
    options: Parameters<typeof startMailServer>[0],
    security: SmtpServer['security'],
    more: Partial<SmtpServer> = {},
    trusted: string | undefined = own.cert,
  ) {
    const server = await startMailServer(options);
    servers.push(server);
    const at = { host: 'localhost', port: server.port, security, ...more };
    const mailer = new Mailer(at, SENDER, ring, trusted);
    const failure = await mailer.send({ id: 'one', to: TO, locale: 'en' }).then(
      () => undefined,
      (error: MailFailedError) => error,
    );
    const verified = await assertMailServerAnswers(at, SENDER, trusted).then(
      () => true,
      (error: MailFailedError) => error.code,
    );
    return { server, failure, verified };
  }

  it('is encrypted, from the start or before anything is said', async () => {
    for (const [options, security] of [
      [{ secure: true }, 'tls'],
      [{}, 'starttls'],
    ] as const) {
      const { server, failure, verified } = await trying({ ...own, ...options }, security);
      expect({ failure, verified }).toEqual({ failure: undefined, verified: true });
      expect(server.mails).toMatchObject([{ isEncrypted: true }]);
    }
  });

  it.each([
    ['offers no encryption', () => ({ disabledCommands: ['STARTTLS'] }), true],
    ['shows a certificate of another host', () => foreign, true],
    ['shows a certificate that nobody vouches for', () => own, false],
  ])('is not used where the server %s', async (_name, options, isTrusted) => {
    const { server, failure, verified } = await trying(
      options(),
      'starttls',
      { user: 'u', password: PASSWORD },
      isTrusted ? own.cert + foreign.cert : foreign.cert,
    );
    expect(failure).toMatchObject({ isTemporary: true });
    expect(verified).toBe(failure!.code);
    expect(server.begun).toBe(0);
  });

  it('signs in with the password, which no error tells', async () => {
    const signIn = (password: string) =>
      trying(
        {
          ...own,
          authOptional: false,
          onAuth: (auth, _session, done) =>
            auth.username === 'us@er' && auth.password === PASSWORD
              ? done(null, { user: 1 })
              : done(Object.assign(new Error(`no: ${auth.password}`), { responseCode: 535 })),
        },
        'starttls',
        { user: 'us@er', password },
      );
    expect(await signIn(PASSWORD)).toMatchObject({ failure: undefined, verified: true });
    const { failure } = await signIn('qz7-wrong');
    expect(failure).toMatchObject({ code: 'smtp-535-eauth', isTemporary: true });
    expect(failure!.stack).not.toContain('qz7');
  });
});
