// Texts of the pages by language, in ICU message format, compiled once.
import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import { REVIEWED_LOCALES } from '#libs/organisations';
import { ar } from './ar.js';
import { en, type Catalogue, type MessageKey } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { pt } from './pt.js';
import { sw } from './sw.js';
import { ru } from './ru.js';
import { id } from './id.js';
import { hi } from './hi.js';
import { mg } from './mg.js';

export const CATALOGUES = { en, fr, ar, es, pt, sw, ru, id, hi, mg } satisfies Record<string, Catalogue>;
export type Locale = keyof typeof CATALOGUES;
export type { MessageKey };

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);

/** How days and numbers are written where the portal's country has no custom of its own for the language. */
const CUSTOM_OF: Partial<Record<string, string>> = { en: 'en-GB', pt: 'pt-PT' };

export interface Language {
  readonly locale: Locale;
  readonly direction: 'ltr' | 'rtl';
  /** The text of a key with its values filled in. */
  t(key: MessageKey, values?: Readonly<Record<string, string | number>>): string;
  /** A day for people, in UTC. */
  day(date: Date): string;
  /** The name of a country by its ISO 3166-1 code. */
  country(code: string): string;
  /** The name of a language by its code. */
  languageName(code: string): string;
}

/** The language as it is written in a country, or as it is mostly written: `ar-TN`, `en-GB`. */
function customOf(locale: Locale, country: string | undefined): string {
  const usual = CUSTOM_OF[locale] ?? locale;
  if (country === undefined || !/^[A-Z]{2}$/u.test(country)) return usual;
  const tag = `${locale}-${country}`;
  return new Intl.NumberFormat(tag).resolvedOptions().locale === tag ? tag : usual;
}

/** Formatters that all messages of a language share. */
function formattersOf(): Formatters {
  const made = new Map<string, unknown>();
  const once = <T>(kind: string, given: readonly unknown[], make: () => T): T => {
    const key = JSON.stringify([kind, ...given]);
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };
  return {
    getNumberFormat: (...given) => once('number', given, () => new Intl.NumberFormat(...given)),
    getDateTimeFormat: (...given) => once('date', given, () => new Intl.DateTimeFormat(...given)),
    getPluralRules: (...given) => once('plural', given, () => new Intl.PluralRules(...given)),
  };
}

type Part = ReturnType<IntlMessageFormat['getAst']>[number];
/** How the library's tree marks text as it stands. */
const LITERAL = 0 as Part['type'];

function literalOf(part: Part | undefined): string | undefined {
  return part?.type === LITERAL && 'value' in part ? part.value : undefined;
}

/** Digits that stand in the catalogue's own words, as the country writes numbers; what is filled in stays as it is. */
function withDigits(parts: readonly Part[], digits: readonly string[]): Part[] {
  return parts.map((part) => {
    const text = literalOf(part);
    if (text !== undefined)
      return { ...part, value: text.replaceAll(/\d/gu, (digit) => digits[Number(digit)]!) } as Part;
    if (!('options' in part)) return part;
    const options = Object.fromEntries(
      Object.entries(part.options).map(([name, option]) => [
        name,
        { ...option, value: withDigits(option.value, digits) },
      ]),
    );
    return { ...part, options };
  });
}

type Message = string | IntlMessageFormat;

function compile(locale: Locale, custom: string): ReadonlyMap<MessageKey, Message> {
  const formatters = formattersOf();
  const numbers = new Intl.NumberFormat(custom);
  const digits = Array.from({ length: 10 }, (_, digit) => numbers.format(digit));
  const isLatin = digits[1] === '1';
  return new Map<MessageKey, Message>(
    Object.entries(CATALOGUES[locale] as Catalogue).map(([key, text]) => {
      const options = { ignoreTag: true, formatters };
      const read = new IntlMessageFormat(text, custom, undefined, options).getAst();
      const parts = isLatin ? read : withDigits(read, digits);
      const message =
        (parts.length === 1 ? literalOf(parts[0]) : undefined) ??
        new IntlMessageFormat(parts, custom, undefined, options);
      return [key as MessageKey, message];
    }),
  );
}

function makeLanguage(locale: Locale, custom: string): Language {
  const messages = compile(locale, custom);
  // The form asks for days of this calendar, so they are shown in no other.
  const dates = new Intl.DateTimeFormat(custom, { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' });
  const countries = new Intl.DisplayNames(custom, { type: 'region', fallback: 'code' });
  const languages = new Intl.DisplayNames(custom, { type: 'language', fallback: 'code' });
  return {
    locale,
    direction: directionOf(locale),
    t(key, values) {
      const message = messages.get(key)!;
      return typeof message === 'string' ? message : String(message.format(values));
    },
    day: (date) => dates.format(date),
    country: (code) => countries.of(code)!,
    languageName: (code) => languages.of(code)!,
  };
}

/** By what was asked for and by what it came to. */
const LANGUAGES = new Map<string, Language>();

export function isLocale(text: string): text is Locale {
  return Object.hasOwn(CATALOGUES, text);
}

/**
 * A language of the pages, with days and numerals as they are written in a country.
 * @param country ISO 3166-1, two letters; of the portal
 */
export function languageOf(locale: Locale, country?: string): Language {
  const asked = country === undefined ? locale : `${locale}-${country}`;
  let language = LANGUAGES.get(asked);
  if (language === undefined) {
    const custom = customOf(locale, country);
    language = LANGUAGES.get(custom) ?? makeLanguage(locale, custom);
    LANGUAGES.set(custom, language).set(asked, language);
  }
  return language;
}

for (const locale of Object.keys(CATALOGUES) as Locale[]) languageOf(locale);

/** Languages whose texts somebody of the project's has reviewed: those of pages that belong to no portal. */
export const REVIEWED = REVIEWED_LOCALES.filter(isLocale);

/** How the language is read: `locale`'s writing direction for a text from elsewhere. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(locale.split('-')[0]!.toLowerCase()) ? 'rtl' : 'ltr';
}
