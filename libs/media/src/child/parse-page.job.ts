import { extractFromStylesheet, extractResources, type ExtractedResources } from '../html/extract.js';

const DEFAULT_ENCODING = 'utf-8';
// A browser looks for the page's own declaration in this many bytes.
const PRESCAN_BYTES = 1024;

export interface PageDetail {
  /** The address that the bytes came from. */
  baseUrl: string;
  /** What the transfer said of the encoding. */
  encoding?: string;
}

/** The encoding of a page or style sheet: byte order mark, the transfer's word, its own declaration, UTF-8. */
export function encodingOf(bytes: Uint8Array, declared?: string): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  const head = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString('latin1');
  const own = /(?:<meta[^>]+charset\s*=|^@charset)\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  for (const label of [declared, own]) {
    if (label === undefined) continue;
    try {
      return new TextDecoder(label).encoding;
    } catch {
      continue; // An encoding that does not exist is no declaration.
    }
  }
  return DEFAULT_ENCODING;
}

const textOf = (bytes: Uint8Array, encoding?: string): string =>
  new TextDecoder(encodingOf(bytes, encoding)).decode(bytes);

export function parsePage(bytes: Uint8Array, { baseUrl, encoding }: PageDetail): ExtractedResources {
  return extractResources(textOf(bytes, encoding), baseUrl);
}

export function parseStylesheet(bytes: Uint8Array, { baseUrl, encoding }: PageDetail): ExtractedResources {
  return extractFromStylesheet(textOf(bytes, encoding), baseUrl);
}
