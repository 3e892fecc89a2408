// What holds in one country only: its law, its numbers, who stands behind the portal there. Taken over from another
// country it is kept as a beginning, and must be set or confirmed by a person before the public sees it.
import { InvalidInputError } from '#libs/platform';
import type { PortalContent } from './publication.js';

/** Fields as `fieldsOf` names them, without the language. */
const OF_COUNTRY: ReadonlySet<string> = new Set([
  'operator',
  'operatorKind',
  'readBy',
  'readIn',
  'readWhen',
  'emergency',
  'helplines',
  'partners',
  'outOfScope',
  'safeguarding',
  'hashRecipient',
  'hashService',
  'recipients',
  'instead',
  'texts.legal',
  'texts.privacy',
  'texts.afterwards',
]);
/** The legal instrument that a portal's own mandate rests on; it stands beside the content. */
const MANDATE = 'mandate';
const OF_LANGUAGE = /^(?<field>.+)\.[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*$/;

function isOfCountry(field: string): boolean {
  return OF_COUNTRY.has(field) || OF_COUNTRY.has(OF_LANGUAGE.exec(field)?.groups?.field ?? '');
}

/** Those of a content's fields that hold in its country only, and say something. */
export function fieldsOfCountry(fields: ReadonlyMap<string, string>): string[] {
  return [...fields].filter(([field, value]) => value !== '[]' && isOfCountry(field)).map(([field]) => field);
}

/** @throws InvalidInputError naming the first that is nothing to confirm */
export function assertOfCountry(fields: readonly string[], name: string): void {
  const wrong = fields.find((field) => field !== MANDATE && !isOfCountry(field));
  if (wrong === undefined) return;
  throw new InvalidInputError('There is nothing to confirm.', { [name]: `${wrong} is of no country` });
}

/** What a change means for what is confirmed. */
export interface CountryChange {
  /** What differs, as `changedFields` tells. */
  readonly changed: readonly string[];
  /** All that holds in one country, after the change. */
  readonly fields: readonly string[];
  /** What a person says holds here as well. */
  readonly confirmed: readonly string[];
  /** What no person of this country has written, though it is changed: it comes from a file. */
  readonly takenOver: readonly string[];
  /** Whether the portal has a mandate of its own. */
  readonly hasMandate: boolean;
}

/**
 * What is not confirmed for the country after a change. Another country makes all of it unconfirmed; what a person changes
 * in the same step or later is theirs.
 * @returns sorted
 */
export function unconfirmedAfter(
  before: PortalContent,
  country: string,
  { changed, fields, confirmed, takenOver, hasMandate }: CountryChange,
): string[] {
  const open = new Set(before.unconfirmed);
  if (country !== before.country) {
    for (const field of fields) open.add(field);
    if (hasMandate) open.add(MANDATE);
  }
  for (const field of changed) open.delete(field);
  for (const field of takenOver) if (changed.includes(field)) open.add(field);
  for (const field of confirmed) open.delete(field);
  return [...open].filter((field) => field === MANDATE || fields.includes(field)).toSorted();
}

/** What a portal lacks to go live because nobody has confirmed it for its country. */
export function missingConfirmations({ unconfirmed, country }: PortalContent): Record<string, string> {
  return Object.fromEntries(
    unconfirmed.map((field) => [
      field,
      `was taken over from another country: set it for ${country}, or confirm that it holds there`,
    ]),
  );
}
