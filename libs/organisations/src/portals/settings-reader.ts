// Reads what was given as a portal's settings, value by value, and notes what is wrong by field.
import { parseUrl } from '#libs/platform';
import { isCountry } from './countries.js';

/** A text by language, `{"en": "…", "ar": "…"}`. */
export type Localised = Readonly<Record<string, string>>;

const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const NUMBER = /^[+*#0-9][0-9 ()*#/.-]{0,30}$/;
const SENDER_NAME = /^[^<>@"\n]{1,64}$/u;
const COLOUR = /^#[0-9a-f]{6}$/;
/** Control characters but the line feed, and what turns the direction of the text around it. */
const UNFIT = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;
const MOST_CHARACTERS = 4_000;
const MOST_ENTRIES = 30;
const MOST_LANGUAGES = 30;

export class SettingsReader {
  readonly fields: Record<string, string> = {};

  object(value: unknown, path: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    this.fields[path] = 'must be an object';
    return {};
  }

  /** What `read` makes of a value that is there. */
  optional<T>(value: unknown, path: string, read: (value: unknown, path: string) => T): T | undefined {
    return value === undefined ? undefined : read(value, path);
  }

  list<T>(value: unknown, path: string, read: (entry: unknown, path: string) => T): T[] {
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.length > MOST_ENTRIES) {
      this.fields[path] = `must be a list of at most ${MOST_ENTRIES}`;
      return [];
    }
    return value.map((entry: unknown, at) => read(entry, `${path}.${at}`));
  }

  readonly localised = (value: unknown, path: string): Localised => {
    const entries = Object.entries(this.object(value, path));
    if (entries.length === 0) this.fields[path] = 'is missing: a text in at least one language';
    if (entries.length > MOST_LANGUAGES) {
      this.fields[path] = `must be in at most ${MOST_LANGUAGES} languages`;
      return {};
    }
    for (const [locale, text] of entries) {
      if (!LOCALE.test(locale)) this.fields[path] = 'must name languages like en, fr or ar';
      else if (typeof text !== 'string' || text.trim() === '' || text.length > MOST_CHARACTERS) {
        this.fields[`${path}.${locale}`] = `must be a text of 1 to ${MOST_CHARACTERS} characters`;
      } else if (UNFIT.test(text)) {
        this.fields[`${path}.${locale}`] = 'must hold no control characters';
      }
    }
    return Object.freeze(Object.fromEntries(entries)) as Localised;
  };

  readonly number = (value: unknown, path: string): string => {
    if (typeof value === 'string' && NUMBER.test(value.trim())) return value.trim();
    this.fields[path] = 'must be a number as it is dialled';
    return '';
  };

  readonly link = (value: unknown, path: string): string => {
    const url = typeof value === 'string' && value.length <= 500 ? parseUrl(value) : null;
    if (url !== null && url.protocol === 'https:' && url.username === '' && url.password === '') {
      return url.href;
    }
    this.fields[path] = 'must be an https address';
    return '';
  };

  /** A name that an e-mail is from: of one line, and nothing that could be read as an address. */
  readonly senderName = (value: unknown, path: string): string => {
    const name = typeof value === 'string' ? value.trim() : '';
    if (SENDER_NAME.test(name) && !UNFIT.test(name)) return name;
    this.fields[path] = 'must be a name of at most 64 characters without @, <, > or quotes';
    return '';
  };

  readonly country = (value: unknown, path: string): string => {
    if (typeof value === 'string' && isCountry(value)) return value;
    this.fields[path] = 'must be a country or territory of ISO 3166, as two capital letters';
    return '';
  };

  /** `#10558a` */
  colour(value: unknown, path: string): string {
    const colour = typeof value === 'string' ? value.toLowerCase() : '';
    if (COLOUR.test(colour)) return colour;
    this.fields[path] = 'must be a colour like #10558a';
    return '#000000';
  }

  oneOf<T extends string>(value: unknown, path: string, all: readonly T[]): T {
    if (typeof value === 'string' && (all as readonly string[]).includes(value)) return value as T;
    this.fields[path] = `must be one of ${all.join(', ')}`;
    return all[0]!;
  }

  /** Some of a number of words, each once. */
  someOf<T extends string>(value: unknown, path: string, all: readonly T[]): readonly T[] {
    const read = this.list(value, path, (one, at) => this.oneOf(one, at, all));
    if (new Set(read).size !== read.length) this.fields[path] = 'must hold each once';
    return read;
  }

  languages(value: unknown, path: string): readonly string[] {
    return this.list(value, path, (one, at) => {
      if (typeof one === 'string' && LOCALE.test(one)) return one;
      this.fields[at] = 'must be a language like en, fr or ar';
      return '';
    });
  }
}
