/**
 * ICCAM's look-up tables as of version 3, written down on their own: the sandbox shares no table with the client
 * it tests, so that an error in one of them shows.
 */

export interface Line {
  id: number;
  name: string;
}

export const CLASSIFICATIONS = table({ 1: 'Baseline CSAM', 2: 'National CSAM', 4: 'Ignore' });
export const AGE_CATEGORIES = table({
  1: 'Not categorised',
  2: 'Infant',
  3: 'Pre-pubescent',
  4: 'Pubescent',
});
export const GENDER_CATEGORIES = table({ 1: 'Not Determined', 2: 'Female', 3: 'Male', 4: 'Both' });
export const COMMERCIALITIES = table({ 1: 'Not Determined', 2: 'Commercial', 3: 'Non-Commercial' });
export const PAYMENT_METHODS = table({
  1: 'Not Determined',
  2: 'AMEX',
  3: 'Diners',
  4: 'Mastercard',
  5: 'Paypal',
  6: 'Visa',
  7: 'Western Union',
  8: 'Other',
  9: 'None',
  10: 'SMS',
  11: 'EMAIL',
  12: 'Liberty Reserve',
  13: 'Bitcoin',
});
export const SITE_TYPES = table({
  2: 'Website',
  3: 'File host',
  4: 'Image store',
  5: 'Image board',
  6: 'Forum',
  7: 'Banner site',
  8: 'Link site',
  9: 'Social Networking',
  10: 'Redirector',
  11: 'Web archive',
  18: 'Search provider',
  20: 'Image host',
  22: 'Blog',
  24: 'Not Applicable',
});
export const ACTION_TYPES = table({
  1: 'ReportedToLEA',
  2: 'ReportedToISP',
  3: 'Removed',
  4: 'Unavailable',
  6: 'NotIllegal',
});
export const ACTION_REASONS = table({
  1: 'Other',
  2: 'ContentNotFound',
  3: 'ReferrerNotKnownOrIncorrect',
  4: 'UnableToAccess',
  5: 'PasswordProtected',
  6: 'AccountDisabled',
  7: 'LegallyUnableToAccess',
  8: 'LinkExpired',
  9: 'Error404NotFoundOrSiteDown',
  10: 'Error503OrContentTemporarilyUnavailable',
  11: 'PremiumAccountNecessary',
  12: 'MissingPartsToOpenFile',
  13: 'ContentRemovedBeforeAssessment',
  14: 'AdultPornography',
  15: 'NudismOrNotSexualized',
  16: 'DoesNotMeetThresholdForIllegality',
  17: 'ImagesTooSmall',
  18: 'VirtualMaterial',
  19: 'LinkingOrLinklistsNotIllegal',
  20: 'AgeUnclearOrNotAssessable',
  21: 'AgeOverNationalThreshold',
});

export const BASELINE = 1;
export const NATIONAL = 2;
export const IGNORE = 4;
export const NOT_ILLEGAL_ACTION = 6;
export const FINAL_ACTIONS: readonly number[] = [3, 4, 6];
/** Types up to this one take no reason. */
export const LAST_ACTION_WITHOUT_REASON = 3;

/** Countries with a hotline and its number (a dated list). Countries without one make orphans. */
export const HOTLINES: Readonly<Record<string, number>> = {
  BR: 3, CO: 4, HU: 6, TH: 12, AU: 14, CA: 15, TW: 16, KR: 18, US: 22, AT: 23, BE: 24, DK: 28, EE: 29, FI: 30,
  FR: 31, DE: 32, GR: 35, IE: 36, LV: 39, LT: 40, LU: 41, NL: 43, PL: 44, SI: 48, GB: 51, SE: 52, RO: 55, KH: 57,
  JP: 58, CZ: 59, PT: 60, CY: 61,
}; // prettier-ignore

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Codes that name no country: groups of countries, the unknown one, and two for tests of software. */
const NO_COUNTRY = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'];

/** Whether this is the code of a country: two capital letters that stand for one. */
export function isCountry(code: unknown): code is string {
  if (typeof code !== 'string' || !/^[A-Z]{2}$/.test(code) || NO_COUNTRY.includes(code)) return false;
  return regionNames.of(code) !== undefined;
}

/** Every country, as the look-up gives it. */
export function countries(): { id: number; code: string; name: string }[] {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => isCountry(code))
    .map((code, index) => ({ id: index + 1, code, name: regionNames.of(code) ?? code }));
}

export function holds(lines: readonly Line[], id: unknown): id is number {
  return lines.some((line) => line.id === id);
}

function table(lines: Record<number, string>): Line[] {
  return Object.entries(lines).map(([id, name]) => ({ id: Number(id), name }));
}
