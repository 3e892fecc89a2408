// One approved source over HTTP: the exact host and port with the credentials given for them, each answer bounded.
import { DeliveryClient, DeliveryError, type DeliveryResponse, type OwnAddresses } from '#libs/platform';
import type { OpenedSource } from './source.access.js';
import { malformed, SourceFailedError } from './source.protocol.js';

/** A page of a thousand entries has two megabytes at most. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const POLL_MS = 60_000;

export interface SourceRequest {
  /** Below the interface's own path, with its query. */
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: { readonly bytes: Buffer; readonly contentType: string };
  readonly headers?: Readonly<Record<string, string>>;
  /** What the answer has to be. */
  readonly accept: 'xml' | 'json' | 'anything';
}

const MEDIA_TYPES = {
  xml: { accept: 'application/xml', is: /^(?:application|text)\/(?:[\w.-]+\+)?xml\s*(?:;|$)/i },
  json: { accept: 'application/json', is: /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i },
  anything: { accept: '*/*', is: /^/ },
} as const;

export interface SourceClientOptions {
  readonly signal?: AbortSignal | undefined;
  readonly totalMs?: number | undefined;
  /** What this installation is reached by: no source of a list. */
  readonly own?: OwnAddresses | undefined;
}

export class SourceClient {
  private readonly client: DeliveryClient;
  private readonly signal: AbortSignal | undefined;

  /** @throws SourceFailedError when the address is none that can be approved */
  constructor(
    readonly source: OpenedSource,
    { signal, totalMs = POLL_MS, own }: SourceClientOptions = {},
  ) {
    this.signal = signal;
    try {
      this.client = new DeliveryClient({
        origin: source.origin,
        internal: source.isInternal,
        ...(source.ca === null ? {} : { ca: source.ca }),
        ...(own === undefined ? {} : { own }),
        totalMs,
        headerMs: totalMs,
        maxBodyBytes: MAX_BODY_BYTES,
      });
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** @throws SourceFailedError when there is no answer, a refusal, or one of another kind than asked for */
  async send(request: SourceRequest): Promise<Buffer> {
    const { accept, is } = MEDIA_TYPES[request.accept];
    const { username, password } = this.source.credentials;
    let answer: DeliveryResponse;
    try {
      answer = await this.client.send({
        path: `${this.source.path}${request.path}`,
        method: request.method ?? 'GET',
        ...(request.body === undefined ? {} : { body: request.body }),
        headers: {
          Accept: accept,
          ...(username === undefined || password === undefined
            ? {}
            : { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }),
          ...request.headers,
        },
        ...(this.signal === undefined ? {} : { signal: this.signal }),
      });
    } catch (error) {
      throw failureOf(error);
    }
    // Where somebody else answers, a page for people comes with 200.
    if (!is.test(answer.headers['content-type'] ?? '')) throw malformed('content-type');
    return answer.body;
  }
}

function failureOf(error: unknown): unknown {
  if (!(error instanceof DeliveryError)) return error;
  const code = error.status === null ? error.code : `http-${error.status}`;
  return new SourceFailedError(code, error.retryable || error.code === 'cancelled', error.retryAfterSeconds);
}
