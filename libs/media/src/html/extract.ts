// What a page refers to: pictures, style sheets, frames. Pure text work on hostile input, made for the confined child.
import { Parser } from 'htmlparser2';
import type { Handler } from 'htmlparser2';
import { ReferenceCollector } from './reference-collector.js';
import type { ExtractLimits, ExtractedResources } from './reference-collector.js';
import { scanCss } from './scan-css.js';
import { parseSrcset } from './srcset.js';

export type {
  ExtractLimits,
  ExtractedResources,
  ExtractedReference,
  ReferenceVia,
} from './reference-collector.js';

const IMAGE_FILE = /\.(?:jpe?g|jpe|jfif|png|gif|webp|avif|bmp|tiff?|heic|heif|jxl)$/i;
const META_IMAGES = new Set([
  'og:image',
  'og:image:url',
  'og:image:secure_url',
  'twitter:image',
  'twitter:image:src',
  'image',
  'thumbnailurl',
]);
// Attributes in which scripts find the picture that they show later; others count when they name a picture file.
const LAZY = new Set([
  'data-src',
  'data-original',
  'data-lazy',
  'data-lazy-src',
  'data-url',
  'data-image',
  'data-bg',
  'data-background',
  'data-background-image',
  'data-full',
  'data-large',
  'data-hi-res-src',
  'data-zoom-image',
  'data-poster',
]);
const MAX_DEPTH = 1000;
const CHUNK_CHARS = 64 * 1024;
const MAX_SRCDOC_DEPTH = 2;

type Attributes = Record<string, string>;

/**
 * Lists what a page refers to, in document order and without repetition.
 * @param html the page, or its bytes in UTF-8; beyond `maxHtmlChars` it is cut and `truncated` is set
 * @param baseUrl absolute address that the page came from; `<base href>` overrides it as in a browser
 * @returns absolute http(s) addresses, and `data:` addresses of pictures, both without fragment. Never throws on
 *   what a page contains; throws TypeError when `baseUrl` is no absolute address
 */
export function extractResources(
  html: string | Uint8Array,
  baseUrl: string,
  limits: Partial<ExtractLimits> = {},
): ExtractedResources {
  const collector = new ReferenceCollector(baseUrl, limits);
  const text = typeof html === 'string' ? html : new TextDecoder().decode(html);
  readPage(collector.cut(text), collector, 0);
  return collector.finish();
}

/** Lists what a style sheet of its own refers to. Same rules as for a page; addresses are relative to the sheet. */
export function extractFromStylesheet(
  css: string | Uint8Array,
  baseUrl: string,
  limits: Partial<ExtractLimits> = {},
): ExtractedResources {
  const collector = new ReferenceCollector(baseUrl, limits);
  readCss(collector.cut(typeof css === 'string' ? css : new TextDecoder().decode(css)), collector);
  return collector.finish();
}

function readCss(css: string, collector: ReferenceCollector): void {
  for (const reference of scanCss(css)) {
    if (reference.kind === 'import') collector.add('stylesheets', 'css', reference.url);
    else collector.add('images', 'css', reference.url);
  }
}

/**
 * Parses in pieces that end behind a `>`: a page that nests without end would make the parser's own stack slow, so
 * it gets a fresh parser when it has gone too deep.
 */
function readPage(html: string, collector: ReferenceCollector, srcdocDepth: number): void {
  let handler = new PageHandler(collector, srcdocDepth);
  let parser = new Parser(handler, { decodeEntities: true });
  for (let start = 0; start < html.length && !collector.full;) {
    const end = html.indexOf('>', Math.min(start + CHUNK_CHARS, html.length - 1));
    const stop = end === -1 ? html.length : end + 1;
    parser.write(html.slice(start, stop));
    start = stop;
    if (handler.depth > MAX_DEPTH) {
      parser.end();
      handler = new PageHandler(collector, srcdocDepth);
      parser = new Parser(handler, { decodeEntities: true });
    }
  }
  parser.end();
}

class PageHandler implements Partial<Handler> {
  depth = 0;
  private style: string[] | null = null;
  private readonly media: string[] = [];

  constructor(
    private readonly collector: ReferenceCollector,
    private readonly srcdocDepth: number,
  ) {}

  onopentag(name: string, attributes: Attributes): void {
    this.depth += 1;
    if (name === 'style') this.style = [];
    if (name === 'picture' || name === 'video' || name === 'audio') this.media.push(name);
    this.readElement(name, attributes);
    this.readAnyElement(name, attributes);
  }

  ontext(text: string): void {
    this.style?.push(text);
  }

