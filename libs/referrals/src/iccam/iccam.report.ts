/**
 * From a referral to the body of an ICCAM report. Pure. What was not answered is not sent: where ICCAM insists
 * on a value, the referral is refused with the names of what is missing.
 */
import { parseUrl } from '#libs/platform';
import {
  COMMERCIALITIES,
  PAYMENT_METHODS,
  SITE_TYPES,
  iccamAssessmentNumbers,
  iccamIdOf,
  isIllegal,
  validateAssessment,
} from '#libs/taxonomy';
import type { Answers, SourceAnswers } from '#libs/taxonomy';
import { IccamIncompleteError } from './iccam.errors.js';
import type { IccamAssessment, IccamReport, IccamReportUrl } from './iccam.types.js';

/** Where an address is hosted; what is not known is left out. */
export interface IccamHosting {
  /** ISO 3166 code of two letters, upper case. */
  countryCode?: string;
  ip?: string;
  isp?: string;
  organisationName?: string;
  /** Number of the autonomous system. */
  asn?: number;
  isCdn?: boolean;
}

/** One address of a referral. */
export interface IccamItemInput {
  url: string;
  /** Exactly one item of a referral is the source. */
  isSource: boolean;
  contentType: 'media' | 'website';
  hosting: IccamHosting;
  /** Left out for a source that was not assessed itself. */
  answers?: Answers;
  /** Whether a person looked at these bytes. */
  lookedAt: boolean;
  /** A person looked at the same bytes for an earlier decision, and not again for this one. */
  lookedAtBefore?: boolean;
  /** The answers are those of a picture that looks like it: whether a person looked at that one, and the bits that differ. */
  takenOver?: { readonly looked: boolean; readonly distance?: number };
  /** The list and the digest that settled it, where no person looked. */
  knownBy?: { list: string; digest: 'sha256' | 'sha1' | 'md5' };
  hashes?: { sha256?: string; sha1?: string; md5?: string };
  /** Confirmed pictures that stood at the address before this one; ICCAM takes an address once a report. */
  earlierPictures?: readonly IccamPicture[];
  /** Confirmed pictures inside the page, which ICCAM can only be told of under the page's address. */
  inlinePictures?: readonly IccamPicture[];
  memo?: string;
}

export type IccamPicture = Pick<
  IccamItemInput,
  'lookedAt' | 'lookedAtBefore' | 'takenOver' | 'knownBy' | 'hashes'
>;

/** All that a report is made of. Must hold nothing of the member of the public who reported. */
export interface IccamReferralInput {
  /** Unique for ever within our hotline; the same one on each attempt. Letters, digits, `.`, `_`, `-`. */
  hotlineReference: string;
  /** When the public's report came in. */
  receivedAt: Date;
  /** The analyst's name at ICCAM, usually that of the interface's account. */
  analystName: string;
  memo?: string;
  referrer?: string;
  source: SourceAnswers;
  items: readonly IccamItemInput[];
}

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._-]{2,99}$/;
const COUNTRY = /^[A-Z]{2}$/;
/** ICCAM's own values for an item that is ignored: no category of age, no category of sex. */
const NOT_CATEGORISED = 1;

/** The line of a memo by which our own report is recognised; ICCAM does not give references back. */
export function referenceLine(hotlineReference: string): string {
  return `Reference: ${hotlineReference}`;
}

/**
 * The body of `POST rest/reports`: the source first, then the illegal items in the order given.
 * @throws IccamIncompleteError naming every field that is missing or wrong
 */
