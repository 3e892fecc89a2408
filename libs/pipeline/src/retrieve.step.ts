// Fetches an item where the mandate allows it. What comes is a page, whose pictures become items, or a file, which goes
// encrypted to the next step.
import type { EntityManager } from 'typeorm';
import { advanceItem, finishItem, lockCase, type ItemResult } from '#libs/cases';
import { MediaError } from '#libs/media';
import { FetchError, parseUrl, type FetchBudget, type FetchRecord, type FetchResult } from '#libs/platform';
import type { JobOutcome } from '#libs/queue';
import { classifyMediaType, type Hosting } from '#libs/retrieval';
import { budgetOf } from './case-budget.js';
import { outcomeOfError, outcomeOfStatus, type FetchOutcome } from './fetch-outcome.js';
import { answeringAddress, storeFetchRecord } from './fetch-record.store.js';
import { WAIT_SECONDS, type FetchTurn } from './fetch-turns.js';
import { isSameAsBefore, keepBesideChanged } from './fetched-again.js';
import { addFindings, takeInlineAgain } from './page-items.js';
import { findOnPage, unreadablePage, type PageFindings } from './page-findings.js';
import { spool } from './spool.js';
import { endStep, holdItem, putOff, type HeldItem, type PipelineContext } from './step-context.js';

/** Pages are read at the source and one frame below it, no deeper: pages can frame each other without end. */
const MAX_PAGE_DEPTH = 1;

interface WantedItem extends Pick<HeldItem, 'caseId' | 'address' | 'role' | 'mandate' | 'attempts'> {
  readonly host: string;
}

export async function retrieve(
  context: PipelineContext,
  organisationId: string,
  itemId: string,
): Promise<JobOutcome> {
  const { database, options, turns } = context;
  // Looked at before it is held: waiting for a turn is no attempt.
  const wanted = await database.within(organisationId, (manager) =>
    wantedItem(manager, organisationId, itemId),
  );
  if (wanted === undefined) return 'done';
  const budget =
    wanted.mandate === 'none' || wanted.attempts >= options.maxAttempts
      ? undefined
      : await database.within(organisationId, (manager) =>
          budgetOf(manager, organisationId, wanted, options),
        );
  if (budget === undefined) {
    await withoutFetch(context, organisationId, itemId);
    return 'done';
  }
  const turn = await turns.begin({ organisationId, itemId, caseId: wanted.caseId, host: wanted.host });
  if (turn === undefined) {
    await database.within(organisationId, (manager) =>
      putOff(manager, organisationId, itemId, 'retrieve', WAIT_SECONDS),
    );
    return 'waits';
  }
  try {
    const item = await database.within(organisationId, (manager) =>
      holdItem(manager, organisationId, itemId, 'retrieve', options.attemptSeconds),
    );
    return item === undefined ? 'done' : await fetchItem(context, organisationId, item, budget, turn);
  } finally {
    await turn.end();
  }
}

async function wantedItem(
  manager: EntityManager,
  organisationId: string,
  itemId: string,
): Promise<WantedItem | undefined> {
  const [row]: WantedItem[] = await manager.query(
    `SELECT i.case_id AS "caseId", i.address, i.role, i.step_attempts AS attempts, c.mandate
     FROM content_items i JOIN cases c ON c.id = i.case_id
     WHERE i.id = $1 AND i.organisation_id = $2 AND i.step = 'retrieve'`,
    [itemId, organisationId],
  );
  return row && { ...row, host: hostOf(row.address) };
}

/** As the retrieval client names it; an address that it refuses has none. */
export function hostOf(address: string): string {
  return (parseUrl(address)?.hostname ?? '').replace(/^\[|\]$/g, '');
}

/** Ends an item that is not fetched: not allowed, tried too often, or beyond what the case may cost. */
async function withoutFetch(context: PipelineContext, organisationId: string, itemId: string): Promise<void> {
  const { database, options } = context;
  const item = await database.within(organisationId, (manager) =>
    holdItem(manager, organisationId, itemId, 'retrieve', options.attemptSeconds),
  );
  if (item === undefined) return;
  if (item.mandate === 'none') await finish(context, organisationId, item, 'not-fetched');
  else if (item.attempts > options.maxAttempts)
    await finish(context, organisationId, item, 'failed', 'too-many-attempts');
  else await finish(context, organisationId, item, 'not-examined', 'budget');
}

