// The answers of a reporter as typed, which step asks for which, and what becomes of them when they are sent.
import { cleanText, SUBMISSION_LIMITS, type Submission } from '#libs/reports';
import type { Language, MessageKey } from '../messages/translate.js';

/** Kinds of place for those who cannot give an address. */
export const PLACE_KINDS = [
  'site', 'image-host', 'social', 'messenger', 'game', 'file-sharing', 'live-stream', 'newsgroup', 'other',
] as const; // prettier-ignore
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** The questions that fit a kind of place, beside how to find it there. */
interface PlaceQuestions {
  readonly app?: MessageKey;
  readonly account?: MessageKey;
  readonly link?: MessageKey;
}

export const PLACE_QUESTIONS: Readonly<Record<PlaceKind, PlaceQuestions>> = {
  site: { app: 'place.app.site' },
  'image-host': { app: 'place.app.site', account: 'place.account.album' },
  social: { app: 'place.app.network', account: 'place.account.page' },
  messenger: { app: 'place.app.messenger', account: 'place.account.group', link: 'place.link' },
  game: { app: 'place.app.game', account: 'place.account.player' },
  'file-sharing': { app: 'place.app.program', account: 'place.account.file', link: 'place.link.file' },
  'live-stream': { app: 'place.app.stream', account: 'place.account.channel' },
  newsgroup: { app: 'place.app.newsgroup', account: 'place.account.article' },
  other: {},
};

export const STILL_THERE = ['yes', 'no', 'unknown'] as const;

/** What stands in the fields, as typed. */
export interface ReportForm {
  readonly urls: string;
  readonly placeKind: string;
  readonly app: string;
  readonly account: string;
  readonly link: string;
  readonly place: string;
  readonly kind: string;
  readonly childInDanger: boolean;
  readonly stillThere: string;
  readonly seenAt: string;
  readonly access: string;
  readonly comment: string;
  readonly reportedPolice: boolean;
  readonly reportedPlatform: boolean;
  readonly contactEmail: string;
  /** A field that people do not see: what fills it in is a machine, or a browser that means well. */
  readonly website: string;
}
export type FormField = keyof ReportForm;

export const EMPTY_FORM: ReportForm = {
  urls: '', placeKind: '', app: '', account: '', link: '', place: '', kind: '', childInDanger: false, stillThere: '',
  seenAt: '', access: '', comment: '', reportedPolice: false, reportedPlatform: false, contactEmail: '', website: '',
}; // prettier-ignore

export const LAST_STEP = 4;
export type Step = 1 | 2 | 3 | 4;

const FIELDS_OF: Readonly<Record<Step, readonly FormField[]>> = {
  1: ['urls', 'placeKind', 'app', 'account', 'link', 'place'],
  2: ['kind', 'childInDanger', 'stillThere', 'seenAt'],
  3: ['access', 'comment', 'reportedPolice', 'reportedPlatform'],
  4: ['contactEmail'],
};

export const FIELD_ORDER = Object.keys(EMPTY_FORM) as readonly FormField[];

export const LIMITS: Readonly<Partial<Record<FormField, number>>> = {
  urls: SUBMISSION_LIMITS.urlCharacters,
  app: 200,
  account: 1_000,
  link: 2_000,
  place: SUBMISSION_LIMITS.placeCharacters,
  access: 2_000,
  comment: SUBMISSION_LIMITS.commentCharacters,
  contactEmail: SUBMISSION_LIMITS.emailCharacters,
};

/** Which step asks for a field; the trap is on every page. */
export function stepOf(field: FormField): Step | undefined {
  return ([1, 2, 3, 4] as const).find((step) => FIELDS_OF[step].includes(field));
}

/**
 * The answers so far, with those of the page that was sent.
 * @param page which fields it had; without, every field that was sent counts
 */
export function mergeAnswers(
  before: ReportForm,
  fields: ReadonlyMap<string, string>,
  page: Step | 'all' | undefined,
): ReportForm {
  const merged: Record<string, string | boolean> = { ...before };
  for (const field of FIELD_ORDER) {
    // A box that is not ticked is not sent: on its own page that means no.
    const isBox = typeof EMPTY_FORM[field] === 'boolean';
    const isAsked =
      typeof page === 'number'
        ? field === 'website' || stepOf(field) === page
        : fields.has(field) || (page === 'all' && isBox);
    if (!isAsked) continue;
    merged[field] = typeof EMPTY_FORM[field] === 'boolean' ? fields.has(field) : (fields.get(field) ?? '');
  }
  // A kind of place is a button; the one chosen before stands in a hidden field.
  const picked = fields.get('pick');
  if (picked !== undefined) merged.placeKind = picked;
  return merged as unknown as ReportForm;
}

export function placeKindOf(form: ReportForm): PlaceKind | undefined {
  return PLACE_KINDS.find((kind) => kind === form.placeKind);
}

/** One line, one address; a link to a place is one more. */
export function urlLines({ urls, link }: ReportForm): string[] {
  return [...urls.split(/\r\n|\r|\n/), link]
    .filter((line) => line.trim() !== '')
    .slice(0, SUBMISSION_LIMITS.urls + 1); // One more than may be, so that too many are still seen to be too many.
}

/** The form as the API's body, which is then checked. */
export function bodyFrom(form: ReportForm): Record<string, unknown> {
  const { place, app, account, kind, seenAt, comment, contactEmail, childInDanger } = form;
  const where = [place, app, account].find((text) => text.trim() !== '') ?? '';
  return { urls: urlLines(form), place: where, kind, seenAt, comment, contactEmail, childInDanger };
}

/** A submission that was found good, with the answers that only the form asks for written into its texts. */
export function withFormAnswers(
  submission: Submission,
  form: ReportForm,
  language: Pick<Language, 't'>,
): Submission {
  const { t } = language;
  const line = (label: MessageKey | undefined, value: string) =>
    label === undefined || value.trim() === '' ? [] : [`${t(label)} ${value.trim()}`];
  const kind = placeKindOf(form);
  const questions = kind === undefined ? undefined : PLACE_QUESTIONS[kind];
  const still = STILL_THERE.find((one) => one === form.stillThere);
  const told = [
    ...(form.reportedPolice ? [t('form.reported.police')] : []),
    ...(form.reportedPlatform ? [t('form.reported.platform')] : []),
  ];
  const place = [
    ...(kind === undefined ? [] : [t(`place.kind.${kind}`)]),
    ...line(questions?.app ?? 'place.app.site', form.app),
    ...line(questions?.account ?? 'place.account.page', form.account),
    ...line(questions?.link ?? 'place.link', form.link),
    ...[form.place.trim()].filter((text) => text !== ''),
  ];
  const comment = [
    ...line('form.access', form.access),
    ...(still === undefined ? [] : line('form.still', t(`form.still.${still}`))),
    ...(told.length === 0 ? [] : line('form.reported', told.join(' · '))),
    ...(submission.comment === undefined ? [] : [submission.comment]),
  ];
  return {
    ...submission,
    place: clean(place) ?? submission.place,
    comment: clean(comment) ?? submission.comment,
  };
}

function clean(lines: readonly string[]): string | undefined {
  const text = cleanText(lines.join('\n'));
  return text === '' ? undefined : text;
}
