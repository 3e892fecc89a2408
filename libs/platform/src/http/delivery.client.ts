// The delivery profile: speaks to one recipient, at the exact host and port that a person approved.
import { parseUrl } from '../parse-url.js';
import { lookup } from 'node:dns/promises';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { connectDirect, startTls } from './connection.js';
import type { TlsRecord } from './connection.js';
import { Deadline } from './deadline.js';
import { DeliveryError } from './delivery.error.js';
import { readBody, sendRequest } from './exchange.js';
import { AddressGuard, makeResolver, resolveName } from './name-resolver.js';
import type { NameResolver, OwnAddresses } from './name-resolver.js';
import { parsePlainUrl } from './plain-url.js';
import { TransportFailure, systemCode } from './transport.failure.js';

/** Where and as whom to deliver. */
export interface DeliveryTarget {
  /** The approved origin, such as `https://reports.example:8443`. Plain http only with `internal`. */
  origin: string;
  /** A person has approved that this host is inside our own network: its addresses are looked at for our own alone. */
  internal?: boolean;
  /** Certificate authorities in PEM to trust instead of the public ones. */
  ca?: string | readonly string[];
  /** Client certificate: PEM pair or PKCS #12 file. */
  clientCertificate?:
    { cert: string; key: string; passphrase?: string } | { pfx: Buffer; passphrase?: string };
  own?: OwnAddresses;
  resolver?: () => NameResolver;
  totalMs?: number;
  connectMs?: number;
  tlsMs?: number;
  headerMs?: number;
  maxHeaderBytes?: number;
  maxBodyBytes?: number;
}

export interface DeliveryRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query under the approved origin, or a whole address that must have the approved origin. */
  path: string;
  /** Sent as JSON; leave out for no body or for `body`. */
  json?: unknown;
  body?: { bytes: Buffer; contentType: string };
  bearer?: string;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

export interface DeliveryResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  connectedAddress: string;
  tls: TlsRecord | null;
  /** The body as JSON. @throws DeliveryError `not-json` */
  json(): unknown;
}

interface Progress {
  sent: boolean;
}

const localHost = /^(?:[a-z0-9_-]+\.)*[a-z0-9_-]+$/;

/** Delivers to one approved recipient. Follows no redirect and holds no connection between calls. */
export class DeliveryClient {
  private readonly url: URL;
  private readonly host: string;
  private readonly port: number;
  private readonly guard: AddressGuard;

