// Bodies are read whole, whatever they are, so that the answer to a wrong one arrives; what is in them is read here.
import { STATUS_CODES } from 'node:http';
import { ManaraError } from '#libs/platform';

/** What is read at most before answering. */
export const READ_LIMIT_BYTES = 8 * 1024 * 1024;
/** What a report may be at most; far more than all limits of its fields together allow for plain text. */
export const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
const MOST_FIELDS = 200;

export interface RequestBody {
  /** The media type in small letters, without parameters; empty when none was given. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** A request that cannot be taken as it is. The code is the status in words. */
export class RequestRefusedError extends ManaraError {
  constructor(
    statusCode: 400 | 401 | 403 | 404 | 413 | 415 | 429,
    message: string,
    fields?: Record<string, string>,
    readonly retryAfterSeconds?: number,
  ) {
    super(STATUS_CODES[statusCode]!.toLowerCase().replaceAll(' ', '-'), message, statusCode, fields);
  }
}

/** The body as the parser left it, or an empty one. */
export function bodyOf(request: { body?: unknown }): RequestBody {
  const { body } = request;
  return typeof body === 'object' && body !== null && 'bytes' in body
    ? (body as RequestBody)
    : { type: '', bytes: Buffer.alloc(0) };
}

/** @throws RequestRefusedError with 413, 415 or 400 */
export function readJson({ type, bytes }: RequestBody): unknown {
  if (bytes.length > BODY_LIMIT_BYTES) {
    throw new RequestRefusedError(
      413,
      `The body is larger than ${BODY_LIMIT_BYTES} bytes. Send less at once.`,
    );
  }
  if (bytes.length > 0 && type !== 'application/json' && !type.endsWith('+json')) {
    throw new RequestRefusedError(415, 'Send the body as application/json.');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new RequestRefusedError(400, 'The body is not JSON in UTF-8.');
  }
}

export interface ReadForm {
  /** The first value of each field. */
  readonly fields: ReadonlyMap<string, string>;
  /** Why the form cannot be taken, if it cannot; what could be read is in `fields` all the same. */
  readonly refusal?: 413 | 415;
}

/** Reads a form. Never throws: the page that answers shows what could be read. */
export function readForm({ type, bytes }: RequestBody): ReadForm {
  if (bytes.length > 0 && type !== 'application/x-www-form-urlencoded') {
    return { fields: new Map(), refusal: 415 };
  }
  const fields = new Map<string, string>();
  for (const pair of bytes.toString('latin1').split('&', MOST_FIELDS)) {
    for (const [name, value] of new URLSearchParams(pair)) if (!fields.has(name)) fields.set(name, value);
  }
  return bytes.length > BODY_LIMIT_BYTES ? { fields, refusal: 413 } : { fields };
}
