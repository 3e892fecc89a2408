/** Checks bodies of calls against ICCAM's fields, collecting every error by field as ICCAM does. */
import { parseUrl } from '#libs/platform';
import { isIP } from 'node:net';
import {
  AGE_CATEGORIES,
  BASELINE,
  CLASSIFICATIONS,
  COMMERCIALITIES,
  GENDER_CATEGORIES,
  NATIONAL,
  PAYMENT_METHODS,
  SITE_TYPES,
  holds,
  isCountry,
} from './lookups.js';
import type { Line } from './lookups.js';
import { Refusal } from './refusal.js';
import type { StoredAssessment } from './state.store.js';

type Json = Record<string, unknown>;

export interface UrlBody {
  urlString: string;
  hotlineReference: string;
  hostingCountryCode: string;
  hostingIpAddress: string | null;
  hostingIsp: string | null;
  hostingOrganization: Json | null;
  isSourceUrl: boolean;
  memo: string;
  contentType: number;
  assessment: AssessmentBody | null;
}

export type AssessmentBody = Omit<StoredAssessment, 'assessmentDate' | 'countryCode'>;

export interface ReportBody {
  reportingAnalystName: string;
  hotlineReceivedDate: string;
  hotlineReference: string;
  memo: string;
  sourceUrlReferrer: string | null;
  sourceUrlSiteType: number | null;
  sourceUrlCommerciality: number | null;
  sourceUrlPaymentMethods: number[];
  urls: UrlBody[];
}

const MAX_URLS = 1000;
const FLAGS = [
  'virtualContentCategorization',
  'userGeneratedContentCategorization',
  'childModelingCategorization',
] as const;

/** Collects errors while reading; `finish` throws them all. */
export class BodyReader {
  readonly #errors: Record<string, string[]> = {};

  constructor(private readonly nowMs: number) {}

  error(field: string, message: string): void {
    (this.#errors[field] ??= []).push(message);
  }

  finish(): void {
    if (Object.keys(this.#errors).length > 0) throw new Refusal(400, this.#errors);
  }

  object(value: unknown, field: string): Json {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value));
    }
    this.error(field, 'must be an object');
    return {};
  }

  text(json: Json, field: string, at: string, maxLength = 2000): string {
    const value = json[field];
    if (typeof value === 'string' && value.trim() !== '' && value.length <= maxLength) return value;
    this.error(at + field, `must be a text of 1 to ${maxLength} characters`);
    return '';
  }

  optionalText(json: Json, field: string, at: string): string | null {
    const value = json[field];
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && value.length <= 8000) return value;
    this.error(at + field, 'must be a text or null');
    return null;
  }

  /** A number of a look-up table: a JSON number, never a text of digits. */
  id(json: Json, field: string, at: string, lines: readonly Line[]): number {
    const value = json[field];
    if (holds(lines, value)) return value;
    this.error(at + field, typeof value === 'number' ? 'is not in the look-up table' : 'must be a number');
    return 0;
  }

  optionalId(json: Json, field: string, at: string, lines: readonly Line[]): number | null {
    const value = json[field];
    return value === undefined || value === null ? null : this.id(json, field, at, lines);
  }

  /** A time in UTC with a Z, not in the future. */
  time(json: Json, field: string, at: string): string {
    const value = json[field];
    const isUtc = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/.test(value);
    const ms = isUtc ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(ms)) this.error(at + field, 'must be an ISO 8601 time in UTC that ends in Z');
    else if (ms > this.nowMs + 60_000) this.error(at + field, 'must not be in the future');
    return isUtc ? value : '';
  }
}

export function readReportBody(value: unknown, nowMs: number): ReportBody {
  const reader = new BodyReader(nowMs);
  const json = reader.object(value, 'body');
  const report: ReportBody = {
    reportingAnalystName: reader.text(json, 'reportingAnalystName', ''),
    hotlineReceivedDate: reader.time(json, 'hotlineReceivedDate', ''),
    hotlineReference: reader.text(json, 'hotlineReference', '', 150),
    memo: reader.optionalText(json, 'memo', '') ?? '',
    sourceUrlReferrer: reader.optionalText(json, 'sourceUrlReferrer', ''),
    sourceUrlSiteType: reader.optionalId(json, 'sourceUrlSiteType', '', SITE_TYPES),
    sourceUrlCommerciality: reader.optionalId(json, 'sourceUrlCommerciality', '', COMMERCIALITIES),
    sourceUrlPaymentMethods:
      json.sourceUrlPaymentMethods === undefined || json.sourceUrlPaymentMethods === null
        ? []
        : readMethods(reader, json.sourceUrlPaymentMethods),
    urls: readUrls(reader, json.urls),
  };
  reader.finish();
  return report;
}

/** The bare list that the payment methods call takes. */
export function readPaymentMethods(value: unknown, nowMs: number): number[] {
  const reader = new BodyReader(nowMs);
  const methods = readMethods(reader, value);
  if (methods.length === 0) reader.error('sourceUrlPaymentMethods', 'must name at least one');
  reader.finish();
  return methods;
}

export function readAssessmentBody(value: unknown, nowMs: number): AssessmentBody {
  const reader = new BodyReader(nowMs);
  const assessment = readAssessment(reader, value, '');
  reader.finish();
  return assessment;
}

