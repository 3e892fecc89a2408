// What a portal shows to the public, as it stands in `portals.published`: one shape for whoever writes it (console,
// set-up) and whoever reads it (the public program).
import { InvalidInputError } from '#libs/platform';

/** A text by language, `{"en": "…", "ar": "…"}`. */
export type Localised = Readonly<Record<string, string>>;

export interface EmergencyNumber {
  /** Whom one reaches: "Police", "Child protection, day and night". */
  readonly label: Localised;
  /** As it is dialled. */
  readonly number: string;
}

export interface Helpline {
  readonly name: Localised;
  /** For whom, when, at what cost. */
  readonly note?: Localised;
  readonly number?: string;
  /** https only */
  readonly url?: string;
}

export interface PortalTexts {
  /** A line or two on what this portal is for, in the place of the general one. */
  readonly about?: Localised;
  /** What the country's law says, in plain words. */
  readonly legal?: Localised;
}

export interface PublishedSettings {
  readonly name: Localised;
  /** Who runs the portal, as it is: a ministry does not call itself independent. */
  readonly operator: Localised;
  /** Who reads the reports, in which country, and when. */
  readonly readBy: Localised;
  /** In the order in which they are shown when a child is in danger now. */
  readonly emergency: readonly EmergencyNumber[];
  readonly helplines: readonly Helpline[];
  readonly texts: PortalTexts;
}

const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const NUMBER = /^[+*#0-9][0-9 ()*#/.-]{0,30}$/;
const MOST_CHARACTERS = 4_000;
const MOST_ENTRIES = 30;

class SettingsReader {
  readonly fields: Record<string, string> = {};

  object(value: unknown, path: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    this.fields[path] = 'must be an object';
    return {};
  }

  list<T>(value: unknown, path: string, read: (entry: unknown, path: string) => T): T[] {
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.length > MOST_ENTRIES) {
      this.fields[path] = `must be a list of at most ${MOST_ENTRIES}`;
      return [];
    }
    return value.map((entry: unknown, at) => read(entry, `${path}.${at}`));
  }

  localised(value: unknown, path: string): Localised {
    const entries = Object.entries(this.object(value, path));
    if (entries.length === 0) this.fields[path] = 'is missing: a text in at least one language';
    for (const [locale, text] of entries) {
      if (!LOCALE.test(locale)) this.fields[path] = 'must name languages like en, fr or ar';
      else if (typeof text !== 'string' || text.trim() === '' || text.length > MOST_CHARACTERS) {
        this.fields[`${path}.${locale}`] = `must be a text of 1 to ${MOST_CHARACTERS} characters`;
      }
    }
    return Object.freeze(Object.fromEntries(entries)) as Localised;
  }

  optionalLocalised(value: unknown, path: string): Localised | undefined {
    return value === undefined ? undefined : this.localised(value, path);
  }

  number(value: unknown, path: string): string {
    if (typeof value === 'string' && NUMBER.test(value.trim())) return value.trim();
    this.fields[path] = 'must be a number as it is dialled';
    return '';
  }

  link(value: unknown, path: string): string {
    if (typeof value === 'string' && value.length <= 500) {
      try {
        const url = new URL(value);
        if (url.protocol === 'https:' && url.username === '' && url.password === '') return url.href;
      } catch {
        // told below
      }
    }
    this.fields[path] = 'must be an https address';
    return '';
  }
}

/**
 * Reads and checks what a portal publishes.
 * @throws InvalidInputError naming each field that is wrong, as `helplines.0.url`
 */
export function parsePublishedSettings(value: unknown): PublishedSettings {
  const reader = new SettingsReader();
  const given = reader.object(value, 'published');
  const texts = given.texts === undefined ? {} : reader.object(given.texts, 'texts');
  const settings: PublishedSettings = {
    name: reader.localised(given.name, 'name'),
    operator: reader.localised(given.operator, 'operator'),
    readBy: reader.localised(given.readBy, 'readBy'),
    emergency: reader.list(given.emergency, 'emergency', (entry, path) => {
      const { label, number } = reader.object(entry, path);
      return {
        label: reader.localised(label, `${path}.label`),
        number: reader.number(number, `${path}.number`),
      };
    }),
    helplines: reader.list(given.helplines, 'helplines', (entry, path) => {
      const { name, note, number, url } = reader.object(entry, path);
      if (number === undefined && url === undefined) reader.fields[path] = 'must have a number or an address';
      return {
        name: reader.localised(name, `${path}.name`),
        note: reader.optionalLocalised(note, `${path}.note`),
        number: number === undefined ? undefined : reader.number(number, `${path}.number`),
        url: url === undefined ? undefined : reader.link(url, `${path}.url`),
      };
    }),
    texts: {
      about: reader.optionalLocalised(texts.about, 'texts.about'),
      legal: reader.optionalLocalised(texts.legal, 'texts.legal'),
    },
  };
  if (Object.keys(reader.fields).length > 0) {
    throw new InvalidInputError('What the portal publishes is incomplete or malformed.', reader.fields);
  }
  return Object.freeze(settings);
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
