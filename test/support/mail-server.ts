// A mail server of our own: keeps what it is sent, and misbehaves as it is told.
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** What was asked about bounces. */
  readonly notify: readonly string[];
  /** The name that the sender gave of itself. */
  readonly sentBy: string;
  readonly isEncrypted: boolean;
  /** Headers, an empty line, and the text, as they came. */
  readonly raw: string;
}

/** What goes wrong: an answer to a command, or a line that breaks. */
export type MailFault = { readonly at: 'MAIL' | 'RCPT' | 'DATA'; readonly code: number } | 'drop-in-data';

export interface MailServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** Holds for each letter until it is taken away. */
  fault: MailFault | undefined;
  /** Commands of letters that were begun. */
  begun: number;
  stop(): Promise<void>;
}

const refusal = (code: number, about: string) =>
  Object.assign(new Error(`<${about}> is not wanted here`), { responseCode: code });

/** Starts one on the loopback address. Without more it is plain and asks for no password. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const isAt = (command: string, about: string) =>
    typeof server.fault === 'object' && server.fault.at === command
      ? refusal(server.fault.code, about)
      : undefined;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
    disableReverseLookup: true,
    hideDSN: false,
    logger: false,
    onMailFrom({ address }, _session, done) {
      server.begun += 1;
      done(isAt('MAIL', address));
    },
    onRcptTo({ address }, _session, done) {
      done(isAt('RCPT', address));
    },
    onData(stream, session, done) {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        raw += text;
        if (server.fault === 'drop-in-data') for (const socket of sockets) socket.destroy();
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const error = isAt('DATA', rcptTo[0]?.address ?? '');
        if (error === undefined)
          server.mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            notify: rcptTo.flatMap(({ dsn }) => dsn?.notify ?? []),
            sentBy: session.hostNameAppearsAs,
            isEncrypted: session.secure,
            raw,
          });
        done(error);
      });
    },
    ...options,
  });
  smtp.on('error', () => undefined);
  const listening = smtp.listen(0, '127.0.0.1');
  listening.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(listening, 'listening');
  const server: MailServer = {
    port: (listening.address() as AddressInfo).port,
    mails: [],
    fault: undefined,
    begun: 0,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        smtp.close(resolve);
      }),
  };
  return server;
}

/** A key with a certificate that nobody else has signed. @param host the one that it is for */
export async function makeCertificate(host: string): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  return { key, cert };
}

/** Header by name, in small letters, and the decoded text. */
export function readMail(raw: string): { headers: Map<string, string>; text: string } {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const headers = new Map(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const encoded = body.join('\r\n\r\n');
  const text =
    headers.get('content-transfer-encoding') === 'base64'
      ? Buffer.from(encoded, 'base64').toString('utf8')
      : headers.get('content-transfer-encoding') === 'quoted-printable'
        ? Buffer.from(
            encoded
              .replace(/=\r\n/g, '')
              .replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            'latin1',
          ).toString('utf8')
        : encoded;
  return { headers, text };
}
