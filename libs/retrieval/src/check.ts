// Whether reported material is still there. A mistake either way is costly, so doubt stays doubt.
import { FetchError } from '#libs/platform';
import type { FetchResult } from '#libs/platform';
import { classifyMediaType } from './classify-media-type.js';

export type OnlineState = 'online' | 'gone' | 'unknown';

/** What is known of the address from earlier fetches. */
export interface KnownContent {
  /** SHA-256 of the bytes that stood there, 64 hex digits, when they were fetched. */
  sha256: string | null;
  /**
   * Whether this fetch showed material of the case again, found by a look at the page's pictures or by a perceptual
   * hash; null when nobody compared.
   */
  sameMaterial: boolean | null;
  /** When an earlier check in an unbroken row first found that the host name does not exist. */
  nameMissingSince: Date | null;
}

export interface OnlineCheck {
  state: OnlineState;
  /** Stable word for why; free of addresses. */
  reason: string;
}

/** A name that is missing for less than this may only be a fault of its name servers. */
export const NAME_GONE_AFTER_MS = 6 * 60 * 60 * 1000;

const GONE = new Set([404, 410]);

/**
 * Judges one fetch of an address.
 *
 * Only three things say `gone`: 404, 410, and a host name that still does not exist hours after that was first
 * seen. A refused, blocked, slow or broken fetch says nothing: the server may only be refusing us. `online` needs the
 * same bytes or the same material, since pages of suspended sites answer 200 as well.
 */
export function onlineCheck(seen: FetchResult | FetchError, known: KnownContent, now: Date): OnlineCheck {
  if (seen instanceof FetchError) {
    // The answer began with its status; that its page was too long to be read changes nothing of it.
    const { status } = seen.fetchRecord;
    if (seen.code === 'too-large' && status !== null && GONE.has(status))
      return { state: 'gone', reason: `status-${status}` };
    if (seen.code !== 'name-not-found') return { state: 'unknown', reason: seen.code };
    const since = known.nameMissingSince;
    const gone = since !== null && now.getTime() - since.getTime() >= NAME_GONE_AFTER_MS;
    return gone ? { state: 'gone', reason: 'name-gone' } : { state: 'unknown', reason: 'name-not-found' };
  }
  if (known.sha256 !== null && seen.body.length > 0 && seen.fetchRecord.bodySha256 === known.sha256) {
    return { state: 'online', reason: 'same-bytes' };
  }
  if (known.sameMaterial === true) return { state: 'online', reason: 'same-material' };
  if (GONE.has(seen.status)) return { state: 'gone', reason: `status-${seen.status}` };
  if (seen.status < 200 || seen.status >= 300) return { state: 'unknown', reason: `status-${seen.status}` };
  if (seen.body.length === 0) return { state: 'unknown', reason: 'empty' };
  if (seen.fetchRecord.hops.length > 1) return { state: 'unknown', reason: 'redirected' };
  const page = classifyMediaType(seen.body) === 'text/html';
  return { state: 'unknown', reason: page ? 'page-changed' : 'bytes-changed' };
}
