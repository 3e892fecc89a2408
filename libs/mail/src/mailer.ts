// Hands a letter to the mail server. The connection is encrypted and the server's certificate checked, but on the
// loopback address. Nothing of the server's words is kept: they quote addresses.
import { createTransport } from 'nodemailer';
import { keyedHash, type KeyRing, type MailSender, type SmtpServer } from '#libs/platform';
import { readMailbox } from '#libs/reports';
import { letterText } from './letter-text.js';

/** Shorter than an attempt may take, so that no second one begins meanwhile. */
const SEND_MS = 60_000;
const ANSWER_MS = 20_000;
const WIDTH = 72;

export interface OutgoingLetter {
  readonly id: string;
  /** One mailbox, as `readMailbox` gives it. */
  readonly to: string;
  /** The reporter's language. */
  readonly locale: string;
  /** In the place of the sender's own. */
  readonly senderName?: string | null;
}

/** Why a letter did not go: a code without anything that the server said. */
export class MailFailedError extends Error {
  constructor(
    readonly code: string,
    /** Whether the same letter can go later. */
    readonly isTemporary: boolean,
    /** Whether others would fare the same now: it failed before anything was asked of this letter. */
    readonly isOfServer: boolean,
  ) {
    super(code);
    this.name = 'MailFailedError';
  }
}

export class Mailer {
  private readonly transport;

  constructor(
    server: SmtpServer,
    private readonly sender: MailSender,
    private readonly ring: KeyRing,
    /** In the place of the system's certificate authorities, for tests. */
    certificateAuthority?: string,
  ) {
    this.transport = transportTo(server, sender, certificateAuthority);
  }

  /** @throws MailFailedError */
  async send({ id, to, locale, senderName }: OutgoingLetter): Promise<void> {
    const { subject, paragraphs, locale: language } = letterText(locale);
    // A list would be read as one, and what stands around an address as more of them.
    if (readMailbox(to)?.address !== to) throw new MailFailedError('address-unusable', false, false);
    try {
      await this.transport.sendMail({
        // A copy: it is written into.
        from: { address: this.sender.address, name: senderName ?? this.sender.name },
        to: { name: '', address: to },
        envelope: { from: this.sender.address, to: [to] },
        // A bounce would carry the address back into a mailbox.
        dsn: { notify: 'never', return: 'headers' },
        subject,
        text: paragraphs.map(wrapped).join('\n\n') + '\n',
        messageId: this.messageId(id),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'Content-Language': language,
        },
        xMailer: false,
        signal: AbortSignal.timeout(SEND_MS),
      });
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The same for the same letter, so that one that was sent twice can be told; nothing else can be made of it. */
  private messageId(id: string): string {
    const hash = keyedHash(this.ring.newest('letters').bytes, `message ${id}`);
    return `<${hash.subarray(0, 16).toString('hex')}@${domainOf(this.sender.address)}>`;
  }
}

/**
 * Asks a mail server whether it would take letters: connects, checks its certificate and signs in.
 * @throws MailFailedError
 */
export async function assertMailServerAnswers(
  server: SmtpServer,
  sender: MailSender,
  certificateAuthority?: string,
): Promise<void> {
  try {
    await transportTo(server, sender, certificateAuthority).verify();
  } catch (error) {
    throw failureOf(error);
  }
}

function transportTo(server: SmtpServer, sender: MailSender, certificateAuthority?: string) {
  return createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.user === undefined ? {} : { auth: { user: server.user, pass: server.password } }),
    // Else the name of this machine.
    name: domainOf(sender.address),
    tls: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
    },
    connectionTimeout: ANSWER_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
    dnsTimeout: ANSWER_MS,
    allowInternalNetworkInterfaces: true,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
    debug: false,
  });
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);

/** What mail programs would break anywhere is broken between words. */
function wrapped(paragraph: string): string {
  const lines = [''];
  for (const word of paragraph.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

function failureOf(error: unknown): MailFailedError {
  const { code, responseCode, command } = error as {
    code?: unknown;
    responseCode?: unknown;
    command?: unknown;
  };
  const known = typeof code === 'string' && /^E[A-Z0-9]{2,20}$/.test(code) ? code : 'EUNKNOWN';
  const answer =
    typeof responseCode === 'number' && responseCode >= 200 && responseCode < 600 ? responseCode : undefined;
  // What the server says of this letter alone. Of our sender, our password or our greeting it may think better.
  const isOfLetter = command === 'RCPT TO' || command === 'DATA';
  const isPermanent = isOfLetter && answer !== undefined && answer >= 500 && answer !== 503;
  return new MailFailedError(
    answer === undefined
      ? known.toLowerCase()
      : `smtp-${answer}${isOfLetter ? '' : `-${known.toLowerCase()}`}`,
    !isPermanent,
    answer === undefined || !isOfLetter,
  );
}