export function buildReport(input: IccamReferralInput): IccamReport {
  const problems: Record<string, string> = {};
  if (!REFERENCE.test(input.hotlineReference)) problems.hotlineReference = 'is not a reference';
  if (Number.isNaN(input.receivedAt.getTime())) problems.receivedAt = 'is not a time';
  if (input.analystName.trim() === '') problems.analystName = 'is missing';
  const siteType = numberOf(problems, 'source.siteType', SITE_TYPES, input.source.siteType);
  const commerciality = numberOf(
    problems,
    'source.commerciality',
    COMMERCIALITIES,
    input.source.commerciality,
  );
  const methods = input.source.paymentMethods ?? [];
  if (methods.length === 0) problems['source.paymentMethods'] = 'is not answered';
  const paymentMethods = methods.map((method) =>
    numberOf(problems, 'source.paymentMethods', PAYMENT_METHODS, method),
  );
  const items = chosenItems(input.items, problems);
  const urls = items.map(([item, name], index) => {
    itemProblems(item, name, problems);
    return urlOf(item, `${input.hotlineReference}-${index + 1}`, input.analystName);
  });
  if (Object.keys(problems).length > 0) throw new IccamIncompleteError(problems);
  return {
    reportingAnalystName: input.analystName,
    hotlineReceivedDate: input.receivedAt.toISOString(),
    hotlineReference: input.hotlineReference,
    memo: lines([input.memo, referenceLine(input.hotlineReference)]),
    sourceUrlUsername: null,
    sourceUrlPassword: null,
    sourceUrlReferrer: input.referrer ?? null,
    sourceUrlSiteType: siteType,
    sourceUrlCommerciality: commerciality,
    sourceUrlPaymentMethods: paymentMethods,
    urls,
  };
}

/** An assessment of ICCAM, `null` for what has none there: not assessed, or not reachable. */
export function buildAssessment(answers: Answers | undefined, analystName: string): IccamAssessment | null {
  if (!answers || answers.verdict === 'not-reachable') return null;
  const numbers = iccamAssessmentNumbers(answers);
  const { classification } = numbers;
  const age = numbers.ageCategorization ?? (isIllegal(answers.verdict) ? undefined : NOT_CATEGORISED);
  const sex = numbers.genderCategorization ?? (isIllegal(answers.verdict) ? undefined : NOT_CATEGORISED);
  if (classification === undefined || age === undefined || sex === undefined) {
    throw new IccamIncompleteError({
      ...(classification === undefined ? { verdict: 'is not answered' } : {}),
      ...(age === undefined ? { ageBand: 'is not answered' } : {}),
      ...(sex === undefined ? { sex: 'is not answered' } : {}),
    });
  }
  return {
    assessingAnalystName: analystName,
    ...numbers,
    classification,
    ageCategorization: age,
    genderCategorization: sex,
  };
}

/** The source and the illegal items, source first, each with its name in messages. */
function chosenItems(
  items: readonly IccamItemInput[],
  problems: Record<string, string>,
): [IccamItemInput, string][] {
  const named = items.map((item, index): [IccamItemInput, string] => [item, `items.${index}`]);
  const sources = named.filter(([item]) => item.isSource);
  if (sources.length !== 1) problems.items = `has ${sources.length} sources instead of one`;
  const illegal = named.filter(([{ answers }]) => answers !== undefined && isIllegal(answers.verdict));
  if (illegal.length === 0) problems['items.verdict'] = 'is illegal for none';
  const chosen = [...sources, ...illegal.filter(([item]) => !item.isSource)];
  const seen = new Set<string>();
  for (const [item, name] of chosen) {
    if (seen.has(item.url)) problems[`${name}.url`] = 'stands there twice';
    seen.add(item.url);
  }
  return chosen;
}

function itemProblems(item: IccamItemInput, name: string, problems: Record<string, string>): void {
  if (parseUrl(item.url) === null) problems[`${name}.url`] = 'is not an address';
  if (!COUNTRY.test(item.hosting.countryCode ?? '')) problems[`${name}.hosting.countryCode`] = 'is not known';
  if (!item.answers) return;
  for (const { field, code } of validateAssessment(item.answers)) {
    problems[`${name}.${field}`] = code === 'required' ? 'is not answered' : `is wrong (${code})`;
  }
}

