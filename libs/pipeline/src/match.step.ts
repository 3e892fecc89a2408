// Looks for a media in every list of the organisation and ends the item.
import { finishItem, lockCase, type ItemResult } from '#libs/cases';
import { recordMatches, type FoundMatch } from '#libs/known-material';
import type { FrameHash } from '#libs/media';
import { endStep, holdItem, type PipelineContext } from './step-context.js';

interface MediaRow {
  md5: Buffer;
  sha1: Buffer;
  sha256: Buffer;
  pdq: Buffer | null;
  pdq_quality: number | null;
  pdq_dihedral: Buffer | null;
  frame_hashes: FrameHash[] | null;
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
      `SELECT d.md5, d.sha1, d.sha256, d.pdq, d.pdq_quality, d.pdq_dihedral, d.frame_hashes, i.result, i.result_detail
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
    const ofFrames = furtherFrames(media).map(({ hash, quality }) =>
      index.match(organisationId, { pdq: Buffer.from(hash, 'hex'), quality }),
    );
    await recordMatches(manager, organisationId, item.mediaId!, surestOfEntry([found, ...ofFrames].flat()));
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

/** The frames of an animation that look otherwise than its first, each look once. */
function furtherFrames({ pdq, frame_hashes }: MediaRow): FrameHash[] {
  const looks = new Map((frame_hashes ?? []).toReversed().map((frame) => [frame.hash, frame]));
  if (pdq !== null) looks.delete(pdq.toString('hex'));
  return [...looks.values()];
}

/** One match for each entry: an exact one if there is, or the nearest frame's. */
function surestOfEntry(found: readonly FoundMatch[]): FoundMatch[] {
  const surest = new Map<string, FoundMatch>();
  for (const match of found) {
    const known = surest.get(match.hashEntryId);
    if (known === undefined || (known.kind !== 'exact' && match.distance < known.distance))
      surest.set(match.hashEntryId, match);
  }
  return [...surest.values()];
}
