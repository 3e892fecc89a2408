// The retrieval profile: fetches addresses that strangers gave, and must never be led anywhere else.
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { connectDirect, connectThroughHttpProxy, connectThroughSocks, startTls } from './connection.js';
import { Deadline } from './deadline.js';
import { readBody, sendRequest } from './exchange.js';
import type { FetchBudget } from './fetch-budget.js';
import { selectHeaders } from './fetch-record.js';
import type { FetchHop, FetchRecord } from './fetch-record.js';
import { FetchError } from './fetch.error.js';
import { AddressGuard, makeResolver, resolveName } from './name-resolver.js';
import type { NameResolver, OwnAddresses } from './name-resolver.js';
import { parsePlainUrl } from './plain-url.js';
import type { PlainUrl } from './plain-url.js';
import type { RetrievalProxies } from './retrieval-proxy.js';
import { TransportFailure, systemCode } from './transport.failure.js';

/** A host that may be fetched although it is no public one: exact name or literal, exact port, exact address. */
export interface AllowedHost {
  host: string;
  port: number;
  address: string;
}

export interface RetrievalOptions {
  /** Ports beside 80 and 443. */
  ports?: readonly number[];
  own?: OwnAddresses;
  allowHosts?: readonly AllowedHost[];
  /** Refuse every host that is not in `allowHosts`, as the demonstration does. */
  onlyHosts?: boolean;
  proxies?: RetrievalProxies;
  /** Makes the DNS client of one fetch. */
  resolver?: () => NameResolver;
  userAgent?: string;
  maxRedirects?: number;
  totalMs?: number;
  connectMs?: number;
  tlsMs?: number;
  headerMs?: number;
  maxHeaderBytes?: number;
  maxBodyBytes?: number;
  maxDecodedBytes?: number;
}

/** Says when a host may be asked, so that all fetches together ask no host too often. */
export interface HostAdmission {
  /**
   * Called before each request, redirects included; the connection of the request before is closed by then.
   * @returns false when the host's turn does not come in time
   */
  enter(host: string, signal: AbortSignal): Promise<boolean>;
}

export interface FetchOptions {
  /** Shared by all fetches made for one page. */
  budget?: FetchBudget;
  /** Every host may be asked at any time when absent. */
  admission?: HostAdmission;
  signal?: AbortSignal;
  /** Lower the client's own bound for this fetch. */
  maxBodyBytes?: number;
  /** Value of the Accept header. */
  accept?: string;
}

export interface FetchResult {
  finalUrl: string;
  /** Any status, 404 and 500 included: that a server answered is the result. */
  status: number;
  headers: IncomingHttpHeaders;
  /** Decoded from gzip, deflate or br. */
  body: Buffer;
  fetchRecord: FetchRecord;
}

const MIB = 1024 * 1024;
// What most browsers of the day send: it names neither this software nor a hotline.
const USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const MAX_ADDRESSES_TRIED = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

type Limits = ReturnType<typeof limitsOf>;

const limitsOf = (options: RetrievalOptions) => ({
  userAgent: options.userAgent ?? USER_AGENT,
  maxRedirects: options.maxRedirects ?? 10,
  totalMs: options.totalMs ?? 60_000,
  connectMs: options.connectMs ?? 10_000,
  tlsMs: options.tlsMs ?? 10_000,
  headerMs: options.headerMs ?? 20_000,
  maxHeaderBytes: options.maxHeaderBytes ?? 32 * 1024,
  maxBodyBytes: options.maxBodyBytes ?? 64 * MIB,
  maxDecodedBytes: options.maxDecodedBytes ?? 64 * MIB,
});

/** Fetches reported addresses and what their pages are made of. Holds no connection and no cookie between calls. */
export class RetrievalClient {
  private readonly limits: Limits;
  private readonly ports: ReadonlySet<number>;
  private readonly guard: AddressGuard;
  private readonly allowed: ReadonlyMap<string, AllowedHost>;

  constructor(private readonly options: RetrievalOptions = {}) {
    this.limits = limitsOf(options);
    this.ports = new Set([80, 443, ...(options.ports ?? [])]);
    this.guard = new AddressGuard(options.own);
    this.allowed = new Map(
      (options.allowHosts ?? []).map((entry) => [hostKey(entry.host, entry.port), entry]),
    );
  }

