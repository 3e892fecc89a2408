/** Client of ICCAM's interface, version 3: one method a call, typed errors, a token kept in the background. */
import { ICCAM_LOOKUPS } from '#libs/taxonomy';
import {
  IccamDuplicateError,
  IccamProtocolError,
  IccamRefusedError,
  IccamUnavailableError,
  saysDuplicateReference,
} from './iccam.errors.js';
import { assertLookupsFit } from './iccam.lookups.js';
import type { IccamLookups } from './iccam.lookups.js';
import {
  asRecord,
  readContent,
  readErrors,
  readLookup,
  readQueue,
  readReportId,
  readStoredReport,
} from './iccam.parse.js';
import { IccamSession } from './iccam.session.js';
import type { IccamCredentials, IccamToken } from './iccam.session.js';
import type { IccamAnswer, IccamRequest, IccamTransport } from './iccam.transport.js';
import type {
  IccamActionBody,
  IccamAssessment,
  IccamContent,
  IccamQueue,
  IccamQueueItem,
  IccamReport,
  IccamStoredReport,
} from './iccam.types.js';

export interface IccamClientOptions {
  transport: IccamTransport;
  credentials: IccamCredentials;
  /** How long to wait when a fresh token is rejected, in milliseconds. */
  tokenSettleMs?: number;
  /** How long loaded look-up tables are taken as current, in milliseconds. */
  lookupsMaxAgeMs?: number;
  delay?: (ms: number) => Promise<void>;
  now?: () => number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** ICCAM's own bound for one answer of a content queue. */
export const MAX_QUEUE_RESULTS = 200;

/** All calls throw `IccamRefusedError` (for good), `IccamUnavailableError` (try again) or `IccamProtocolError`. */
export class IccamClient {
  readonly delay: (ms: number) => Promise<void>;
  readonly #session: IccamSession;
  readonly #now: () => number;
  #lookups?: IccamLookups;

  constructor(private readonly options: IccamClientOptions) {
    this.delay = options.delay ?? wait;
    this.#now = options.now ?? Date.now;
    this.#session = new IccamSession(
      options.credentials,
      (call, request) => this.#sendOpen(call, request),
      this.#now,
    );
  }

  /** Whether the interface takes us as signed in. */
  async isAuthenticated(): Promise<boolean> {
    const path = 'Authentication/userinfo';
    const { body } = await this.#call(path, { method: 'GET', path });
    return asRecord(body)?.isAuthenticated === true;
  }

  /** Ends the session at the server. */
  async signOut(): Promise<void> {
    await this.#session.end();
  }

