// Reads an http(s) address strictly: a host that is written in a disguise is refused, not translated.
import { domainToUnicode } from 'node:url';
import { parseAddress } from './address-classifier.js';
import { TransportFailure } from './transport.failure.js';

/** An address that may be resolved and checked next. */
export interface PlainUrl {
  url: URL;
  /** Host name in lower case and punycode, or the address literal without brackets. */
  host: string;
  port: number;
  /** Set when the host is a literal; nothing is resolved then. */
  literal: boolean;
  onion: boolean;
}

/** Names that never belong to a host on the public internet. @see RFC 6761, RFC 6762, RFC 8375, RFC 9476 */
const LOCAL_SUFFIXES = [
  'localhost',
  'local',
  'internal',
  'invalid',
  'home.arpa',
  'alt',
  'localdomain',
  'lan',
  'intranet',
];

const MAX_URL_LENGTH = 8192;
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const ONION = /^(?:[a-z0-9-]+\.)*[a-z2-7]{56}\.onion$/;

// Controls, white space, backslashes, and marks that a parser drops or that change how a text is read.
const NOT_PLAIN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\\]/u;

const refuse = (detail: string): never => {
  throw new TransportFailure('url-refused', detail);
};

/** Host part of an authority, brackets kept; user information is refused since it only serves to mislead. */
function rawHost(authority: string): string {
  if (authority.includes('@')) refuse('user-information');
  const bracketed = /^(\[[^\]]*\])(?::\d*)?$/.exec(authority);
  if (bracketed) return bracketed[1] ?? '';
  const plain = /^([^:[\]]*)(?::\d*)?$/.exec(authority);
  return plain?.[1] ?? refuse('authority');
}

function checkName(host: string): void {
  if (host.length > 253) refuse('name-length');
  const labels = host.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) refuse('name');
  // A label of punycode that does not decode is one that other parsers may read differently.
  if (domainToUnicode(host) === '') refuse('name');
}

function checkWritten(written: string, host: string, literal: boolean): void {
  const lower = written.toLowerCase();
  if (literal) {
    const inner = lower.startsWith('[') ? lower.slice(1, -1) : lower;
    if (inner.includes('.') && inner.includes(':')) refuse('literal');
    if (parseAddress(inner) === null) refuse('literal');
    return;
  }
  if (/^[\u0021-\u007e]+$/.test(lower)) {
    if (lower !== host) refuse('name');
    return;
  }
  // An international name is plain when each foreign label needs punycode; look-alike digits, letters and dots do not.
  const labels = lower.split('.');
  const mapped = host.split('.');
  const plain =
    labels.length === mapped.length &&
    labels.every((label, index) => label === mapped[index] || mapped[index]?.startsWith('xn--'));
  if (!plain) refuse('name');
}

/**
 * Parses an address to fetch, or a redirect's target relative to `base`.
 * @throws TransportFailure `url-refused` or `scheme-refused`, whose text never holds the address
 */
export function parsePlainUrl(text: string, base?: URL): PlainUrl {
  if (text.length > MAX_URL_LENGTH) refuse('length');
  if (NOT_PLAIN.test(text)) refuse('characters');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined && base === undefined) refuse('relative');
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw new TransportFailure('scheme-refused', 'scheme');
  }
  const written = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)/i.exec(text)?.[1];
  if (scheme !== undefined && written === undefined) refuse('authority');
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    return refuse('syntax');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TransportFailure('scheme-refused', 'scheme');
  url.hash = '';

  const bracketed = url.hostname.startsWith('[');
  const host = bracketed ? url.hostname.slice(1, -1) : url.hostname;
  const literal = bracketed || parseAddress(host) !== null;
  if (!literal) checkName(host);
  if (written !== undefined) checkWritten(rawHost(written), host, literal);
  const onion = host.endsWith('.onion');
  if (onion && !ONION.test(host)) refuse('onion-name');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { url, host, port, literal, onion };
}

/** Whether a name is one of the local kind, which no public resolver should be asked for. */
export function isLocalName(host: string): boolean {
  return LOCAL_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}
