// Addresses as the public types them: found in free text, repaired, and brought to a form by which they are grouped.
import { createHash } from 'node:crypto';
import { parseUrl } from '#libs/platform';
import { getDomain, getPublicSuffix, parse } from 'tldts';
import { MappedText } from './mapped-text.js';

/** One address out of a report. */
export interface ReportedAddress {
  /** Exactly as it stood in the text. */
  asTyped: string;
  /** An address that can be fetched, fragment kept, user information dropped; null when none can be made. */
  normalised: string | null;
}

const MAX_TEXT_LENGTH = 64 * 1024;
const MAX_ADDRESSES = 200;
const MAX_URL_LENGTH = 8192;
/** What an index takes with room to spare; a longer key is cut and told apart by its digest. */
const MAX_KEY_BYTES = 1000;
const KEPT_OF_LONG_KEY = 200;

const DOT_WORDS = '(?:\\.|dot|punkt|point|punto|ponto|نقطة)';
const SCHEME =
  /(?<![a-z0-9])h(?:tt|xx|\*\*|__|zz|tx|xt)p(s?)(?:\s{0,3}[:;]\s{0,3}[/\\]{1,3}|[/\\]{2})\s{0,3}/giu;
const BRACKETED_DOT = new RegExp(
  `[ \\t]{0,3}[[({<][ \\t]{0,3}${DOT_WORDS}[ \\t]{0,3}[\\])}>][ \\t]{0,3}`,
  'giu',
);
const BRACKETED_MARK = /[[({]\s{0,3}(:\/\/|:|\/)\s{0,3}[\])}]/gu;
const ESCAPED_DOT = /(?<=[\p{L}\p{N}])\\\.(?=[\p{L}\p{N}])/gu;
const FOREIGN_DOT = /(?<=[a-z0-9])[。．｡](?=[a-z0-9])/giu;
const SPOKEN =
  /(?<![\p{L}\p{N}.@-])[a-z0-9-]{1,63}(?:[ \t]{1,3}(?:dot|punkt|point)[ \t]{1,3}[a-z0-9-]{1,63}){1,10}(?![\p{L}\p{N}-])/giu;
const SPOKEN_DOT = /[ \t]+(?:dot|punkt|point)[ \t]+/giu;
const SPOKEN_PATH = /(?<=[a-z0-9]\.[a-z]{2,20})(?:[ \t]{1,3}slash[ \t]{1,3}\S{1,200}){1,20}/giu;

const TAIL = '[^\\s<>"“”„«»`|]';
const HOST_MARK = '[^\\s<>"“”„«»`|,;/?#]';
const CANDIDATE = new RegExp(
  [
    `https?://${HOST_MARK}+(?:[/?#]${TAIL}*)?`,
    `(?<![\\p{L}\\p{N}_.@/%+-])(?:[\\p{L}\\p{N}_-]{1,63}\\.){1,20}(?:[\\p{L}]{2,63}|xn--[a-z0-9-]{1,59})\\.?(?::\\d{1,5})?(?:[/?#]${TAIL}*)?(?![\\p{L}\\p{N}_@-])`,
    `(?<![\\p{L}\\p{N}_.@/%+-])\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?(?:[/?#]${TAIL}*)?(?![\\p{L}\\p{N}_@.-])`,
  ].join('|'),
  'giu',
);
const STUCK_TOGETHER = /[,;]+(?=https?:\/\/)/giu;
const TRAILING = /[.,;:!?'’‘…*~،؛؟，。、；：！？）】」』》\]})>]$/u;
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/**
 * Finds the addresses in what a person typed: defanged, spelled out, without a scheme, several at once, in the
 * middle of a sentence. Mail addresses are not taken for addresses of pages.
 * @returns in order and without repetition; one entry with `normalised` null when there is text but no address
 */
export function parseReported(text: string): ReportedAddress[] {
  const source = text.slice(0, MAX_TEXT_LENGTH);
  if (source.trim() === '') return [];
  const repaired = repair(MappedText.of(source));
  const found: ReportedAddress[] = [];
  const seen = new Set<string>();
  for (const match of repaired.text.matchAll(CANDIDATE)) {
    let offset = match.index;
    for (const part of match[0].split(STUCK_TOGETHER)) {
      const start = repaired.text.indexOf(part, offset);
      offset = start + part.length;
      const candidate = trimEnd(part);
      const withScheme = /^https?:\/\//i.test(candidate);
      if (!withScheme && !looksLikeHost(candidate)) continue;
      const normalised = fetchable(withScheme ? candidate : `http://${candidate}`);
      const asTyped = repaired.original(start, start + candidate.length);
      const key = normalised ?? asTyped;
      if (seen.has(key) || found.length >= MAX_ADDRESSES) continue;
      seen.add(key);
      found.push({ asTyped, normalised });
    }
  }
  return found.length > 0 ? found : [{ asTyped: source.trim(), normalised: null }];
}

function repair(given: MappedText): MappedText {
  return given
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, () => '')
    .replace(/[\uff01-\uff0d\uff0f-\uff5e]/gu, (wide) =>
      String.fromCharCode((wide.codePointAt(0) ?? 0) - 0xfee0),
    )
    .replace(FOREIGN_DOT, () => '.')
    .replace(BRACKETED_MARK, (_whole, mark) => mark ?? '')
    .replace(BRACKETED_DOT, () => '.')
    .replace(ESCAPED_DOT, () => '.')
    .replace(SCHEME, (_whole, secure) => `http${(secure ?? '').toLowerCase()}://`)
    .replace(SPOKEN, (whole) => {
      const joined = whole.replace(SPOKEN_DOT, '.');
      return hasKnownSuffix(joined) ? joined : whole;
    })
    .replace(SPOKEN_PATH, (whole) => whole.replace(/[ \t]+slash[ \t]+/giu, '/'));
}

