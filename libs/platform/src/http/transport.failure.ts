// Why an exchange failed, before a profile turns it into its own typed error.

/** Every way in which reaching a server can fail; the retrieval profile's errors carry one of these. */
export const FETCH_ERROR_CODES = [
  'url-refused',
  'scheme-refused',
  'port-refused',
  'address-refused',
  'not-in-demonstration',
  'onion-needs-proxy',
  'name-not-found',
  'no-address',
  'dns-failed',
  'connect-failed',
  'proxy-failed',
  'tls-failed',
  'timeout',
  'cancelled',
  'too-many-redirects',
  'header-too-large',
  'too-large',
  'decompression-bomb',
  'budget-exhausted',
  'host-busy',
  'protocol-error',
] as const;

export type FetchErrorCode = (typeof FETCH_ERROR_CODES)[number];

/** A failure below the profiles. `detail` is a system or parser code, never an address. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly code: FetchErrorCode,
    readonly detail: string | null = null,
  ) {
    super(detail === null ? code : `${code}: ${detail}`);
  }
}

/** The code of a system error, or its class when it has none; messages of the system quote addresses. */
export function systemCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}
