// Looks for a media in every list of the organisation and ends the item.
import { finishItem, lockCase, type ItemResult } from '#libs/cases';
import { recordMatches } from '#libs/known-material';
import { endStep, holdItem, type PipelineContext } from './step-context.js';

interface MediaRow {
  md5: Buffer;
  sha1: Buffer;
  sha256: Buffer;
  pdq: Buffer | null;
  pdq_quality: number | null;
  pdq_dihedral: Buffer | null;
  result: ItemResult;
  result_detail: string | null;
}

const HASH_BYTES = 32;

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
  await endStep(database, organisationId, async (manager) => {
    await lockCase(manager, organisationId, item.caseId);
    const [media]: MediaRow[] = await manager.query(
      `SELECT d.md5, d.sha1, d.sha256, d.pdq, d.pdq_quality, d.pdq_dihedral, i.result, i.result_detail
       FROM content_items i JOIN media d ON d.id = i.media_id WHERE i.id = $1 AND i.organisation_id = $2`,
      [item.id, organisationId],
    );
    if (media === undefined)
      return finishItem(manager, organisationId, item.id, 'match', 'failed', 'media-missing');
    const dihedral = media.pdq_dihedral;
    const found = index.match(organisationId, {
      md5: media.md5,
      sha1: media.sha1,
      sha256: media.sha256,
      ...(media.pdq === null || media.pdq_quality === null || dihedral === null
        ? {}
        : {
            pdq: media.pdq,
            quality: media.pdq_quality,
            dihedral: Array.from({ length: dihedral.length / HASH_BYTES }, (_, position) =>
              dihedral.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES),
            ),
          }),
    });
    await recordMatches(manager, organisationId, item.mediaId!, found);
    return finishItem(
      manager,
      organisationId,
      item.id,
      'match',
      media.result,
      media.result_detail ?? undefined,
    );
  });
}
