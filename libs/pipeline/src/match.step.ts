// Looks for a media in every list of the organisation and ends the item.
import { finishItem, lockCase, type ItemResult } from '#libs/cases';
import { queueLookUps, recordMatches } from '#libs/known-material';
import { MATCHED_COLUMNS, matchMediaAndVideos, withIndexInStep, type StoredMedia } from './media-matching.js';
import { endStep, holdItem, type PipelineContext } from './step-context.js';

interface MediaRow extends StoredMedia {
  result: ItemResult;
  result_detail: string | null;
}

export async function match(context: PipelineContext, organisationId: string, itemId: string): Promise<void> {
  const { database, index, options } = context;
  // Held in a transaction of its own: an attempt that fails must count.
  const item = await database.within(organisationId, (manager) =>
    holdItem(manager, organisationId, itemId, 'match', options.attemptSeconds),
  );
  if (item === undefined) return;
  if (item.attempts > options.maxAttempts) {
    await endStep(database, organisationId, (manager) =>
      finishItem(manager, organisationId, item.id, 'match', 'failed', 'too-many-attempts'),
    );
    return;
  }
  await withIndexInStep(index, async () => {
    let wasInStep = true;
    await endStep(database, organisationId, async (manager) => {
      await lockCase(manager, organisationId, item.caseId);
      wasInStep = await index.isInStep(manager, organisationId);
      if (!wasInStep) return true;
      const [media]: MediaRow[] = await manager.query(
        `SELECT ${MATCHED_COLUMNS}, i.result, i.result_detail
         FROM content_items i JOIN media d ON d.id = i.media_id WHERE i.id = $1 AND i.organisation_id = $2`,
        [item.id, organisationId],
      );
      if (media === undefined)
        return finishItem(manager, organisationId, item.id, 'match', 'failed', 'media-missing');
      await recordMatches(
        manager,
        organisationId,
        item.mediaId!,
        await matchMediaAndVideos(manager, index, organisationId, media),
      );
      await queueLookUps(manager, organisationId, item.mediaId!);
      return finishItem(
        manager,
        organisationId,
        item.id,
        'match',
        media.result,
        media.result_detail ?? undefined,
      );
    });
    return wasInStep;
  });
}
