// Decodes what was fetched, in confinement, and keeps of it what the mandate allows: under `hash` nothing but digests.
import type { EntityManager } from 'typeorm';
import { advanceItem, finishItem, lockCase, type ItemResult } from '#libs/cases';
import {
  MediaError,
  REJECTION_REASONS,
  type Derivative,
  type Examination,
  type RejectionReason,
  type ViewLevel,
} from '#libs/media';
import { keepHours } from '#libs/organisations';
import { newId, type Database } from '#libs/platform';
import { endStep, holdItem, type HeldItem, type PipelineContext } from './step-context.js';

const VIEW_LEVELS: readonly ViewLevel[] = [1, 2, 3, 4];
const ATTEMPTS_AT_A_VIEW = 2;
/** What stands beside the result of what was hashed and cannot be shown. */
const NO_VIEW = 'no-view';

/** How an item ends whose file could not be decoded. */
const RESULT_OF_REJECTION: Readonly<Record<RejectionReason, ItemResult>> = {
  corrupt: 'corrupt',
  'too-large': 'too-large',
  'too-many-pixels': 'too-large',
  bomb: 'bomb',
  'not-an-image': 'not-a-picture',
  'unsupported-format': 'not-examined',
  'no-video-decoder': 'not-examined',
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
  const examination = await pool.examine(bytes, { stills: mayKeep(item) });
  const derivatives =
    examination.kind !== 'rejected' && mayKeep(item)
      ? await derive(context, item, bytes, examination)
      : undefined;
  await endStep(database, organisationId, async (manager) => {
    const [standing] = await manager.query(
      `SELECT 1 FROM content_items WHERE id = $1 AND organisation_id = $2 AND step = 'examine' FOR UPDATE`,
      [item.id, organisationId],
    );
    if (standing === undefined) return false;
    const framesShown = derivatives?.[0]?.contactSheet?.shown ?? null;
    const mediaId = await storeMedia(manager, organisationId, examination, bytes.length, framesShown);
    await keepWhatMayBeKept(context, manager, organisationId, item, mediaId, examination, derivatives ?? []);
    await manager.query(
      `UPDATE content_items SET media_id = $3, result = CASE WHEN is_refetch THEN result ELSE $4 END,
         result_detail = CASE WHEN is_refetch THEN result_detail ELSE $5 END
       WHERE id = $1 AND organisation_id = $2`,
      [
        item.id,
        organisationId,
        mediaId,
        resultOf(examination),
        detailOf(examination, derivatives?.length === 0),
      ],
    );
    return advanceItem(manager, organisationId, item.id, 'examine', 'match');
  });
}

function resultOf(examination: Examination): ItemResult {
  if (examination.kind === 'rejected') return RESULT_OF_REJECTION[examination.reason];
  return examination.kind === 'image' ? 'picture' : 'video';
}

/** Why there is no result, or only a part of one: `ended-corrupt` of a video that was hashed up to a damaged place. */
function detailOf(examination: Examination, hasNoView: boolean): string | null {
  if (examination.kind === 'rejected') return examination.reason;
  if (hasNoView) return NO_VIEW;
  const ended = examination.kind === 'video' ? examination.endedEarly : null;
  return ended === null ? null : `ended-${ended}`;
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

/**
 * A picture for each level; none of a file that can be hashed but costs more than a view may, each time it is tried: one
 * failure may be the machine's. @throws MediaError
 */
async function derive(
  { pool }: PipelineContext,
  item: HeldItem,
  bytes: Uint8Array,
  examination: Examination,
): Promise<Derivative[]> {
  const derivatives: Derivative[] = [];
  try {
    for (const level of VIEW_LEVELS) {
      derivatives.push(
        examination.kind === 'video'
          ? await pool.deriveStills(examination.stills, examination.frames, level)
          : await pool.derive(bytes, level),
      );
    }
  } catch (error) {
    const isOfFile = error instanceof MediaError && REJECTION_REASONS.some((reason) => reason === error.code);
    if (isOfFile && item.attempts >= ATTEMPTS_AT_A_VIEW) return [];
    throw error;
  }
  return derivatives;
}

function mayKeep(item: HeldItem): boolean {
  return item.mandate === 'view' || item.mandate === 'retain';
}

async function storeMedia(
  manager: EntityManager,
  organisationId: string,
  examination: Examination,
  byteCount: number,
  framesShown: number | null,
): Promise<string> {
  const image = examination.kind === 'image' ? examination : undefined;
  const video = examination.kind === 'video' ? examination : undefined;
  const decoded = image ?? video;
  const [{ id }] = await manager.query(
    `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, format, width, height, frames, pdq, pdq_quality,
       pdq_dihedral, frame_hashes, frames_shown, unreadable_reason, frame_step, duration_ms, ended_early)
     VALUES ($1, $2, decode($3, 'hex'), decode($4, 'hex'), decode($5, 'hex'), $6, $7, $8, $9, $10, decode($11, 'hex'), $12,
       decode($13, 'hex'), $14, $15, $16, $17, $18, $19)
     ON CONFLICT (organisation_id, sha256) DO UPDATE SET bytes = excluded.bytes,
       -- What one look has found, a later one that failed does not take away.
       format = coalesce(excluded.format, media.format), width = coalesce(excluded.width, media.width),
       height = coalesce(excluded.height, media.height), frames = coalesce(excluded.frames, media.frames),
       pdq = coalesce(excluded.pdq, media.pdq), pdq_quality = coalesce(excluded.pdq_quality, media.pdq_quality),
       pdq_dihedral = coalesce(excluded.pdq_dihedral, media.pdq_dihedral),
       frame_hashes = coalesce(excluded.frame_hashes, media.frame_hashes),
       frames_shown = coalesce(excluded.frames_shown, media.frames_shown),
       frame_step = coalesce(excluded.frame_step, media.frame_step),
       duration_ms = coalesce(excluded.duration_ms, media.duration_ms),
       ended_early = CASE WHEN excluded.format IS NULL THEN media.ended_early ELSE excluded.ended_early END,
       unreadable_reason = CASE WHEN coalesce(excluded.format, media.format) IS NULL THEN excluded.unreadable_reason END
     RETURNING id`,
    [
      newId(),
      organisationId,
      examination.sha256,
      examination.sha1,
      examination.md5,
      byteCount,
      decoded?.format ?? null,
      decoded?.width ?? null,
      decoded?.height ?? null,
      decoded?.frames ?? null,
      image?.pdq.hash ?? null,
      image?.pdq.quality ?? null,
      image?.pdq.dihedral.join('') ?? null,
      decoded === undefined || decoded.frameHashes.length === 0 ? null : JSON.stringify(decoded.frameHashes),
      framesShown,
      examination.kind === 'rejected' ? examination.reason : null,
      video?.frameStep ?? null,
      video?.durationMs ?? null,
      video?.endedEarly ?? null,
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
