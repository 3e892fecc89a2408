// One line of a list as a reader gives it on: checked, in one form, whatever the source wrote.
import { createHash } from 'node:crypto';

export const DIGEST_FIELDS = { md5: 16, sha1: 20, sha256: 32, pdq: 32 } as const;
export type HashField = keyof typeof DIGEST_FIELDS;
export const HASH_FIELDS: readonly HashField[] = ['md5', 'sha1', 'sha256', 'pdq'];

/** Hashes in lower-case hex; at least one is there. */
export interface NewEntry {
  readonly md5: string | null;
  readonly sha1: string | null;
  readonly sha256: string | null;
  readonly pdq: string | null;
  /** 144 bytes in hex; kept to be passed on, compared with nothing. */
  readonly photoDna: string | null;
  /** 0 to 100, of the perceptual hash. */
  readonly quality: number | null;
  readonly category: string | null;
  /** What the source calls the video of which this is a frame. */
  readonly video?: string;
  /** From then on it matches nothing; ISO 8601 in UTC. */
  readonly expiresAt?: string;
  /** Where the source tells states of one entry apart. */
  readonly revision?: Revision;
}

/** A state of an entry, as a source tells it: the latest counts, in whatever order they come. */
export interface Revision {
  /** What the source calls the entry. */
  readonly key: string;
  /** When the state began; ISO 8601 in UTC. */
  readonly at: string;
  /** The source took the entry back; it has no hashes then. */
  readonly isWithdrawn: boolean;
}

/** Why a line was not taken; tells nothing of what stands in it. */
export const REFUSALS = {
  'line-too-long': 'the line is longer than any line of a list',
  'not-text': 'the line is not UTF-8 text',
  'quotes-broken': 'a quoted field does not end in its line, or a quote stands in the middle of a field',
  'wrong-field-count': 'the line has another number of fields than the header',
  'no-hash': 'there is no hash in the line',
  'md5-malformed': 'the MD5 is not 32 hex digits or 16 bytes in base64',
  'sha1-malformed': 'the SHA-1 is not 40 hex digits or 20 bytes in base64',
  'sha256-malformed': 'the SHA-256 is not 64 hex digits or 32 bytes in base64',
  'pdq-malformed': 'the PDQ is not 64 hex digits or 32 bytes in base64',
  'matches-nothing-real': 'a digest is that of an empty file, or the PDQ is that of an even surface',
  'quality-malformed': 'the quality is not a whole number from 0 to 100',
  'flag-malformed': 'a flag is neither yes nor no',
  'record-malformed': 'the record is not well formed, or a field of it has another type than it should',
  'key-malformed': 'the member, the identifier or the time of the entry is missing or malformed',
  'record-too-long': 'the record is longer than any record of a list',
  'record-too-deep': 'the record is nested deeper than any record of a list',
  'kind-unknown': 'the line is of a kind of hash that is not matched',
  'not-material': 'the source says that this is no such material, or is only there to compare with',
  'video-malformed': 'the name of the video is longer than 128 characters, or holds control characters',
  'expiry-malformed': 'the expiry is neither a date nor a time with its zone, such as 2027-01-31',
  'time-to-come': 'the source says of the entry a time that is still to come',
  'category-malformed': 'the category is longer than 64 characters, or holds control characters or a formula',
} as const;
export type Refusal = keyof typeof REFUSALS;

export interface RefusedLine {
  /** Counted from 1: a line, the header included; in JSON and XML a record. */
  readonly line: number;
  readonly reason: Refusal;
}

/** Which entry of a page of a source is meant. */
export interface EntryOrigin {
  /** Counted from 1, of all entries of the page, taken or not. */
  readonly place: number;
  /** The source's own name of it, by `shownKey`; null where it has none. */
  readonly key: string | null;
}
export interface RefusedEntry extends EntryOrigin {
  readonly reason: Refusal;
}

const MOST_KEY = 100;

/** What a source calls an entry, whatever it wrote there, as a short word that no sheet takes for a formula. */
export function shownKey(text: string): string | null {
  const plain = text.slice(0, 4 * MOST_KEY).replaceAll(/[^A-Za-z0-9._:-]+/g, '_');
  return plain.replace(/^[^A-Za-z0-9]+/, '').slice(0, MOST_KEY) || null;
}

const HEX = /^[0-9a-f]+$/;
const BASE64 = /^[0-9A-Za-z+/]+={0,2}$/;

