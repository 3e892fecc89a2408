// A portal as one file, to set up the next country from it: what it shows, without who runs it here. No identifier, no
// secret, no person: reviewers are named anew.
import { InvalidInputError } from '#libs/platform';
import type { PortalChange } from './portal-content.js';
import { assertLocales, type PortalContent } from './publication.js';
import { parsePublishedSettings, type PublishedSettings } from './published-settings.js';
import { checkedCountry } from './portal-content.js';

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
}

/** The file of a portal's content. */
export function toPortalFile({ country, locales, settings }: PortalContent): PortalFile {
  return { kind: KIND, version: FILE_VERSION, country, locales, settings };
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
} {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidInputError('The file is no portal.', { file: 'must be one object' });
  }
  const { kind, version, country, locales, settings } = given as Record<string, unknown>;
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
    settings: parsePublishedSettings(settings, { isDraft: true }),
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
