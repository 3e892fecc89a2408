// Turns pages into answers.
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ManaraError, NotFoundError } from '#libs/platform';
import type { Assets } from './assets.js';
import { PageAroundWord, PublicBytes, takes } from './http/compression.js';
import { contentSecurityPolicy } from './http/security-headers.js';
import { leaveTo } from './leave.js';
import { preferredLocale } from './messages/preferred-locale.js';
import { isLocale, languageOf, REVIEWED, type Locale } from './messages/translate.js';
import type { PortalDirectory, PublicPortal } from './portal-directory.service.js';
import { makePageContext, type PageContext } from './views/page-context.js';

/** A page of a portal that is known. */
export type PortalPage = PageContext & { readonly portal: PublicPortal };

export class PageRenderer {
  /** Pages change only with their portal, of which the directory gives a new object when it changed. */
  private readonly made = new WeakMap<PublicPortal, Map<string, MadePage<PublicBytes | PageAroundWord>>>();

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
    return makePageContext(this.assets, languageOf(spoken, portal.country), portal) as PortalPage;
  }

  /**
   * What the answer to a form is made with: whoever holds one is not turned away because the portal was taken off
   * meanwhile or speaks the language no longer.
   * @throws NotFoundError for a portal of which nothing is known; DatabaseAwayError
   */
  async formPage(request: FastifyRequest, slug: string, locale: string): Promise<PortalPage> {
    const page = await this.portalPage(request, slug, undefined, { alsoClosed: true });
    const isSpoken = page.portal.spoken.some((one) => one === locale.toLowerCase());
    return isSpoken ? this.portalPage(request, slug, locale, { alsoClosed: true }) : page;
  }

  /** A page that needs nothing from the database: of the portal in the address if it is known, else of none. */
  async anyPage(request: FastifyRequest): Promise<PageContext> {
    const [slug = '', locale = ''] = request.url.split('?', 1)[0]!.split('/').slice(1);
    const portal = (await this.directory.find(slug).catch(() => undefined)) ?? this.directory.withdrawn(slug);
    if (portal !== undefined) {
      const asked = portal.spoken.find((one) => one === locale.toLowerCase());
      return makePageContext(
        this.assets,
        languageOf(
          asked ?? preferredLocale(request.headers['accept-language'], portal.spoken),
          portal.country,
        ),
        portal,
      );
    }
    const known = REVIEWED.find((one) => one === locale);
    return makePageContext(this.assets, languageOf(known ?? this.wished(request)));
  }

  /** A page of a portal of which nothing is known, because the database is away. */
  pageOfUnknown(request: FastifyRequest, slug: string, locale: string): PageContext {
    const spoken = isLocale(locale) ? locale : this.wished(request);
    return makePageContext(this.assets, languageOf(spoken), undefined, slug);
  }

  /**
   * Sends a page that may hold what the reader typed or alone may know: never compressed, so its length tells nothing.
   * @param withScript whether the page may run our own script
   */
  send(reply: FastifyReply, status: number, view: JSX.Element, withScript = false): FastifyReply {
    reply.header('content-security-policy', policyOf(view, withScript));
    return reply.code(status).type('text/html; charset=utf-8').send(toHtml(view));
  }

  /**
   * Sends a page that is the same for everybody: made and compressed once for each portal and language.
   * @param name tells it from the portal's other pages
   */
  sendPublic(
    request: FastifyRequest,
    reply: FastifyReply,
    page: PortalPage,
    name: string,
    make: () => JSX.Element,
  ): FastifyReply {
    const { content, policy } = this.kept(page, name, () =>
      madeOf(make(), (html) => new PublicBytes(Buffer.from(html))),
    );
    return content.send(request, prepared(reply, policy));
  }

  /**
   * Sends a page that is the same for everybody but for one word.
   * @param make makes the page with a word in the place of that word
   * @param word as it stands in HTML
   */
  sendAroundWord(
    request: FastifyRequest,
    reply: FastifyReply,
    page: PortalPage,
    name: string,
    make: (placeholder: string) => JSX.Element,
    word: string,
  ): FastifyReply {
    const { content, policy } = this.kept(page, name, () =>
      madeOf(make(PLACEHOLDER), (html) => new PageAroundWord(html, PLACEHOLDER)),
    );
    prepared(reply, policy);
    return takes(request, 'gzip')
      ? reply.header('content-encoding', 'gzip').send(content.gzipped(word))
      : reply.send(content.plain(word));
  }

  private kept<T extends PublicBytes | PageAroundWord>(
    { portal, language }: PortalPage,
    name: string,
    make: () => MadePage<T>,
  ): MadePage<T> {
    let ofPortal = this.made.get(portal);
    if (ofPortal === undefined) this.made.set(portal, (ofPortal = new Map()));
    const key = `${name} ${language.locale}`;
    let made = ofPortal.get(key) as MadePage<T> | undefined;
    if (made === undefined) ofPortal.set(key, (made = make()));
    return made;
  }

  private wished(request: FastifyRequest): Locale {
    return preferredLocale(request.headers['accept-language'], REVIEWED);
  }
}

/** The portal was taken off: its page says where to go instead. */
export class PortalClosedError extends ManaraError {
  constructor() {
    super('portal-closed', 'This portal takes no reports any more.', 410);
  }
}

interface MadePage<T> {
  readonly content: T;
  readonly policy: string;
}

/** Nothing that anybody writes in a page. */
const PLACEHOLDER = randomUUID();

function madeOf<T>(view: JSX.Element, content: (html: string) => T): MadePage<T> {
  return { content: content(toHtml(view)), policy: policyOf(view, false) };
}

function prepared(reply: FastifyReply, policy: string): FastifyReply {
  return reply
    .code(200)
    .type('text/html; charset=utf-8')
    .header('vary', 'accept-encoding, accept-language')
    .header('content-security-policy', policy);
}

/** Each portal has its own place that "Leave" leads to. */
function policyOf(view: JSX.Element, withScript: boolean): string {
  const { page } = view.props as { page?: PageContext };
  return contentSecurityPolicy(leaveTo(page?.portal), withScript);
}

function toHtml(view: JSX.Element): string {
  return `<!doctype html>${renderToString(view)}`;
}
