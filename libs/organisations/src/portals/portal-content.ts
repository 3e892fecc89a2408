// What is given as a portal's content, checked as a whole: country, languages, host name, settings, reviewers, recipients.
import { InvalidInputError } from '#libs/platform';
import { assertCountry } from '../organisations.js';
import { isCountry } from './countries.js';
import { assertOfCountry, fieldsOfCountry, unconfirmedAfter } from './country-bound.js';
import { assertLocales, type PortalContent } from './publication.js';
import type { Localised } from './published-settings.js';
import { settingsToSave } from './settings-bounds.js';

/** What is changed of a portal; absent: as it is. */
export interface PortalChange {
  readonly country?: string;
  readonly locales?: readonly string[];
  readonly host?: string | null;
  readonly settings?: unknown;
  readonly reviewers?: unknown;
  /** Ids; that they can be chosen is for whoever knows the recipients. */
  readonly recipients?: readonly string[];
  /** Fields that were taken over from another country and hold here as well, says whoever changes it. */
  readonly confirmed?: readonly string[];
  /** Fields of the change that were written for another country: it comes from a file. */
  readonly unconfirmed?: readonly string[];
}

const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
const MOST_REVIEWER_CHARACTERS = 200;

/** @throws InvalidInputError */
export function checkedCountry(given: string): string {
  const country = given.toUpperCase();
  assertCountry(country);
  if (!isCountry(country)) {
    throw new InvalidInputError('The country is not one.', {
      country: 'must be a country or territory of ISO 3166, as two letters',
    });
  }
  return country;
}

/** @returns in lower case @throws InvalidInputError */
export function checkedHost(given: string): string {
  const host = given.trim().toLowerCase();
  if (!HOST.test(host)) {
    throw new InvalidInputError('The host name cannot be used.', {
      host: 'must be a host name like report.example.org, without a port',
    });
  }
  return host;
}

function checkedReviewers(given: unknown, locales: readonly string[]): Localised {
  const problems: Record<string, string> = {};
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    problems.reviewers = 'must be an object of languages and names';
  }
  for (const [locale, name] of entries) {
    if (!locales.includes(locale)) problems[`reviewers.${locale}`] = 'is of a language that is not offered';
    else if (typeof name !== 'string' || name.trim() === '' || name.length > MOST_REVIEWER_CHARACTERS) {
      problems[`reviewers.${locale}`] = `must be a name of 1 to ${MOST_REVIEWER_CHARACTERS} characters`;
    }
  }
  if (Object.keys(problems).length > 0) {
    throw new InvalidInputError('The reviewers are malformed.', problems);
  }
  return Object.fromEntries(entries.map(([locale, name]) => [locale, String(name).trim()]));
}

/**
 * A portal's content with a change made to it. A language that is not offered any more loses its reviewer, and what holds
 * in another country is unconfirmed.
 * @param hasMandate whether the portal has a mandate of its own
 * @throws InvalidInputError naming each field
 */
export function changedContent(
  before: PortalContent,
  change: PortalChange,
  hasMandate: boolean,
): PortalContent {
  const locales = change.locales ?? before.locales;
  assertLocales(locales);
  const kept = Object.fromEntries(
    Object.entries(before.reviewers).filter(([locale]) => locales.includes(locale)),
  );
  const after: PortalContent = {
    country: change.country === undefined ? before.country : checkedCountry(change.country),
    locales: [...locales],
    host: change.host === undefined ? before.host : change.host === null ? null : checkedHost(change.host),
    settings: change.settings === undefined ? before.settings : settingsToSave(change.settings),
    reviewers: change.reviewers === undefined ? kept : checkedReviewers(change.reviewers, locales),
    recipients: change.recipients === undefined ? before.recipients : [...change.recipients],
    unconfirmed: before.unconfirmed,
  };
  const { confirmed = [], unconfirmed: takenOver = [] } = change;
  assertOfCountry(confirmed, 'confirmed');
  return {
    ...after,
    unconfirmed: unconfirmedAfter(before, after.country, {
      changed: changedFields(before, after),
      fields: fieldsOfCountry(fieldsOf(after)),
      confirmed,
      takenOver,
      hasMandate,
    }),
  };
}

/** What differs between two contents, as `country`, `emergency`, `texts.legal.fr`; sorted. */
export function changedFields(before: PortalContent, after: PortalContent): string[] {
  const [one, other] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((field) => one.get(field) !== other.get(field))
    .toSorted();
}

/** What a content says by field: texts by language, all else by its first name. */
export function fieldsOf({
  settings,
  reviewers,
  ...rest
}: Pick<PortalContent, 'settings'> & Partial<PortalContent>): Map<string, string> {
  const { texts, name, operator, readBy, readWhen, ...others } = settings;
  const localised: [string, Localised | undefined][] = [
    ...Object.entries({ name, operator, readBy, readWhen, reviewers }),
    ...Object.entries(texts).map(([of, text]): [string, Localised] => [`texts.${of}`, text as Localised]),
  ];
  return new Map([
    ...Object.entries({ ...rest, ...others }).map(([field, value]): [string, string] => [field, told(value)]),
    ...localised.flatMap(([field, text]) =>
      Object.entries(text ?? {}).map(([locale, words]): [string, string] => [`${field}.${locale}`, words]),
    ),
  ]);
}

/** The same text for the same value, in whatever order the database gave its keys back. */
function told(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
