import type { Assets } from '../assets.js';
import type { Language, Locale, MessageKey } from '../messages/translate.js';
import { inLanguage, type Localised } from '#libs/organisations';
import type { PublicPortal } from '../portal-directory.service.js';

/** Pages of a portal beside its first. */
export type PageName = 'report' | 'receipt' | 'help' | 'elsewhere' | 'kept';

/** What every page is made with. */
export interface PageContext {
  readonly language: Language;
  readonly assets: Assets;
  /** Absent on pages that belong to no portal, or when nothing is known of it because the database is away. */
  readonly portal?: PublicPortal;
  /** The portal's name in addresses; may be known when the portal is not. */
  readonly slug?: string;
  readonly t: Language['t'];
  /** A text that the portal publishes, in the page's language or the next best. */
  text(localised: Localised): { readonly text: string; readonly locale: string };
  /** The address of a page of the portal in the page's language. */
  href(page?: PageName, locale?: Locale): string;
}

export function makePageContext(
  assets: Assets,
  language: Language,
  portal?: PublicPortal,
  slug: string | undefined = portal?.slug,
): PageContext {
  return {
    language,
    assets,
    portal,
    slug,
    t: (key: MessageKey, values) => language.t(key, values),
    text: (localised) => inLanguage(localised, language.locale, portal?.spoken),
    href: (page, locale = language.locale) =>
      slug === undefined ? '/' : `/${slug}/${locale}${page === undefined ? '' : `/${page}`}`,
  };
}
