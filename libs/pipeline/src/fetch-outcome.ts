// What a fetch means for an item: a pure table from codes and statuses to results.
import type { ItemResult } from '#libs/cases';
import type { FetchErrorCode } from '#libs/platform';

export interface FetchOutcome {
  readonly result: ItemResult;
  /** Worth another attempt before it is taken for final. */
  readonly retry: boolean;
}

const final = (result: ItemResult): FetchOutcome => ({ result, retry: false });
const again = (result: ItemResult): FetchOutcome => ({ result, retry: true });

const BY_CODE: Readonly<Record<FetchErrorCode, FetchOutcome>> = {
  'url-refused': final('refused'),
  'scheme-refused': final('refused'),
  'port-refused': final('refused'),
  'address-refused': final('refused'),
  'not-in-demonstration': final('not-in-demonstration'),
  'onion-needs-proxy': final('refused'),
  'name-not-found': again('unreachable'),
  'no-address': again('unreachable'),
  'dns-failed': again('unreachable'),
  'connect-failed': again('unreachable'),
  'proxy-failed': again('unreachable'),
  'tls-failed': again('unreachable'),
  timeout: again('unreachable'),
  cancelled: again('unreachable'),
  'too-many-redirects': final('unreachable'),
  'header-too-large': final('unreachable'),
  'too-large': final('too-large'),
  'decompression-bomb': final('bomb'),
  'budget-exhausted': final('not-examined'),
  'host-busy': again('unreachable'),
  'protocol-error': again('unreachable'),
};

export function outcomeOfError(code: FetchErrorCode): FetchOutcome {
  return BY_CODE[code];
}

/** Undefined: the answer is one to look into. */
export function outcomeOfStatus(status: number): FetchOutcome | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 404 || status === 410) return final('gone');
  if (status === 429 || status >= 500) return again('unreachable');
  return final('unreachable');
}
