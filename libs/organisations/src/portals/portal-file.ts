// A portal as one file, to set up the next country from it: what it shows, and by name who gets what it finds. No
// identifier, no secret, no person: reviewers are named anew.
import { InvalidInputError } from '#libs/platform';
import { assertOfCountry, fieldsOfCountry } from './country-bound.js';
import type { PortalChange } from './portal-content.js';
import { assertLocales, type PortalContent } from './publication.js';
import type { NamedRecipient } from './portal-recipients.js';
import type { PublishedSettings } from './published-settings.js';
import { settingsToSave } from './settings-bounds.js';
import { checkedCountry, fieldsOf } from './portal-content.js';

const KIND = 'manara-portal';
const FILE_VERSION = 1;
/** Characters; a logo and thirty languages fit. */
export const MOST_FILE_CHARACTERS = 1_000_000;

export interface PortalFile {
  readonly kind: typeof KIND;
  readonly version: typeof FILE_VERSION;
  readonly country: string;
  readonly locales: readonly string[];
  readonly settings: PublishedSettings;
  /** What of it nobody had confirmed for the country. */
  readonly unconfirmed?: readonly string[];
  /** By name; whoever takes the file in looks for those of the same name and way. */
  readonly recipients?: readonly NamedRecipient[];
}

/** The file of a portal's content. @param recipients as `namesOfRecipients` tells them */
export function toPortalFile(
  { country, locales, settings, unconfirmed }: PortalContent,
  recipients: readonly NamedRecipient[],
): PortalFile {
  const named = recipients.length === 0 ? {} : { recipients };
  const open = unconfirmed.length === 0 ? {} : { unconfirmed };
  return { kind: KIND, version: FILE_VERSION, country, locales, settings, ...open, ...named };
}

/** What of a file must be set or confirmed where a portal of a country begins with it. */
export function unconfirmedOf(
  file: Pick<PortalFile, 'country' | 'settings' | 'recipients' | 'unconfirmed'>,
  country: string,
): readonly string[] {
  if (file.country === checkedCountry(country)) return file.unconfirmed ?? [];
  const fields = fieldsOfCountry(fieldsOf({ settings: file.settings }));
  return [...fields, ...((file.recipients ?? []).length > 0 ? ['recipients'] : [])].toSorted();
}

function readUnconfirmed(given: unknown): readonly string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.length > 1000 || given.some((one) => typeof one !== 'string')) {
    throw new InvalidInputError('What the file leaves unconfirmed is malformed.', {
      unconfirmed: 'must be a list of fields',
    });
  }
  assertOfCountry(given as string[], 'unconfirmed');
  return given as string[];
}

function readRecipients(given: unknown): readonly NamedRecipient[] {
  if (given === undefined) return [];
  const isText = (value: unknown) => typeof value === 'string' && value.length >= 1 && value.length <= 200;
  const isOne = (one: unknown): one is NamedRecipient =>
    typeof one === 'object' &&
    one !== null &&
    'name' in one &&
    'way' in one &&
    isText(one.name) &&
    isText(one.way);
  if (!Array.isArray(given) || given.length > 30 || !given.every(isOne)) {
    throw new InvalidInputError('The recipients in the file are malformed.', {
      recipients: 'must be a list of at most 30, each with name and way',
    });
  }
  return given.map(({ name, way }) => ({ name, way }));
}

/** Names of fields that are given and not known, as `settings.helplines.0.nmae`. */
function unknownFields(given: unknown, read: unknown, path: string): string[] {
  if (typeof given !== 'object' || given === null) return [];
  if (typeof read !== 'object' || read === null) return [path];
  return Object.entries(given).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return Object.hasOwn(read, key) ? unknownFields(value, (read as Record<string, unknown>)[key], at) : [at];
  });
}

/**
 * Reads a file that was exported here or elsewhere. Nothing that is not known is taken.
 * @returns what to make or change a portal from
 * @throws InvalidInputError naming each field that is wrong
 */
export function parsePortalFile(given: unknown): Required<Pick<PortalChange, 'country' | 'locales'>> & {
  readonly settings: PublishedSettings;
  readonly recipients: readonly NamedRecipient[];
  readonly unconfirmed: readonly string[];
} {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidInputError('The file is no portal.', { file: 'must be one object' });
  }
  if (JSON.stringify(given).length > MOST_FILE_CHARACTERS) {
    throw new InvalidInputError('The file is too large.', {
      file: `must have at most ${MOST_FILE_CHARACTERS} characters`,
    });
  }
  const { kind, version, country, locales, settings, recipients, unconfirmed } = given as Record<
    string,
    unknown
  >;
  if (kind !== KIND) throw new InvalidInputError('The file is no portal.', { kind: `must be ${KIND}` });
  if (version !== FILE_VERSION) {
    throw new InvalidInputError('The file is of another version.', { version: `must be ${FILE_VERSION}` });
  }
  if (
    typeof country !== 'string' ||
    !Array.isArray(locales) ||
    locales.some((one) => typeof one !== 'string')
  ) {
    throw new InvalidInputError('The file is incomplete.', {
      ...(typeof country === 'string' ? {} : { country: 'must be two letters' }),
      ...(Array.isArray(locales) ? {} : { locales: 'must be a list of languages' }),
    });
  }
  assertLocales(locales as string[]);
  const read = {
    country: checkedCountry(country),
    locales: locales as string[],
    settings: settingsToSave(settings),
    recipients: readRecipients(recipients),
    unconfirmed: readUnconfirmed(unconfirmed),
  };
  const unknown = unknownFields(given, { kind, version, ...read }, '');
  if (unknown.length > 0) {
    throw new InvalidInputError(
      'The file holds fields that are not known.',
      Object.fromEntries(unknown.slice(0, 20).map((field) => [field, 'is not known'])),
    );
  }
  return read;
}
