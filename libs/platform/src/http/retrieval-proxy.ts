import { parseUrl } from '../parse-url.js';
// The setting RETRIEVAL_PROXY: how fetches leave this installation.

/** Proxies for the retrieval profile. `connect` carries everything but onion services, `onion` only those. */
export interface RetrievalProxies {
  connect: URL | null;
  onion: URL | null;
}

/**
 * Reads RETRIEVAL_PROXY: an `http:`, `https:` or `socks5h:` address, or one of each kind parted by a comma.
 * @throws TypeError for anything else, without quoting the value, which may hold a password
 */
export function parseRetrievalProxy(value: string | undefined): RetrievalProxies {
  const proxies: RetrievalProxies = { connect: null, onion: null };
  for (const part of (value ?? '').split(',').map((text) => text.trim())) {
    if (part === '') continue;
    const url = parseUrl(part);
    const kind =
      url === null
        ? undefined
        : { 'http:': 'connect' as const, 'https:': 'connect' as const, 'socks5h:': 'onion' as const }[
            url.protocol
          ];
    if (url === null || kind === undefined || url.hostname === '') {
      throw new TypeError(
        'takes http://, https:// or socks5h:// with a host, or one of each kind with a comma',
      );
    }
    if (proxies[kind] !== null)
      throw new TypeError(
        kind === 'onion' ? 'names two proxies for .onion' : 'names two proxies for http and https',
      );
    proxies[kind] = url;
  }
  return proxies;
}
