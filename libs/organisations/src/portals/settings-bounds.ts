// How much a portal may show: each text, each language together, and all of it. Reporters load a page over slow lines, and
// the public program keeps every portal in memory.
import { InvalidInputError } from '#libs/platform';
import { parsePublishedSettings, type PublishedSettings } from './published-settings.js';

/** Characters of a text in one language, by what it is. */
const MOST_CHARACTERS: Readonly<Record<string, number>> = {
  name: 200,
  label: 200,
  hours: 200,
  alt: 300,
  readWhen: 400,
  note: 600,
  operator: 600,
  readBy: 1_000,
  about: 1_500,
  legal: 4_000,
  privacy: 4_000,
  afterwards: 4_000,
  closed: 4_000,
};
/** Characters of all texts in one language: what a reporter can come to load. */
export const MOST_CHARACTERS_OF_LANGUAGE = 24_000;
/** Characters of all of it as it is stored, the logo with it. */
export const MOST_SETTINGS_CHARACTERS = 300_000;

const most = (count: number) => `must have at most ${count} characters`;

/** @returns what is too long, by field, as `helplines.0.note.fr`, `languages.fr` or `settings` */
export function tooLong(settings: PublishedSettings): Record<string, string> {
  const problems: Record<string, string> = {};
  const byLanguage = new Map<string, number>();
  const measure = (value: unknown, path: string, limit: number | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (limit === undefined) {
        measure(one, at, Object.hasOwn(MOST_CHARACTERS, key) ? MOST_CHARACTERS[key] : undefined);
      } else if (typeof one === 'string') {
        if (one.length > limit) problems[at] = most(limit);
        byLanguage.set(key, (byLanguage.get(key) ?? 0) + one.length);
      }
    }
  };
  measure(settings, '', undefined);
  for (const [locale, count] of byLanguage) {
    if (count > MOST_CHARACTERS_OF_LANGUAGE)
      problems[`languages.${locale}`] = `${most(MOST_CHARACTERS_OF_LANGUAGE)} in all`;
  }
  if (JSON.stringify(settings).length > MOST_SETTINGS_CHARACTERS)
    problems.settings = `${most(MOST_SETTINGS_CHARACTERS)} in all`;
  return problems;
}

/** Settings as they are saved: essential texts may be missing, nothing is malformed or too long. @throws InvalidInputError */
export function settingsToSave(given: unknown): PublishedSettings {
  const settings = parsePublishedSettings(given, { isDraft: true });
  const problems = Object.entries(tooLong(settings));
  if (problems.length > 0) {
    throw new InvalidInputError(
      'What the portal shows is too long.',
      Object.fromEntries(problems.slice(0, 50)),
    );
  }
  return settings;
}
