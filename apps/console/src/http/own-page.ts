// Whether a request that changes something comes from the console's own page. Browsers say where a request comes from;
// what says nothing at all is no browser, and the header of our own is asked of everybody.
import type { IncomingHttpHeaders } from 'node:http';
import { ManaraError } from '#libs/platform';

export const OWN_HEADER = 'x-manara';

export class ForeignPageError extends ManaraError {
  constructor() {
    super(
      'foreign-page',
      'The request does not come from the console’s own page. Open the console at its own address; programs send X-Manara: 1.',
      403,
    );
  }
}

/** @throws ForeignPageError */
export function assertOwnPage(headers: IncomingHttpHeaders, origin: string): void {
  const site = headers['sec-fetch-site'];
  const isOwn =
    headers[OWN_HEADER] === '1' &&
    (headers.origin === undefined ? site === undefined : headers.origin === origin) &&
    (site === undefined || site === 'same-origin');
  if (!isOwn) throw new ForeignPageError();
}