  /**
   * Fetches an address with GET, following redirects.
   * @throws FetchError whenever no complete answer came; its `fetchRecord` tells how far it went
   */
  async fetch(address: string, options: FetchOptions = {}): Promise<FetchResult> {
    const record = this.newRecord(address);
    const deadline = new Deadline(this.limits.totalMs, options.signal);
    try {
      return await this.follow(address, options, record, deadline);
    } catch (error) {
      const failure = error instanceof TransportFailure ? error : unexpected(error);
      record.endedAt = new Date().toISOString();
      record.errorCode = failure.code;
      record.errorDetail = failure.detail;
      throw new FetchError(failure.code, failure.detail, record);
    } finally {
      deadline.close();
    }
  }

  private newRecord(address: string): FetchRecord {
    const now = new Date().toISOString();
    return {
      requestedUrl: address.slice(0, 8192),
      startedAt: now,
      endedAt: now,
      userAgent: this.limits.userAgent,
      hops: [],
      finalUrl: null,
      status: null,
      contentType: null,
      bodySha256: null,
      bodyBytes: 0,
      wireBytes: 0,
      errorCode: null,
      errorDetail: null,
    };
  }

  private async follow(
    address: string,
    options: FetchOptions,
    record: FetchRecord,
    deadline: Deadline,
  ): Promise<FetchResult> {
    let target = parsePlainUrl(address);
    for (let redirects = 0; ; redirects += 1) {
      const turn = options.admission?.enter(target.host, deadline.signal) ?? Promise.resolve(true);
      if (!(await deadline.run(turn, () => undefined))) throw new TransportFailure('host-busy');
      const hop = newHop(target.url.href);
      record.hops.push(hop);
      options.budget?.spendRequest(target.host);
      const socket = await this.connect(target, hop, deadline);
      try {
        const response = await this.request(socket, target, options, deadline);
        hop.status = response.statusCode ?? null;
        hop.headers = selectHeaders(response.headers);
        record.status = hop.status;
        const next = redirectTarget(response, target.url);
        if (next === null) return await this.finish(response, target, options, record, deadline);
        hop.location = next.slice(0, 8192);
        if (redirects >= this.limits.maxRedirects) throw new TransportFailure('too-many-redirects');
        target = parsePlainUrl(next, target.url);
      } finally {
        socket.destroy();
      }
    }
  }

