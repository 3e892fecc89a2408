// How a portal stands, and what its fields are called.
import type { Portal } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import type { Language } from '../../catalogue/language.js';
import { fieldAndLocale } from './portal-form.js';

export type PortalStanding = 'live' | 'changed' | 'withdrawn' | 'incomplete' | 'ready' | 'asked';

export function standingOf(portal: Portal): PortalStanding {
  if (!portal.isOwn && !portal.triageAccepted) return 'asked';
  if (portal.isLive) {
    const isShown = !portal.isOwn || portal.version === (portal.publishedVersion ?? portal.version);
    return isShown ? 'live' : 'changed';
  }
  if (portal.withdrawnAt !== null) return 'withdrawn';
  return Object.keys(portal.missing).length > 0 ? 'incomplete' : 'ready';
}

/** The name of a portal in the language of the page, or in its own first. */
export function nameOf(portal: Portal, locale: string): string {
  const { name, locales, slug } = portal;
  return name[locale] ?? name[locales[0] ?? ''] ?? Object.values(name)[0] ?? `/${slug}`;
}

/** `texts.legal.fr` → "Legal text (French)". */
export function useFieldName(locales: readonly string[]): (path: string) => string {
  const { word, languageName, t } = useLanguage();
  return (path) => {
    const known = [...locales, 'en', 'fr', 'ar', 'es', 'pt', 'ru', 'sw', 'hi', 'id', 'mg'];
    const { field, locale } = fieldAndLocale(path, known);
    const label = word('portal-field', field);
    return locale === undefined
      ? label
      : t('portals.field-in', { field: label, language: languageName(locale) });
  };
}

/** What the server found wrong with a field, in the page's language where it has words for it. */
export function problemInWords({ t, word, number }: Language, path: string, said: string): string {
  const ratio = /contrast of ([\d.]+)/.exec(said)?.[1];
  if (ratio !== undefined) return t('portals.contrast-low', { ratio: number(Number(ratio)) });
  const most = /^must have at most (\d+) characters/.exec(said)?.[1];
  if (most !== undefined) return t('portals.most-characters', { count: number(Number(most)) });
  const last = path.slice(path.lastIndexOf('.') + 1);
  const words = word('portal-problem', last);
  if (words !== last) return words;
  if (said.startsWith('is missing') || said.startsWith('must be a text')) return t('portals.is-missing');
  return said.startsWith('must have a number') ? t('portals.needs-contact') : said;
}
