// The error of the retrieval profile.
import type { FetchRecord } from './fetch-record.js';
import type { FetchErrorCode } from './transport.failure.js';

/** Trying again cannot help with these: the address itself, or what stands there, is the reason. */
const PERMANENT: ReadonlySet<FetchErrorCode> = new Set([
  'url-refused',
  'scheme-refused',
  'port-refused',
  'address-refused',
  'not-in-demonstration',
  'onion-needs-proxy',
  'too-many-redirects',
  'header-too-large',
  'too-large',
  'decompression-bomb',
  'budget-exhausted',
]);

const MEANING: Record<FetchErrorCode, string> = {
  'url-refused': 'The address is not written plainly',
  'scheme-refused': 'Only http and https are fetched',
  'port-refused': 'The port is not one that may be fetched from',
  'address-refused': 'The host is not on the public internet or is our own',
  'not-in-demonstration': 'The demonstration fetches its sample site only',
  'onion-needs-proxy': 'Onion services need a socks5h proxy in RETRIEVAL_PROXY',
  'name-not-found': 'The host name does not exist',
  'no-address': 'The host name has no address',
  'dns-failed': 'The host name could not be looked up',
  'connect-failed': 'No connection could be made',
  'proxy-failed': 'The retrieval proxy did not open a connection',
  'tls-failed': 'TLS could not be set up',
  timeout: 'The server took too long',
  cancelled: 'The fetch was cancelled',
  'too-many-redirects': 'There were too many redirects',
  'header-too-large': 'The head of the answer is too large',
  'too-large': 'The body is too large',
  'decompression-bomb': 'The body grows too large when decompressed',
  'budget-exhausted': 'The page asks for more than one page may',
  'host-busy': 'The host is being asked for as much as it may be asked for now',
  'protocol-error': 'The answer is not valid HTTP',
};

/**
 * A fetch that brought nothing. Message and enumerable fields hold no address, so that a logger may print them;
 * the record with the addresses is there for the caller who stores it.
 */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly permanent: boolean;
  declare readonly fetchRecord: FetchRecord;

  constructor(
    readonly code: FetchErrorCode,
    readonly detail: string | null,
    fetchRecord: FetchRecord,
  ) {
    super(detail === null ? MEANING[code] : `${MEANING[code]} (${detail})`);
    this.permanent = PERMANENT.has(code);
    // Not enumerable: loggers and JSON walk the enumerable fields of an error.
    Object.defineProperty(this, 'fetchRecord', { value: fetchRecord, enumerable: false });
  }
}
