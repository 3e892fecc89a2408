// What must be there before a portal takes reports from the public.
import { InvalidInputError } from '#libs/platform';
import { parsePublishedSettings } from './published-settings.js';

/** Languages whose texts are built into the public program. */
export const PORTAL_LOCALES = ['en', 'fr', 'ar'] as const;

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function problemsOf(published: unknown): Record<string, string> {
  try {
    parsePublishedSettings(published);
    return {};
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { ...error.fields };
  }
}

/**
 * What a portal lacks to go live: a name in each of its languages, who runs it, who reads the reports, whom to call
 * when a child is in danger now; and whatever is malformed.
 * @param published as it is stored or was given
 * @returns problems by field, as `name.fr`; none when it may go live
 */
export function missingForPublication(
  locales: readonly string[],
  published: unknown,
): Readonly<Record<string, string>> {
  const problems = problemsOf(published);
  const emergency = fieldOf(published, 'emergency');
  if (problems.emergency === undefined && (!Array.isArray(emergency) || emergency.length === 0)) {
    problems.emergency = 'is missing: at least one number to call when a child is in danger now';
  }
  const name = fieldOf(published, 'name');
  for (const locale of locales) {
    const path = `name.${locale}`;
    if (problems[path] === undefined && fieldOf(name, locale) === undefined) {
      problems[path] = 'is missing: the name in a language that the portal offers';
    }
  }
  return problems;
}

/** @throws InvalidInputError naming the first language that the public program has no texts for */
export function assertLocales(locales: readonly string[]): void {
  const unknown = locales.find((locale) => !(PORTAL_LOCALES as readonly string[]).includes(locale));
  if (locales.length === 0 || unknown !== undefined || new Set(locales).size !== locales.length) {
    throw new InvalidInputError('The languages cannot be offered.', {
      locales: `must be one or more of ${PORTAL_LOCALES.join(', ')}, each once`,
    });
  }
}
