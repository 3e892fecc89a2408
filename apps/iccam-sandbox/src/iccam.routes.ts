/** The calls of ICCAM's interface by method and path, each to one method of the rules. */
import { countries, HOTLINES } from './lookups.js';
import * as lookups from './lookups.js';
import { QUEUES } from './iccam.rules.js';
import type { IccamRules } from './iccam.rules.js';
import { refuse } from './refusal.js';
import type { StoredContent } from './state.store.js';
import type { SandboxAccount } from './token.store.js';

export interface ApiCall {
  account: SandboxAccount;
  query: URLSearchParams;
  body: unknown;
}

const MAX_RESULTS = 200;

const TABLES: Readonly<Record<string, unknown>> = {
  'rest/age-categories': lookups.AGE_CATEGORIES,
  'rest/gender-categories': lookups.GENDER_CATEGORIES,
  'rest/payment-methods': lookups.PAYMENT_METHODS,
  'rest/site-types': lookups.SITE_TYPES,
  'rest/commercialities': lookups.COMMERCIALITIES,
  'rest/classifications': lookups.CLASSIFICATIONS,
  // ICCAM calls the number of an action type "type".
  'rest/action-types': lookups.ACTION_TYPES.map(({ id, name }) => ({ type: id, name })),
  'rest/countries': countries(),
  'rest/hotlines': Object.entries(HOTLINES).map(([countryCode, id]) => ({
    id,
    name: `Hotline ${countryCode}`,
    countryCode,
  })),
};

/** Answers one call below `rest/`; `undefined` becomes an empty answer. */
export function answerRest(rules: IccamRules, method: string, path: string, call: ApiCall): unknown {
  const country = call.account.countryCode;
  if (method === 'GET' && Object.hasOwn(TABLES, path)) return TABLES[path];
  if (method === 'GET' && path === 'rest/analysts') return [{ id: 1, name: call.account.username }];
  if (method === 'POST' && /^rest\/reports$/i.test(path)) return rules.createReport(country, call.body);
  const report = /^rest\/reports\/(\d{1,15})(?:\/source-url\/([a-z-]+))?$/i.exec(path);
  if (report) return answerReport(rules, method, Number(report[1]), report[2], call);
  const queue = QUEUES.find((name) => path.toLowerCase() === `rest/content/${name}`);
  if (queue && method === 'GET') {
    const since = queue === 'offline' ? 'hotlineAssignmentStartDate' : 'countryAssignmentStartDate';
    return rules
      .queue(country, queue, maxResults(call.query), startDate(call.query.get(since)))
      .map(({ reportId, contentId }) => ({ reportId, contentId }));
  }
  const content = /^rest\/content\/(\d{1,15})(?:\/([a-z/-]+))?$/i.exec(path);
  if (content) return answerContent(rules, method, Number(content[1]), content[2], call);
  throw refuse(404, 'NotFound', 'There is no such call.');
}

function answerReport(
  rules: IccamRules,
  method: string,
  reportId: number,
  field: string | undefined,
  { account: { countryCode }, query, body }: ApiCall,
): unknown {
  switch (`${method} ${field ?? ''}`) {
    case 'GET ': {
      // The reference is not read back: ICCAM does not give it either.
      const {
        hotlineReference: _reference,
        reportingCountryCode: _country,
        storedAt: _storedAt,
        ...report
      } = rules.report(countryCode, reportId);
      const reportContents = rules
        .contentsOf(reportId)
        .map(({ contentId, urlString }) => ({ contentId, urlString }));
      return { ...report, reportContents };
    }
    case 'PUT site-type':
      return rules.setSiteType(countryCode, reportId, wholeNumber(query.get('siteType')));
    case 'PUT commerciality':
      return rules.setCommerciality(countryCode, reportId, wholeNumber(query.get('commerciality')));
    case 'PUT payment-methods':
      return rules.setPaymentMethods(countryCode, reportId, body);
    default:
      throw refuse(404, 'NotFound', 'There is no such call.');
  }
}

function answerContent(
  rules: IccamRules,
  method: string,
  contentId: number,
  field: string | undefined,
  { account: { countryCode }, query, body }: ApiCall,
): unknown {
  switch (`${method} ${field ?? ''}`) {
    case 'GET ':
      return publicContent(rules.content(countryCode, contentId));
    case 'POST actions':
      return rules.addAction(countryCode, contentId, body);
    case 'PUT assessment':
      return rules.setAssessment(countryCode, contentId, body);
    case 'PUT url/hosting':
      return rules.setHosting(countryCode, contentId, query.get('newIpAddress'), query.get('newCountryCode'));
    case 'PUT assigned-country':
      return rules.setAssignedCountry(countryCode, contentId, query.get('newCountryCode'));
    case 'PUT hotline-reference':
      return rules.setReference(countryCode, contentId, query.get('reference'));
    default:
      throw refuse(404, 'NotFound', 'There is no such call.');
  }
}

/** A content item as ICCAM gives it: no reference and no type of media. */
function publicContent(content: StoredContent) {
  return {
    contentId: content.contentId,
    reportId: content.reportId,
    memo: content.memo,
    assignedCountryCode: content.assignedCountryCode,
    countryAssignmentDate: content.countryAssignmentDate,
    url: {
      urlString: content.urlString,
      isSourceUrl: content.isSourceUrl,
      hostingCountryCode: content.hostingCountryCode,
      hostingIpAddress: content.hostingIpAddress,
    },
    assessments: content.assessments.map(({ countryCode: _country, ...assessment }) => assessment),
    actions: content.actions.map(({ countryCode: _country, ...action }) => action),
  };
}

function maxResults(query: URLSearchParams): number {
  const given = query.get('maxResults');
  if (given === null) return MAX_RESULTS;
  const count = wholeNumber(given);
  if (count === undefined || count < 1 || count > MAX_RESULTS) {
    throw refuse(400, 'maxResults', `must be 1 to ${MAX_RESULTS}`);
  }
  return count;
}

function startDate(given: string | null): number {
  if (given === null || given === '') return 0;
  const ms = Date.parse(given);
  if (Number.isNaN(ms)) throw refuse(400, 'startDate', 'must be an ISO 8601 time');
  return ms;
}

function wholeNumber(given: string | null): number | undefined {
  return given !== null && /^\d{1,9}$/.test(given) ? Number(given) : undefined;
}
