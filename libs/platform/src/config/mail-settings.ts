// Reads how e-mail is sent. Nothing of a value that is refused is told: there is a password in it.
import { parseUrl } from '../parse-url.js';

/** Where e-mail is handed over. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** From the first byte, after the greeting, or not at all: on the loopback address alone. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string;
  readonly password?: string;
}

/** Whom an e-mail is from. */
export interface MailSender {
  /** Empty: the address alone. */
  readonly name: string;
  readonly address: string;
}

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;
const SENDER = /^(?:([^<>@"\p{C}]{0,64}?)\s*<([^<>\s]+)>|([^<>\s]+))$/u;
const ADDRESS = /^[A-Za-z0-9._+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/;

export const isLoopbackHost = (host: string) =>
  host === '127.0.0.1' || host === '::1' || host === 'localhost';

/** Reads `smtps://user:password@host` or `smtp://…`, which is upgraded. @throws Error saying what is wrong */
export function parseSmtpServer(value: string): SmtpServer {
  const url = parseUrl(value);
  const port = url === null ? undefined : PORTS[url.protocol as keyof typeof PORTS];
  if (url === null || port === undefined)
    throw new Error('is not an address like smtps://user:password@mail.example.org');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '' || !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    throw new Error('must be scheme, user, password, host and port alone');
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if ((user === '') !== (password === '')) throw new Error('must have both user and password, or neither');
  return Object.freeze({
    host,
    port: url.port === '' ? port : Number(url.port),
    security: url.protocol === 'smtps:' ? 'tls' : isLoopbackHost(host) ? 'none' : 'starttls',
    ...(user === '' ? {} : { user, password }),
  });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error('has a % in user or password that is no escape; write it as %25');
  }
}

/** Reads `Name <address>` or an address. @throws Error saying what is wrong */
export function parseMailSender(value: string): MailSender {
  const [, name = '', named, alone] = SENDER.exec(value.trim()) ?? [];
  const address = named ?? alone ?? '';
  if (!ADDRESS.test(address))
    throw new Error('must be an address, or a name with an address: Messages <messages@example.org>');
  return Object.freeze({ name: name.trim(), address });
}
