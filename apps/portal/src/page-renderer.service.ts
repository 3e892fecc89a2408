// Turns pages into answers.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { gzipSync } from 'node:zlib';
import { ManaraError, NotFoundError } from '#libs/platform';
import type { Assets } from './assets.js';
import { contentSecurityPolicy } from './http/security-headers.js';
import { leaveTo } from './leave.js';
import { CATALOGUES, isLocale, languageOf, preferredLocale, type Locale } from './messages/translate.js';
import type { PortalDirectory, PublicPortal } from './portal-directory.service.js';
import { makePageContext, type PageContext } from './views/page-context.js';

const ALL_LOCALES = Object.keys(CATALOGUES) as Locale[];

/** A page of a portal that is known. */
export type PortalPage = PageContext & { readonly portal: PublicPortal };

export class PageRenderer {
  constructor(
    readonly assets: Assets,
    private readonly directory: PortalDirectory,
  ) {}

  /**
   * What a page of a portal is made with.
   * @param locale as it stands in the address; without one the browser's wish decides
   * @param options.alsoClosed also of a portal that was taken off, whose receipts still open
   * @throws NotFoundError for a portal that is not live or a language that it does not offer; PortalClosedError for one
   *   that was taken off; DatabaseAwayError
   */
  async portalPage(
    request: FastifyRequest,
    slug: string,
    locale?: string,
    options: { readonly alsoClosed?: boolean } = {},
  ): Promise<PortalPage> {
    const portal = (await this.directory.find(slug)) ?? this.directory.withdrawn(slug);
    if (portal === undefined) throw new NotFoundError('portal');
    if (portal.isWithdrawn && options.alsoClosed !== true) throw new PortalClosedError();
    const spoken =
      locale === undefined
        ? preferredLocale(request.headers['accept-language'], portal.spoken)
        : portal.spoken.find((one) => one === locale.toLowerCase());
    if (spoken === undefined) throw new NotFoundError('page');
    return makePageContext(this.assets, languageOf(spoken), portal) as PortalPage;
  }

  /** A page that needs nothing from the database: of the portal in the address if it is known, else of none. */
  async anyPage(request: FastifyRequest): Promise<PageContext> {
    const [slug = '', locale = ''] = request.url.split('?', 1)[0]!.split('/').slice(1);
    const portal =
      (await this.directory.find(slug).catch(() => undefined)) ?? this.directory.withdrawn(slug);
    if (portal !== undefined) {
      const asked = portal.spoken.find((one) => one === locale.toLowerCase());
      return makePageContext(
        this.assets,
        languageOf(asked ?? preferredLocale(request.headers['accept-language'], portal.spoken)),
        portal,
      );
    }
    return makePageContext(this.assets, languageOf(this.wished(request, locale)));
  }

  /** A page of a portal of which nothing is known, because the database is away. */
  pageOfUnknown(request: FastifyRequest, slug: string, locale: string): PageContext {
    return makePageContext(this.assets, languageOf(this.wished(request, locale)), undefined, slug);
  }

  /**
   * Sends a page that may hold what the reader typed or alone may know: never compressed, so its length tells nothing.
   * @param withScript whether the page may run our own script
   */
  send(reply: FastifyReply, status: number, view: JSX.Element, withScript = false): FastifyReply {
    reply.header('content-security-policy', policyOf(view, withScript));
    return reply.code(status).type('text/html; charset=utf-8').send(toHtml(view));
  }

  /** Sends a page that is the same for everybody, compressed where the browser takes it. */
  sendPublic(request: FastifyRequest, reply: FastifyReply, page: RenderedPage): FastifyReply {
    reply.code(200).type('text/html; charset=utf-8').header('vary', 'accept-encoding, accept-language');
    reply.header('content-security-policy', page.policy);
    return takesGzip(request)
      ? reply.header('content-encoding', 'gzip').send(page.gzipped)
      : reply.send(page.bytes);
  }

  private wished(request: FastifyRequest, locale: string): Locale {
    return isLocale(locale) ? locale : preferredLocale(request.headers['accept-language'], ALL_LOCALES);
  }
}

/** The portal was taken off: its page says where to go instead. */
export class PortalClosedError extends ManaraError {
  constructor() {
    super('portal-closed', 'This portal takes no reports any more.', 410);
  }
}

/** A page that may be sent many times; compressed when first asked for. */
export class RenderedPage {
  readonly bytes: Buffer;
  readonly policy: string;
  private compressed: Buffer | undefined;

  constructor(view: JSX.Element) {
    this.bytes = Buffer.from(toHtml(view));
    this.policy = policyOf(view, false);
  }

  get gzipped(): Buffer {
    this.compressed ??= gzipSync(this.bytes);
    return this.compressed;
  }
}

export function takesGzip(request: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(
    request.headers['accept-encoding']?.toString() ?? '',
  );
}

/** Each portal has its own place that "Leave" leads to. */
function policyOf(view: JSX.Element, withScript: boolean): string {
  const { page } = view.props as { page?: PageContext };
  return contentSecurityPolicy(leaveTo(page?.portal), withScript);
}

function toHtml(view: JSX.Element): string {
  return `<!doctype html>${renderToString(view)}`;
}
