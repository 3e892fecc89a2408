/** Delivers a referral to ICCAM once, however often it is tried. */
import { parseUrl } from '#libs/platform';
import type { IccamClient } from './iccam.client.js';
import { MAX_QUEUE_RESULTS } from './iccam.client.js';
import { IccamDuplicateError, IccamRefusedError, IccamUnavailableError } from './iccam.errors.js';
import { buildReport, referenceLine } from './iccam.report.js';
import type { IccamReferralInput } from './iccam.report.js';
import type { IccamQueue, IccamStoredReport } from './iccam.types.js';

export interface DeliveredContent {
  url: string;
  contentId: number;
}

export interface DeliveredReport {
  reportId: number;
  /** May be short or empty while ICCAM still works on a new report; `readContents` completes it. */
  contents: DeliveredContent[];
  /** ICCAM held the report already: an earlier answer had been lost, and its number was found again. */
  recovered: boolean;
}

export interface DeliverOptions {
  /** How often to look for a report that ICCAM holds but still works on. */
  recoverAttempts?: number;
  recoverDelayMs?: number;
  /** Earliest time at which an earlier attempt may have been taken in; by default that of the public's report. */
  firstAttemptAt?: Date;
}

/** What was found by address: a report that bears our reference, and others that a person may confirm. */
export interface Recovery {
  reportId?: number;
  candidates: number[];
}

/** Queues in which a report of ours can stand, the likeliest first. */
const SEARCHED_QUEUES: readonly IccamQueue[] = [
  'unactioned',
  'unassessed',
  'unassigned-to-hotline',
  'no-reference',
];
const MAX_PAGES = 25;
/** By how much ICCAM's clock may be behind ours. */
const CLOCK_DIFFERENCE_MS = 10 * 60 * 1000;

/**
 * Sends the report of a referral. Safe to repeat: a refused duplicate of our own reference is looked up and
 * given back as delivered.
 * @throws IccamIncompleteError, IccamLookupMismatchError, IccamRefusedError for good; IccamUnavailableError to
 *   try again; IccamDuplicateError when ICCAM holds the reference and a person has to say which report it is
 */
export async function deliverReport(
  client: IccamClient,
  input: IccamReferralInput,
  options: DeliverOptions = {},
): Promise<DeliveredReport> {
  const report = buildReport(input);
  await client.verifiedLookups();
  const urls = report.urls.map(({ urlString }) => urlString);
  try {
    const reportId = await client.createReport(report);
    return { reportId, contents: await contentsIfReadable(client, reportId, urls), recovered: false };
  } catch (error) {
    if (!(error instanceof IccamDuplicateError)) throw error;
    const reportId = await recover(client, input, error, options);
    return { reportId, contents: await contentsIfReadable(client, reportId, urls), recovered: true };
  }
}

/** The content numbers of a report, by address; addresses that ICCAM does not list yet are left out. */
export async function readContents(
  client: IccamClient,
  reportId: number,
  urls: readonly string[],
): Promise<DeliveredContent[]> {
  const { reportContents } = await client.readReport(reportId);
  return urls.flatMap((url) => {
    const found = reportContents.find(({ urlString }) => sameAddress(urlString, url));
    return found ? [{ url, contentId: found.contentId }] : [];
  });
}

/**
 * Looks through the content queues for a report with this source address and our reference.
 * @param since items assigned to our country before this are not looked at
 */
export async function recoverByAddress(
  client: IccamClient,
  url: string,
  hotlineReference: string,
  since: Date,
): Promise<Recovery> {
  const seen = new Set<number>();
  const candidates: number[] = [];
  for (const queue of SEARCHED_QUEUES) {
    for await (const report of reportsInQueue(client, queue, since, seen)) {
      if (bearsReference(report, hotlineReference)) return { reportId: report.reportId, candidates: [] };
      if (report.reportContents.some(({ urlString }) => sameAddress(urlString, url))) {
        candidates.push(report.reportId);
      }
    }
  }
  return { candidates };
}

async function recover(
  client: IccamClient,
  input: IccamReferralInput,
  refusal: IccamDuplicateError,
  options: DeliverOptions,
): Promise<number> {
  const source = input.items.find(({ isSource }) => isSource)?.url ?? '';
  const since = new Date((options.firstAttemptAt ?? input.receivedAt).getTime() - CLOCK_DIFFERENCE_MS);
  const attempts = options.recoverAttempts ?? 3;
  let candidates: number[] = [];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const found = await recoverByAddress(client, source, input.hotlineReference, since);
    if (found.reportId !== undefined) return found.reportId;
    candidates = found.candidates;
    // A new report stands in no queue until ICCAM has worked on it.
    if (attempt < attempts) await client.delay(options.recoverDelayMs ?? 2000);
  }
  throw new IccamDuplicateError(refusal.call, refusal.status, refusal.details, candidates);
}

/** Each report of a queue once, page by page: a full page is followed by one that starts where it ended. */
async function* reportsInQueue(
  client: IccamClient,
  queue: IccamQueue,
  since: Date,
  seen: Set<number>,
): AsyncGenerator<IccamStoredReport> {
  let from = since;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const items = await client.readQueue(queue, from);
    // Newest first within a page: a lost answer is a recent one.
    const reportIds = [...new Set(items.map(({ reportId }) => reportId))].sort((a, b) => b - a);
    for (const reportId of reportIds) {
      if (seen.has(reportId)) continue;
      seen.add(reportId);
      const report = await reportIfAllowed(client, reportId);
      if (report) yield report;
    }
    const next = items.length < MAX_QUEUE_RESULTS ? undefined : await lastAssignment(client, items);
    if (!next) return;
    // More than a page of one moment, such as one large report, is stepped over.
    from = new Date(Math.max(next.getTime(), from.getTime() + 1));
  }
}

/** A queue may hold an item of a report that is not ours to read; it is not the one that is looked for. */
async function reportIfAllowed(
  client: IccamClient,
  reportId: number,
): Promise<IccamStoredReport | undefined> {
  try {
    return await client.readReport(reportId);
  } catch (error) {
    if (error instanceof IccamRefusedError) return undefined;
    throw error;
  }
}

async function lastAssignment(
  client: IccamClient,
  items: readonly { contentId: number }[],
): Promise<Date | undefined> {
  const last = items.at(-1);
  return last ? (await client.readContent(last.contentId)).countryAssignmentDate : undefined;
}

/** The report is in ICCAM by now: failing here would lose its number, so what cannot be read yet is left out. */
async function contentsIfReadable(
  client: IccamClient,
  reportId: number,
  urls: readonly string[],
): Promise<DeliveredContent[]> {
  try {
    return await readContents(client, reportId, urls);
  } catch (error) {
    if (error instanceof IccamRefusedError || error instanceof IccamUnavailableError) return [];
    throw error;
  }
}

function bearsReference(report: IccamStoredReport, hotlineReference: string): boolean {
  if (report.hotlineReference === hotlineReference) return true;
  return report.memo.split('\n').includes(referenceLine(hotlineReference));
}

function sameAddress(one: string, other: string): boolean {
  if (one === other) return true;
  const address = parseUrl(one);
  return address !== null && address.href === parseUrl(other)?.href;
}