function urlOf(item: IccamItemInput, hotlineReference: string, analystName: string): IccamReportUrl {
  const { hosting } = item;
  const organisation = hosting.organisationName ?? hosting.isp;
  const answered = item.answers && validateAssessment(item.answers).length === 0;
  return {
    urlString: item.url,
    hotlineReference,
    hostingCountryCode: hosting.countryCode ?? '',
    hostingIpAddress: hosting.ip ?? null,
    hostingIsp: hosting.isp ?? hosting.organisationName ?? null,
    hostingOrganization: organisation
      ? {
          organizationName: organisation,
          ...(hosting.asn === undefined ? {} : { autonomousSystemNumber: String(hosting.asn) }),
          ...(hosting.isCdn === undefined ? {} : { isContentDeliveryNetwork: hosting.isCdn }),
        }
      : null,
    isSourceUrl: item.isSource,
    memo: itemMemo(item, hotlineReference),
    contentType: item.contentType === 'media' ? 1 : 2,
    assessment: answered ? buildAssessment(item.answers, analystName) : null,
    actions: [],
  };
}

function itemMemo(item: IccamItemInput, hotlineReference: string): string {
  const earlier = item.earlierPictures ?? [];
  const inline = item.inlinePictures ?? [];
  return lines([
    item.memo,
    lookedLine(item),
    ...hashLines(item.hashes),
    earlier.length > 0 ? `Other pictures that stood at this address before: ${earlier.length}.` : undefined,
    ...earlier.flatMap((picture, index) => [
      `Earlier picture ${index + 1}: ${lookedLine({ ...picture, answers: item.answers })}`,
      ...hashLines(picture.hashes),
    ]),
    inline.length > 0 ? `Pictures that stand in the page itself: ${inline.length}.` : undefined,
    ...inline.flatMap((picture, index) => [
      `Picture ${index + 1}: ${lookedLine({ ...picture, answers: item.answers })}`,
      ...hashLines(picture.hashes),
    ]),
    referenceLine(hotlineReference),
  ]);
}

function hashLines({ sha256, sha1, md5 }: NonNullable<IccamItemInput['hashes']> = {}): (
  string | undefined
)[] {
  return [sha256 && `SHA-256: ${sha256}`, sha1 && `SHA-1: ${sha1}`, md5 && `MD5: ${md5}`];
}

function lookedLine({
  answers,
  lookedAt,
  lookedAtBefore,
  takenOver,
  knownBy,
}: IccamPicture & { answers?: Answers | undefined }): string {
  if (!answers) return 'Not assessed.';
  const known = knownBy && `exact ${DIGEST_NAMES[knownBy.digest]} match with the list "${knownBy.list}"`;
  if (lookedAt && lookedAtBefore === true) {
    return 'Not looked at anew: a person looked at exactly these bytes for an earlier decision, whose answers these are.';
  }
  if (lookedAt) return known ? `Looked at by a person; ${known}.` : 'Looked at by a person.';
  if (takenOver !== undefined) {
    const { looked, distance } = takenOver;
    const alike = distance === undefined ? '' : ` (${distance} of 256 bits of the PDQ hash differ)`;
    return `Not looked at by a person: the answers are those of a picture that looks like it${alike}, which ${looked ? 'a person looked at' : 'nobody looked at either'}.`;
  }
  return known
    ? `Not looked at by a person: ${known}.`
    : 'Not looked at by a person: judged by what was reported of it.';
}

const DIGEST_NAMES = { sha256: 'SHA-256', sha1: 'SHA-1', md5: 'MD5' } as const;

function numberOf(
  problems: Record<string, string>,
  field: string,
  scale: readonly {
    readonly code: string;
    readonly iccam?: { readonly id: number; readonly name: string };
  }[],
  code: string | undefined,
): number {
  const id = code === undefined ? undefined : iccamIdOf(scale, code);
  if (id === undefined) problems[field] = code === undefined ? 'is not answered' : 'is not in the scheme';
  // Never sent: a problem above stops the report.
  return id ?? Number.NaN;
}

function lines(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}
