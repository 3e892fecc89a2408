/**
 * The classification scheme of this version as data: each value has a code of ours, its ICCAM v3 number and
 * name, and what it becomes with NCMEC, XARF, VICS (United States profile) and IWF where there is an equal.
 */

/** Name of this version; stored with each assessment, so that an old one is read by the scheme it was made under. */
export const SCHEME_ID = 'manara-2026-1';

/** A value of an ICCAM look-up table: its number and the name that ICCAM gives it. */
export interface IccamValue {
  readonly id: number;
  readonly name: string;
}

/** One value of a scale. Lists hold every candidate; more than one means that a person has to choose. */
export interface SchemeValue<Code extends string = string> {
  readonly code: Code;
  readonly iccam?: IccamValue;
  readonly ncmec?: readonly string[];
  readonly xarf?: readonly string[];
  readonly vics?: readonly number[];
  readonly iwf?: readonly string[];
}

/** A reason for "not illegal" or "not reachable", as ICCAM's list of action reasons has it. */
export interface ReasonValue<Code extends string = string> {
  readonly code: Code;
  readonly iccam: IccamValue;
}

function value<const Code extends string>(
  code: Code,
  iccam?: readonly [number, string],
  others: Omit<SchemeValue, 'code' | 'iccam'> = {},
): SchemeValue<Code> {
  return { code, ...(iccam ? { iccam: { id: iccam[0], name: iccam[1] } } : {}), ...others };
}

function reason<const Code extends string>(code: Code, id: number, name: string): ReasonValue<Code> {
  return { code, iccam: { id, name } };
}

const CSAM_INCIDENT = 'Child Pornography (possession, manufacture, and distribution)';

/** What was found. "Not reachable" has no ICCAM classification: it is an action with a reason. */
export const VERDICTS = [
  value('baseline', [1, 'Baseline CSAM'], {
    ncmec: [CSAM_INCIDENT],
    xarf: ['baseline'],
    vics: [1],
    iwf: ['A', 'B', 'C'],
  }),
  value('national', [2, 'National CSAM'], {
    ncmec: [CSAM_INCIDENT],
    xarf: ['A1', 'A2', 'B1', 'B2'],
    vics: [1, 2],
    iwf: ['A', 'B', 'C'],
  }),
  value('not-illegal', [4, 'Ignore'], { vics: [0] }),
  value('not-reachable'),
] as const;

/** The youngest child seen, from youngest to oldest; `not-determined` is an answer, not the lack of one. */
export const AGE_BANDS = [
  value('infant', [2, 'Infant'], { ncmec: ['A1', 'A2', 'infant'], xarf: ['A1', 'A2'], iwf: ['0-2'] }),
  value('pre-pubescent', [3, 'Pre-pubescent'], {
    ncmec: ['A1', 'A2'],
    xarf: ['A1', 'A2'],
    iwf: ['3-6', '7-10', '11-13'],
  }),
  value('pubescent', [4, 'Pubescent'], { ncmec: ['B1', 'B2'], xarf: ['B1', 'B2'], iwf: ['14-15', '16-17'] }),
  value('not-determined', [1, 'Not categorised']),
] as const;

/** Sex of the children seen; several children of both sexes are `both`. */
export const SEXES = [
  value('female', [2, 'Female'], { iwf: ['girls'] }),
  value('male', [3, 'Male'], { iwf: ['boys'] }),
  value('both', [4, 'Both'], { iwf: ['both'] }),
  value('not-determined', [1, 'Not Determined'], { iwf: ['unidentified'] }),
] as const;

/** The most severe act shown, worst first. ICCAM has no such field. NCMEC and XARF: 1 an act, 2 exhibition. */
export const SEVERITIES = [
  value('category-a', undefined, { ncmec: ['1'], xarf: ['1'], iwf: ['A'] }),
  value('category-b', undefined, { ncmec: ['1'], xarf: ['1'], iwf: ['B'] }),
  value('category-c', undefined, { ncmec: ['2'], xarf: ['2'], iwf: ['C'] }),
] as const;

/** The yes-or-no questions, each with the field of an ICCAM assessment that it fills. */
export const FLAGS = [
  {
    code: 'selfGenerated',
    iccamField: 'userGeneratedContentCategorization',
    ncmec: ['possibleSelfProduction'],
    xarf: ['self-generated'],
    vics: [],
  },
  {
    code: 'computerGenerated',
    iccamField: 'virtualContentCategorization',
    ncmec: ['generativeAi', 'animeDrawingVirtualHentai'],
    xarf: ['computer-generated'],
    vics: [3],
  },
  {
    code: 'childModelling',
    iccamField: 'childModelingCategorization',
    ncmec: [],
    xarf: ['child-modelling'],
    vics: [],
  },
] as const;

/** ICCAM's numbers for the yes-or-no fields. */
export const ICCAM_NO = 0;
export const ICCAM_YES = 1;

/** Why something that could be looked at is not illegal. */
export const NOT_ILLEGAL_REASONS = [
  reason('adult-pornography', 14, 'AdultPornography'),
  reason('nudism-or-not-sexualised', 15, 'NudismOrNotSexualized'),
  reason('below-threshold', 16, 'DoesNotMeetThresholdForIllegality'),
  reason('images-too-small', 17, 'ImagesTooSmall'),
  reason('virtual-material', 18, 'VirtualMaterial'),
  reason('links-not-illegal', 19, 'LinkingOrLinklistsNotIllegal'),
  reason('age-unclear', 20, 'AgeUnclearOrNotAssessable'),
  reason('age-over-threshold', 21, 'AgeOverNationalThreshold'),
  reason('other', 1, 'Other'),
] as const;