export function isIpAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0;
}

function readMethods(reader: BodyReader, value: unknown): number[] {
  if (!Array.isArray(value)) {
    reader.error('sourceUrlPaymentMethods', 'must be a list of numbers');
    return [];
  }
  if (!value.every((id) => holds(PAYMENT_METHODS, id))) {
    reader.error('sourceUrlPaymentMethods', 'must hold numbers of the look-up table');
  }
  return value.filter((id) => holds(PAYMENT_METHODS, id));
}

function readUrls(reader: BodyReader, value: unknown): UrlBody[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_URLS) {
    reader.error('urls', `must be a list of 1 to ${MAX_URLS}`);
    return [];
  }
  const urls = value.map((each, index) => readUrl(reader, each, `urls[${index}].`));
  if (urls.filter(({ isSourceUrl }) => isSourceUrl).length !== 1) {
    reader.error('urls', 'must hold exactly one source URL');
  }
  for (const key of ['urlString', 'hotlineReference'] as const) {
    if (new Set(urls.map((url) => url[key])).size !== urls.length) reader.error('urls', `repeat a ${key}`);
  }
  const illegal = ({ assessment }: UrlBody) =>
    assessment?.classification === BASELINE || assessment?.classification === NATIONAL;
  if (!urls.some((url) => illegal(url))) reader.error('urls', 'hold no illegal content');
  if (urls.some((url) => !url.isSourceUrl && !illegal(url))) {
    reader.error('urls', 'must hold illegal content only, besides the source URL');
  }
  return urls;
}

function readUrl(reader: BodyReader, value: unknown, at: string): UrlBody {
  const json = reader.object(value, at.slice(0, -1));
  const urlString = reader.text(json, 'urlString', at, 4096);
  if (urlString !== '' && parseUrl(urlString) === null) reader.error(`${at}urlString`, 'must be a URL');
  const country = json.hostingCountryCode;
  if (!isCountry(country)) reader.error(`${at}hostingCountryCode`, 'must be the code of a country');
  const ip = json.hostingIpAddress ?? null;
  if (ip !== null && !isIpAddress(ip)) reader.error(`${at}hostingIpAddress`, 'must be an IP address or null');
  if (typeof json.isSourceUrl !== 'boolean') reader.error(`${at}isSourceUrl`, 'must be true or false');
  if (json.contentType !== 1 && json.contentType !== 2) reader.error(`${at}contentType`, 'must be 1 or 2');
  if (!Array.isArray(json.actions) || json.actions.length > 0) {
    reader.error(`${at}actions`, 'must be an empty list: a new report takes no actions');
  }
  return {
    urlString,
    hotlineReference: reader.text(json, 'hotlineReference', at, 150),
    hostingCountryCode: isCountry(country) ? country : '',
    hostingIpAddress: isIpAddress(ip) ? ip : null,
    hostingIsp: reader.optionalText(json, 'hostingIsp', at),
    hostingOrganization: readOrganization(reader, json.hostingOrganization, `${at}hostingOrganization`),
    isSourceUrl: json.isSourceUrl === true,
    memo: reader.optionalText(json, 'memo', at) ?? '',
    contentType: json.contentType === 2 ? 2 : 1,
    assessment: readUrlAssessment(reader, json, at),
  };
}

function readUrlAssessment(reader: BodyReader, json: Json, at: string): AssessmentBody | null {
  if (json.assessment !== undefined && json.assessment !== null) {
    return readAssessment(reader, json.assessment, `${at}assessment.`);
  }
  if (json.isSourceUrl !== true) reader.error(`${at}assessment`, 'is missing');
  return null;
}

function readOrganization(reader: BodyReader, value: unknown, at: string): Json | null {
  if (value === undefined || value === null) return null;
  const json = reader.object(value, at);
  const organization: Json = { organizationName: reader.text(json, 'organizationName', `${at}.`) };
  const asn = reader.optionalText(json, 'autonomousSystemNumber', `${at}.`);
  if (asn !== null) organization.autonomousSystemNumber = asn;
  const cdn = json.isContentDeliveryNetwork;
  if (cdn !== undefined && typeof cdn !== 'boolean') {
    reader.error(`${at}.isContentDeliveryNetwork`, 'must be true or false');
  } else if (cdn !== undefined) organization.isContentDeliveryNetwork = cdn;
  return organization;
}

function readAssessment(reader: BodyReader, value: unknown, at: string): AssessmentBody {
  const json = reader.object(value, at === '' ? 'body' : at.slice(0, -1));
  const assessment: AssessmentBody = {
    assessingAnalystName: reader.text(json, 'assessingAnalystName', at),
    classification: reader.id(json, 'classification', at, CLASSIFICATIONS),
    ageCategorization: reader.id(json, 'ageCategorization', at, AGE_CATEGORIES),
    genderCategorization: reader.id(json, 'genderCategorization', at, GENDER_CATEGORIES),
  };
  for (const flag of FLAGS) {
    const answered = json[flag];
    if (answered === undefined || answered === null) continue;
    if (answered === 0 || answered === 1) assessment[flag] = answered;
    else reader.error(at + flag, 'must be the number 0 or 1');
  }
  return assessment;
}