  /** @throws DeliveryError `not-approved` when the origin is not a plain one or is http without `internal` */
  constructor(private readonly target: DeliveryTarget) {
    const url = parseUrl(target.origin);
    if (url === null || url.origin !== target.origin.toLowerCase().replace(/\/$/, '')) {
      throw new DeliveryError('not-approved', 'origin', false);
    }
    this.url = url;
    this.host = url.hostname.replace(/^\[|\]$/g, '');
    this.port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && target.internal)) {
      throw new DeliveryError('not-approved', 'scheme', false);
    }
    this.guard = new AddressGuard(target.own);
  }

  /**
   * Sends one request and reads the answer.
   * @throws DeliveryError for any answer but 2xx, and when no answer came; `retryable` says whether to try again
   */
  async send(request: DeliveryRequest): Promise<DeliveryResponse> {
    const url = this.approvedUrl(request.path);
    const deadline = new Deadline(this.target.totalMs ?? 60_000, request.signal);
    const progress: Progress = { sent: false };
    try {
      return await this.exchange(url, request, deadline, progress);
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      const failure =
        error instanceof TransportFailure ? error : new TransportFailure('protocol-error', systemCode(error));
      throw new DeliveryError(failure.code, failure.detail, progress.sent);
    } finally {
      deadline.close();
    }
  }

  private approvedUrl(path: string): URL {
    const url = parseUrl(path, this.url);
    if (url === null || url.origin !== this.url.origin || url.username !== '' || url.password !== '') {
      throw new DeliveryError('not-approved', 'path', false);
    }
    return url;
  }

  private async exchange(
    url: URL,
    request: DeliveryRequest,
    deadline: Deadline,
    progress: Progress,
  ): Promise<DeliveryResponse> {
    const { socket, address, tls } = await this.connect(deadline);
    try {
      const { headers, body } = contentOf(request);
      progress.sent = true;
      const response = await sendRequest(
        socket,
        {
          method: request.method ?? (body === undefined ? 'GET' : 'POST'),
          path: `${url.pathname}${url.search}`,
          headers: { Host: url.host, ...headers },
          ...(body === undefined ? {} : { body }),
          maxHeaderBytes: this.target.maxHeaderBytes ?? 32 * 1024,
          headerMs: this.target.headerMs ?? 30_000,
        },
        deadline,
      );
      const maxBytes = this.target.maxBodyBytes ?? 8 * 1024 * 1024;
      const limits = { maxBodyBytes: maxBytes, maxDecodedBytes: maxBytes };
      const answer = {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: await readBody(response, limits, deadline),
      };
      if (answer.status >= 300 && answer.status < 400) {
        throw new DeliveryError('redirect-refused', null, true, answer);
      }
      if (answer.status < 200 || answer.status >= 300)
        throw new DeliveryError('http-status', null, true, answer);
      return { ...answer, connectedAddress: address, tls, json: () => parseJson(answer.body) };
    } finally {
      socket.destroy();
    }
  }

  private async connect(
    deadline: Deadline,
  ): Promise<{ socket: Socket; address: string; tls: TlsRecord | null }> {
    const times = { connectMs: this.target.connectMs ?? 10_000, tlsMs: this.target.tlsMs ?? 10_000 };
    let last: unknown = new TransportFailure('no-address');
    for (const address of (await this.addresses(deadline)).slice(0, 4)) {
      try {
        const socket = await connectDirect(address, this.port, deadline, times);
        if (this.url.protocol !== 'https:') return { socket, address, tls: null };
        const credentials = {
          ...(this.target.ca === undefined ? {} : { ca: [this.target.ca].flat() }),
          ...this.target.clientCertificate,
        };
        const secure = await startTls(socket, this.host, true, deadline, times, credentials).catch(
          (error: unknown) => {
            socket.destroy();
            throw error;
          },
        );
        return { socket: secure.socket, address, tls: secure.record };
      } catch (error) {
        last = error;
        const tryNext = error instanceof TransportFailure && error.code === 'connect-failed';
        if (!tryNext || deadline.signal.aborted) throw error;
      }
    }
    throw last;
  }

  private async addresses(deadline: Deadline): Promise<string[]> {
    if (this.target.internal) {
      const found = await internalAddresses(this.host, deadline);
      this.guard.checkInternal(this.host, this.port, found);
      return found;
    }
    const plain = parsePlainUrl(this.url.href);
    if (plain.onion) throw new TransportFailure('address-refused', 'onion');
    if (plain.literal) {
      this.guard.checkAddresses([plain.host]);
      return [plain.host];
    }
    this.guard.checkName(plain.host);
    const addresses = await resolveName(this.target.resolver?.() ?? makeResolver(), plain.host, deadline);
    this.guard.checkAddresses(addresses);
    return addresses;
  }
}

/** An internal host may stand in the hosts file or a container network, so the system looks it up. */
async function internalAddresses(host: string, deadline: Deadline): Promise<string[]> {
  if (!localHost.test(host) && !host.includes(':')) throw new TransportFailure('url-refused', 'name');
  try {
    const found = await deadline.run(lookup(host, { all: true }), () => undefined, 10_000, 'dns');
    return found.map((entry) => entry.address);
  } catch (error) {
    if (error instanceof TransportFailure) throw error;
    throw new TransportFailure('dns-failed', systemCode(error));
  }
}

function contentOf(request: DeliveryRequest): { headers: Record<string, string>; body: Buffer | undefined } {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Encoding': 'identity' };
  if (request.bearer !== undefined) headers['Authorization'] = `Bearer ${request.bearer}`;
  let body: Buffer | undefined;
  if (request.json !== undefined) {
    body = Buffer.from(JSON.stringify(request.json));
    headers['Content-Type'] = 'application/json';
  } else if (request.body !== undefined) {
    body = request.body.bytes;
    headers['Content-Type'] = request.body.contentType;
  }
  const method = request.method ?? (body === undefined ? 'GET' : 'POST');
  if (body !== undefined || !['GET', 'DELETE'].includes(method))
    headers['Content-Length'] = String(body?.length ?? 0);
  return { headers: { ...headers, ...request.headers }, body };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new DeliveryError('not-json', null, true);
  }
}
