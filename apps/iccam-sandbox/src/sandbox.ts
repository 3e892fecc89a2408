/** The ICCAM stand-in as a server: HTTPS with client certificates, one small router. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { certificatesIn, writePrivate } from './certificates.js';
import { Faults } from './faults.js';
import { answerRest } from './iccam.routes.js';
import { IccamRules } from './iccam.rules.js';
import { PAGE_HEADERS, renderPage } from './page.js';
import { Partner } from './partner.js';
import { Refusal, refuse } from './refusal.js';
import { StateStore } from './state.store.js';
import { TokenStore } from './token.store.js';
import type { SandboxAccount } from './token.store.js';

export interface SandboxOptions {
  /** Certificates, account and state live here; files are for the owner only. */
  dir: string;
  host?: string;
  /** 0 takes a free one. */
  port?: number;
  /** Work on a new report before actions and assignments are accepted, in milliseconds. */
  processingMs?: number;
  /** A token used earlier than this is rejected, in milliseconds. */
  tokenSettleMs?: number;
  tokenLifetimeSeconds?: number;
  /** Country of the account that is made when `accounts` is not given. */
  countryCode?: string;
  accounts?: readonly SandboxAccount[];
  /** Partner hotlines act by themselves, a step every `autoPartnerStepMs`. */
  autoPartner?: boolean;
  autoPartnerStepMs?: number;
  /** How long the fault `slow` waits. */
  slowMs?: number;
  now?: () => number;
}

export interface Sandbox {
  url: string;
  caPem: string;
  clientPem: string;
  clientKeyPem: string;
  /** The account to sign in with. */
  account: SandboxAccount;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;
const PARTNER_TICK_MS = 200;
const UNREAD_BODY_MS = 5000;

interface Parts {
  rules: IccamRules;
  tokens: TokenStore;
  faults: Faults;
  partner: Partner;
  autoPartner: boolean;
}

/** Starts a sandbox; everything it needs it makes in `dir`. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const now = options.now ?? Date.now;
  const certificates = await certificatesIn(options.dir, host);
  const accounts = options.accounts ?? [accountIn(options.dir, options.countryCode ?? 'LU')];
  const account = accounts[0];
  if (!account) throw new RangeError('The sandbox needs at least one account.');
  const rules = new IccamRules(new StateStore(join(options.dir, 'state.json')), {
    processingMs: options.processingMs ?? 0,
    now,
  });
  const parts: Parts = {
    rules,
    tokens: new TokenStore(accounts, {
      tokenSettleMs: options.tokenSettleMs ?? 0,
      tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 1800,
      now,
    }),
    faults: new Faults(options.slowMs ?? 3000),
    partner: new Partner(rules, { stepMs: options.autoPartnerStepMs ?? 1000, now }),
    autoPartner: options.autoPartner ?? false,
  };
  const server = createServer(
    {
      ca: certificates.caPem,
      cert: certificates.serverPem,
      key: certificates.serverKeyPem,
      // The page for people needs no certificate, so each route that does asks for it itself.
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    },
    (request, response) => void handle(parts, request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const timer = parts.autoPartner
    ? setInterval(() => parts.partner.actOnWaiting(), PARTNER_TICK_MS).unref()
    : undefined;
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    caPem: certificates.caPem,
    clientPem: certificates.clientPem,
    clientKeyPem: certificates.clientKeyPem,
    account,
    stop: () => {
      clearInterval(timer);
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** The account of this folder: made at the first start with a random password. */
function accountIn(dir: string, countryCode: string): SandboxAccount {
  const file = join(dir, 'account.json');
  if (existsSync(file)) {
    const kept: SandboxAccount = JSON.parse(readFileSync(file, 'utf8'));
    if (kept.countryCode === countryCode) return kept;
  }
  const account = { username: 'hotline-api', password: randomBytes(24).toString('base64url'), countryCode };
  writePrivate(file, JSON.stringify(account));
  return account;
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'https://sandbox.invalid');
    await route(parts, url, request, response);
  } catch (error) {
    // A caller who went away while sending gets no answer.
    if (response.destroyed) return;
    const refusal = error instanceof Refusal ? error : refuse(500, 'ServerError', 'The sandbox failed.');
    if (refusal.status === 413) leaveUnread(request, response);
    sendJson(response, refusal.status, { errors: refusal.errors });
  }
}

async function route(
  parts: Parts,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const path = url.pathname.slice(1);
  if (method === 'GET' && (path === 'healthz' || path === 'readyz')) {
    sendJson(response, 200, { status: 'ok' });
    return;
  }
  if (method === 'GET' && path === '') {
    const { reports, contents } = parts.rules;
    const page = { reports, contents, fault: parts.faults.description, autoPartner: parts.autoPartner };
    response.writeHead(200, PAGE_HEADERS).end(renderPage(page));
    return;
  }
  if (!(request.socket instanceof TLSSocket) || !request.socket.authorized) {
    throw refuse(403, 'ClientCertificateRequired', 'A client certificate of the sandbox is required.');
  }
  const body = await readBody(request);
  if (path.startsWith('sandbox/')) {
    sendJson(response, 200, answerSandbox(parts, `${method} ${path}`, body));
    return;
  }
  const isWrite = method !== 'GET' && /^rest\//i.test(path);
  const fault = parts.faults.plan(isWrite);
  if (fault.drop === 'before') {
    request.socket.destroy();
    return;
  }
  if (fault.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  const answer = answerInterface(parts, method, path, url.searchParams, body, bearerOf(request));
  if (fault.drop === 'after') request.socket.destroy();
  else sendJson(response, 200, answer);
}

function answerInterface(
  { rules, tokens }: Parts,
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
  bearer: string | undefined,
): unknown {
  const fields = fieldsOf(body);
  switch (`${method} ${path}`) {
    case 'POST Authentication':
      return tokens.signIn(fields.username, fields.password);
    case 'POST Authentication/refresh':
      return tokens.refresh(fields.bearerToken, fields.refreshToken);
    case 'POST Authentication/logout':
      return tokens.signOut(bearer);
    case 'GET Authentication/userinfo':
      return {
        isAuthenticated: true,
        exposedClaims: { exp: Math.floor(tokens.check(bearer).expiresAt / 1000) },
      };
    default:
      return answerRest(rules, method, path, { account: tokens.check(bearer).account, query, body });
  }
}

/** What a test or a demonstration does beside the interface. */
function answerSandbox({ rules, partner, faults }: Parts, call: string, body: unknown): unknown {
  const fields = fieldsOf(body);
  switch (call) {
    case 'GET sandbox/reports':
      return rules.reports.map((report) => ({ ...report, contents: rules.contentsOf(report.reportId) }));
    case 'POST sandbox/partner/act':
      partner.act(fields);
      return { acted: true };
    case 'POST sandbox/faults':
      faults.set(fields.mode, fields.times);
      return { fault: faults.description };
    default:
      throw refuse(404, 'NotFound', 'There is no such call.');
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left open when stopped early, so that the refusal can still be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw refuse(413, 'BodyTooLarge', `At most ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw refuse(400, 'ContentType', 'The body must be application/json.');
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return body;
  } catch {
    throw refuse(400, 'Body', 'The body is not JSON.');
  }
}

/** The rest of a body is thrown away for a while, or the sender would not read the answer. */
function leaveUnread(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  request.resume();
  setTimeout(() => request.destroy(), UNREAD_BODY_MS).unref();
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
