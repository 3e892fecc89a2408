// Which listed videos a video's frames lead to, where a list says which of its entries are frames of one.
import type { EntityManager } from 'typeorm';
import { compareBags, type ComparedFrame } from './frame-shares.js';
import { entryInUse, isQuarantined } from './match-standing.js';
import type { FoundMatch } from './organisation.index.js';

/** Listed videos that are compared whole, the nearest first; frames of others stand as entries by themselves. */
const MOST_VIDEOS = 8;
/** Frames of one that are compared; more than an hour has. */
const MOST_FRAMES = 4000;

interface ListedVideo {
  readonly hashListId: string;
  readonly video: string;
  readonly maxDistance: number;
  readonly minQuality: number;
  /** Entries that were found. */
  readonly found: readonly string[];
}

/**
 * Puts one match in the place of all that lead to frames of the same listed video: the nearest, with what share of frames
 * each video has in common with the other.
 * @param frames of the examined video
 */
export async function withListedVideos(
  manager: EntityManager,
  organisationId: string,
  found: readonly FoundMatch[],
  frames: readonly ComparedFrame[],
): Promise<FoundMatch[]> {
  const ofFrames = found.filter((match) => match.frames !== undefined);
  if (ofFrames.length === 0) return [...found];
  const videos: ListedVideo[] = await manager.query(
    `SELECT e.hash_list_id AS "hashListId", e.video, l.max_distance AS "maxDistance", l.min_quality AS "minQuality",
       array_agg(e.id::text) AS found
     FROM unnest($1::uuid[], $2::int[]) AS f (id, distance) JOIN hash_entries e ON e.id = f.id AND e.organisation_id = $3
       JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $3
     WHERE e.video IS NOT NULL AND ${entryInUse()} AND NOT ${isQuarantined()}
     GROUP BY e.hash_list_id, e.video, l.max_distance, l.min_quality
     ORDER BY count(*) DESC, min(f.distance), e.video LIMIT $4`,
    [
      ofFrames.map(({ hashEntryId }) => hashEntryId),
      ofFrames.map(({ distance }) => distance),
      organisationId,
      MOST_VIDEOS,
    ],
  );
  let matches = [...found];
  for (const video of videos) {
    const listed: ComparedFrame[] = await manager.query(
      `SELECT e.pdq AS hash, e.pdq_quality AS quality FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
       WHERE e.hash_list_id = $1 AND e.video = $2 AND e.organisation_id = $3 AND e.pdq IS NOT NULL AND ${entryInUse()} AND NOT ${isQuarantined()}
       ORDER BY e.id LIMIT $4`,
      [video.hashListId, video.video, organisationId, MOST_FRAMES],
    );
    const entries = new Set(video.found);
    const isOfVideo = (match: FoundMatch) => match.frames !== undefined && entries.has(match.hashEntryId);
    const [nearest] = matches.filter(isOfVideo).toSorted((one, other) => one.distance - other.distance);
    const rest = matches.filter((match) => !isOfVideo(match));
    matches = [...rest, { ...nearest!, frames: compareBags(frames, listed, video) }];
  }
  return matches;
}
