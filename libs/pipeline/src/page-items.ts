// Makes items of what a page shows, within the bound of the case.
import type { EntityManager } from 'typeorm';
import { addItem, advanceItem, FETCHED_ANEW, ItemMovedError, queueStep } from '#libs/cases';
import { newId } from '#libs/platform';
import { addressKey } from '#libs/reports';
import { classifyMediaType, type Hosting } from '#libs/retrieval';
import type { Finding } from './page-findings.js';
import { spool } from './spool.js';
import type { HeldItem, PipelineContext } from './step-context.js';

/**
 * Adds what a page shows to its case; what the case has already is looked at again in a new round. The caller holds the
 * case, so that pages that end together keep to the bound together.
 * @returns how many found no room
 */
export async function addFindings(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  page: HeldItem,
  hosting: Hosting | null,
  findings: readonly Finding[],
): Promise<number> {
  const rows: { address_key: string }[] = await manager.query(
    `SELECT address_key FROM content_items WHERE case_id = $1 AND organisation_id = $2`,
    [page.caseId, organisationId],
  );
  const known = new Set(rows.map((row) => row.address_key));
  let beyond = 0;
  for (const finding of findings) {
    const key = finding.bytes === undefined ? addressKey(finding.address) : finding.address;
    let itemId: string | undefined;
    if (known.has(key)) {
      itemId = await lookAgain(manager, organisationId, page, key);
    } else if (known.size < context.options.maxItems) {
      itemId = newId();
      known.add(key);
      await addItem(manager, {
        id: itemId,
        organisationId,
        caseId: page.caseId,
        parentId: page.id,
        role: 'embedded',
        foundVia: finding.via,
        depth: page.depth + 1,
        address: finding.address,
        addressKey: key,
        round: page.round,
      });
    } else {
      beyond += 1;
    }
    if (itemId !== undefined && finding.bytes !== undefined)
      await spoolInline(context, manager, organisationId, itemId, hosting, finding.bytes);
  }
  return beyond;
}

/** Of a page that is fetched again for the pictures inside it, takes those whose copies are wanted, and nothing else. */
export async function takeInlineAgain(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  page: HeldItem,
  hosting: Hosting | null,
  findings: readonly Finding[],
): Promise<void> {
  for (const { address, bytes } of findings) {
    if (bytes === undefined) continue;
    const [[wanted]]: [{ id: string }[]] = await manager.query(
      `UPDATE content_items SET step = 'retrieve', step_attempts = 0, step_due_at = now()
       WHERE case_id = $1 AND organisation_id = $2 AND address_key = $3 AND is_refetch AND step = 'done' RETURNING id`,
      [page.caseId, organisationId, address],
    );
    if (wanted !== undefined) await spoolInline(context, manager, organisationId, wanted.id, hosting, bytes);
  }
}

/** A picture inside a page came with it, from where the page is. */
async function spoolInline(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  hosting: Hosting | null,
  bytes: Buffer,
): Promise<void> {
  const mediaType = classifyMediaType(bytes);
  await spool(context, manager, organisationId, itemId, mediaType, bytes);
  await manager.query(
    `UPDATE content_items SET media_type = $3, hosting = $4, online_state = 'online', online_checked_at = now()
     WHERE id = $1 AND organisation_id = $2`,
    [itemId, organisationId, mediaType, hosting],
  );
  if (!(await advanceItem(manager, organisationId, itemId, 'retrieve', 'examine')))
    throw new ItemMovedError();
}

/** In a case that was opened again, what the page still shows is fetched again. @returns the item, if it is its turn */
async function lookAgain(
  manager: EntityManager,
  organisationId: string,
  page: HeldItem,
  key: string,
): Promise<string | undefined> {
  const [[item]] = await manager.query(
    `UPDATE content_items SET ${FETCHED_ANEW}, round = $4
     WHERE case_id = $1 AND organisation_id = $2 AND address_key = $3 AND round < $4 AND step = 'done' RETURNING id`,
    [page.caseId, organisationId, key, page.round],
  );
  if (item === undefined) return undefined;
  await queueStep(manager, organisationId, item.id, 'retrieve');
  return item.id;
}
