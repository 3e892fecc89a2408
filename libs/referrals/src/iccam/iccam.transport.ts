/** How calls travel to ICCAM: over the project's delivery client, with mutual TLS to the approved host alone. */
import { DeliveryClient, DeliveryError, parseUrl } from '#libs/platform';
import type { DeliveryTarget } from '#libs/platform';
import {
  IccamConfigurationError,
  IccamProtocolError,
  IccamRefusedError,
  IccamUnavailableError,
} from './iccam.errors.js';

export interface IccamRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** Path under the interface's root, without a leading slash. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  bearer?: string;
}

export interface IccamAnswer {
  status: number;
  /** Parsed JSON; `undefined` for an empty body or one that is no JSON. */
  body: unknown;
  /** From `Retry-After`. */
  retryAfterMs?: number;
}

/** Carries one call and gives back any final answer, refusals included. */
export interface IccamTransport {
  /** @throws IccamUnavailableError when no answer came */
  request(request: IccamRequest): Promise<IccamAnswer>;
}

/** The interface's root address and what it takes to reach it. */
export interface IccamTransportOptions extends Omit<DeliveryTarget, 'origin'> {
  /** Such as `https://api.iccam.example/`; may have a path. */
  baseUrl: string;
}

export class DeliveryIccamTransport implements IccamTransport {
  readonly #client: DeliveryClient;
  readonly #basePath: string;

  /** @throws IccamConfigurationError when the address is not a plain https one */
  constructor({ baseUrl, ...target }: IccamTransportOptions) {
    const url = parseUrl(baseUrl);
    if (url?.protocol !== 'https:' || url.username || url.password || url.search || url.hash) {
      throw new IccamConfigurationError('address-not-plain-https');
    }
    this.#basePath = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
    this.#client = new DeliveryClient({ totalMs: 30_000, ...target, origin: url.origin });
  }

  async request({ method, path, query, body, bearer }: IccamRequest): Promise<IccamAnswer> {
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    try {
      const answer = await this.#client.send({
        method,
        path: `${this.#basePath}${path}${search}`,
        ...(body === undefined ? {} : { json: body }),
        ...(bearer === undefined ? {} : { bearer }),
      });
      return { status: answer.status, body: parseJson(answer.body) };
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      return answerOf(error, path.replaceAll(/\d+/g, ''));
    }
  }
}

function answerOf(error: DeliveryError, call: string): IccamAnswer {
  if (error.code === 'redirect-refused') {
    throw new IccamRefusedError(call, error.status ?? 0, [{ code: error.code, messages: [] }]);
  }
  if (error.answer) {
    return {
      status: error.answer.status,
      body: parseJson(error.answer.body),
      ...(error.retryAfterSeconds === null ? {} : { retryAfterMs: error.retryAfterSeconds * 1000 }),
    };
  }
  if (error.retryable) throw new IccamUnavailableError(call, error.code);
  // A request that left us was let through by the address rules, so the answer is what could not be read.
  if (error.requestSent) throw new IccamProtocolError(call, `a readable answer (${error.code})`);
  throw new IccamConfigurationError(error.code);
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return parsed;
  } catch {
    return undefined;
  }
}
