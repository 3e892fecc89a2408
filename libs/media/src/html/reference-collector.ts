import { parseUrl } from './parse-url.js';
// Gathers the addresses of a page, resolves them, and keeps their number and size within bounds.

/** Where in the page an address stood. */
export type ReferenceVia =
  | 'img'
  | 'srcset'
  | 'picture'
  | 'source'
  | 'poster'
  | 'css'
  | 'meta'
  | 'link'
  | 'lazy'
  | 'embed'
  | 'video'
  | 'frame'
  | 'refresh';

export interface ExtractedReference {
  /** Absolute http(s) address without fragment, or a `data:` address of a picture. */
  url: string;
  /** The first place it was found at. */
  via: ReferenceVia;
}

export interface ExtractedResources {
  /** What addresses were relative to. */
  baseUrl: string;
  images: ExtractedReference[];
  /** Video files, from `video` and its `source`. */
  videos: ExtractedReference[];
  /** Style sheets to fetch and read with `extractFromStylesheet`. */
  stylesheets: ExtractedReference[];
  frames: ExtractedReference[];
  /** Targets of `<meta http-equiv="refresh">`. */
  refreshes: ExtractedReference[];
  /** Whether a bound cut something off. */
  truncated: boolean;
}

export interface ExtractLimits {
  maxHtmlChars: number;
  /** Per list of the result. */
  maxReferences: number;
  /** One `data:` picture, and all of them together, in characters. */
  maxDataUriChars: number;
  maxDataUriTotalChars: number;
}

type ListName = 'images' | 'videos' | 'stylesheets' | 'frames' | 'refreshes';

const DEFAULTS: ExtractLimits = {
  maxHtmlChars: 8 * 1024 * 1024,
  maxReferences: 500,
  maxDataUriChars: 4 * 1024 * 1024,
  maxDataUriTotalChars: 16 * 1024 * 1024,
};
const MAX_URL_LENGTH = 8192;
// Repeated and useless addresses cost too, so what is looked at is bounded as well as what is kept.
const MAX_RAW = 20_000;

export class ReferenceCollector {
  private readonly limits: ExtractLimits;
  private readonly documentUrl: URL;
  private base: string | null = null;
  private truncated = false;
  private dataChars = 0;
  private readonly raw: { list: ListName; via: ReferenceVia; url: string }[] = [];

  constructor(baseUrl: string, limits: Partial<ExtractLimits>) {
    this.limits = { ...DEFAULTS, ...limits };
    this.documentUrl = new URL(baseUrl);
  }

  /** Whether nothing more is taken. */
  get full(): boolean {
    return this.raw.length >= MAX_RAW;
  }

  cut(text: string): string {
    if (text.length <= this.limits.maxHtmlChars) return text;
    this.truncated = true;
    return text.slice(0, this.limits.maxHtmlChars);
  }

  /** Only the first `<base href>` counts, and for the whole page. */
  setBase(href: string | undefined): void {
    if (href !== undefined && this.base === null) this.base = href;
  }

  add(list: ListName, via: ReferenceVia, address: string | undefined): void {
    const url = (address ?? '').trim();
    if (url === '' || url.startsWith('#')) return;
    if (/^data:/i.test(url)) {
      if (list !== 'images' || !/^data:image\//i.test(url)) return;
      this.dataChars += url.length;
      if (url.length > this.limits.maxDataUriChars || this.dataChars > this.limits.maxDataUriTotalChars) {
        this.truncated = true;
        return;
      }
    } else if (url.length > MAX_URL_LENGTH) {
      this.truncated = true;
      return;
    }
    if (this.full) this.truncated = true;
    else this.raw.push({ list, via, url });
  }

  finish(): ExtractedResources {
    const base = this.resolvedBase();
    const found: Record<ListName, Map<string, ExtractedReference>> = {
      images: new Map(),
      videos: new Map(),
      stylesheets: new Map(),
      frames: new Map(),
      refreshes: new Map(),
    };
    for (const { list, via, url } of this.raw) {
      const address = resolve(url, base);
      const entries = found[list];
      if (address === null || entries.has(address)) continue;
      if (entries.size >= this.limits.maxReferences) this.truncated = true;
      else entries.set(address, { url: address, via });
    }
    return {
      baseUrl: base.href,
      images: [...found.images.values()],
      videos: [...found.videos.values()],
      stylesheets: [...found.stylesheets.values()],
      frames: [...found.frames.values()],
      refreshes: [...found.refreshes.values()],
      truncated: this.truncated,
    };
  }

  private resolvedBase(): URL {
    if (this.base === null || parseUrl(this.base, this.documentUrl) === null) return this.documentUrl;
    const base = new URL(this.base, this.documentUrl);
    return base.protocol === 'http:' || base.protocol === 'https:' ? base : this.documentUrl;
  }
}

function resolve(address: string, base: URL): string | null {
  if (/^data:/i.test(address)) return address;
  if (parseUrl(address, base) === null) return null;
  const url = new URL(address, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.hash = '';
  return url.href.length > MAX_URL_LENGTH ? null : url.href;
}
