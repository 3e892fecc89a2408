// The way of a content item through triage, as data. A step is taken only from the step before it, so that work done
// twice has the effect of once.
import type { EntityManager } from 'typeorm';
import { ConflictError, enqueue } from '#libs/platform';

export const ITEM_STEPS = ['retrieve', 'examine', 'match', 'done'] as const;
export type ItemStep = (typeof ITEM_STEPS)[number];

/** How an item ended, each with what an analyst should understand by it. */
export const ITEM_RESULTS = {
  tip: 'a description without an address; read what the reporter wrote',
  'reported-hash': 'a hash that a trusted reporter gave of a file; nothing of it was seen here',
  page: 'a page; what it shows stands as items of its own',
  picture: 'a picture, examined',
  video: 'a video, examined by some of its frames',
  'not-fetched': 'not fetched: the mandate does not allow it',
  'not-in-demonstration': 'not fetched in the demonstration',
  refused: 'not fetched: the address leads to a place that is never contacted',
  unreachable: 'could not be reached',
  gone: 'is not there any more',
  'not-a-picture': 'something else than a page, picture or video',
  'not-examined': 'of a kind that is not examined here',
  corrupt: 'a damaged file',
  'too-large': 'a file over the size that is examined',
  bomb: 'a file made to exhaust whoever opens it',
  failed: 'could not be examined; a person has to look into it',
} as const;
export type ItemResult = keyof typeof ITEM_RESULTS;

/**
 * SQL: what puts an item back to be fetched in a later round, as though nothing were known of it. What earlier rounds saw
 * stands in their assessments, fetch records and looks; whatever an item itself says is of its own round.
 */
export const FETCHED_ANEW = `step = 'retrieve', step_attempts = 0, step_due_at = date_trunc('minute', now()),
  result = NULL, result_detail = NULL, media_type = NULL, media_id = NULL, hosting = NULL, online_state = NULL,
  online_checked_at = NULL, next_check_at = NULL, gone_at = NULL`;

export interface NewItem {
  readonly id: string;
  readonly organisationId: string;
  readonly caseId: string;
  readonly parentId?: string;
  readonly role: 'source' | 'embedded';
  readonly foundVia?: string;
  /** Pages between the source and this; 0 for the source. */
  readonly depth?: number;
  readonly address: string;
  readonly addressKey: string;
  readonly round: number;
}

/** Another has taken the item on. Thrown inside a transaction, so that nothing of what was done in vain stays. */
export class ItemMovedError extends ConflictError {
  constructor() {
    super('item-moved', 'The item was taken on by somebody else in the meantime.');
  }
}

/**
 * Locks a case. Comes first in every transaction that adds or ends items of it: adding one holds the case by its foreign
 * key, and two that then asked for more would wait for each other without end.
 * @returns the case's state
 */
export async function lockCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<string | undefined> {
  const [row] = await manager.query(
    `SELECT state FROM cases WHERE id = $1 AND organisation_id = $2 FOR NO KEY UPDATE`,
    [caseId, organisationId],
  );
  return row?.state;
}

/** Adds an item unless its case has one for that address; with its first step queued. @returns whether it was added */
export async function addItem(manager: EntityManager, item: NewItem): Promise<boolean> {
  const added = await manager.query(
    `INSERT INTO content_items (id, organisation_id, case_id, parent_id, role, found_via, depth, address, address_key, round,
       step)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'retrieve')
     ON CONFLICT (case_id, address_key) DO NOTHING RETURNING id`,
    [
      item.id,
      item.organisationId,
      item.caseId,
      item.parentId ?? null,
      item.role,
      item.foundVia ?? null,
      item.depth ?? 0,
      item.address,
      item.addressKey,
      item.round,
    ],
  );
  if (added.length === 0) return false;
  await queueStep(manager, item.organisationId, item.id, 'retrieve');
  return true;
}

/** Queues a step of an item. */
export async function queueStep(
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  step: Exclude<ItemStep, 'done'>,
): Promise<void> {
  await enqueue(manager, itemId, { queue: 'triage', name: step, payload: { organisationId, itemId } });
}

/** Takes an item from one step to the next. @returns false when it no longer stands at `from`: somebody else did it */
export async function advanceItem(
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  from: ItemStep,
  to: 'examine' | 'match',
): Promise<boolean> {
  const [, moved] = await manager.query(
    `UPDATE content_items SET step = $4, step_attempts = 0, step_due_at = now()
     WHERE id = $1 AND organisation_id = $2 AND step = $3`,
    [itemId, organisationId, from, to],
  );
  if (moved !== 1) return false;
  await queueStep(manager, organisationId, itemId, to);
  return true;
}

/**
 * Ends an item; the last of a case to end queues what comes next for the case. One that was fetched again for its copy
 * alone keeps the result that it had.
 * @returns false when it no longer stands at `from`
 */
export async function finishItem(
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  from: ItemStep,
  result: ItemResult,
  detail?: string,
): Promise<boolean> {
  // The case is locked first: of two items that end at once, the later one sees the earlier one's end.
  const [held] = await manager.query(
    `SELECT c.id, c.state FROM cases c JOIN content_items i ON i.case_id = c.id
     WHERE i.id = $1 AND c.organisation_id = $2 FOR NO KEY UPDATE OF c`,
    [itemId, organisationId],
  );
  const [[ended]]: [{ was_refetch: boolean }[]] = await manager.query(
    `UPDATE content_items i SET step = 'done', step_attempts = 0, is_refetch = false,
       result = CASE WHEN was.is_refetch THEN i.result ELSE $4 END,
       result_detail = CASE WHEN was.is_refetch THEN i.result_detail ELSE $5 END
     FROM (SELECT id, is_refetch FROM content_items
           WHERE id = $1 AND organisation_id = $2 AND step = $3 FOR UPDATE) was
     WHERE i.id = was.id AND i.organisation_id = $2 AND i.step = $3 RETURNING was.is_refetch AS was_refetch`,
    [itemId, organisationId, from, result, detail ?? null],
  );
  if (ended === undefined) return false;
  if (ended.was_refetch) {
    // Pictures that were to come with this page and did not.
    await manager.query(
      `UPDATE content_items i SET is_refetch = false, online_checked_at = now(),
         online_state = CASE WHEN page.online_state = 'gone' THEN 'gone' ELSE 'unknown' END
       FROM content_items page WHERE page.id = $1 AND page.organisation_id = $2
         AND i.parent_id = page.id AND i.organisation_id = $2
         AND i.found_via = 'inline' AND i.is_refetch AND i.step = 'done'`,
      [itemId, organisationId],
    );
  }
  const [open] = await manager.query(
    `SELECT 1 FROM content_items WHERE case_id = $1 AND organisation_id = $2 AND step <> 'done' LIMIT 1`,
    [held.id, organisationId],
  );
  if (open === undefined && held.state === 'triage') {
    await enqueue(manager, held.id, {
      queue: 'triage',
      name: 'settle',
      payload: { organisationId, caseId: held.id },
    });
  }
  return true;
}