  private async connect(target: PlainUrl, hop: FetchHop, deadline: Deadline): Promise<Socket> {
    const socket = await this.openChecked(target, hop, deadline);
    if (target.url.protocol !== 'https:') return socket;
    try {
      const secure = await startTls(socket, target.host, false, deadline, this.limits);
      hop.tls = secure.record;
      return secure.socket;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  private async openChecked(target: PlainUrl, hop: FetchHop, deadline: Deadline): Promise<Socket> {
    const exception = this.allowed.get(hostKey(target.host, target.port));
    if (exception !== undefined) {
      hop.connectedAddress = exception.address;
      return connectDirect(exception.address, target.port, deadline, this.limits);
    }
    if (this.options.onlyHosts) throw new TransportFailure('not-in-demonstration');
    if (!this.ports.has(target.port)) throw new TransportFailure('port-refused');
    if (target.onion) return this.openOnion(target, hop, deadline);

    const addresses = await this.checkedAddresses(target, hop, deadline);
    let last: unknown;
    for (const address of addresses.slice(0, MAX_ADDRESSES_TRIED)) {
      hop.connectedAddress = address;
      try {
        return await this.openAddress(address, target.port, hop, deadline);
      } catch (error) {
        last = error;
        if (deadline.signal.aborted || !isConnectFailure(error)) throw error;
      }
    }
    throw last;
  }

  private async checkedAddresses(target: PlainUrl, hop: FetchHop, deadline: Deadline): Promise<string[]> {
    if (target.literal) {
      this.guard.checkAddresses([target.host]);
      return [target.host];
    }
    this.guard.checkName(target.host);
    const resolver = this.options.resolver?.() ?? makeResolver();
    hop.resolvers = resolver.getServers?.() ?? [];
    const addresses = await resolveName(resolver, target.host, deadline);
    hop.resolvedAddresses = addresses;
    this.guard.checkAddresses(addresses);
    return addresses;
  }

  private openAddress(address: string, port: number, hop: FetchHop, deadline: Deadline): Promise<Socket> {
    const proxy = this.options.proxies?.connect ?? null;
    if (proxy === null) return connectDirect(address, port, deadline, this.limits);
    hop.egress = 'proxy';
    return connectThroughHttpProxy(proxy, address, port, deadline, this.limits);
  }

  private openOnion(target: PlainUrl, hop: FetchHop, deadline: Deadline): Promise<Socket> {
    const proxy = this.options.proxies?.onion ?? null;
    if (proxy === null) throw new TransportFailure('onion-needs-proxy');
    hop.egress = 'onion-proxy';
    return connectThroughSocks(proxy, target.host, target.port, deadline, this.limits);
  }

  private request(
    socket: Socket,
    target: PlainUrl,
    options: FetchOptions,
    deadline: Deadline,
  ): Promise<IncomingMessage> {
    const headers = {
      Host: target.url.host,
      'User-Agent': this.limits.userAgent,
      Accept: options.accept ?? '*/*',
      'Accept-Encoding': 'gzip, deflate, br',
    };
    const path = `${target.url.pathname}${target.url.search}`;
    const { maxHeaderBytes, headerMs } = this.limits;
    return sendRequest(socket, { method: 'GET', path, headers, maxHeaderBytes, headerMs }, deadline);
  }

  private async finish(
    response: IncomingMessage,
    target: PlainUrl,
    options: FetchOptions,
    record: FetchRecord,
    deadline: Deadline,
  ): Promise<FetchResult> {
    record.finalUrl = target.url.href;
    record.contentType = response.headers['content-type']?.slice(0, 256) ?? null;
    const left = options.budget?.bytesLeft ?? Number.POSITIVE_INFINITY;
    const maxBodyBytes = Math.min(this.limits.maxBodyBytes, options.maxBodyBytes ?? left, left);
    const maxDecodedBytes = Math.min(this.limits.maxDecodedBytes, options.maxBodyBytes ?? left, left);
    const progress = { wireBytes: 0 };
    let body: Buffer;
    try {
      body = await readBody(response, { maxBodyBytes, maxDecodedBytes }, deadline, progress);
    } finally {
      record.wireBytes = progress.wireBytes;
      options.budget?.spendBytes(progress.wireBytes);
    }
    options.budget?.spendBytes(Math.max(0, body.length - progress.wireBytes));
    record.bodySha256 = createHash('sha256').update(body).digest('hex');
    record.bodyBytes = body.length;
    record.endedAt = new Date().toISOString();
    return {
      finalUrl: target.url.href,
      status: response.statusCode ?? 0,
      headers: response.headers,
      body,
      fetchRecord: record,
    };
  }
}

function newHop(url: string): FetchHop {
  return {
    url,
    startedAt: new Date().toISOString(),
    resolvers: [],
    resolvedAddresses: [],
    connectedAddress: null,
    egress: 'direct',
    tls: null,
    status: null,
    headers: {},
    location: null,
  };
}

const hostKey = (host: string, port: number): string => `${host.toLowerCase()} ${port}`;

const isConnectFailure = (error: unknown): boolean =>
  error instanceof TransportFailure && (error.code === 'connect-failed' || error.code === 'timeout');

/** A fault of our own must not quote an address on its way out; only its kind is kept. */
const unexpected = (error: unknown): TransportFailure =>
  new TransportFailure('protocol-error', systemCode(error));

/** Where a redirect points, as it was written but for spaces, or null when the answer is no redirect. */
function redirectTarget(response: IncomingMessage, base: URL): string | null {
  const location = response.headers.location;
  if (location === undefined || !REDIRECTS.has(response.statusCode ?? 0)) return null;
  // Header bytes reach us as Latin-1; servers write UTF-8.
  const text = Buffer.from(location, 'latin1').toString('utf8').trim().replaceAll(' ', '%20');
  return text === '' ? base.href : text;
}
