// Fetches an item where the mandate allows it. What comes is a page, whose pictures become items, or a file, which goes
// encrypted to the next step.
import type { EntityManager } from 'typeorm';
import { addItem, advanceItem, finishItem, queueStep } from '#libs/cases';
import { parseDataUri, type ExtractedReference, type ExtractedResources } from '#libs/media';
import { keepHours } from '#libs/organisations';
import { FetchBudget, FetchError, newId, type FetchRecord, type FetchResult } from '#libs/platform';
import { addressKey } from '#libs/reports';
import { classifyMediaType, type Hosting } from '#libs/retrieval';
import { outcomeOfError, outcomeOfStatus, type FetchOutcome } from './fetch-outcome.js';
import { answeringAddress, storeFetchRecord } from './fetch-record.store.js';
import { holdItem, putOff, type HeldItem, type PipelineContext } from './step-context.js';

const MAX_STYLESHEETS = 10;

/** A picture or frame that a page shows. */
interface Finding {
  readonly address: string;
  readonly via: string;
  /** The bytes themselves, where the page holds them. */
  readonly bytes?: Buffer;
}

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
  const budget = new FetchBudget();
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
    const findings = await findOnPage(context, fetched, budget);
    await database.within(organisationId, async (manager) => {
      await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, 'text/html');
      await addFindings(context, manager, organisationId, item, findings);
      await finishItem(manager, organisationId, item.id, 'retrieve', 'page');
    });
    return;
  }
  await database.within(organisationId, async (manager) => {
    await recordAnswer(manager, organisationId, item, fetched.fetchRecord, hosting, mediaType);
    await context.evidence.keep(manager, {
      organisationId,
      purpose: 'spool',
      contentItemId: item.id,
      mediaType,
      bytes: fetched.body,
      deleteAfter: await spoolEnd(context, manager, organisationId),
    });
    await advanceItem(manager, organisationId, item.id, 'retrieve', 'examine');
  });
}

/** Pages are read at the source and one frame below it, no deeper. */
function mayBePage(item: HeldItem): boolean {
  return item.role === 'source' || item.foundVia === 'frame' || item.foundVia === 'refresh';
}

/** Until when a spool may lie, should nobody examine it. */
async function spoolEnd(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
): Promise<Date> {
  const hours = await keepHours(manager, organisationId, 'evidence-spool');
  return new Date(context.clock.now().getTime() + hours * 3_600_000);
}

async function hostingOf(context: PipelineContext, record: FetchRecord): Promise<Hosting | null> {
  const address = answeringAddress(record);
  return address === null ? null : context.hostingOf(address);
}

