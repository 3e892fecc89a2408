// What a portal shows to the public, as it stands in `portals.published`: one shape for whoever writes it (console,
// set-up) and whoever reads it (the public program). Nothing else of a portal reaches the public program.
import { InvalidInputError } from '#libs/platform';
import { assertLook, type PortalLook } from './look.js';
import { SettingsReader, type Localised } from './settings-reader.js';

export type { Localised } from './settings-reader.js';

export interface EmergencyNumber {
  /** Whom one reaches: "Police", "Child protection, day and night". */
  readonly label: Localised;
  /** As it is dialled. */
  readonly number: string;
}

/** Whom a helpline is for; a page shows those that fit its reader first. */
export const HELPLINE_AUDIENCES = ['children', 'parents', 'adults-harmed', 'own-thoughts', 'anyone'] as const;
export type HelplineAudience = (typeof HELPLINE_AUDIENCES)[number];

export interface Helpline {
  readonly name: Localised;
  /** What it does, at what cost. */
  readonly note?: Localised;
  readonly number?: string;
  /** https only */
  readonly url?: string;
  /** Language tags, as `fr`; empty: not said. */
  readonly languages: readonly string[];
  /** "Day and night", "Monday to Friday, 9 to 17". */
  readonly hours?: Localised;
  /** Empty: anyone. */
  readonly audiences: readonly HelplineAudience[];
}

/** What people report that a portal for pictures of abused children does not take. */
export const OUT_OF_SCOPE_TOPICS = [
  'terrorism', 'fraud', 'adult-material', 'hate', 'self-harm', 'drugs', 'missing-child', 'other-crime', 'other',
] as const; // prettier-ignore
export type OutOfScopeTopic = (typeof OUT_OF_SCOPE_TOPICS)[number];

/** Where to go instead. */
export interface Destination {
  readonly name: Localised;
  readonly note?: Localised;
  readonly number?: string;
  /** https only */
  readonly url?: string;
}

export interface OutOfScopeDestination extends Destination {
  readonly topic: OutOfScopeTopic;
}

/** Who runs a portal. A public body does not call itself independent. */
export const OPERATOR_KINDS = [
  'ministry', 'police', 'regulator', 'public-body', 'non-governmental', 'industry', 'international',
] as const; // prettier-ignore
export type OperatorKind = (typeof OPERATOR_KINDS)[number];

/** Questions that a portal may leave out; the address, danger and comments are always asked. */
export const OPTIONAL_QUESTIONS = [
  'kind',
  'stillThere',
  'seenAt',
  'access',
  'reportedTo',
  'contact',
] as const;
export type OptionalQuestion = (typeof OPTIONAL_QUESTIONS)[number];

export interface PortalTexts {
  /** A line or two on what this portal is for, in the place of the general one. */
  readonly about?: Localised;
  /** What the country's law says, in plain words. */
  readonly legal?: Localised;
  /** What happens with the data, where the country wants it said. */
  readonly privacy?: Localised;
  /** On the page with the receipt: what happens next. */
  readonly afterwards?: Localised;
  /** Shown when the portal is taken off. */
  readonly closed?: Localised;
}

export interface PublishedSettings {
  readonly name: Localised;
  /** Who runs the portal, as it is: a ministry does not call itself independent. */
  readonly operator: Localised;
  readonly operatorKind?: OperatorKind;
  /** Who reads the reports. */
  readonly readBy: Localised;
  /** In which country they are read: ISO 3166-1, two letters. */
  readonly readIn?: string;
  /** When they are read: "On working days, 9 to 17". */
  readonly readWhen?: Localised;
  /** In the order in which they are shown when a child is in danger now. */
  readonly emergency: readonly EmergencyNumber[];
  readonly helplines: readonly Helpline[];
  /** Bodies that the portal works with. */
  readonly partners: readonly Destination[];
  readonly outOfScope: readonly OutOfScopeDestination[];
  /**
   * Who acts on a hash that was made on the reporter's device. Where there is none, no hash is made there, and
   * `hashService` is linked to instead, if there is one.
   */
  readonly hashRecipient?: { readonly name: Localised; readonly note?: Localised };
  readonly hashService?: Destination;
  /** Who gets a copy at once when a child is in danger or reports themselves, and in which country. */
  readonly safeguarding?: { readonly name: Localised; readonly country: string };
  /** Questions left out. */
  readonly hiddenQuestions: readonly OptionalQuestion[];
  readonly look: PortalLook;
  /** Where "Leave" leads: a page that anybody may have open. https; absent: the general one. */
  readonly leaveTo?: string;
  /** Whom letters to reporters are from, in the place of the installation's name for it; neutral: it stands in mailboxes. */
  readonly letterSender?: string;
  /** Where to go instead once the portal is taken off. */
  readonly instead?: Destination;
  readonly texts: PortalTexts;
}

function readDestination(reader: SettingsReader, entry: unknown, path: string): Destination {
  const { name, note, number, url } = reader.object(entry, path);
  if (number === undefined && url === undefined) reader.fields[path] = 'must have a number or an address';
  return {
    name: reader.localised(name, `${path}.name`),
    note: reader.optional(note, `${path}.note`, reader.localised),
    number: reader.optional(number, `${path}.number`, reader.number),
    url: reader.optional(url, `${path}.url`, reader.link),
  };
}

