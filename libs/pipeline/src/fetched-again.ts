// What comes of fetching a picture again whose copy was destroyed: the same bytes are looked into anew, other bytes become
// an item of their own. The item that was assessed keeps its media either way.
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { addItem, advanceItem, finishItem, ItemMovedError } from '#libs/cases';
import { newId, type FetchResult } from '#libs/platform';
import { addressKey } from '#libs/reports';
import type { Hosting } from '#libs/retrieval';
import { storeFetchRecord } from './fetch-record.store.js';
import { spool } from './spool.js';
import type { HeldItem, PipelineContext } from './step-context.js';

/** Whether the bytes are those that the item stands for. */
export async function isSameAsBefore(
  manager: EntityManager,
  organisationId: string,
  item: HeldItem,
  bytes: Uint8Array,
): Promise<boolean> {
  const [media] = await manager.query<{ sha256: Buffer }[]>(
    `SELECT sha256 FROM media WHERE id = $1 AND organisation_id = $2`,
    [item.mediaId, organisationId],
  );
  return media !== undefined && media.sha256.equals(createHash('sha256').update(bytes).digest());
}

/**
 * Ends an item at whose address other bytes stand now; they become an item beside it if they are a picture or a video. The caller
 * holds the case.
 * @returns false when the item no longer stands at its step
 */
export async function keepBesideChanged(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  item: HeldItem,
  fetched: FetchResult,
  hosting: Hosting | null,
  mediaType: string,
): Promise<boolean> {
  await storeFetchRecord(manager, organisationId, item.id, 'retrieve', fetched.fetchRecord);
  // Other bytes are no proof of removal: pictures are encoded anew, and pages of excuse answer in their place.
  await manager.query(
    `UPDATE content_items SET online_state = 'unknown', online_checked_at = now() WHERE id = $1 AND organisation_id = $2`,
    [item.id, organisationId],
  );
  const { items, round } = await caseNow(manager, organisationId, item.caseId);
  if (/^(?:image|video)\//.test(mediaType) && items < context.options.maxItems) {
    const id = newId();
    const digest = createHash('sha256').update(fetched.body).digest('hex');
    const isNew = await addItem(manager, {
      id,
      organisationId,
      caseId: item.caseId,
      parentId: item.id,
      role: 'embedded',
      foundVia: 'refetch',
      depth: item.depth + 1,
      address: item.address,
      addressKey: `${addressKey(item.address)}#bytes-${digest.slice(0, 16)}`,
      // The item may be of a round before, its bytes are of this one.
      round,
    });
    if (isNew) {
      await manager.query(
        `UPDATE content_items SET media_type = $3, hosting = $4, online_state = 'online', online_checked_at = now()
         WHERE id = $1 AND organisation_id = $2`,
        [id, organisationId, mediaType, hosting],
      );
      await spool(context, manager, organisationId, id, mediaType, fetched.body);
      if (!(await advanceItem(manager, organisationId, id, 'retrieve', 'examine')))
        throw new ItemMovedError();
    }
  }
  return finishItem(manager, organisationId, item.id, 'retrieve', 'picture');
}

async function caseNow(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<{ items: number; round: number }> {
  const [row] = await manager.query<[{ items: number; round: number }]>(
    `SELECT c.round, (SELECT count(*)::int FROM content_items i WHERE i.case_id = c.id AND i.organisation_id = $2) AS items
     FROM cases c WHERE c.id = $1 AND c.organisation_id = $2`,
    [caseId, organisationId],
  );
  return row;
}