async function finish(
  context: PipelineContext,
  organisationId: string,
  item: HeldItem,
  result: 'not-fetched' | 'failed',
  detail?: string,
): Promise<void> {
  await context.database.within(organisationId, (manager) =>
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
  await context.database.within(organisationId, async (manager) => {
    await storeFetchRecord(manager, organisationId, item.id, 'retrieve', record);
    if (outcome.retry && wait !== undefined) {
      await putOff(manager, organisationId, item.id, 'retrieve', wait);
      return;
    }
    await manager.query(
      `UPDATE content_items SET online_state = $3, online_checked_at = now() WHERE id = $1 AND organisation_id = $2`,
      [item.id, organisationId, outcome.result === 'gone' ? 'gone' : 'unknown'],
    );
    await finishItem(manager, organisationId, item.id, 'retrieve', outcome.result, detail);
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

async function findOnPage(
  context: PipelineContext,
  fetched: FetchResult,
  budget: FetchBudget,
): Promise<Finding[]> {
  const page = await context.pool.parseHtml(fetched.body, fetched.finalUrl, contentTypeOf(fetched));
  const fromSheets: ExtractedReference[] = [];
  for (const { url } of page.stylesheets.slice(0, MAX_STYLESHEETS)) {
    fromSheets.push(...(await imagesOfStylesheet(context, url, budget)));
  }
  const found = new Map<string, Finding>();
  const add = (references: readonly ExtractedReference[], via?: string) => {
    for (const reference of references) {
      if (found.has(reference.url)) continue;
      const finding = asFinding(reference, via, fetched.finalUrl, found.size);
      if (finding !== undefined) found.set(reference.url, finding);
    }
  };
  add(page.images);
  add(fromSheets);
  add(page.videos, 'video');
  add(page.frames, 'frame');
  add(page.refreshes, 'refresh');
  return [...found.values()];
}

async function imagesOfStylesheet(
  context: PipelineContext,
  url: string,
  budget: FetchBudget,
): Promise<readonly ExtractedReference[]> {
  try {
    const sheet = await context.client.fetch(url, { budget, accept: 'text/css' });
    if (sheet.status !== 200) return [];
    const parsed: ExtractedResources = await context.pool.parseCss(
      sheet.body,
      sheet.finalUrl,
      contentTypeOf(sheet),
    );
    return parsed.images;
  } catch (error) {
    // A style sheet that does not come costs its backgrounds, not the page.
    if (error instanceof FetchError) return [];
    throw error;
  }
}

function contentTypeOf(fetched: FetchResult): string | undefined {
  return fetched.headers['content-type'];
}

/** A picture inside the page gets an address of its own; its bytes must not stand in a table. */
function asFinding(
  reference: ExtractedReference,
  via: string | undefined,
  pageAddress: string,
  position: number,
): Finding | undefined {
  if (!reference.url.startsWith('data:')) return { address: reference.url, via: via ?? reference.via };
  const data = parseDataUri(reference.url);
  if (data === null) return undefined;
  const address = new URL(pageAddress);
  address.hash = `inline-${position + 1}`;
  return { address: address.toString(), via: 'inline', bytes: Buffer.from(data.bytes) };
}

async function addFindings(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  page: HeldItem,
  findings: readonly Finding[],
): Promise<void> {
  const [{ known }] = await manager.query(
    `SELECT count(*)::int AS known FROM content_items WHERE case_id = $1 AND organisation_id = $2`,
    [page.caseId, organisationId],
  );
  for (const finding of findings.slice(0, Math.max(0, context.options.maxItems - known))) {
    const id = newId();
    const added = await addItem(manager, {
      id,
      organisationId,
      caseId: page.caseId,
      parentId: page.id,
      role: 'embedded',
      foundVia: finding.via,
      address: finding.address,
      addressKey: finding.bytes === undefined ? addressKey(finding.address) : finding.address,
      round: page.round,
    });
    if (added) {
      if (finding.bytes !== undefined) await spoolInline(context, manager, organisationId, id, finding.bytes);
    } else {
      await lookAgain(manager, organisationId, page, finding.address);
    }
  }
}

async function spoolInline(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  bytes: Buffer,
): Promise<void> {
  await context.evidence.keep(manager, {
    organisationId,
    purpose: 'spool',
    contentItemId: itemId,
    mediaType: classifyMediaType(bytes),
    bytes,
    deleteAfter: await spoolEnd(context, manager, organisationId),
  });
  await advanceItem(manager, organisationId, itemId, 'retrieve', 'examine');
}

/** In a case that was opened again, what the page still shows is fetched again. */
async function lookAgain(
  manager: EntityManager,
  organisationId: string,
  page: HeldItem,
  address: string,
): Promise<void> {
  const [rows] = await manager.query(
    `UPDATE content_items SET step = 'retrieve', step_attempts = 0, step_due_at = now(), round = $4
     WHERE case_id = $1 AND organisation_id = $2 AND address_key = $3 AND round < $4 AND step = 'done' RETURNING id`,
    [page.caseId, organisationId, addressKey(address), page.round],
  );
  for (const { id } of rows as { id: string }[]) await queueStep(manager, organisationId, id, 'retrieve');
}
