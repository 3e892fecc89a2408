// What a fetch saw, without the content: the record that is kept as evidence of a retrieval.
import type { IncomingHttpHeaders } from 'node:http';
import type { TlsRecord } from './connection.js';
import type { FetchErrorCode } from './transport.failure.js';

/** How a hop left this installation. */
export type Egress = 'direct' | 'proxy' | 'onion-proxy';

/** One request of the chain. Times are ISO 8601 in UTC. */
export interface FetchHop {
  url: string;
  startedAt: string;
  /** Name servers that were asked; empty for a literal, an onion service or a pinned demonstration host. */
  resolvers: string[];
  /** Every answer of DNS, also those that made us refuse. */
  resolvedAddresses: string[];
  /** The checked address that the connection went to; null before that and for onion services. */
  connectedAddress: string | null;
  egress: Egress;
  tls: TlsRecord | null;
  status: number | null;
  /** A bounded selection; never cookies. */
  headers: Record<string, string>;
  location: string | null;
}

/** The whole fetch. No content, no cookies. */
export interface FetchRecord {
  requestedUrl: string;
  startedAt: string;
  endedAt: string;
  userAgent: string;
  hops: FetchHop[];
  finalUrl: string | null;
  status: number | null;
  contentType: string | null;
  /** SHA-256 of the decoded body, 64 hex digits; null when no body was read to its end. */
  bodySha256: string | null;
  /** Length of the decoded body. */
  bodyBytes: number;
  /** Bytes of the body as they came over the wire, before decoding. */
  wireBytes: number;
  errorCode: FetchErrorCode | null;
  /** A system or parser code that tells more about the error; never an address. */
  errorDetail: string | null;
}

const KEPT_HEADERS = [
  'age',
  'cache-control',
  'cf-ray',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'location',
  'refresh',
  'retry-after',
  'server',
  'via',
  'x-cache',
  'x-powered-by',
  'x-served-by',
];
const MAX_VALUE_LENGTH = 1024;

/** Headers worth keeping, each cut to 1,024 characters. */
export function selectHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) kept[name] = String(value).slice(0, MAX_VALUE_LENGTH);
  }
  return kept;
}
