// What a child says of a page, checked: every address is one of the kinds that may be fetched or decoded.
import { parseUrl } from './html/parse-url.js';
import { UnbelievableAnswer } from './answers.js';
import type { ExtractedReference, ExtractedResources, ReferenceVia } from './html/reference-collector.js';

const VIAS: Record<ReferenceVia, true> = {
  img: true,
  srcset: true,
  picture: true,
  source: true,
  poster: true,
  css: true,
  meta: true,
  link: true,
  lazy: true,
  embed: true,
  video: true,
  frame: true,
  refresh: true,
};
const MAX_REFERENCES = 500;
const MAX_ADDRESS_CHARACTERS = 8192;

function isAddress(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  if (/^data:image\//i.test(value)) return true;
  return value.length <= MAX_ADDRESS_CHARACTERS && /^https?:\/\//.test(value) && parseUrl(value) !== null;
}

function readReference(value: unknown): ExtractedReference {
  const { url, via } = (value ?? {}) as Record<string, unknown>;
  if (!isAddress(url)) throw new UnbelievableAnswer('address');
  if (typeof via !== 'string' || !Object.hasOwn(VIAS, via)) throw new UnbelievableAnswer('kind of reference');
  return { url, via: via as ReferenceVia };
}

function readReferences(value: unknown): ExtractedReference[] {
  if (!Array.isArray(value) || value.length > MAX_REFERENCES)
    throw new UnbelievableAnswer('list of references');
  return value.map(readReference);
}

/** @throws UnbelievableAnswer */
export function readPageResources(body: Buffer): ExtractedResources {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new UnbelievableAnswer('page');
  }
  if (typeof parsed !== 'object' || parsed === null) throw new UnbelievableAnswer('page');
  const page = parsed as Record<string, unknown>;
  if (!isAddress(page['baseUrl'])) throw new UnbelievableAnswer('address');
  return {
    baseUrl: page['baseUrl'],
    images: readReferences(page['images']),
    videos: readReferences(page['videos']),
    stylesheets: readReferences(page['stylesheets']),
    frames: readReferences(page['frames']),
    refreshes: readReferences(page['refreshes']),
    truncated: page['truncated'] === true,
  };
}
