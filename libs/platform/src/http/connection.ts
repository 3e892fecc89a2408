// Opens a socket to one checked address, directly or through a proxy, and puts TLS on it.
import { isIP, connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import { request } from 'node:http';
import { isSameAddress } from './address-classifier.js';
import type { Deadline } from './deadline.js';
import { negotiateSocks } from './socks.js';
import { TransportFailure, systemCode } from './transport.failure.js';

/** What TLS told about a server; kept whether or not its certificate was in order. */
export interface TlsRecord {
  protocol: string | null;
  cipher: string | null;
  /** Whether the certificate is valid for the name. */
  authorized: boolean;
  authorizationError: string | null;
  /** SHA-256 of the certificate, 64 hex digits. */
  fingerprintSha256: string | null;
  validFrom: string | null;
  validTo: string | null;
}

export interface ConnectTimes {
  connectMs: number;
  tlsMs: number;
}

/** Waits for a socket's first event; a socket that fails or closes early becomes a typed failure. */
function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  code: 'connect-failed' | 'tls-failed' | 'proxy-failed',
) {
  return new Promise<void>((resolve, reject) => {
    const fail = (detail: string): void => reject(new TransportFailure(code, detail));
    socket.once(event, () => resolve());
    socket.once('error', (error) => fail(systemCode(error)));
    socket.once('close', () => fail('closed'));
  });
}

/** A socket whose later errors are seen by whoever reads it, never as an uncaught exception. */
function quiet<S extends Socket>(socket: S): S {
  socket.on('error', () => undefined);
  return socket;
}

/**
 * Refuses a socket that ended somewhere else than at the address that was checked.
 * @throws TransportFailure `address-refused`
 */
export function checkRemoteAddress(socket: Socket, address: string): void {
  if (!isSameAddress(socket.remoteAddress ?? '', address)) {
    socket.destroy();
    throw new TransportFailure('address-refused', 'remote-address');
  }
}

/** Connects to an address literal. The address is never a name, so nothing is resolved on the way. */
export async function connectDirect(
  address: string,
  port: number,
  deadline: Deadline,
  times: ConnectTimes,
): Promise<Socket> {
  const family = isIP(address);
  if (family === 0) throw new TransportFailure('address-refused', 'invalid');
  const socket = quiet(connectTcp({ host: address, port, family, autoSelectFamily: false }));
  socket.setNoDelay(true);
  const work = opened(socket, 'connect', 'connect-failed');
  await deadline.run(work, () => socket.destroy(), times.connectMs, 'connect');
  checkRemoteAddress(socket, address);
  return socket;
}

/** Connects to a proxy that the operator named; its own name is the operator's business and is not checked. */
async function connectProxy(
  proxy: URL,
  defaultPort: number,
  deadline: Deadline,
  times: ConnectTimes,
): Promise<Socket> {
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  const port = proxy.port === '' ? defaultPort : Number(proxy.port);
  const secure = proxy.protocol === 'https:';
  const socket = quiet(
    secure ? connectTls({ host, port, servername: isIP(host) ? '' : host }) : connectTcp({ host, port }),
  );
  const work = opened(socket, secure ? 'secureConnect' : 'connect', 'proxy-failed');
  await deadline.run(work, () => socket.destroy(), times.connectMs, 'proxy');
  return socket;
}

const bracket = (address: string): string => (isIP(address) === 6 ? `[${address}]` : address);

/** A tunnel by HTTP CONNECT to an address literal. @see RFC 9110, section 9.3.6 */
export async function connectThroughHttpProxy(
  proxy: URL,
  address: string,
  port: number,
  deadline: Deadline,
  times: ConnectTimes,
): Promise<Socket> {
  const socket = await connectProxy(proxy, proxy.protocol === 'https:' ? 443 : 80, deadline, times);
  const target = `${bracket(address)}:${port}`;
  const headers: Record<string, string> = { Host: target };
  if (proxy.username !== '') {
    const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    headers['Proxy-Authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const work = new Promise<void>((resolve, reject) => {
    const fail = (detail: string): void => reject(new TransportFailure('proxy-failed', detail));
    const call = request({
      createConnection: () => socket,
      method: 'CONNECT',
      path: target,
      headers,
      setHost: false,
    });
    call.once('connect', (response, _socket, head) => {
      if (response.statusCode !== 200) fail(`status-${response.statusCode ?? 0}`);
      // Bytes before we spoke would be read as the server's answer.
      else if (head.length > 0) fail('early-bytes');
      else resolve();
    });
    call.once('response', (response) => fail(`status-${response.statusCode ?? 0}`));
    call.once('error', (error) => fail(systemCode(error)));
    call.once('close', () => fail('closed'));
    call.end();
  });
  await deadline.run(work, () => socket.destroy(), times.connectMs, 'proxy');
  return socket;
}

/** A tunnel by SOCKS 5 in which the proxy resolves the name; for onion services only. */
export async function connectThroughSocks(
  proxy: URL,
  host: string,
  port: number,
  deadline: Deadline,
  times: ConnectTimes,
): Promise<Socket> {
  const socket = await connectProxy(proxy, 1080, deadline, times);
  await deadline.run(
    negotiateSocks(socket, proxy, host, port),
    () => socket.destroy(),
    times.connectMs,
    'proxy',
  );
  return socket;
}

/**
 * Starts TLS on an open socket. With `strict` a certificate that is not in order ends the connection; without it
 * the fault is recorded, since an offender's server with a broken certificate must still be seen, and old protocol
 * versions are spoken.
 */
export async function startTls(
  socket: Socket,
  host: string,
  strict: boolean,
  deadline: Deadline,
  times: ConnectTimes,
  credentials: SecureContextOptions = {},
): Promise<{ socket: TLSSocket; record: TlsRecord }> {
  const secure = quiet(
    connectTls({
      ...credentials,
      ...(strict
        ? { minVersion: 'TLSv1.2' as const }
        : { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' }),
      socket,
      host,
      servername: isIP(host) ? '' : host,
      rejectUnauthorized: strict,
      ALPNProtocols: ['http/1.1'],
    }),
  );
  await deadline.run(
    opened(secure, 'secureConnect', 'tls-failed'),
    () => secure.destroy(),
    times.tlsMs,
    'tls',
  );
  return { socket: secure, record: describeTls(secure) };
}

function describeTls(socket: TLSSocket): TlsRecord {
  const certificate = socket.getPeerCertificate();
  const error = socket.authorizationError as unknown;
  return {
    protocol: socket.getProtocol(),
    cipher: socket.getCipher().name,
    authorized: socket.authorized,
    authorizationError: socket.authorized ? null : authorizationCode(error),
    fingerprintSha256: certificate.fingerprint256?.replaceAll(':', '').toLowerCase() ?? null,
    validFrom: certificate.valid_from ?? null,
    validTo: certificate.valid_to ?? null,
  };
}

/** Only codes such as CERT_HAS_EXPIRED are kept; a message may quote the name. */
function authorizationCode(error: unknown): string {
  const text = typeof error === 'string' ? error : systemCode(error);
  return /^[A-Z0-9_]{3,64}$/.test(text) ? text : 'INVALID';
}
