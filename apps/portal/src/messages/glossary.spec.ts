// The pages say the field's words as docs/glossary.md has them.
import { readFileSync } from 'node:fs';
import { LETTER_TEXTS } from '#libs/mail';
import type { MessageKey } from './en.js';
import { CATALOGUES, type Locale } from './translate.js';

const LOCALE_OF: Readonly<Record<string, Locale>> = {
  English: 'en',
  French: 'fr',
  Arabic: 'ar',
  Spanish: 'es',
  Portuguese: 'pt',
  Russian: 'ru',
  Swahili: 'sw',
  Hindi: 'hi',
  Indonesian: 'id',
  Malagasy: 'mg',
};

const glossary = readFileSync('docs/glossary.md', 'utf8');

/** Rows of the table under a heading, by the names of its columns. */
function tableOf(heading: string): Record<string, string>[] {
  const section = glossary.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [head = [], , ...rows] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}

const formsOf = (cell: string) => cell.split(' / ').map(plain);

/** Small letters without Arabic vowel signs and the doubling of a letter. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\u064B-\u0652]/gu, '')
    .replaceAll('\u00a0', ' ');
}

function has(locale: Locale, text: string, form: string): boolean {
  const start = locale === 'ar' || locale === 'hi' ? '' : String.raw`(?<!\p{L})`;
  return new RegExp(start + form.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`), 'u').test(plain(text));
}

const keys = Object.keys(CATALOGUES.en) as MessageKey[];
const terms = tableOf('Terms');
const unreviewed = tableOf('Terms not reviewed yet');
const englishOf = new Map(terms.map((row) => [row.term!, formsOf(row.English!)]));
const rows = [...terms, ...unreviewed].flatMap((row) =>
  Object.entries(row)
    .filter(([language]) => Object.hasOwn(LOCALE_OF, language))
    .map(([language, cell]) => ({ term: row.term!, locale: LOCALE_OF[language]!, forms: formsOf(cell) })),
);

describe('the glossary', () => {
  it('has terms and avoided words of every language', () => {
    const languages = Object.keys(CATALOGUES).sort();
    expect([...new Set(rows.map(({ locale }) => locale))].sort()).toEqual(languages);
    expect(
      tableOf('Avoided words')
        .map(({ language }) => LOCALE_OF[language!]!)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(languages);
    expect(terms.length).toBeGreaterThan(20);
  });

  it.each(rows)('has “$term” in $locale wherever English has it', ({ term, locale, forms }) => {
    const english = englishOf.get(term)!;
    const withTerm = keys.filter((key) => english.some((form) => has('en', CATALOGUES.en[key], form)));
    expect(withTerm).not.toEqual([]);
    const without = withTerm.filter(
      (key) => !forms.some((form) => has(locale, CATALOGUES[locale][key], form)),
    );
    expect(without).toEqual([]);
  });

  it.each(tableOf('Avoided words'))('keeps words out of the pages: $language', ({ language, never }) => {
    const locale = LOCALE_OF[language!]!;
    const found = keys.flatMap((key) =>
      formsOf(never!)
        .filter((form) => has(locale, CATALOGUES[locale][key], form))
        .map((form) => ({ key, form })),
    );
    expect(found).toEqual([]);
  });
});

describe('the letters to reporters', () => {
  const locales = Object.keys(CATALOGUES) as Locale[];
  const textOf = (locale: Locale) =>
    [LETTER_TEXTS[locale]!.subject, ...LETTER_TEXTS[locale]!.paragraphs].join(' ');

  it('are in every language of the pages, and speak of the code', () => {
    expect(Object.keys(LETTER_TEXTS).toSorted()).toEqual(locales.toSorted());
    for (const { forms, locale } of rows.filter(({ term }) => term === 'code')) {
      expect([locale, forms.some((form) => has(locale, textOf(locale), form))]).toEqual([locale, true]);
    }
  });

  it.each(locales)(
    'have in %s no word of the field but code and address: they must not tell what they are about',
    (locale) => {
      const telling = rows.filter((row) => row.locale === locale && !['code', 'address'].includes(row.term));
      const found = telling.flatMap(({ forms }) => forms.filter((form) => has(locale, textOf(locale), form)));
      expect(telling.length).toBeGreaterThanOrEqual(4);
      expect(found).toEqual([]);
    },
  );
});
