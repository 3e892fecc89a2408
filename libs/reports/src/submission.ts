// What a report may hold, checked the same way whether it came by the form or by the API. Errors are codes: the page
// says them in the reporter's language, the API in English.
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsOptional,
  IsString,
  MaxLength,
  validateSync,
} from 'class-validator';
import { parseReported, type ReportedAddress } from './address.js';
import type { DeviceHash } from './concern.js';
import { readMailbox } from './letters/mailbox.js';
import { readHashes, type ReportedHash } from './reported-hash.js';

/** What the form asks a reporter who may be anybody; the first is what most report. */
export const ASKED_KINDS = [
  'sexual-abuse-material',
  'self-report',
  'extortion',
  'grooming',
  'trafficking-or-travel',
  'drawn-or-generated',
  'other',
] as const;
/** What a report can be. The last two come from the pages for those concerned; `extortion` is what a witness reports. */
export const REPORT_KINDS = [...ASKED_KINDS, 'threatened', 'child-concern'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number] | 'unspecified';

export const SUBMISSION_LIMITS = Object.freeze({
  urls: 50,
  urlCharacters: 8_000,
  addressesInAll: 200,
  placeCharacters: 4_000,
  commentCharacters: 10_000,
  emailCharacters: 254,
  kindCharacters: 64,
  localeCharacters: 35,
});

export const FIELD_ERRORS = [
  'address-or-place',
  'too-many',
  'too-long',
  'not-text',
  'not-a-list',
  'not-true-or-false',
  'date-form',
  'date-in-future',
  'email-form',
  'not-an-object',
  'hash-form',
  'needs-key',
] as const;
export type FieldError = (typeof FIELD_ERRORS)[number];
export type SubmissionField = keyof SubmissionBody | 'hashes';
export type FieldErrors = Partial<Record<SubmissionField, FieldError>>;

const LIMITS = SUBMISSION_LIMITS;
const longerThan = (most: number) => [most, { message: 'too-long' }] as const;
const text = { message: 'not-text' } as const;

/** The body of `POST /api/v1/{portal}/reports`; the form builds the same. Messages are codes. */
export class SubmissionBody {
  @MaxLength(LIMITS.urlCharacters, { message: 'too-long', each: true })
  @IsString({ message: 'not-text', each: true })
  @ArrayMaxSize(LIMITS.urls, { message: 'too-many' })
  @IsArray({ message: 'not-a-list' })
  @IsOptional()
  urls?: string[];

  @MaxLength(...longerThan(LIMITS.placeCharacters))
  @IsString(text)
  @IsOptional()
  place?: string;

  @MaxLength(...longerThan(LIMITS.commentCharacters))
  @IsString(text)
  @IsOptional()
  comment?: string;

  @MaxLength(...longerThan(LIMITS.kindCharacters))
  @IsString(text)
  @IsOptional()
  kind?: string;

  @MaxLength(64, { message: 'date-form' })
  @IsString(text)
  @IsOptional()
  seenAt?: string;

  @IsBoolean({ message: 'not-true-or-false' })
  @IsOptional()
  childInDanger?: boolean;

  @IsEmail({}, { message: 'email-form' })
  @MaxLength(...longerThan(LIMITS.emailCharacters))
  @IsString(text)
  @IsOptional()
  contactEmail?: string;

  @MaxLength(...longerThan(LIMITS.localeCharacters))
  @IsString(text)
  @IsOptional()
  locale?: string;
}

const FIELDS = [
  'urls',
  'place',
  'comment',
  'kind',
  'seenAt',
  'childInDanger',
  'contactEmail',
  'locale',
] as const;
/** When several things are wrong with a field, the plainest is told. */
const FIRST_TOLD: readonly string[] = ['not-a-list', 'not-text', 'too-many', 'too-long'];

export interface Submission {
  /** As typed, empty lines left out. */
  readonly urls: readonly string[];
  readonly place?: string;
  readonly comment?: string;
  readonly kind: ReportKind;
  /** The caller's own word, where it is none of ours. */
  readonly kindAsGiven?: string;
  /** A day, YYYY-MM-DD. */
  readonly seenAt?: string;
  readonly childInDanger: boolean;
  readonly contactEmail?: string;
  readonly locale?: string;
  /** Made on the reporter's device; they settle nothing and enter no list. */
  readonly deviceHashes?: readonly DeviceHash[];
  /** From a trusted reporter; they settle nothing and enter no list either, but an analyst sees them as items. */
  readonly hashes?: readonly ReportedHash[];
}

export type ReadSubmission =
  | { readonly submission: Submission; readonly errors?: undefined }
  | { readonly submission?: undefined; readonly errors: FieldErrors };

