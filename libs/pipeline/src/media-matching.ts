// Matching of one media with the lists as they are: each frame, and never with lists of a moment ago.
import type { EntityManager } from 'typeorm';
import {
  IndexBehindError,
  surestOfEntry,
  withListedVideos,
  type FoundMatch,
  type KnownMaterialIndex,
} from '#libs/known-material';
import type { FrameHash } from '#libs/media';

/** A media as it is stored. */
export interface StoredMedia {
  md5: Buffer;
  sha1: Buffer;
  sha256: Buffer;
  pdq: Buffer | null;
  pdq_quality: number | null;
  pdq_dihedral: Buffer | null;
  frame_hashes: FrameHash[] | null;
}

/** SQL: the columns of media `d` that matching asks for. */
export const MATCHED_COLUMNS =
  'd.md5, d.sha1, d.sha256, d.pdq, d.pdq_quality, d.pdq_dihedral, d.frame_hashes';

const HASH_BYTES = 32;
const MOST_REFRESHES = 3;

/**
 * Runs work once the index knows what is live. Asked inside the work's own transaction, after the case is locked: a
 * version that goes live later finds the case when its turn comes, one that went live before is known.
 * @param work says false when the index was behind and nothing was done
 * @throws IndexBehindError
 */
export async function withIndexInStep(
  index: KnownMaterialIndex,
  work: () => Promise<boolean>,
): Promise<void> {
  for (let refreshes = 0; !(await work()); refreshes++) {
    if (refreshes === MOST_REFRESHES) throw new IndexBehindError();
    await index.refresh();
  }
}

/** Every entry of the organisation's lists that fits a media, each once by its surest way. */
export function matchMedia(
  index: KnownMaterialIndex,
  organisationId: string,
  media: StoredMedia,
): FoundMatch[] {
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
  const frames = furtherFrames(media);
  const ofFrames = frames.map(({ hash, quality }) =>
    index.match(organisationId, { pdq: Buffer.from(hash, 'hex'), quality }),
  );
  const surest = surestOfEntry([found, ...ofFrames].flat());
  return media.pdq === null ? withShares(index, organisationId, surest, frames, ofFrames) : surest;
}

/** The same, where a list says which entries are frames of one video, with what the two have in common. */
export async function matchMediaAndVideos(
  manager: EntityManager,
  index: KnownMaterialIndex,
  organisationId: string,
  media: StoredMedia,
): Promise<FoundMatch[]> {
  const found = matchMedia(index, organisationId, media);
  const frames = (media.frame_hashes ?? []).map(({ hash, quality }) => ({
    hash: Buffer.from(hash, 'hex'),
    quality,
  }));
  return withListedVideos(manager, organisationId, found, frames);
}

/** To each match of a video, how many of its frames fit the entry, among those good enough for the list. */
function withShares(
  index: KnownMaterialIndex,
  organisationId: string,
  matches: readonly FoundMatch[],
  frames: readonly FrameHash[],
  ofFrames: readonly (readonly FoundMatch[])[],
): FoundMatch[] {
  const leastOf = new Map(index.describe(organisationId).lists.map((list) => [list.id, list.minQuality]));
  const fitting = new Map<string, number>();
  for (const { hashEntryId } of ofFrames.flat())
    fitting.set(hashEntryId, (fitting.get(hashEntryId) ?? 0) + 1);
  return matches.map((match) => {
    const least = leastOf.get(match.hashListId);
    if (match.kind === 'exact' || least === undefined) return match;
    const compared = frames.filter(({ quality }) => quality >= least).length;
    return { ...match, frames: { media: { compared, matched: fitting.get(match.hashEntryId) ?? 0 } } };
  });
}

/** The frames of a video, or those of an animation that look otherwise than its first, each look once. */
function furtherFrames({ pdq, frame_hashes }: StoredMedia): FrameHash[] {
  const looks = new Map((frame_hashes ?? []).toReversed().map((frame) => [frame.hash, frame]));
  if (pdq !== null) looks.delete(pdq.toString('hex'));
  return [...looks.values()];
}