  onclosetag(name: string): void {
    this.depth -= 1;
    if (name === 'style' && this.style !== null) {
      readCss(this.style.join(''), this.collector);
      this.style = null;
    }
    if (this.media.at(-1) === name) this.media.pop();
  }

  private readElement(name: string, attributes: Attributes): void {
    const { collector } = this;
    switch (name) {
      case 'img':
      case 'image':
        collector.add('images', 'img', attributes['src']);
        if (name === 'image') collector.add('images', 'img', attributes['href'] ?? attributes['xlink:href']);
        this.addSrcset(attributes['srcset'], this.media.includes('picture') ? 'picture' : 'srcset');
        break;
      case 'input':
        if (attributes['type']?.toLowerCase() === 'image') collector.add('images', 'img', attributes['src']);
        break;
      case 'source':
        this.readSource(attributes);
        break;
      case 'video':
        collector.add('images', 'poster', attributes['poster']);
        collector.add('videos', 'video', attributes['src']);
        break;
      case 'a':
      case 'area':
        if (this.isImageFile(attributes['href'])) collector.add('images', 'link', attributes['href']);
        break;
      case 'embed':
      case 'object': {
        const address = attributes['src'] ?? attributes['data'];
        if (this.isImageFile(address)) collector.add('images', 'embed', address);
        break;
      }
      case 'iframe':
      case 'frame':
        collector.add('frames', 'frame', attributes['src']);
        if (attributes['srcdoc'] !== undefined && this.srcdocDepth < MAX_SRCDOC_DEPTH) {
          readPage(attributes['srcdoc'], collector, this.srcdocDepth + 1);
        }
        break;
      case 'base':
        collector.setBase(attributes['href']);
        break;
      case 'link':
        this.readLink(attributes);
        break;
      case 'meta':
        this.readMeta(attributes);
        break;
      default:
    }
  }

  private readSource(attributes: Attributes): void {
    const inVideo = this.media.at(-1) === 'video' || this.media.at(-1) === 'audio';
    this.addSrcset(attributes['srcset'], 'picture');
    if (!inVideo || attributes['type']?.startsWith('image/'))
      this.collector.add('images', 'source', attributes['src']);
    else if (this.media.at(-1) === 'video') this.collector.add('videos', 'video', attributes['src']);
  }

  private readLink(attributes: Attributes): void {
    const relations = (attributes['rel'] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('stylesheet')) this.collector.add('stylesheets', 'link', attributes['href']);
    if (relations.includes('image_src')) this.collector.add('images', 'meta', attributes['href']);
    if (relations.includes('preload') && attributes['as']?.toLowerCase() === 'image') {
      this.collector.add('images', 'link', attributes['href']);
      this.addSrcset(attributes['imagesrcset'], 'srcset');
    }
  }

  private readMeta(attributes: Attributes): void {
    const key = (attributes['property'] ?? attributes['name'] ?? attributes['itemprop'] ?? '').toLowerCase();
    if (META_IMAGES.has(key)) this.collector.add('images', 'meta', attributes['content']);
    if (attributes['http-equiv']?.toLowerCase() !== 'refresh') return;
    const target = /^[\s\d.]*[;,]?\s*(?:url\s*=\s*)?(.*)$/is.exec(attributes['content'] ?? '')?.[1] ?? '';
    const quoted = /^(["'])([^"']*)/.exec(target);
    this.collector.add('refreshes', 'refresh', quoted?.[2] ?? target);
  }

  private readAnyElement(name: string, attributes: Attributes): void {
    for (const [key, value] of Object.entries(attributes)) {
      if (key === 'style') readCss(`*{${value}}`, this.collector);
      else if (key === 'background') this.collector.add('images', 'css', value);
      else if (key.startsWith('data-')) this.readDataAttribute(name, key, value);
    }
  }

  private readDataAttribute(name: string, key: string, value: string): void {
    const ofPicture = name === 'img' || name === 'source' || key.includes('bg') || key.includes('background');
    if (key.endsWith('srcset')) this.addSrcset(value, 'lazy');
    else if (/^\s*url\(/i.test(value)) readCss(`*{a:${value}}`, this.collector);
    else if (LAZY.has(key) && ofPicture && !/^\s*[{[]/.test(value))
      this.collector.add('images', 'lazy', value);
    else if (this.isImageFile(value)) this.collector.add('images', 'lazy', value);
  }

  private addSrcset(value: string | undefined, via: 'srcset' | 'picture' | 'lazy'): void {
    for (const address of parseSrcset(value ?? '')) this.collector.add('images', via, address);
  }

  private isImageFile(value: string | undefined): boolean {
    if (value === undefined || value.length > 8192) return false;
    const [path = ''] = value.trim().split(/[?#]/, 1);
    return IMAGE_FILE.test(path);
  }
}