/** Reads a hash in hex of either case or in base64; undefined when it is neither. */
export function readHash(field: HashField, text: string): string | undefined {
  const bytes = DIGEST_FIELDS[field];
  if (text.length === 2 * bytes) {
    const lower = text.toLowerCase();
    return HEX.test(lower) ? lower : undefined;
  }
  if (text.length !== 4 * Math.ceil(bytes / 3) || !BASE64.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64');
  // Bits beyond the last byte must be zero, or two texts would be one hash.
  return decoded.length === bytes && decoded.toString('base64') === text
    ? decoded.toString('hex')
    : undefined;
}

const PHOTODNA_BYTES = 144;

/** Reads PhotoDNA in hex, base64 or as 144 decimal numbers; null when it is none of these. */
export function readPhotoDna(text: string): string | null {
  if (text.length === 2 * PHOTODNA_BYTES) {
    const lower = text.toLowerCase();
    return HEX.test(lower) ? lower : null;
  }
  const base64Length = (4 * PHOTODNA_BYTES) / 3;
  if (text.length === base64Length && BASE64.test(text)) {
    const decoded = Buffer.from(text, 'base64');
    return decoded.length === PHOTODNA_BYTES ? decoded.toString('hex') : null;
  }
  const numbers = text.split(',', PHOTODNA_BYTES + 1);
  if (numbers.length !== PHOTODNA_BYTES) return null;
  if (!numbers.every((number) => /^\d{1,3}$/.test(number) && Number(number) < 256)) return null;
  return Buffer.from(numbers.map(Number)).toString('hex');
}

const digestOfNothing = (name: string) => createHash(name).digest('hex');

/** Values that would match what is not known: an empty file's digests, and hashes that any even surface gets. */
const MATCHES_NOTHING_REAL: Readonly<Record<HashField, ReadonlySet<string>>> = {
  md5: new Set([digestOfNothing('md5'), '0'.repeat(32)]),
  sha1: new Set([digestOfNothing('sha1'), '0'.repeat(40)]),
  sha256: new Set([digestOfNothing('sha256'), '0'.repeat(64)]),
  pdq: new Set(['0'.repeat(64), 'f'.repeat(64)]),
};

// A category that a spreadsheet would take for a formula could do harm where it is exported to.
const CATEGORY = /^[^\p{Cc}=+\-@][^\p{Cc}]{0,63}$/u;
const VIDEO = /^[^\p{Cc}]{1,128}$/u;

/** Fields of a line as texts; empty or absent where the line says nothing. */
export type EntryTexts = Partial<
  Record<HashField | 'photoDna' | 'quality' | 'category' | 'video' | 'expires', string>
>;

/** Checks the fields of a line. */
export function readEntry(texts: EntryTexts): NewEntry | Refusal {
  const hashes: Record<HashField, string | null> = { md5: null, sha1: null, sha256: null, pdq: null };
  let found = false;
  for (const field of HASH_FIELDS) {
    const text = texts[field]?.trim();
    if (!text) continue;
    const hash = readHash(field, text);
    if (hash === undefined) return `${field}-malformed`;
    if (MATCHES_NOTHING_REAL[field].has(hash)) return 'matches-nothing-real';
    hashes[field] = hash;
    found = true;
  }
  if (!found) return 'no-hash';
  const qualityText = texts.quality?.trim();
  let quality: number | null = null;
  if (qualityText) {
    if (!/^\d{1,3}$/.test(qualityText) || Number(qualityText) > 100) return 'quality-malformed';
    quality = Number(qualityText);
  }
  const category = texts.category?.trim() || null;
  if (category !== null && !CATEGORY.test(category)) return 'category-malformed';
  // Nothing is compared with it, so one that cannot be read is left out and the entry taken.
  const photoDna = texts.photoDna ? readPhotoDna(texts.photoDna.trim()) : null;
  const video = texts.video?.trim();
  if (video && !VIDEO.test(video)) return 'video-malformed';
  const expires = texts.expires?.trim();
  const expiresAt = expires ? readTime(expires) : undefined;
  if (expires && expiresAt === undefined) return 'expiry-malformed';
  return { ...hashes, photoDna, quality, category, ...(video && { video }), ...(expiresAt && { expiresAt }) };
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads a date, whose day begins in UTC, or a time that names its zone; undefined when it is neither, or there is no such
 * day. @returns ISO 8601 in UTC
 */
export function readTime(text: string): string | undefined {
  if (!TIME.test(text)) return undefined;
  const day = new Date(`${text.slice(0, 10)}T00:00:00.000Z`);
  // 31 February would be read as a day of March.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
  const time = new Date(text);
  const iso = Number.isNaN(time.getTime()) ? '' : time.toISOString();
  return /^\d{4}-/.test(iso) ? iso : undefined;
}

/** What makes two lines the same entry: everything they say. 16 bytes in hex. */
export function fingerprintOf(entry: NewEntry): string {
  const { md5, sha1, sha256, pdq, photoDna, quality, category, video, expiresAt } = entry;
  return createHash('sha256')
    .update(`${md5 ?? ''},${sha1 ?? ''},${sha256 ?? ''},${pdq ?? ''},${quality ?? ''},${category ?? ''}`)
    .update(photoDna === null ? '' : `,photodna:${photoDna}`)
    .update(video === undefined ? '' : `,video:${video}`)
    .update(expiresAt === undefined ? '' : `,expires:${expiresAt}`)
    .digest('hex')
    .slice(0, 32);
}