function readHelpline(reader: SettingsReader, entry: unknown, path: string): Helpline {
  const { languages, hours, audiences } = reader.object(entry, path);
  return {
    ...readDestination(reader, entry, path),
    languages: reader.languages(languages, `${path}.languages`),
    hours: reader.optional(hours, `${path}.hours`, reader.localised),
    audiences: reader.someOf(audiences, `${path}.audiences`, HELPLINE_AUDIENCES),
  };
}

function readTexts(reader: SettingsReader, value: unknown): PortalTexts {
  const texts = value === undefined ? {} : reader.object(value, 'texts');
  const text = (name: keyof PortalTexts) => reader.optional(texts[name], `texts.${name}`, reader.localised);
  return {
    about: text('about'),
    legal: text('legal'),
    privacy: text('privacy'),
    afterwards: text('afterwards'),
    closed: text('closed'),
  };
}

/** The same without what is undefined, so that it reads back as it was written. */
function withoutGaps<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(withoutGaps)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.freeze(Object.fromEntries(entries.map(([key, one]) => [key, withoutGaps(one)]))) as T;
}

/**
 * Reads and checks what a portal publishes. What is not known is left out.
 * @param options.isDraft texts that each portal must have may still be missing; they are empty then
 * @throws InvalidInputError naming each field that is wrong, as `helplines.0.url`
 */
export function parsePublishedSettings(
  value: unknown,
  options: { readonly isDraft?: boolean } = {},
): PublishedSettings {
  const reader = new SettingsReader();
  const given = reader.object(value, 'published');
  const required = (name: 'name' | 'operator' | 'readBy') =>
    options.isDraft === true && given[name] === undefined ? {} : reader.localised(given[name], name);
  const settings: PublishedSettings = {
    name: required('name'),
    operator: required('operator'),
    operatorKind: reader.optional(given.operatorKind, 'operatorKind', (one, path) =>
      reader.oneOf(one, path, OPERATOR_KINDS),
    ),
    readBy: required('readBy'),
    readIn: reader.optional(given.readIn, 'readIn', reader.country),
    readWhen: reader.optional(given.readWhen, 'readWhen', reader.localised),
    emergency: reader.list(given.emergency, 'emergency', (entry, path) => {
      const { label, number } = reader.object(entry, path);
      return {
        label: reader.localised(label, `${path}.label`),
        number: reader.number(number, `${path}.number`),
      };
    }),
    helplines: reader.list(given.helplines, 'helplines', (entry, path) => readHelpline(reader, entry, path)),
    partners: reader.list(given.partners, 'partners', (entry, path) => readDestination(reader, entry, path)),
    outOfScope: reader.list(given.outOfScope, 'outOfScope', (entry, path) => ({
      topic: reader.oneOf(reader.object(entry, path).topic, `${path}.topic`, OUT_OF_SCOPE_TOPICS),
      ...readDestination(reader, entry, path),
    })),
    hashRecipient: reader.optional(given.hashRecipient, 'hashRecipient', (one, path) => {
      const { name, note } = reader.object(one, path);
      return {
        name: reader.localised(name, `${path}.name`),
        note: reader.optional(note, `${path}.note`, reader.localised),
      };
    }),
    hashService: reader.optional(given.hashService, 'hashService', (one, path) =>
      readDestination(reader, one, path),
    ),
    safeguarding: reader.optional(given.safeguarding, 'safeguarding', (one, path) => {
      const { name, country } = reader.object(one, path);
      return {
        name: reader.localised(name, `${path}.name`),
        country: reader.country(country, `${path}.country`),
      };
    }),
    hiddenQuestions: reader.someOf(given.hiddenQuestions, 'hiddenQuestions', OPTIONAL_QUESTIONS),
    look: assertLook(reader, given.look),
    leaveTo: reader.optional(given.leaveTo, 'leaveTo', reader.link),
    letterSender: reader.optional(given.letterSender, 'letterSender', reader.senderName),
    instead: reader.optional(given.instead, 'instead', (one, path) => readDestination(reader, one, path)),
    texts: readTexts(reader, given.texts),
  };
  if (Object.keys(reader.fields).length > 0) {
    throw new InvalidInputError('What the portal publishes is incomplete or malformed.', reader.fields);
  }
  return withoutGaps(settings);
}

/**
 * What the public program shows of a portal whose settings cannot be read: its reports are taken all the same.
 * @param name of whoever reads the reports
 */
export function bareSettings(name: string): PublishedSettings {
  return {
    name: { en: name },
    operator: { en: name },
    readBy: {},
    emergency: [],
    helplines: [],
    partners: [],
    outOfScope: [],
    hiddenQuestions: [],
    look: {},
    texts: {},
  };
}

/**
 * A text in a language, else in the next best one.
 * @param fallbacks in the order in which they are tried
 * @returns the text and the language it is in, so that the page can mark a text in another language as such
 */
export function inLanguage(
  text: Localised,
  locale: string,
  fallbacks: readonly string[] = [],
): { readonly text: string; readonly locale: string } {
  for (const one of [locale, ...fallbacks]) {
    const found = text[one];
    if (found !== undefined) return { text: found, locale: one };
  }
  const [first] = Object.entries(text);
  return first === undefined ? { text: '', locale } : { text: first[1], locale: first[0] };
}
