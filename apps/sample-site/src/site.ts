// The server of the sample site: plain HTTP, nothing stored, the same answer every time.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { indexPage, notFoundPage, PAGES, slowPage, type Place } from './pages.js';
import { Pictures } from './pictures.js';
import { sampleListCsv } from './sample-list.js';

export interface SampleSiteOptions {
  host: string;
  /** 0 for any free port. */
  port: number;
  /** How long the slow page waits between its two parts. */
  slowMs?: number;
  /** Told of an answer that could not be made. */
  onError?: (error: unknown) => void;
}

export interface SampleSite {
  /** Origin, without a slash at its end. */
  url: string;
  stop(): Promise<void>;
}

const SLOW_MS = 4_000;
const USUAL_SEED = 'demo';
const REDIRECTS = 3;
// Pages are ours, but a browser that is shown them need not run or load anything else.
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

interface Wanted extends Place {
  seed: string;
  path: string;
}

/** Takes `/s/SEED` or `?seed=SEED` off an address; undefined when the seed is not made of safe letters. */
function wantedBy(address: string): Wanted | undefined {
  const url = new URL(address, 'http://sample.invalid');
  const [, inPath, rest] = /^\/s\/([^/]*)(\/.*)?$/.exec(url.pathname) ?? [];
  const seed = inPath ?? url.searchParams.get('seed') ?? undefined;
  const path = inPath === undefined ? url.pathname : (rest ?? '/');
  if (seed === undefined) return { seed: USUAL_SEED, prefix: '', path };
  return /^[A-Za-z0-9-]{1,64}$/.test(seed) ? { seed, prefix: `/s/${seed}`, path } : undefined;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

const answerOf = (status: number, contentType: string, body: string | Buffer): Answer => ({
  status,
  headers: { 'content-type': contentType },
  body,
});
const page = (body: string, status = 200): Answer => answerOf(status, 'text/html; charset=utf-8', body);
const text = (body: string, status = 200): Answer => answerOf(status, 'text/plain; charset=utf-8', body);
const redirect = (location: string): Answer => ({ status: 302, headers: { location }, body: '' });

class Handler {
  readonly #pictures = new Pictures();

  constructor(private readonly slowMs: number) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      this.#send(request, response, {
        ...text('Only GET and HEAD are answered here.\n', 405),
        headers: { allow: 'GET, HEAD' },
      });
      return;
    }
    const wanted = wantedBy(request.url ?? '/');
    if (wanted?.path === '/pages/slow') {
      await this.#sendSlowly(request, response, wanted);
      return;
    }
    this.#send(
      request,
      response,
      wanted === undefined ? page(notFoundPage(), 404) : await this.#answer(wanted),
    );
  }

  async #answer(wanted: Wanted): Promise<Answer> {
    const { path, prefix } = wanted;
    if (path === '/') return page(indexPage(wanted));
    if (path === '/healthz') return text('ok\n');
    if (path === '/readyz' || path === '/lists/sample.csv') {
      const list = await sampleListCsv(this.#pictures);
      return path === '/readyz' ? text('ok\n') : answerOf(200, 'text/csv; charset=utf-8', list);
    }
    const [, folder, name, step] = /^\/(pages|images)\/([\w.-]+)(?:\/(\d))?$/.exec(path) ?? [];
    if (folder === 'images' && name !== undefined) {
      const file = await this.#pictures.get(name, wanted.seed);
      return file === undefined ? page(notFoundPage(), 404) : answerOf(200, file.contentType, file.bytes);
    }
    if (folder === 'pages' && name === 'redirect') {
      const next = Number(step ?? '1') + 1;
      return redirect(next > REDIRECTS ? `${prefix}/pages/new` : `${prefix}/pages/redirect/${next}`);
    }
    const make =
      folder === 'pages' && name !== undefined && Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
    if (make === undefined) return page(notFoundPage(), 404);
    const answer = page(make(wanted));
    // A person who opens this page is not to be tripped up: their browser is told to load none of its files.
    if (name === 'bomb')
      answer.headers['content-security-policy'] = CONTENT_SECURITY_POLICY.replace(
        "img-src 'self'",
        "img-src 'none'",
      );
    return answer;
  }

  #send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
    response.writeHead(status, {
      ...this.#commonHeaders(),
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #sendSlowly(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
    const [first, second] = slowPage(place);
    response.writeHead(200, { ...this.#commonHeaders(), 'content-type': 'text/html; charset=utf-8' });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.write(first);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.slowMs);
      response.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    response.end(second);
  }

  #commonHeaders(): Record<string, string> {
    return {
      'cache-control': 'no-store',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    };
  }
}

/**
 * Starts the site.
 * @returns where it listens and how to end it
 * @throws Error when the port cannot be had
 */
export async function startSampleSite(options: SampleSiteOptions): Promise<SampleSite> {
  const handler = new Handler(options.slowMs ?? SLOW_MS);
  const server: Server = createServer((request, response) => {
    handler.handle(request, response).catch((error: unknown) => {
      options.onError?.(error);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
          .end('The sample site could not make this answer.\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