async function fetchItem(
  context: PipelineContext,
  organisationId: string,
  item: HeldItem,
  budget: FetchBudget,
  turn: FetchTurn,
): Promise<JobOutcome> {
  const { database } = context;
  let fetched: FetchResult;
  try {
    fetched = await context.client.fetch(item.address, { budget, admission: turn });
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    if (error.code === 'host-busy') return waitAgain(context, organisationId, item, error.fetchRecord);
    await notFetched(
      context,
      organisationId,
      item,
      outcomeOfError(error.code),
      error.code,
      error.fetchRecord,
    );
    return 'done';
  }
  const outcome = outcomeOfStatus(fetched.status);
  if (outcome !== undefined) {
    await notFetched(context, organisationId, item, outcome, `http-${fetched.status}`, fetched.fetchRecord);
    return 'done';
  }
  const hosting = await hostingOf(context, fetched.fetchRecord);
  const mediaType = classifyMediaType(fetched.body);
  // A picture that is fetched again is no page, whatever answers in its place.
  if (mediaType === 'text/html' && mayBePage(item) && !(item.isRefetch && item.mediaId !== null)) {
    let page: PageFindings;
    try {
      page = await findOnPage(context, fetched, budget, turn);
    } catch (error) {
      if (error instanceof FetchError && error.code === 'host-busy')
        return waitAgain(context, organisationId, item, fetched.fetchRecord);
      const result = error instanceof MediaError ? unreadablePage(error.code) : undefined;
      if (result === undefined) throw error;
      await endStep(database, organisationId, async (manager) => {
        await lockCase(manager, organisationId, item.caseId);
        await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, 'text/html');
        return finishItem(manager, organisationId, item.id, 'retrieve', result, (error as MediaError).code);
      });
      return 'done';
    }
    await endStep(database, organisationId, async (manager) => {
      await lockCase(manager, organisationId, item.caseId);
      await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, 'text/html');
      for (const record of page.sheets)
        await storeFetchRecord(manager, organisationId, item.id, 'retrieve', record);
      if (item.isRefetch) {
        await takeInlineAgain(context, manager, organisationId, item, hosting, page.findings);
        return finishItem(manager, organisationId, item.id, 'retrieve', 'page');
      }
      const beyond = await addFindings(context, manager, organisationId, item, hosting, page.findings);
      return finishItem(manager, organisationId, item.id, 'retrieve', 'page', cutOff(page, beyond));
    });
    return 'done';
  }
  await turn.end();
  await endStep(database, organisationId, async (manager) => {
    if (item.isRefetch) {
      await lockCase(manager, organisationId, item.caseId);
      if (!(await isSameAsBefore(manager, organisationId, item, fetched.body)))
        return keepBesideChanged(context, manager, organisationId, item, fetched, hosting, mediaType);
    }
    await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, mediaType);
    await spool(context, manager, organisationId, item.id, mediaType, fetched.body);
    return advanceItem(manager, organisationId, item.id, 'retrieve', 'examine');
  });
  return 'done';
}

/** Takes an attempt back that only found a host on its way without a free place. What it asked of others counts. */
async function waitAgain(
  context: PipelineContext,
  organisationId: string,
  item: HeldItem,
  record: FetchRecord,
): Promise<JobOutcome> {
  await context.database.within(organisationId, async (manager) => {
    if (record.hops.length > 0) await storeFetchRecord(manager, organisationId, item.id, 'retrieve', record);
    await manager.query(
      `UPDATE content_items SET step_attempts = greatest(0, step_attempts - 1),
         step_due_at = now() + make_interval(secs => $3)
       WHERE id = $1 AND organisation_id = $2 AND step = 'retrieve'`,
      [item.id, organisationId, WAIT_SECONDS],
    );
  });
  return 'waits';
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
