import { IntlMessageFormat } from 'intl-messageformat';
import type { MessageKey } from './en.js';
import { preferredLocale, primaryLanguage } from './preferred-locale.js';
import { CATALOGUES, directionOf, languageOf, type Locale } from './translate.js';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** Kinds of part that name nothing: 0 is literal text, 7 the number sign within a plural. */
const WITHOUT_NAME: ReadonlySet<number> = new Set([0, 7]);

/** Names of what a message wants filled in, and the plural categories that it knows. */
function shapeOf(locale: string, text: string): { names: string[]; plurals: Set<string>[] } {
  const names = new Set<string>();
  const plurals: Set<string>[] = [];
  const walk = (parts: readonly Part[]) => {
    for (const part of parts) {
      if ('options' in part) {
        plurals.push(new Set(Object.keys(part.options)));
        for (const option of Object.values(part.options)) walk(option.value);
      }
      if (!WITHOUT_NAME.has(part.type) && 'value' in part) names.add(part.value);
    }
  };
  walk(new IntlMessageFormat(text, locale).getAst());
  return { names: [...names].sort(), plurals };
}

/** What is written alike in two languages. */
const SAME_AS_IN_ENGLISH: Partial<Record<Locale, readonly MessageKey[]>> = {
  fr: ['messages.title'],
  es: ['error.prefix', 'form.still.no'],
};

const locales = Object.keys(CATALOGUES) as Locale[];
const keys = Object.keys(CATALOGUES.en) as MessageKey[];

describe.each(locales)('the texts in %s', (locale) => {
  const catalogue: Readonly<Record<string, string>> = CATALOGUES[locale];

  it('are all there, and no others', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...keys].sort());
  });

  it('say something, without spaces around it, and with typographic apostrophes', () => {
    for (const [key, text] of Object.entries(catalogue)) {
      expect({ key, text }).toEqual({ key, text: expect.stringMatching(/^\S[^']*\S$/) });
    }
  });

  it('begin no line with a mark that French sets apart', () => {
    if (locale !== 'fr') return;
    expect(Object.values(catalogue).filter((text) => / [?!;:»]|« /.test(text))).toEqual([]);
  });

  it('want the same filled in as in English', () => {
    for (const key of keys) {
      expect({ key, names: shapeOf(locale, catalogue[key]!).names }).toEqual({
        key,
        names: shapeOf('en', CATALOGUES.en[key]).names,
      });
    }
  });

  it('have every plural form that the language has', () => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const key of keys) {
      for (const known of shapeOf(locale, catalogue[key]!).plurals) {
        expect({ key, missing: needed.filter((category) => !known.has(category)) }).toEqual({
          key,
          missing: [],
        });
      }
    }
  });

  it('are its own, not left in English', () => {
    if (locale === 'en') return;
    const same = keys.filter((key) => catalogue[key] === CATALOGUES.en[key]);
    expect(same).toEqual(SAME_AS_IN_ENGLISH[locale] ?? []);
  });
});

describe('the languages', () => {
  it('have their direction', () => {
    expect(languageOf('ar').direction).toBe('rtl');
    expect(languageOf('fr').direction).toBe('ltr');
    expect(directionOf('ar-TN')).toBe('rtl');
    expect(directionOf('pt')).toBe('ltr');
  });

  it('fill in numbers and days as the language writes them', () => {
    expect(languageOf('ar').t('error.urls.too-many', { limit: 50 })).toContain('50 عنوانًا');
    expect(languageOf('fr').t('error.too-long', { limit: 10_000 })).toMatch(/10\s000 caractères/);
    expect(languageOf('fr').day(new Date('2026-11-22T23:59:00Z'))).toBe('22 novembre 2026');
  });

  it('write numerals, months and plurals as the portal’s country does, in our own words too', () => {
    const day = new Date('2026-11-22T12:00:00Z');
    expect(languageOf('ar', 'TN').day(day)).toBe('22 نوفمبر 2026');
    expect(languageOf('ar', 'JO').day(day)).toBe('٢٢ تشرين الثاني ٢٠٢٦');
    expect(languageOf('ar', 'SA').day(day)).toBe('٢٢ نوفمبر ٢٠٢٦');
    expect(languageOf('ar', 'EG').t('age.under-13')).toBe('أقل من ١٣ سنة');
    expect(languageOf('ar', 'EG').t('error.urls.too-many', { limit: 3 })).toContain('٣ عناوين');
    expect(languageOf('ar', 'EG').t('error.seenAt.date-form', { example: '2026-11-22' })).toContain(
      '2026-11-22',
    );
    expect(languageOf('ar', 'TN').t('age.under-13')).toBe('أقل من 13 سنة');
    expect(languageOf('en').day(day)).toBe('22 November 2026');
  });

  it.each(['IS', 'ZZ', 'AQ', '', '../etc', 'tn'])(
    'are written as usual where the country “%s” has no custom',
    (country) => {
      expect(languageOf('ar', country).t('form.still.yes')).toBe(languageOf('ar').t('form.still.yes'));
      expect(languageOf('ar', country).day(new Date(0))).toBe(languageOf('ar').day(new Date(0)));
    },
  );

  it.each([
    [undefined, 'fr'],
    ['', 'fr'],
    ['*', 'fr'],
    ['en-GB,en;q=0.9', 'en'],
    ['de, ar;q=0.1', 'ar'],
    ['ar;q=0.2, en;q=0.8', 'en'],
    ['ar;q=0.25, en;q=0.2, *;q=0.1', 'ar'],
    ['EN_gb', 'en'],
    ['ar;q=nonsense', 'ar'],
    ['fr;q=0, *', 'en'],
    ['fr;q=0', 'en'],
    ['fr;q=0, en;q=0, ar;q=0', 'fr'],
    ['arb, en;q=0.5', 'ar'],
  ])('are chosen by what the browser asks: %j', (header, locale) => {
    expect(preferredLocale(header, ['fr', 'en', 'ar'])).toBe(locale);
  });

  it('are not chosen by more than the beginning of what a browser sends', () => {
    expect(preferredLocale(`${','.repeat(5_000)}en`, ['fr', 'en'])).toBe('fr');
  });

  it.each([
    ['pt-BR', 'pt'],
    ['in_ID', 'id'],
    ['PLT', 'mg'],
    ['swh-TZ', 'sw'],
    ['', ''],
    ['constructor', 'constructor'],
  ])('are known by the codes that devices send: %s', (tag, language) => {
    expect(primaryLanguage(tag)).toBe(language);
  });
});
