// Texts of the page by language, in ICU message format.
import { IntlMessageFormat } from 'intl-messageformat';
import { ar } from './ar.js';
import { en, type Catalogue, type MessageKey } from './en.js';
import { fr } from './fr.js';

export const CATALOGUES = { en, fr, ar } satisfies Record<string, Catalogue>;
export type Locale = keyof typeof CATALOGUES;
export type { MessageKey };
export const LOCALES = Object.keys(CATALOGUES) as Locale[];

/** Names of languages in themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  fr: 'Français',
  ar: 'العربية',
};

type Values = Readonly<Record<string, string | number>>;

export interface Language {
  readonly locale: Locale;
  readonly direction: 'ltr' | 'rtl';
  /** The text of a key with its values filled in. */
  readonly t: (key: MessageKey, values?: Values) => string;
  /** The text for a code of the API: `group.code`; the code itself when the catalogue does not know it. */
  readonly word: (group: string, code: string) => string;
  readonly number: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly dateTime: (iso: string) => string;
  readonly date: (iso: string) => string;
  /** `DE` → Germany. */
  readonly country: (code: string) => string;
  /** `ar` → Arabic. */
  readonly languageName: (code: string) => string;
  /** A stretch of time in its two largest units. */
  readonly duration: (seconds: number) => string;
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Keeps names and addresses from turning the order of the words around them. */
function isolated(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}` : value,
    ]),
  );
}

/** @param timeZone IANA name in which times are shown */
export function createLanguage(locale: Locale, timeZone = 'UTC'): Language {
  const catalogue: Catalogue = CATALOGUES[locale];
  const isRightToLeft = locale === 'ar';
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  const numbers = new Intl.NumberFormat(locale);
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  const t = (key: MessageKey, values?: Values) => {
    if (values === undefined) return catalogue[key];
    let format = compiled.get(key);
    if (format === undefined) compiled.set(key, (format = new IntlMessageFormat(catalogue[key], locale)));
    return String(format.format(isRightToLeft ? isolated(values) : values));
  };
  const named = (names: Intl.DisplayNames, code: string) => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  const unit = (name: string, value: number) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      // Arabic shortens units to single letters.
      unitDisplay: isRightToLeft ? 'long' : 'short',
      maximumFractionDigits: 1,
    }).format(value);
  return {
    locale,
    direction: isRightToLeft ? 'rtl' : 'ltr',
    t,
    word(group, code) {
      const key = `${group}.${code}`;
      return Object.hasOwn(catalogue, key) ? catalogue[key as MessageKey] : code;
    },
    number: (value) => numbers.format(value),
    bytes(value) {
      if (value < 1000) return unit('byte', value);
      return value < 1e6 ? unit('kilobyte', value / 1e3) : unit('megabyte', value / 1e6);
    },
    dateTime: (iso) => dateTimes.format(new Date(iso)),
    date: (iso) => days.format(new Date(iso)),
    country: (code) => named(countries, code),
    languageName: (code) => named(languages, code),
    duration(seconds) {
      const whole = Math.max(0, Math.round(seconds));
      if (whole < 60) return unit('second', whole);
      if (whole < 3600) {
        const rest = whole % 60;
        return unit('minute', Math.floor(whole / 60)) + (rest > 0 ? ` ${unit('second', rest)}` : '');
      }
      if (whole < 86_400) {
        const minutes = Math.floor((whole % 3600) / 60);
        return unit('hour', Math.floor(whole / 3600)) + (minutes > 0 ? ` ${unit('minute', minutes)}` : '');
      }
      const hours = Math.floor((whole % 86_400) / 3600);
      return unit('day', Math.floor(whole / 86_400)) + (hours > 0 ? ` ${unit('hour', hours)}` : '');
    },
  };
}

/** The language to begin with: the one chosen before, else the first that the browser wants. */
export function firstLocale(chosen: string | null, wanted: readonly string[]): Locale {
  const known = (tag: string) => LOCALES.find((locale) => locale === tag.toLowerCase().split('-')[0]);
  return (
    (chosen === null ? undefined : known(chosen)) ??
    wanted.map(known).find((one) => one !== undefined) ??
    'en'
  );
}
