// Decodes what was fetched, in confinement, and keeps of it what the mandate allows: under `hash` nothing but digests.
import type { EntityManager } from 'typeorm';
import { advanceItem, finishItem, lockCase, type ItemResult } from '#libs/cases';
import type { Derivative, Examination, RejectionReason, ViewLevel } from '#libs/media';
import { keepHours } from '#libs/organisations';
import { newId, type Database } from '#libs/platform';
import { endStep, holdItem, type HeldItem, type PipelineContext } from './step-context.js';

const VIEW_LEVELS: readonly ViewLevel[] = [1, 2, 3, 4];

/** How an item ends whose file could not be decoded. */
const RESULT_OF_REJECTION: Readonly<Record<RejectionReason, ItemResult>> = {
  corrupt: 'corrupt',
  'too-large': 'too-large',
  'too-many-pixels': 'too-large',
  bomb: 'bomb',
  'not-an-image': 'not-a-picture',
  'unsupported-format': 'not-examined',
  timeout: 'bomb',
  memory: 'bomb',
  crashed: 'corrupt',
};

export async function examine(
  context: PipelineContext,
  organisationId: string,
  itemId: string,
): Promise<void> {
  const { database, evidence, pool, options } = context;
  const item = await database.within(organisationId, (manager) =>
    holdItem(manager, organisationId, itemId, 'examine', options.attemptSeconds),
  );
  if (item === undefined) return;
  if (item.attempts > options.maxAttempts) {
    await endStep(database, organisationId, async (manager) => {
      await lockCase(manager, organisationId, item.caseId);
      await evidence.destroySpool(manager, organisationId, item.id, 'not-examined');
      return finishItem(manager, organisationId, item.id, 'examine', 'failed', 'too-many-attempts');
    });
    return;
  }
  const bytes = await database.within(organisationId, async (manager) => {
    const spoolId = await evidence.findSpool(manager, organisationId, item.id);
    return spoolId === undefined ? undefined : evidence.read(manager, organisationId, spoolId);
  });
  if (bytes === undefined) {
    await withoutSpool(database, organisationId, item);
    return;
  }
  const examination = await pool.examine(bytes);
  const derivatives: Derivative[] = [];
  if (examination.kind === 'image' && mayKeep(item)) {
    for (const level of VIEW_LEVELS) derivatives.push(await pool.derive(bytes, level));
  }
  await endStep(database, organisationId, async (manager) => {
    const [standing] = await manager.query(
      `SELECT 1 FROM content_items WHERE id = $1 AND organisation_id = $2 AND step = 'examine' FOR UPDATE`,
      [item.id, organisationId],
    );
    if (standing === undefined) return false;
    const mediaId = await storeMedia(manager, organisationId, examination, bytes.length);
    await keepWhatMayBeKept(context, manager, organisationId, item, mediaId, examination, derivatives);
    await manager.query(
      `UPDATE content_items SET media_id = $3, result = $4, result_detail = $5 WHERE id = $1 AND organisation_id = $2`,
      [
        item.id,
        organisationId,
        mediaId,
        examination.kind === 'image' ? 'picture' : RESULT_OF_REJECTION[examination.reason],
        examination.kind === 'image' ? null : examination.reason,
      ],
    );
    return advanceItem(manager, organisationId, item.id, 'examine', 'match');
  });
}

/** The copy was swept away in the meantime: fetched anew, unless it came inside a page and has no address to fetch. */
async function withoutSpool(database: Database, organisationId: string, item: HeldItem): Promise<void> {
  await endStep(database, organisationId, async (manager) => {
    if (item.foundVia === 'inline')
      return finishItem(manager, organisationId, item.id, 'examine', 'failed', 'inline-copy-gone');
    const [, moved] = await manager.query(
      `UPDATE content_items SET step = 'retrieve', step_due_at = now() WHERE id = $1 AND organisation_id = $2 AND step = 'examine'`,
      [item.id, organisationId],
    );
    return moved === 1;
  });
}

function mayKeep(item: HeldItem): boolean {
  return item.mandate === 'view' || item.mandate === 'retain';
}

async function storeMedia(
  manager: EntityManager,
  organisationId: string,
  examination: Examination,
  byteCount: number,
): Promise<string> {
  const image = examination.kind === 'image' ? examination : undefined;
  const [{ id }] = await manager.query(
    `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, format, width, height, frames, pdq, pdq_quality,
       pdq_dihedral, frame_hashes, unreadable_reason)
     VALUES ($1, $2, decode($3, 'hex'), decode($4, 'hex'), decode($5, 'hex'), $6, $7, $8, $9, $10, decode($11, 'hex'), $12,
       decode($13, 'hex'), $14, $15)
     ON CONFLICT (organisation_id, sha256) DO UPDATE SET bytes = excluded.bytes, frame_hashes = excluded.frame_hashes
     RETURNING id`,
    [
      newId(),
      organisationId,
      examination.sha256,
      examination.sha1,
      examination.md5,
      byteCount,
      image?.format ?? null,
      image?.width ?? null,
      image?.height ?? null,
      image?.frames ?? null,
      image?.pdq.hash ?? null,
      image?.pdq.quality ?? null,
      image?.pdq.dihedral.join('') ?? null,
      image === undefined || image.frameHashes.length === 0 ? null : JSON.stringify(image.frameHashes),
      examination.kind === 'rejected' ? examination.reason : null,
    ],
  );
  return id;
}

async function keepWhatMayBeKept(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  item: HeldItem,
  mediaId: string,
  examination: Examination,
  derivatives: readonly Derivative[],
): Promise<void> {
  const { evidence, clock } = context;
  if (!mayKeep(item) || (examination.kind === 'rejected' && item.mandate === 'view')) {
    await evidence.destroySpool(manager, organisationId, item.id, 'mandate');
    return;
  }
  const hours =
    item.mandate === 'view'
      ? (item.keepHours ?? (await keepHours(manager, organisationId, 'evidence-view')))
      : await keepHours(manager, organisationId, 'evidence-retain');
  const deleteAfter = new Date(clock.now().getTime() + hours * 3_600_000);
  await evidence.turnSpoolIntoOriginal(manager, organisationId, item.id, mediaId, deleteAfter);
  for (const { level, bytes, contentType } of derivatives) {
    await evidence.keep(manager, {
      organisationId,
      purpose: 'derivative',
      mediaId,
      level,
      mediaType: contentType,
      bytes,
      deleteAfter,
    });
  }
}
