// What a version that is stored, and not live, would match of what its organisation holds.
import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { type EntryRange, streamEntries } from './entry.stream.js';
import { type HeldMedia, HeldMediaIndex, type NearLimits } from './held-media.index.js';
import { IMPORT_LIMITS, type ImportImpact, mediaToCompare } from './import-limits.js';
import { MATCH_STANDS } from './match-standing.js';
import { uuidText } from './organisation.index.js';

const NEAR = 1;
const EXACT = 2;

export interface Candidate {
  readonly organisationId: string;
  readonly hashListId: string;
  readonly version: number;
  /** The version that is live; 0 when none is. */
  readonly liveVersion: number;
  /** Entries that the live version does not have. */
  readonly added: number;
  /** All entries. */
  readonly entries: number;
  readonly limits: NearLimits;
  /** The limits are wider than those in force, so that what is live would match more as well. */
  readonly isWider: boolean;
}

/** Compares a version with the media of its organisation, the latest first, within the transaction that stored it. */
export async function measureImpact(
  manager: EntityManager,
  client: PoolClient,
  candidate: Candidate,
): Promise<ImportImpact> {
  const { hashListId, liveVersion, version, limits, isWider } = candidate;
  const compared = isWider ? candidate.entries : candidate.added;
  const media = await readHeld(
    manager,
    candidate.organisationId,
    mediaToCompare(compared, limits.maxDistance),
  );
  if (compared === 0 || media.length === 0)
    return { held: media.length, matched: 0, exact: 0, busiestEntry: null };
  const known = await readKnown(manager, candidate.organisationId, hashListId);
  const index = new HeldMediaIndex(media, limits);
  const kinds = new Uint8Array(media.length);
  const busiest = { id: Buffer.alloc(16), media: 0 };
  const range: EntryRange = { hashListId, from: isWider ? 0 : liveVersion, to: version, which: 'added' };
  for await (const entry of streamEntries(client, range)) {
    const { exact, near } = index.fitting(entry);
    let fitting = 0;
    for (const place of exact) {
      if (known.get(media[place]!.id) === 'exact') continue;
      kinds[place] = EXACT;
      fitting += 1;
    }
    for (const place of near) {
      if (known.has(media[place]!.id)) continue;
      kinds[place] = Math.max(kinds[place]!, NEAR);
      fitting += 1;
    }
    if (fitting > busiest.media) {
      entry.id.copy(busiest.id);
      busiest.media = fitting;
    }
  }
  return {
    held: media.length,
    matched: kinds.filter((kind) => kind !== 0).length,
    exact: kinds.filter((kind) => kind === EXACT).length,
    busiestEntry: busiest.media === 0 ? null : { id: uuidText(busiest.id), media: busiest.media },
  };
}

async function readHeld(manager: EntityManager, organisationId: string, most: number): Promise<HeldMedia[]> {
  return manager.query(
    `SELECT id, md5, sha1, sha256, pdq, pdq_quality AS quality, pdq_dihedral AS dihedral, frame_hashes AS frames
     FROM media WHERE organisation_id = $1 AND id IN (SELECT id FROM media WHERE organisation_id = $1 ORDER BY id DESC LIMIT $2)`,
    [organisationId, most],
  );
}

/** Media that the list matches already, by what is live of it, and how: to match them again is nothing new. */
async function readKnown(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<Map<string, 'exact' | 'near'>> {
  const rows: { id: string; kind: 'exact' | 'near' }[] = await manager.query(
    `SELECT m.media_id AS id, min(m.kind) AS kind FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id
     JOIN hash_lists l ON l.id = e.hash_list_id WHERE m.hash_list_id = $1 AND m.organisation_id = $2 AND e.organisation_id = $2 AND l.organisation_id = $2
       AND ${MATCH_STANDS} GROUP BY m.media_id`,
    [hashListId, organisationId],
  );
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

/**
 * What versions of the list matched newly that went live without a person, lately and since a person last approved one:
 * what is too much at once is too much in slices.
 */
export async function matchedUnasked(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<number> {
  const [{ matched }] = await manager.query(
    `SELECT coalesce(sum((v.impact ->> 'matched')::int), 0)::int AS matched FROM hash_list_versions v
     WHERE v.hash_list_id = $1 AND v.organisation_id = $2 AND v.state IN ('live', 'replaced') AND v.reason IS NULL
       AND v.finished_at > now() - make_interval(days => $3)
       -- One with a reason waited, and is live because somebody said so.
       AND v.number > coalesce((SELECT max(a.number) FROM hash_list_versions a WHERE a.hash_list_id = $1
         AND a.organisation_id = $2 AND a.state IN ('live', 'replaced') AND a.reason IS NOT NULL), 0)`,
    [hashListId, organisationId, IMPORT_LIMITS.matched.days],
  );
  return matched;
}
