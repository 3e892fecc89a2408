/** What ICCAM lets a hotline do, and what it refuses. Each method is one call of the interface. */
import { BodyReader, isIpAddress, readAssessmentBody, readPaymentMethods, readReportBody } from './body.js';
import type { UrlBody } from './body.js';
import {
  ACTION_REASONS,
  ACTION_TYPES,
  COMMERCIALITIES,
  FINAL_ACTIONS,
  HOTLINES,
  IGNORE,
  LAST_ACTION_WITHOUT_REASON,
  NATIONAL,
  NOT_ILLEGAL_ACTION,
  SITE_TYPES,
  holds,
  isCountry,
} from './lookups.js';
import { refuse } from './refusal.js';
import type { StateStore, StoredAction, StoredContent, StoredReport } from './state.store.js';

export interface RulesOptions {
  /** How long a new report is worked on before actions and assignments are accepted. */
  processingMs: number;
  now: () => number;
}

export const QUEUES = [
  'unassigned-to-hotline',
  'orphaned',
  'offline',
  'unassessed',
  'unactioned',
  'no-reference',
] as const;
export type QueueName = (typeof QUEUES)[number];

/** The caller is always named by the country of its hotline. */
export class IccamRules {
  constructor(
    private readonly store: StateStore,
    private readonly options: RulesOptions,
  ) {}

  get reports(): readonly StoredReport[] {
    return this.store.state.reports;
  }

  get contents(): readonly StoredContent[] {
    return this.store.state.contents;
  }

  createReport(country: string, value: unknown): number {
    const body = readReportBody(value, this.options.now());
    this.#refuseUsedReferences(country, body.hotlineReference, body.urls);
    const { state } = this.store;
    const reportId = state.nextReportId++;
    const storedAt = this.#time();
    const { urls, ...report } = body;
    state.reports.push({
      ...report,
      reportId,
      reportingCountryCode: country,
      reportingHotlineId: HOTLINES[country] ?? 0,
      storedAt,
    });
    for (const { assessment, hotlineReference, ...url } of urls) {
      state.contents.push({
        ...url,
        contentId: state.nextContentId++,
        reportId,
        assignedCountryCode: country,
        countryAssignmentDate: storedAt,
        references: { [country]: hotlineReference },
        assessments: assessment ? [{ ...assessment, assessmentDate: storedAt, countryCode: country }] : [],
        actions: [],
      });
    }
    this.store.save();
    return reportId;
  }

  report(country: string, reportId: number): StoredReport {
    const report = this.reports.find((each) => each.reportId === reportId);
    if (!report) throw refuse(400, 'ReportNotFound', 'There is no such report.');
    const ours =
      report.reportingCountryCode === country ||
      this.contentsOf(reportId).some((content) => content.assignedCountryCode === country);
    if (!ours) throw refuse(403, 'NotAuthorized', 'The report is not yours to read.');
    return report;
  }

  contentsOf(reportId: number): StoredContent[] {
    return this.contents.filter((content) => content.reportId === reportId);
  }

  content(country: string, contentId: number): StoredContent {
    const content = this.contents.find((each) => each.contentId === contentId);
    if (!content) throw refuse(400, 'ContentNotFound', 'There is no such content item.');
    if (content.assignedCountryCode !== country) this.report(country, content.reportId);
    return content;
  }

  /** Whether the time for work on a new report is over. */
  isProcessed(reportId: number): boolean {
    const report = this.reports.find((each) => each.reportId === reportId);
    return (
      report !== undefined && this.options.now() - Date.parse(report.storedAt) >= this.options.processingMs
    );
  }

  addAction(country: string, contentId: number, value: unknown): void {
    const content = this.#assignedContent(country, contentId);
    const reader = new BodyReader(this.options.now());
    const json = reader.object(value, 'body');
    const action: StoredAction = {
      actionType: reader.id(json, 'actionType', '', ACTION_TYPES),
      analystName: reader.text(json, 'actioningAnalystName', ''),
      actionDate: reader.time(json, 'actionDate', ''),
      countryCode: country,
    };
    if (action.actionType > LAST_ACTION_WITHOUT_REASON) {
      action.reasonId = reader.id(json, 'reasonId', '', ACTION_REASONS);
      action.reasonText = reader.text(json, 'reasonText', '');
      const name = ACTION_REASONS.find(({ id }) => id === action.reasonId)?.name;
      if (name !== undefined && action.reasonText !== name) {
        reader.error('reasonText', 'must be the name of the reason');
      }
    } else if (json.reasonId !== undefined && json.reasonId !== null) {
      reader.error('reasonId', 'goes with action types above 3 only');
    }
    reader.finish();
    this.#refuseAction(content, action.actionType);
    content.actions.push(action);
    this.store.save();
  }

