/** Reads ICCAM's answers: untrusted JSON in, typed values out, with a typed error naming what is missing. */
import { IccamProtocolError } from './iccam.errors.js';
import type { IccamErrorDetail } from './iccam.errors.js';
import type { IccamAssessment, IccamContent, IccamQueueItem, IccamStoredReport } from './iccam.types.js';

type Json = Record<string, unknown>;

/** The `errors` object of a refusal, in whatever of its forms: code → messages. */
export function readErrors(body: unknown): IccamErrorDetail[] {
  const errors = asRecord(asRecord(body)?.errors);
  if (!errors) return [];
  return Object.entries(errors)
    .slice(0, 50)
    .map(([code, messages]) => ({
      code,
      messages: (Array.isArray(messages) ? messages : [messages])
        .filter((message) => typeof message === 'string')
        .slice(0, 50),
    }));
}

/** The number of a created report: the bare number, or an object that holds it. */
export function readReportId(call: string, body: unknown): number {
  const id = typeof body === 'number' ? body : (asRecord(body)?.reportId ?? asRecord(body)?.id);
  if (!isId(id)) throw new IccamProtocolError(call, 'a report number');
  return id;
}

export function readStoredReport(call: string, reportId: number, body: unknown): IccamStoredReport {
  const report = asRecord(body);
  if (!report || !Array.isArray(report.reportContents)) throw new IccamProtocolError(call, 'report contents');
  return {
    reportId,
    memo: text(report.memo) ?? '',
    hotlineReference: text(report.hotlineReference),
    sourceUrlSiteType: integer(report.sourceUrlSiteType),
    sourceUrlCommerciality: integer(report.sourceUrlCommerciality),
    sourceUrlPaymentMethods: list(report.sourceUrlPaymentMethods).flatMap((id) => integer(id) ?? []),
    reportContents: list(report.reportContents).map((each) => {
      const content = asRecord(each);
      const urlString = text(content?.urlString);
      if (!isId(content?.contentId) || urlString === undefined) {
        throw new IccamProtocolError(call, 'a content number and address');
      }
      return { contentId: content.contentId, urlString };
    }),
  };
}

export function readContent(call: string, body: unknown): IccamContent {
  const content = asRecord(body);
  const url = asRecord(content?.url);
  const urlString = text(url?.urlString);
  if (!content || !isId(content.contentId) || !isId(content.reportId) || !url || urlString === undefined) {
    throw new IccamProtocolError(call, 'a content item');
  }
  return {
    contentId: content.contentId,
    reportId: content.reportId,
    assignedCountryCode: text(content.assignedCountryCode),
    countryAssignmentDate: date(content.countryAssignmentDate),
    memo: text(content.memo) ?? '',
    url: {
      urlString,
      isSourceUrl: url.isSourceUrl === true,
      hostingCountryCode: text(url.hostingCountryCode),
    },
    assessments: list(content.assessments).flatMap((each) => readAssessment(each)),
    actions: list(content.actions).flatMap((each) => {
      const action = asRecord(each);
      const actionType = integer(action?.actionType);
      if (!action || actionType === undefined) return [];
      return [{ actionType, analystName: text(action.analystName), actionDate: date(action.actionDate) }];
    }),
  };
}

export function readQueue(call: string, body: unknown): IccamQueueItem[] {
  if (!Array.isArray(body)) throw new IccamProtocolError(call, 'a list');
  return body.map((each) => {
    const item = asRecord(each);
    if (!isId(item?.reportId) || !isId(item.contentId)) {
      throw new IccamProtocolError(call, 'report and content numbers');
    }
    return { reportId: item.reportId, contentId: item.contentId };
  });
}

/** Lines of a look-up table. Action types carry their number as `type`. */
export function readLookup(call: string, body: unknown): { id: number; name: string }[] {
  if (!Array.isArray(body)) throw new IccamProtocolError(call, 'a list');
  return body.map((each) => {
    const line = asRecord(each);
    const id = integer(line?.id ?? line?.type);
    const name = text(line?.name);
    if (id === undefined || name === undefined) throw new IccamProtocolError(call, 'numbers and names');
    return { id, name };
  });
}

/** A time of ICCAM as a moment; without a zone it is UTC. */
export function date(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
  const parsed = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

export function asRecord(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function integer(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? Number(value) : undefined;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function readAssessment(value: unknown): Partial<IccamAssessment>[] {
  const assessment = asRecord(value);
  if (!assessment) return [];
  return [
    {
      assessingAnalystName: text(assessment.assessingAnalystName),
      classification: integer(assessment.classification),
      ageCategorization: integer(assessment.ageCategorization),
      genderCategorization: integer(assessment.genderCategorization),
      virtualContentCategorization: integer(assessment.virtualContentCategorization),
      userGeneratedContentCategorization: integer(assessment.userGeneratedContentCategorization),
      childModelingCategorization: integer(assessment.childModelingCategorization),
    },
  ];
}
