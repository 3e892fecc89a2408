// Fetches an item where the mandate allows it. What comes is a page, whose pictures become items, or a file, which goes
// encrypted to the next step.
import type { EntityManager } from 'typeorm';
import { advanceItem, finishItem, lockCase, type ItemResult } from '#libs/cases';
import { MediaError } from '#libs/media';
import { FetchError, type FetchRecord, type FetchResult } from '#libs/platform';
import { classifyMediaType, type Hosting } from '#libs/retrieval';
import { budgetOf } from './case-budget.js';
import { outcomeOfError, outcomeOfStatus, type FetchOutcome } from './fetch-outcome.js';
import { answeringAddress, storeFetchRecord } from './fetch-record.store.js';
import { addFindings } from './page-items.js';
import { findOnPage, unreadablePage, type PageFindings } from './page-findings.js';
import { spool } from './spool.js';
import { endStep, holdItem, putOff, type HeldItem, type PipelineContext } from './step-context.js';

/** Pages are read at the source and one frame below it, no deeper: pages can frame each other without end. */
const MAX_PAGE_DEPTH = 1;

export async function retrieve(
  context: PipelineContext,
  organisationId: string,
  itemId: string,
): Promise<void> {
  const { database, options } = context;
  const item = await database.within(organisationId, (manager) =>
    holdItem(manager, organisationId, itemId, 'retrieve', options.attemptSeconds),
  );
  if (item === undefined) return;
  if (item.mandate === 'none') {
    await finish(context, organisationId, item, 'not-fetched');
    return;
  }
  if (item.attempts > options.maxAttempts) {
    await finish(context, organisationId, item, 'failed', 'too-many-attempts');
    return;
  }
  const budget = await database.within(organisationId, (manager) =>
    budgetOf(manager, organisationId, item, options),
  );
  if (budget === undefined) {
    await finish(context, organisationId, item, 'not-examined', 'budget');
    return;
  }
  let fetched: FetchResult;
  try {
    fetched = await context.client.fetch(item.address, { budget });
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    await notFetched(
      context,
      organisationId,
      item,
      outcomeOfError(error.code),
      error.code,
      error.fetchRecord,
    );
    return;
  }
  const outcome = outcomeOfStatus(fetched.status);
  if (outcome !== undefined) {
    await notFetched(context, organisationId, item, outcome, `http-${fetched.status}`, fetched.fetchRecord);
    return;
  }
  const hosting = await hostingOf(context, fetched.fetchRecord);
  const mediaType = classifyMediaType(fetched.body);
  if (mediaType === 'text/html' && mayBePage(item)) {
    let page: PageFindings;
    try {
      page = await findOnPage(context, fetched, budget);
    } catch (error) {
      const result = error instanceof MediaError ? unreadablePage(error.code) : undefined;
      if (result === undefined) throw error;
      await endStep(database, organisationId, async (manager) => {
        await lockCase(manager, organisationId, item.caseId);
        await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, 'text/html');
        return finishItem(manager, organisationId, item.id, 'retrieve', result, (error as MediaError).code);
      });
      return;
    }
    await endStep(database, organisationId, async (manager) => {
      await lockCase(manager, organisationId, item.caseId);
      await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, 'text/html');
      for (const record of page.sheets)
        await storeFetchRecord(manager, organisationId, item.id, 'retrieve', record);
      const beyond = await addFindings(context, manager, organisationId, item, hosting, page.findings);
      return finishItem(manager, organisationId, item.id, 'retrieve', 'page', cutOff(page, beyond));
    });
    return;
  }
  await endStep(database, organisationId, async (manager) => {
    await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, mediaType);
    await spool(context, manager, organisationId, item.id, mediaType, fetched.body);
    return advanceItem(manager, organisationId, item.id, 'retrieve', 'examine');
  });
}

function mayBePage(item: HeldItem): boolean {
  if (item.depth > MAX_PAGE_DEPTH) return false;
  return item.role === 'source' || item.foundVia === 'frame' || item.foundVia === 'refresh';
}

/** What the analyst is told of findings that became no item: `cut:37`, with a `+` where the true number is not known. */
function cutOff(page: PageFindings, beyond: number): string | undefined {
  const cut = page.cut + beyond;
  if (cut === 0 && !page.isCutShort) return undefined;
  return page.isCutShort ? `cut:${cut}+` : `cut:${cut}`;
}

async function hostingOf(context: PipelineContext, record: FetchRecord): Promise<Hosting | null> {
  const address = answeringAddress(record);
  return address === null ? null : context.hostingOf(address);
}

async function finish(
  context: PipelineContext,
  organisationId: string,
  item: HeldItem,
  result: ItemResult,
  detail?: string,
): Promise<void> {
  await endStep(context.database, organisationId, (manager) =>
    finishItem(manager, organisationId, item.id, 'retrieve', result, detail),
  );
}

async function notFetched(
  context: PipelineContext,
  organisationId: string,
  item: HeldItem,
  outcome: FetchOutcome,
  detail: string,
  record: FetchRecord,
): Promise<void> {
  const wait = context.options.fetchRetrySeconds[item.attempts - 1];
  await endStep(context.database, organisationId, async (manager) => {
    await lockCase(manager, organisationId, item.caseId);
    await storeFetchRecord(manager, organisationId, item.id, 'retrieve', record);
    if (outcome.retry && wait !== undefined)
      return putOff(manager, organisationId, item.id, 'retrieve', wait);
    await manager.query(
      `UPDATE content_items SET online_state = $3, online_checked_at = now() WHERE id = $1 AND organisation_id = $2`,
      [item.id, organisationId, outcome.result === 'gone' ? 'gone' : 'unknown'],
    );
    return finishItem(manager, organisationId, item.id, 'retrieve', outcome.result, detail);
  });
}

async function recordAnswer(
  manager: EntityManager,
  organisationId: string,
  item: HeldItem,
  record: FetchRecord,
  hosting: Hosting | null,
  mediaType: string,
): Promise<void> {
  await storeFetchRecord(manager, organisationId, item.id, 'retrieve', record);
  await manager.query(
    `UPDATE content_items SET media_type = $3, hosting = $4, online_state = 'online', online_checked_at = now()
     WHERE id = $1 AND organisation_id = $2`,
    [item.id, organisationId, mediaType, hosting],
  );
}
