// Matches as rows. What is written is asked of the database once more, so that an entry withdrawn a moment ago accuses
// nobody because some process did not know yet.
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/platform';
import type { CategoryMapping } from './category-mapping.js';
import { verdictOf } from './category-mapping.js';
import { quarantineBusy } from './entry-quarantine.js';
import type { FrameShares } from './frame-shares.js';
import type { FoundMatch } from './index.service.js';
import { entryInUse, isContested, MATCH_STANDS } from './match-standing.js';
import type { StoredMatch } from './settlement.js';

/**
 * Writes what was found for a media; the same match is written once. What is switched off, withdrawn or expired by now is
 * left out; what is in quarantine, suppressed or denied is written and does not stand.
 * @returns all matches of the media that stand, earlier ones too
 */
export async function recordMatches(
  manager: EntityManager,
  organisationId: string,
  mediaId: string,
  found: readonly FoundMatch[],
): Promise<StandingMatch[]> {
  if (found.length > 0) {
    await manager.query(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm,
         distance, quality, orientation, frame_shares)
       SELECT f.id, m.organisation_id, m.id, l.id, e.id, f.list_version, f.kind, f.algorithm, f.distance, f.quality,
         f.orientation, f.frame_shares
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $10::int[], $11::jsonb[])
         AS f (id, entry_id, kind, algorithm, distance, quality, orientation, list_version, frame_shares)
       JOIN media m ON m.id = $1 AND m.organisation_id = $9
       JOIN hash_entries e ON e.id = f.entry_id AND e.organisation_id = m.organisation_id
       JOIN hash_lists l ON l.id = e.hash_list_id
       WHERE ${entryInUse()} AND (l.effect <> 'suppress' OR f.algorithm = 'sha256')
       -- In one order, so that two who write the same matches never wait for each other.
       ORDER BY e.id
       ON CONFLICT (media_id, hash_entry_id, algorithm) DO NOTHING`,
      [
        mediaId,
        found.map(() => newId()),
        found.map((match) => match.hashEntryId),
        found.map((match) => match.kind),
        found.map((match) => match.algorithm),
        found.map((match) => match.distance),
        found.map((match) => match.quality),
        found.map((match) => match.orientation),
        organisationId,
        found.map((match) => match.listVersion),
        found.map(({ frames }) => (frames === undefined ? null : JSON.stringify(frames))),
      ],
    );
    await quarantineBusy(
      manager,
      organisationId,
      found.map((match) => match.hashEntryId),
    );
  }
  return standingMatches(manager, organisationId, mediaId);
}

/** A match as it is stored, with its list's policy. */
export interface StandingMatch extends StoredMatch {
  readonly mediaId: string;
  readonly hashListId: string;
  readonly listName: string;
  readonly listVersion: number;
  readonly hashEntryId: string;
  /** Of the entry, in the words of its list. */
  readonly category: string | null;
  readonly distance: number;
  readonly quality: number | null;
  readonly orientation: string | null;
  readonly matchedAt: Date;
  /** Null but for what a video's frames matched. */
  readonly frameShares: FrameShares | null;
}

/** The matches of a media that say something of it, the surest first. */
export async function standingMatches(
  manager: EntityManager,
  organisationId: string,
  mediaId: string,
): Promise<StandingMatch[]> {
  const rows: (Omit<StandingMatch, 'verdict'> & { categoryMapping: CategoryMapping })[] = await manager.query(
    `SELECT m.id, m.media_id AS "mediaId", m.kind, m.algorithm, m.distance, m.quality, m.orientation,
       m.hash_list_id AS "hashListId", l.name AS "listName", m.list_version AS "listVersion",
       m.hash_entry_id AS "hashEntryId", m.matched_at AS "matchedAt", m.frame_shares AS "frameShares",
       e.category, l.trust, l.effect, l.is_enabled AS "isEnabled", l.settles_by_weak_digest AS "settlesByWeakDigest",
       l.category_mapping AS "categoryMapping", ${isContested()} AS "isContested"
     FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id AND e.organisation_id = $2
       JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $2
     WHERE m.media_id = $1 AND m.organisation_id = $2 AND ${MATCH_STANDS} ORDER BY m.kind, m.distance, m.id`,
    [mediaId, organisationId],
  );
  return rows.map(({ categoryMapping, ...match }) => ({
    ...match,
    verdict: verdictOf(categoryMapping, match.category),
  }));
}
