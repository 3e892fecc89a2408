// A ministry or police force that runs a portal is no independent body, and its portal does not say so: in no text that
// reporters read, in none of the languages.
import type { PORTAL_LOCALES } from './publication.js';
import type { PublishedSettings } from './published-settings.js';

/** Kinds of operator that take orders from a government. */
const NOT_INDEPENDENT: ReadonlySet<string> = new Set(['ministry', 'police']);

/** Beginnings of words, or whole words where a space follows. Each is looked for in every text, whatever its language. */
const WORDS: Readonly<Record<(typeof PORTAL_LOCALES)[number], readonly string[]>> = {
  en: ['independen', 'autonomous'],
  fr: ['indépendan', 'indépendamment', 'autonome '],
  ar: ['مستقل', 'استقلال'],
  es: ['independient', 'independenci', 'autónom'],
  pt: ['independent', 'independênci', 'autônom'],
  sw: ['huru ', 'jitegemea'],
  ru: ['независим', 'автономн'],
  id: ['independen', 'mandiri ', 'otonom'],
  hi: ['स्वतंत्र', 'स्वतन्त्र', 'स्वायत्त'],
  mg: ['mahaleo tena', 'mahaleotena', 'tsy miankina'],
};

/** Without what changes the letters and not the word: accents, vowel signs of Arabic, joiners, line breaks, capitals. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F\u064B-\u065F\u0670\u0640\u093C\u00AD\u200B-\u200F\u2060\uFEFF]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .toLowerCase();
}

/** Letters may stand before the stems that take prefixes, as Arabic's articles and Swahili's concords. */
const TAKES_PREFIXES = new Set(['ar', 'sw', 'hi']);
const INDEPENDENT = new RegExp(
  Object.entries(WORDS)
    .flatMap(([locale, words]) =>
      words.map((word) => {
        const stem = folded(word);
        const isWhole = stem.endsWith(' ');
        const before = TAKES_PREFIXES.has(locale) && !isWhole ? '' : String.raw`(?<![\p{L}\p{M}])`;
        return `${before}${stem.trimEnd()}${isWhole ? String.raw`(?![\p{L}\p{M}])` : ''}`;
      }),
    )
    .join('|'),
  'u',
);

/** No text of the portal: pictures, addresses, numbers, choices. */
const NO_TEXT = new Set([
  'look',
  'url',
  'leaveTo',
  'number',
  'operatorKind',
  'readIn',
  'country',
  'topic',
  'languages',
]);
/** What another body is called is for that body to say. */
const NAME_OF_ANOTHER = /^(?:(?:helplines|partners|outOfScope)\.\d+|hashService|instead)\.name\./;

function textsIn(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    NO_TEXT.has(key) ? [] : textsIn(one, path === '' ? key : `${path}.${key}`),
  );
}

/**
 * Where a portal of a ministry or police force calls itself independent.
 * @returns problems by field, as `readBy.fr`; none for any other kind of operator
 */
export function falseIndependence(settings: PublishedSettings): Record<string, string> {
  if (!NOT_INDEPENDENT.has(settings.operatorKind ?? '')) return {};
  return Object.fromEntries(
    textsIn(settings, '')
      .filter(([path, text]) => !NAME_OF_ANOTHER.test(path) && INDEPENDENT.test(folded(text)))
      .map(([path]) => [path, 'calls a ministry or police independent, which it is not']),
  );
}