/** Text that PostgreSQL and JSON can hold: well-formed, without NUL, with one kind of line end, trimmed. */
export function cleanText(typed: string): string {
  return Buffer.from(typed.replaceAll('\0', '').replace(/\r\n?/g, '\n'), 'utf8').toString('utf8').trim();
}

function cleanBody(given: Readonly<Record<string, unknown>>): SubmissionBody {
  const body: Record<string, unknown> = {};
  for (const field of FIELDS) {
    // Only what the caller itself set: never something inherited.
    const value = Object.hasOwn(given, field) ? given[field] : undefined;
    if (value === undefined || value === null) continue;
    if (typeof value === 'string') {
      const clean = cleanText(value);
      if (clean !== '') body[field] = clean;
    } else if (Array.isArray(value)) {
      body[field] = value
        .map((one: unknown) => (typeof one === 'string' ? cleanText(one) : one))
        .filter((one) => one !== '');
    } else body[field] = value;
  }
  return Object.assign(new SubmissionBody(), body);
}

/**
 * Reads a day: `2026-11-22`, or the day of a time in ISO 8601, in Western, Arabic or Persian digits.
 * @param today in UTC; the day after is let through, because it is that day already further east
 */
export function readDay(
  typed: string,
  today: Date,
): { readonly day: string } | { readonly error: 'date-form' | 'date-in-future' } {
  const western = typed.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) =>
    String(digit.charCodeAt(0) & 0xf),
  );
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T[\d:.,]{4,18}(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(western);
  if (match === null) return { error: 'date-form' };
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1970 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return { error: 'date-form' };
  if (date.getTime() > today.getTime() + 86_400_000) return { error: 'date-in-future' };
  return { day: date.toISOString().slice(0, 10) };
}

/**
 * Checks what was sent and gives it in one form, or says what is wrong with which field. Fields that are not known are
 * left out; a kind that is not known is no reason to refuse a report and is kept beside the text.
 * @param isTrusted whether a key came with it: hashes are taken from those who hold one
 */
export function readSubmission(given: unknown, today: Date, isTrusted = false): ReadSubmission {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { errors: { urls: 'not-an-object' } };
  }
  const body = cleanBody(given as Record<string, unknown>);
  const errors: FieldErrors = {};
  for (const { property, constraints } of validateSync(body, { stopAtFirstError: false })) {
    const codes = Object.values(constraints ?? {});
    errors[property as SubmissionField] = (FIRST_TOLD.find((code) => codes.includes(code)) ??
      codes[0]) as FieldError;
  }
  const { urls = [], place, comment, kind, childInDanger = false, contactEmail, locale } = body;
  if (contactEmail !== undefined && errors.contactEmail === undefined && !readMailbox(contactEmail)) {
    errors.contactEmail = 'email-form';
  }
  const givenHashes = Object.hasOwn(given, 'hashes') ? (given as { hashes: unknown }).hashes : undefined;
  const { hashes, error: hashError } = readHashes(givenHashes);
  if (hashError !== undefined) errors.hashes = hashError;
  else if (hashes !== undefined && !isTrusted) errors.hashes = 'needs-key';
  const hasSource = urls.length > 0 || place !== undefined || hashes !== undefined || hashError !== undefined;
  if (errors.urls === undefined && errors.place === undefined && !hasSource) {
    errors.urls = 'address-or-place';
  }
  let seenAt: string | undefined;
  if (errors.seenAt === undefined && body.seenAt !== undefined) {
    const read = readDay(body.seenAt, today);
    if ('error' in read) errors.seenAt = read.error;
    else seenAt = read.day;
  }
  if (Object.keys(errors).length > 0) return { errors };
  if (reportedAddresses(urls).length > LIMITS.addressesInAll - (hashes?.length ?? 0)) {
    return { errors: { urls: 'too-many' } };
  }
  const known = kind === undefined ? 'unspecified' : REPORT_KINDS.find((one) => one === kind);
  return {
    submission: {
      urls,
      place,
      comment,
      kind: known ?? 'other',
      kindAsGiven: known === undefined ? kind : undefined,
      seenAt,
      childInDanger,
      contactEmail,
      locale,
      ...(hashes === undefined ? {} : { hashes }),
    },
  };
}

/** The addresses in what was typed; a line in which none can be made out is kept as it is. */
export function reportedAddresses(urls: readonly string[]): ReportedAddress[] {
  return urls.flatMap((typed) => {
    const found = parseReported(typed);
    return found.length > 0 ? found : [{ asTyped: typed, normalised: null }];
  });
}
