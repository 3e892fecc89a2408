// The error of the delivery profile.
import type { IncomingHttpHeaders } from 'node:http';
import type { FetchErrorCode } from './transport.failure.js';

/** Ways in which a delivery fails: those of the transport, and what the recipient answered. */
export type DeliveryErrorCode =
  FetchErrorCode | 'not-approved' | 'redirect-refused' | 'http-status' | 'not-json';

/** The recipient's answer when it was not a success. */
export interface DeliveryAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Trying again can help with these. */
const RETRYABLE: ReadonlySet<DeliveryErrorCode> = new Set([
  'name-not-found',
  'no-address',
  'dns-failed',
  'connect-failed',
  'tls-failed',
  'timeout',
  'protocol-error',
]);

const isRetryableStatus = (status: number): boolean => status >= 500 || status === 429;

/**
 * A delivery that did not succeed. Message and enumerable fields hold neither the address nor what was sent or
 * answered; the answer itself is kept beside them for the caller.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly retryable: boolean;
  readonly status: number | null;
  /** From Retry-After, when the recipient asked for a pause; at most a day. */
  readonly retryAfterSeconds: number | null;
  declare readonly answer: DeliveryAnswer | null;

  /**
   * @param requestSent whether the recipient may have received the request; if so, a repeat must be idempotent
   */
  constructor(
    readonly code: DeliveryErrorCode,
    readonly detail: string | null,
    readonly requestSent: boolean,
    answer: DeliveryAnswer | null = null,
  ) {
    const text = answer === null ? code : `${code} ${answer.status}`;
    super(`The delivery failed: ${text}${detail === null ? '' : ` (${detail})`}`);
    this.status = answer?.status ?? null;
    this.retryable = code === 'http-status' ? isRetryableStatus(answer?.status ?? 0) : RETRYABLE.has(code);
    this.retryAfterSeconds = answer === null ? null : retryAfter(answer.headers['retry-after']);
    // Not enumerable: loggers and JSON walk the enumerable fields of an error.
    Object.defineProperty(this, 'answer', { value: answer, enumerable: false });
  }
}

const DAY_SECONDS = 86_400;

function retryAfter(value: string | undefined): number | null {
  if (value === undefined) return null;
  const seconds = /^\d{1,9}$/.test(value)
    ? Number(value)
    : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), DAY_SECONDS);
}
