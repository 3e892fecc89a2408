// What those concerned are asked, as typed, and what becomes of it when it is sent. All of it is on one page: nothing
// is carried along, and nothing kept.
import {
  cleanText,
  KIND_OF_CONCERN,
  readDeviceHashes,
  readSubmission,
  SUBMISSION_LIMITS,
  type Concern,
  type FieldError,
  type Submission,
} from '#libs/reports';
import type { Language, MessageKey } from '../messages/translate.js';
import { STILL_THERE } from './report-form.js';

/** What somebody can come with; with the last one nothing is asked and nothing sent. */
export const MATTERS = ['picture', 'threat', 'child', 'thoughts'] as const;
export type Matter = (typeof MATTERS)[number];

export const AGES = ['under-13', '13-15', '16-17', '18-over', 'unsaid'] as const;
export type Age = (typeof AGES)[number];

/** Whether a page is written for somebody who is, or may be, a child. */
export function isYoung(age: Age): boolean {
  return age !== '18-over';
}

export interface ConcernForm {
  readonly urls: string;
  readonly app: string;
  readonly account: string;
  readonly until: string;
  readonly shared: string;
  readonly story: string;
  /** Lines as `readDeviceHashes` takes them; written by the page's script. */
  readonly hashes: string;
  readonly childInDanger: boolean;
  readonly contactEmail: string;
  /** The field that people do not see. */
  readonly website: string;
}
export type ConcernField = keyof ConcernForm;
export type ConcernErrors = Partial<Record<ConcernField, FieldError | 'empty'>>;

export const EMPTY_CONCERN: ConcernForm = {
  urls: '', app: '', account: '', until: '', shared: '', story: '', hashes: '', childInDanger: false, contactEmail: '',
  website: '',
}; // prettier-ignore

/** In the order in which they are asked. */
export const FIELDS_OF: Readonly<Record<Concern, readonly ConcernField[]>> = {
  picture: ['story', 'urls', 'app', 'account', 'shared', 'hashes', 'childInDanger', 'contactEmail'],
  threat: ['story', 'app', 'account', 'until', 'shared', 'urls', 'childInDanger', 'contactEmail'],
  child: ['story', 'app', 'account', 'urls', 'childInDanger', 'contactEmail'],
};

export const CONCERN_LIMITS: Readonly<Partial<Record<ConcernField, number>>> = {
  urls: SUBMISSION_LIMITS.urlCharacters,
  app: 200,
  account: 1_000,
  until: 200,
  // Room for the answers that are written into the same text.
  story: SUBMISSION_LIMITS.commentCharacters - 1_000,
  contactEmail: SUBMISSION_LIMITS.emailCharacters,
};

/** Any of these alone says something. */
const ANSWERS = ['urls', 'app', 'account', 'story', 'hashes'] as const;

/** What was typed, as far as it is asked with this concern. */
export function readConcernForm(concern: Concern, fields: ReadonlyMap<string, string>): ConcernForm {
  const asked = new Set<string>([...FIELDS_OF[concern], 'website']);
  return Object.fromEntries(
    Object.entries(EMPTY_CONCERN).map(([name, empty]) => {
      if (!asked.has(name)) return [name, empty];
      return [name, typeof empty === 'boolean' ? fields.has(name) : (fields.get(name) ?? '')];
    }),
  ) as unknown as ConcernForm;
}

/**
 * Checks what was typed and makes a report of it.
 * @param takesHashes whether somebody acts on them; where nobody does they are left out
 */
export function checkConcern(
  concern: Concern,
  age: Age,
  form: ConcernForm,
  language: Pick<Language, 't'>,
  { takesHashes, now }: { takesHashes: boolean; now: Date },
): { readonly submission: Submission } | { readonly errors: ConcernErrors } {
  const { t } = language;
  const errors: ConcernErrors = {};
  for (const field of ['app', 'account', 'until', 'story'] as const) {
    if (form[field].length > CONCERN_LIMITS[field]!) errors[field] = 'too-long';
  }
  const deviceHashes = takesHashes ? readDeviceHashes(form.hashes) : [];
  const isEmpty = ANSWERS.every((name) =>
    name === 'hashes' ? deviceHashes.length === 0 : form[name].trim() === '',
  );
  if (isEmpty) errors.story = 'empty';
  const line = (label: MessageKey, value: string) =>
    value.trim() === '' ? [] : [`${t(label)} ${value.trim()}`];
  const shared = STILL_THERE.find((one) => one === form.shared);
  const place = [
    t(`about.${concern}`),
    ...line('concern.app', form.app),
    ...line(`concern.account.${concern}`, form.account),
  ];
  const comment = [
    ...(age === 'unsaid'
      ? []
      : line(concern === 'child' ? 'age.line.child' : 'age.line.self', t(`age.${age}`))),
    ...line('concern.until', form.until),
    ...(shared === undefined ? [] : line('concern.shared', t(`form.still.${shared}`))),
    ...[form.story].filter((text) => text.trim() !== ''),
  ];
  const read = readSubmission(
    {
      urls: form.urls
        .split(/\r\n|\r|\n/)
        .filter((one) => one.trim() !== '')
        // One more than may be, so that too many are still seen to be too many.
        .slice(0, SUBMISSION_LIMITS.urls + 1),
      place: cleanText(place.join('\n')).slice(0, SUBMISSION_LIMITS.placeCharacters),
      comment: cleanText(comment.join('\n')).slice(0, SUBMISSION_LIMITS.commentCharacters),
      kind: KIND_OF_CONCERN[concern],
      childInDanger: form.childInDanger,
      contactEmail: form.contactEmail,
    },
    now,
  );
  if (read.errors?.urls !== undefined) errors.urls = read.errors.urls;
  if (read.errors?.contactEmail !== undefined) errors.contactEmail = read.errors.contactEmail;
  if (read.submission === undefined || Object.keys(errors).length > 0) return { errors };
  return { submission: { ...read.submission, ...(deviceHashes.length > 0 ? { deviceHashes } : {}) } };
}
