// Texts of the pages by language, in ICU message format.
import { IntlMessageFormat } from 'intl-messageformat';
import { ar } from './ar.js';
import { en, type Catalogue, type MessageKey } from './en.js';
import { fr } from './fr.js';

export const CATALOGUES = { en, fr, ar } satisfies Record<string, Catalogue>;
export type Locale = keyof typeof CATALOGUES;
export type { MessageKey };

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);

export interface Language {
  readonly locale: Locale;
  readonly direction: 'ltr' | 'rtl';
  /** The text of a key with its values filled in. */
  t(key: MessageKey, values?: Readonly<Record<string, string | number>>): string;
  /** A day for people, in UTC. */
  day(date: Date): string;
}

function makeLanguage(locale: Locale): Language {
  const catalogue: Catalogue = CATALOGUES[locale];
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    locale,
    direction: RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr',
    t(key, values) {
      if (values === undefined) return catalogue[key];
      let format = compiled.get(key);
      if (format === undefined) compiled.set(key, (format = new IntlMessageFormat(catalogue[key], locale)));
      return String(format.format(values));
    },
    day: (date) => dates.format(date),
  };
}

const LANGUAGES: Readonly<Record<Locale, Language>> = {
  en: makeLanguage('en'),
  fr: makeLanguage('fr'),
  ar: makeLanguage('ar'),
};

export function isLocale(text: string): text is Locale {
  return Object.hasOwn(CATALOGUES, text);
}

export function languageOf(locale: Locale): Language {
  return LANGUAGES[locale];
}

/** How the language is read without looking at its direction: `locale`'s writing direction for a text from elsewhere. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(locale.split('-')[0]!.toLowerCase()) ? 'rtl' : 'ltr';
}

/**
 * The language that a browser would rather have among those offered.
 * @param header `Accept-Language`, whatever stands in it
 * @param offered at least one; the first is the default
 * @see RFC 9110 section 12.5.4
 */
export function preferredLocale(header: string | undefined, offered: readonly Locale[]): Locale {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters
        .map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1])
        .find((one) => one !== undefined);
      return { tag: tag.split('-')[0]!, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wishes) {
    const found = offered.find((locale) => locale === tag);
    if (found !== undefined) return found;
  }
  return offered[0]!;
}