/** Why something could not be looked at. */
export const NOT_REACHABLE_REASONS = [
  reason('content-not-found', 2, 'ContentNotFound'),
  reason('referrer-unknown', 3, 'ReferrerNotKnownOrIncorrect'),
  reason('unable-to-access', 4, 'UnableToAccess'),
  reason('password-protected', 5, 'PasswordProtected'),
  reason('account-disabled', 6, 'AccountDisabled'),
  reason('legally-unable-to-access', 7, 'LegallyUnableToAccess'),
  reason('link-expired', 8, 'LinkExpired'),
  reason('not-found-or-site-down', 9, 'Error404NotFoundOrSiteDown'),
  reason('temporarily-unavailable', 10, 'Error503OrContentTemporarilyUnavailable'),
  reason('premium-account-needed', 11, 'PremiumAccountNecessary'),
  reason('missing-parts', 12, 'MissingPartsToOpenFile'),
  reason('removed-before-assessment', 13, 'ContentRemovedBeforeAssessment'),
] as const;

/** The kind of place the source address is. ICCAM v3 has no "not determined" here. */
export const SITE_TYPES = [
  value('website', [2, 'Website']),
  value('file-host', [3, 'File host']),
  value('image-store', [4, 'Image store']),
  value('image-board', [5, 'Image board']),
  value('forum', [6, 'Forum']),
  value('banner-site', [7, 'Banner site']),
  value('link-site', [8, 'Link site']),
  value('social-networking', [9, 'Social Networking']),
  value('redirector', [10, 'Redirector']),
  value('web-archive', [11, 'Web archive']),
  value('search-provider', [18, 'Search provider']),
  value('image-host', [20, 'Image host']),
  value('blog', [22, 'Blog']),
  value('not-applicable', [24, 'Not Applicable']),
] as const;

export const COMMERCIALITIES = [
  value('not-determined', [1, 'Not Determined']),
  value('commercial', [2, 'Commercial']),
  value('non-commercial', [3, 'Non-Commercial']),
] as const;

/** How the source takes money. `none` and `not-determined` stand alone. */
export const PAYMENT_METHODS = [
  value('not-determined', [1, 'Not Determined']),
  value('amex', [2, 'AMEX']),
  value('diners', [3, 'Diners']),
  value('mastercard', [4, 'Mastercard']),
  value('paypal', [5, 'Paypal']),
  value('visa', [6, 'Visa']),
  value('western-union', [7, 'Western Union']),
  value('other', [8, 'Other']),
  value('none', [9, 'None']),
  value('sms', [10, 'SMS']),
  value('email', [11, 'EMAIL']),
  value('liberty-reserve', [12, 'Liberty Reserve']),
  value('bitcoin', [13, 'Bitcoin']),
] as const;

/** What a hotline records that it did, in the order in which ICCAM expects it. "Moved" is no action in v3. */
export const ACTIONS = [
  { code: 'reported-to-police', iccam: { id: 1, name: 'ReportedToLEA' }, final: false },
  { code: 'reported-to-provider', iccam: { id: 2, name: 'ReportedToISP' }, final: false },
  { code: 'removed', iccam: { id: 3, name: 'Removed' }, final: true },
  { code: 'unavailable', iccam: { id: 4, name: 'Unavailable' }, final: true },
  { code: 'not-illegal', iccam: { id: 6, name: 'NotIllegal' }, final: true },
] as const;

export type Verdict = (typeof VERDICTS)[number]['code'];
export type AgeBand = (typeof AGE_BANDS)[number]['code'];
export type Sex = (typeof SEXES)[number]['code'];
export type Severity = (typeof SEVERITIES)[number]['code'];
export type Flag = (typeof FLAGS)[number]['code'];
export type NotIllegalReason = (typeof NOT_ILLEGAL_REASONS)[number]['code'];
export type NotReachableReason = (typeof NOT_REACHABLE_REASONS)[number]['code'];
export type Reason = NotIllegalReason | NotReachableReason;
export type SiteType = (typeof SITE_TYPES)[number]['code'];
export type Commerciality = (typeof COMMERCIALITIES)[number]['code'];
export type PaymentMethod = (typeof PAYMENT_METHODS)[number]['code'];
export type ActionCode = (typeof ACTIONS)[number]['code'];

/** The whole scheme, as the console asks for it. */
export const SCHEME = {
  id: SCHEME_ID,
  verdicts: VERDICTS,
  ageBands: AGE_BANDS,
  sexes: SEXES,
  severities: SEVERITIES,
  flags: FLAGS,
  notIllegalReasons: NOT_ILLEGAL_REASONS,
  notReachableReasons: NOT_REACHABLE_REASONS,
  siteTypes: SITE_TYPES,
  commercialities: COMMERCIALITIES,
  paymentMethods: PAYMENT_METHODS,
  actions: ACTIONS,
} as const;

/** The ICCAM look-up tables that the scheme relies on, by the last part of their address. */
export const ICCAM_LOOKUPS = [
  { name: 'classifications', values: iccamValues(VERDICTS) },
  { name: 'age-categories', values: iccamValues(AGE_BANDS) },
  { name: 'gender-categories', values: iccamValues(SEXES) },
  { name: 'site-types', values: iccamValues(SITE_TYPES) },
  { name: 'commercialities', values: iccamValues(COMMERCIALITIES) },
  { name: 'payment-methods', values: iccamValues(PAYMENT_METHODS) },
  { name: 'action-types', values: iccamValues(ACTIONS) },
] as const;

export type IccamLookupName = (typeof ICCAM_LOOKUPS)[number]['name'];

function iccamValues(values: readonly { readonly iccam?: IccamValue }[]): readonly IccamValue[] {
  return values.flatMap(({ iccam }) => (iccam ? [iccam] : []));
}
