/** The page for people: what the sandbox received, as text. Addresses are never links. */
import {
  ACTION_TYPES,
  AGE_CATEGORIES,
  CLASSIFICATIONS,
  COMMERCIALITIES,
  GENDER_CATEGORIES,
  PAYMENT_METHODS,
  SITE_TYPES,
} from './lookups.js';
import type { Line } from './lookups.js';
import type { StoredContent, StoredReport } from './state.store.js';

export interface PageData {
  reports: readonly StoredReport[];
  contents: readonly StoredContent[];
  fault: string;
  autoPartner: boolean;
}

/** Sent with the page: nothing is loaded, nothing runs, nobody frames it. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding-inline:1rem;
color:#1f2933;background:#fbfaf8}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-block-start:2rem}
table{border-collapse:collapse;inline-size:100%;font-size:.9rem}th,td{text-align:start;vertical-align:top;
padding:.4rem .6rem;border-block-end:1px solid #d9d5cc}td{overflow-wrap:anywhere}pre{margin:0;white-space:pre-wrap;
font:inherit}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0}
@media (prefers-color-scheme:dark){body{color:#e4e1da;background:#1b1f24}th,td{border-color:#3a4048}}`;

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export function renderPage({ reports, contents, fault, autoPartner }: PageData): string {
  const newestFirst = [...reports].sort((one, other) => other.reportId - one.reportId);
  const sections = newestFirst.map((report) =>
    renderReport(
      report,
      contents.filter(({ reportId }) => reportId === report.reportId),
    ),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>ICCAM sandbox</title>
<style>${STYLE}</style></head><body><main><h1>ICCAM sandbox</h1>
<p>A stand-in for ICCAM that keeps to its rules. It passes nothing on to anybody. Fault set:
${escapeHtml(fault)}. Partner hotlines act ${autoPartner ? 'by themselves' : 'only when told to'}.</p>
${sections.length === 0 ? '<p>Nothing has been received yet.</p>' : sections.join('\n')}</main></body></html>`;
}

function renderReport(report: StoredReport, contents: readonly StoredContent[]): string {
  const methods = report.sourceUrlPaymentMethods.map((id) => nameOf(PAYMENT_METHODS, id)).join(', ');
  return `<section><h2>Report ${report.reportId}</h2><dl>
${entry('Hotline reference', report.hotlineReference)}
${entry('From', `${report.reportingCountryCode}, ${report.reportingAnalystName}`)}
${entry('Received by the hotline', time(report.hotlineReceivedDate))}
${entry('Received here', time(report.storedAt))}
${entry('Site type', nameOf(SITE_TYPES, report.sourceUrlSiteType))}
${entry('Commerciality', nameOf(COMMERCIALITIES, report.sourceUrlCommerciality))}
${entry('Payment methods', methods || 'not given')}
${entry('Memo', report.memo)}</dl>
<table><thead><tr><th scope="col">Content</th><th scope="col">Address</th><th scope="col">Hosted</th>
<th scope="col">Assessments</th><th scope="col">Assigned</th><th scope="col">Actions</th><th scope="col">Memo</th>
</tr></thead><tbody>${contents.map((content) => renderContent(content)).join('')}</tbody></table></section>`;
}

function renderContent(content: StoredContent): string {
  const assessments = content.assessments.map((each) =>
    [
      nameOf(CLASSIFICATIONS, each.classification),
      nameOf(AGE_CATEGORIES, each.ageCategorization),
      nameOf(GENDER_CATEGORIES, each.genderCategorization),
      each.userGeneratedContentCategorization === 1 ? 'self-generated' : '',
      each.virtualContentCategorization === 1 ? 'virtual' : '',
      each.childModelingCategorization === 1 ? 'child modelling' : '',
    ]
      .filter((text) => text !== '')
      .join(', '),
  );
  const actions = content.actions.map(
    ({ actionType, actionDate, analystName, reasonText }) =>
      `${nameOf(ACTION_TYPES, actionType)} ${time(actionDate)} ${analystName}${reasonText ? ` (${reasonText})` : ''}`,
  );
  return `<tr><th scope="row">${content.contentId}${content.isSourceUrl ? ' (source)' : ''}</th>
<td>${escapeHtml(content.urlString)}</td>
<td>${escapeHtml([content.hostingCountryCode, content.hostingIpAddress, content.hostingIsp].filter(Boolean).join(', '))}</td>
<td>${lines(assessments)}</td><td>${escapeHtml(`${content.assignedCountryCode}, ${time(content.countryAssignmentDate)}`)}</td>
<td>${lines(actions)}</td><td>${lines(content.memo.split('\n'))}</td></tr>`;
}

/** A time for people: to the second, in UTC. */
function time(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

function entry(term: string, text: string): string {
  return `<dt>${escapeHtml(term)}</dt><dd><pre>${escapeHtml(text)}</pre></dd>`;
}

function lines(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.map((text) => escapeHtml(text)).join('<br>');
}

function nameOf(table: readonly Line[], id: number | null): string {
  return table.find((line) => line.id === id)?.name ?? 'not given';
}