  setAssessment(country: string, contentId: number, value: unknown): void {
    const content = this.#assignedContent(country, contentId);
    const assessment = readAssessmentBody(value, this.options.now());
    if (content.actions.length > 0) {
      throw refuse(400, 'ActionExists', 'No assessment is accepted once an action is set.');
    }
    const last = content.assessments.at(-1);
    if (last && last.classification !== NATIONAL) {
      throw refuse(400, 'AssessmentIsFinal', 'Only an assessment as National CSAM can be overruled.');
    }
    content.assessments.push({ ...assessment, assessmentDate: this.#time(), countryCode: country });
    this.store.save();
  }

  setHosting(country: string, contentId: number, ipAddress: unknown, newCountry: unknown): void {
    const content = this.#assignedContent(country, contentId);
    if (!isIpAddress(ipAddress)) throw refuse(400, 'newIpAddress', 'must be an IP address');
    if (!isCountry(newCountry)) throw refuse(400, 'newCountryCode', 'must be the code of a country');
    this.#refuseUnprocessed(content);
    content.hostingIpAddress = ipAddress;
    content.hostingCountryCode = newCountry;
    this.store.save();
  }

  setAssignedCountry(country: string, contentId: number, newCountry: unknown): void {
    const content = this.#assignedContent(country, contentId);
    if (!isCountry(newCountry)) throw refuse(400, 'newCountryCode', 'must be the code of a country');
    this.#refuseUnprocessed(content);
    this.#refuseFinal(content);
    content.assignedCountryCode = newCountry;
    content.countryAssignmentDate = this.#time();
    this.store.save();
  }

  setReference(country: string, contentId: number, reference: unknown): void {
    const content = this.#assignedContent(country, contentId);
    if (typeof reference !== 'string' || reference.trim() === '' || reference.length > 150) {
      throw refuse(400, 'reference', 'must be a text of 1 to 150 characters');
    }
    if (this.contents.some((each) => each !== content && each.references[country] === reference)) {
      throw duplicateReference();
    }
    content.references[country] = reference;
    this.store.save();
  }

  setSiteType(country: string, reportId: number, siteType: unknown): void {
    if (!holds(SITE_TYPES, siteType)) throw refuse(400, 'siteType', 'is not in the look-up table');
    this.report(country, reportId).sourceUrlSiteType = siteType;
    this.store.save();
  }

  setCommerciality(country: string, reportId: number, commerciality: unknown): void {
    if (!holds(COMMERCIALITIES, commerciality)) {
      throw refuse(400, 'commerciality', 'is not in the look-up table');
    }
    this.report(country, reportId).sourceUrlCommerciality = commerciality;
    this.store.save();
  }

  setPaymentMethods(country: string, reportId: number, value: unknown): void {
    const methods = readPaymentMethods(value, this.options.now());
    this.report(country, reportId).sourceUrlPaymentMethods = methods;
    this.store.save();
  }

  /** A queue of the caller's country: oldest first, without source URLs that stand beside other content. */
  queue(country: string, name: QueueName, maxResults: number, since: number): StoredContent[] {
    return this.contents
      .filter((content) => this.isProcessed(content.reportId) && this.#inQueue(content, name, country))
      .filter((content) => !content.isSourceUrl || this.contentsOf(content.reportId).length === 1)
      .filter((content) => Date.parse(content.countryAssignmentDate) >= since)
      .sort((one, other) => Date.parse(one.countryAssignmentDate) - Date.parse(other.countryAssignmentDate))
      .slice(0, maxResults);
  }

  #inQueue(content: StoredContent, name: QueueName, country: string): boolean {
    const orphan = HOTLINES[content.assignedCountryCode] === undefined;
    if (name === 'orphaned') return orphan;
    if (content.assignedCountryCode !== country) return false;
    const done = content.actions.some(({ actionType }) => FINAL_ACTIONS.includes(actionType));
    if (name === 'unassigned-to-hotline') return orphan;
    if (name === 'offline') return done;
    if (name === 'unassessed') return content.assessments.length === 0;
    if (name === 'unactioned') return content.assessments.length > 0 && !done;
    return content.references[country] === undefined;
  }

  #assignedContent(country: string, contentId: number): StoredContent {
    const content = this.content(country, contentId);
    if (content.assignedCountryCode === country) return content;
    throw refuse(403, 'NotAssigned', 'The content item is assigned to the hotline of another country.');
  }

  #refuseAction(content: StoredContent, actionType: number): void {
    this.#refuseUnprocessed(content);
    this.#refuseFinal(content);
    const last = content.assessments.at(-1);
    if (!last) throw refuse(400, 'NotAssessed', 'An assessment comes before an action.');
    const report = this.reports.find(({ reportId }) => reportId === content.reportId);
    const filled =
      report?.sourceUrlSiteType && report.sourceUrlCommerciality && report.sourceUrlPaymentMethods.length > 0;
    if (!filled) {
      throw refuse(
        400,
        'ReportNotInMonitorStage',
        'Site type, commerciality and payment methods come first.',
      );
    }
    if (content.actions.some((action) => action.actionType === actionType)) {
      throw refuse(400, 'ActionExists', 'This action type is set already.');
    }
    if (actionType === NOT_ILLEGAL_ACTION && last.classification !== IGNORE) {
      throw refuse(400, 'NotIgnored', 'Not illegal needs the assessment Ignore first.');
    }
  }

  #refuseFinal(content: StoredContent): void {
    if (content.actions.some(({ actionType }) => FINAL_ACTIONS.includes(actionType))) {
      throw refuse(400, 'ContentIsFinal', 'The content item has a final action.');
    }
  }

  #refuseUnprocessed(content: StoredContent): void {
    if (!this.isProcessed(content.reportId)) {
      throw refuse(400, 'ReportInProcessing', 'The report is still being processed.');
    }
  }

  #refuseUsedReferences(country: string, reference: string, urls: readonly UrlBody[]): void {
    const usedByReport = this.reports.some(
      (report) => report.reportingCountryCode === country && report.hotlineReference === reference,
    );
    const used = new Set(this.contents.map(({ references }) => references[country]));
    if (usedByReport || urls.some((url) => used.has(url.hotlineReference))) throw duplicateReference();
  }

  #time(): string {
    return new Date(this.options.now()).toISOString();
  }
}

function duplicateReference() {
  return refuse(400, 'HotlineReferenceNotUnique', 'The hotline reference is already in use.');
}