  /** Reads the look-up tables that the scheme relies on. Store the answer beside what was sent under it. */
  async loadLookups(): Promise<IccamLookups> {
    const tables: IccamLookups['tables'] = {};
    for (const { name } of ICCAM_LOOKUPS) {
      const path = `rest/${name}`;
      const { body } = await this.#call(path, { method: 'GET', path });
      tables[name] = readLookup(path, body);
    }
    return { loadedAt: new Date(this.#now()).toISOString(), tables };
  }

  /**
   * The look-up tables, loaded at most once a day, and compared with our scheme.
   * @throws IccamLookupMismatchError when a number is missing or means something else
   */
  async verifiedLookups(): Promise<IccamLookups> {
    const maxAgeMs = this.options.lookupsMaxAgeMs ?? DAY_MS;
    if (this.#lookups && this.#now() - Date.parse(this.#lookups.loadedAt) < maxAgeMs) return this.#lookups;
    const lookups = await this.loadLookups();
    assertLookupsFit(lookups);
    this.#lookups = lookups;
    return lookups;
  }

  /**
   * Hands in a report.
   * @returns ICCAM's number of the report
   * @throws IccamDuplicateError when ICCAM already holds one of its references
   */
  async createReport(report: IccamReport): Promise<number> {
    const path = 'rest/reports';
    const { body } = await this.#call(path, { method: 'POST', path, body: report });
    return readReportId(path, body);
  }

  async readReport(reportId: number): Promise<IccamStoredReport> {
    const { body } = await this.#call('rest/Reports', { method: 'GET', path: `rest/Reports/${reportId}` });
    return readStoredReport('rest/Reports', reportId, body);
  }

  async readContent(contentId: number): Promise<IccamContent> {
    const { body } = await this.#call('rest/Content', { method: 'GET', path: `rest/Content/${contentId}` });
    return readContent('rest/Content', body);
  }

  /** One page of a queue, at most 200 lines, of items assigned at or after `since`. */
  async readQueue(queue: IccamQueue, since?: Date): Promise<IccamQueueItem[]> {
    const path = `rest/Content/${queue}`;
    const from = queue === 'offline' ? 'hotlineAssignmentStartDate' : 'countryAssignmentStartDate';
    const query = {
      maxResults: String(MAX_QUEUE_RESULTS),
      ...(since ? { [from]: since.toISOString() } : {}),
    };
    const { body } = await this.#call(path, { method: 'GET', path, query });
    return readQueue(path, body);
  }

  async addAction(contentId: number, action: IccamActionBody): Promise<void> {
    await this.#call('rest/Content/actions', {
      method: 'POST',
      path: `rest/Content/${contentId}/actions`,
      body: action,
    });
  }

  async setAssessment(contentId: number, assessment: IccamAssessment): Promise<void> {
    await this.#put(contentId, 'assessment', undefined, assessment);
  }

  async setHosting(contentId: number, ipAddress: string, countryCode: string): Promise<void> {
    await this.#put(contentId, 'url/hosting', { newIpAddress: ipAddress, newCountryCode: countryCode });
  }

  async setAssignedCountry(contentId: number, countryCode: string): Promise<void> {
    await this.#put(contentId, 'assigned-country', { newCountryCode: countryCode });
  }

  async setHotlineReference(contentId: number, reference: string): Promise<void> {
    await this.#put(contentId, 'hotline-reference', { reference });
  }

  async setSiteType(reportId: number, siteType: number): Promise<void> {
    await this.#putSource(reportId, 'site-type', { siteType: String(siteType) });
  }

  async setCommerciality(reportId: number, commerciality: number): Promise<void> {
    await this.#putSource(reportId, 'commerciality', { commerciality: String(commerciality) });
  }

  async setPaymentMethods(reportId: number, paymentMethods: readonly number[]): Promise<void> {
    await this.#putSource(reportId, 'payment-methods', undefined, paymentMethods);
  }

  async #put(contentId: number, what: string, query?: Record<string, string>, body?: unknown): Promise<void> {
    const path = `rest/Content/${contentId}/${what}`;
    await this.#call(`rest/Content/${what}`, { method: 'PUT', path, query, body });
  }

  async #putSource(reportId: number, what: string, query?: Record<string, string>, body?: unknown) {
    const path = `rest/Reports/${reportId}/source-url/${what}`;
    await this.#call(`rest/Reports/source-url/${what}`, { method: 'PUT', path, query, body });
  }

  /** `call` names the call in errors; unlike the path it holds no number, so it can be counted. */
  async #call(call: string, request: IccamRequest): Promise<IccamAnswer> {
    let token = await this.#session.token();
    let answer = await this.#sendWith(token, call, request);
    if (answer.status === 401 && token.accepted) {
      token = await this.#session.renew(token);
      answer = await this.#sendWith(token, call, request);
    }
    if (answer.status === 401 && !token.accepted) {
      await this.delay(this.options.tokenSettleMs ?? 2000);
      answer = await this.#sendWith(token, call, request);
    }
    return accepted(call, answer);
  }

  async #sendWith(token: IccamToken, call: string, request: IccamRequest): Promise<IccamAnswer> {
    const answer = await this.#send(call, { ...request, bearer: token.bearer });
    if (answer.status !== 401) token.accepted = true;
    return answer;
  }

  async #sendOpen(call: string, request: IccamRequest): Promise<IccamAnswer> {
    return accepted(call, await this.#send(call, request));
  }

  async #send(call: string, request: IccamRequest): Promise<IccamAnswer> {
    const answer = await this.options.transport.request(request);
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
      throw new IccamUnavailableError(call, `status-${answer.status}`, answer.retryAfterMs);
    }
    return answer;
  }
}

function accepted(call: string, answer: IccamAnswer): IccamAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  if (answer.status < 300) throw new IccamProtocolError(call, 'a final status');
  const details = readErrors(answer.body);
  if (saysDuplicateReference(details)) throw new IccamDuplicateError(call, answer.status, details);
  throw new IccamRefusedError(call, answer.status, details);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