function hasKnownSuffix(host: string): boolean {
  const result = parse(host);
  return result.domain !== null && (result.isIcann === true || result.isPrivate === true);
}

function looksLikeHost(candidate: string): boolean {
  const host = (/^[^/?#:]+/.exec(candidate)?.[0] ?? '').replace(/\.$/, '');
  if (/^[\d.]+$/.test(host)) return host.split('.').every((part) => Number(part) <= 255);
  return /\.onion$/i.test(host) || hasKnownSuffix(host);
}

/** Cuts the marks off that belong to the sentence, but not a bracket that the address itself opened. */
function trimEnd(candidate: string): string {
  const open = new Map(
    Object.entries(PAIRS).map(([closing, opening]) => [closing, balance(candidate, opening, closing)]),
  );
  let end = candidate.length;
  while (end > 0) {
    // By code unit: none of the marks stands outside the basic plane.
    const last = candidate.charAt(end - 1);
    if (!TRAILING.test(last)) break;
    const balanced = open.get(last);
    if (balanced !== undefined && balanced >= 0) break;
    if (balanced !== undefined) open.set(last, balanced + 1);
    end -= 1;
  }
  return candidate.slice(0, end);
}

/** How many more marks open than close. */
function balance(text: string, opening: string, closing: string): number {
  return text.split(opening).length - text.split(closing).length;
}

function parseHttp(address: string): URL | null {
  if (address.length > MAX_URL_LENGTH) return null;
  const url = parseUrl(address);
  if (url === null) return null;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.username = '';
  url.password = '';
  const host = url.hostname.replace(/\.+$/, '');
  if (host === '') return null;
  if (host !== url.hostname) url.hostname = host;
  return url.hostname === host && url.href.length <= MAX_URL_LENGTH ? url : null;
}

const fetchable = (address: string): string | null => parseHttp(address)?.href ?? null;

// Marks that campaigns and platforms add on the way; none changes what is shown.
const TRACKING =
  /^(?:utm_[a-z0-9_]*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|s_cid|rb_clickid|wickedid|li_fat_id|epik|srsltid|_openstat)$/i;
const UNRESERVED = /%(?:2d|2e|5f|7e|3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])/gi;

/** Escapes that need not be ones are undone, the others written alike. @see RFC 3986, section 6.2.2 */
function normaliseEscapes(text: string): string {
  let before: string;
  let after = text;
  do {
    before = after;
    after = before.replace(UNRESERVED, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
  } while (after !== before);
  return after.replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/**
 * The form of an address by which reports are grouped: host in lower case and punycode; default port, fragment,
 * user information, a final dot of the host and tracking parameters dropped; percent-encoding made uniform. The
 * order of parameters and the scheme stay, since servers may tell them apart. Applying it twice changes nothing.
 * @returns null when it is no http(s) address
 */
export function normaliseAddress(address: string): string | null {
  const url = parseHttp(address);
  if (url === null) return null;
  url.hash = '';
  // Undoing an escape can make a new dot segment, which the parser then removes; so until nothing changes.
  for (let before = ''; before !== url.href;) {
    before = url.href;
    url.pathname = normaliseEscapes(url.pathname);
    url.search = normaliseEscapes(url.search.slice(1))
      .split('&')
      .filter((parameter) => !TRACKING.test(parameter.split('=', 1)[0] ?? ''))
      .join('&');
  }
  return url.href;
}

/**
 * The domain that someone registered, by the Public Suffix List: `a.b.example.co.uk` gives `example.co.uk`.
 * @param host a host name or a whole address
 * @returns null for address literals and for names without a registrable part
 */
export function registrableDomain(host: string): string | null {
  return getDomain(host);
}

/** The public suffix of a host, such as `co.uk`; null for address literals. */
export function publicSuffix(host: string): string | null {
  return getPublicSuffix(host);
}

/** The form of an address by which reports and content items are grouped; what is no web address is its own key. */
export function addressKey(address: string): string {
  const key = normaliseAddress(address) ?? address;
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  return `${key.slice(0, KEPT_OF_LONG_KEY)}#sha256:${createHash('sha256').update(key).digest('hex')}`;
}
