// Why a match was made: the two hashes as they were compared, and where the entry stands. Nothing of the picture itself.
import type { EntityManager } from 'typeorm';
import { DIHEDRAL_NAMES, HASH_BYTES, hammingDistance, type DihedralName } from '#libs/pdq';
import { NotFoundError } from '#libs/platform';
import { type CategoryMapping, type ListedVerdict, verdictOf } from './category-mapping.js';
import { feedbackOfMatch, type FeedbackOfMatch } from './feedback.js';
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import { type MatchAlgorithm, type MatchKind, NO_VERSION } from './match.entity.js';
import {
  entryInUse,
  isContested,
  isDenied,
  MATCH_STANDS,
  MATCH_STATE,
  type MatchState,
} from './match-standing.js';
import { DIGEST_KINDS } from './organisation.index.tables.js';
import { effectOfMatch } from './settlement.js';

/** What an entry's digest says of a media: it is the same, it differs, or the entry has none. */
export type DigestAgreement = 'same' | 'differs' | 'not-listed';

/** Two perceptual hashes, as they were compared. */
export interface ComparedHashes {
  /** 64 hex digits, of the media as it was turned to fit. */
  readonly media: string;
  /** 64 hex digits. */
  readonly entry: string;
  /** Bits in which the two differ. */
  readonly distance: number;
  /** Of the media's hash, 0 to 100. */
  readonly quality: number | null;
  /** Of the entry's hash; null where its list does not say. */
  readonly entryQuality: number | null;
  readonly orientation: DihedralName;
  /** Of an animation: the number of the frame in the file, from 0. Null for a still picture. */
  readonly frame: number | null;
}

export interface MatchExplanation {
  readonly id: string;
  readonly kind: MatchKind;
  readonly algorithm: MatchAlgorithm;
  readonly matchedAt: Date;
  readonly isStanding: boolean;
  /** Why it counts or does not. */
  readonly state: MatchState;
  /** Negative lists that have the very file; empty where none has. */
  readonly suppressedBy: readonly string[];
  /** What analysts said against the entry. */
  readonly feedback: FeedbackOfMatch;
  /** What it does under the policy that its list has now. */
  readonly effect: ListEffect;
  readonly list: {
    readonly name: string;
    readonly source: string;
    readonly trust: ListTrust;
    readonly isEnabled: boolean;
    readonly liveVersion: number;
    readonly maxDistance: number;
    readonly minQuality: number;
    readonly expiresAt: Date | null;
  };
  /**
   * The version that it was made with, and since when that was in use; null where the source tells no list: it was asked,
   * and said so at `matchedAt`.
   */
  readonly version: { readonly number: number; readonly since: Date | null } | null;
  readonly entry: {
    readonly id: string;
    readonly category: string | null;
    /** What its list says that the category means; null where a person has to say. */
    readonly verdict: ListedVerdict | null;
    readonly expiresAt: Date | null;
    /** The version that brought it; null of an answer. */
    readonly firstVersion: number | null;
    /** The version that withdrew it; null of an answer. */
    readonly endedVersion: number | null;
    /** Whether the list, or the source that was asked, says so no longer. */
    readonly isWithdrawn: boolean;
  };
  readonly digests: Readonly<Record<(typeof DIGEST_KINDS)[number], DigestAgreement>>;
  /** The digest by which an exact match was made, in hex. */
  readonly digest: string | null;
  /** Null where either side has no perceptual hash, or the media's is not the one of then any more. */
  readonly hashes: ComparedHashes | null;
  /** Frames that the file says it has. */
  readonly frames: number | null;
}

/** What a media keeps of its perceptual hashes. */
interface MediaHashes {
  readonly pdq: Buffer | null;
  readonly quality: number | null;
  /** Eight hashes, one after the other. */
  readonly dihedral: Buffer | null;
  readonly frameHashes: readonly { index: number; hash: string; quality: number }[] | null;
}

/** The hash of the media that gave this distance: as it is, turned, or of one of its frames. */
export function comparedHashes(
  media: MediaHashes,
  entry: { readonly pdq: Buffer; readonly quality: number | null },
  match: { readonly distance: number | null; readonly orientation: DihedralName },
): ComparedHashes | null {
  const { orientation } = match;
  const place = DIHEDRAL_NAMES.indexOf(orientation) * HASH_BYTES;
  const frames = media.frameHashes ?? [];
  const candidates =
    orientation === 'original'
      ? [
          { hash: media.pdq, quality: media.quality, frame: frames[0]?.index ?? null },
          ...frames.map(({ index, hash, quality }) => ({
            hash: Buffer.from(hash, 'hex'),
            quality,
            frame: index,
          })),
        ]
      : [
          {
            hash: media.dihedral?.subarray(place, place + HASH_BYTES) ?? null,
            quality: media.quality,
            frame: frames[0]?.index ?? null,
          },
        ];
  for (const { hash, quality, frame } of candidates) {
    if (hash?.length !== HASH_BYTES) continue;
    const distance = hammingDistance(hash, entry.pdq);
    if (match.distance !== null && distance !== match.distance) continue;
    return {
      media: hash.toString('hex'),
      entry: entry.pdq.toString('hex'),
      distance,
      quality,
      entryQuality: entry.quality,
      orientation,
      frame,
    };
  }
  return null;
}

type Row = MediaHashes &
  Omit<
    MatchExplanation,
    'effect' | 'feedback' | 'digests' | 'digest' | 'hashes' | 'list' | 'version' | 'entry'
  > & {
    readonly entry: Omit<MatchExplanation['entry'], 'verdict'>;
    readonly isContested: boolean;
    readonly versionNumber: number;
    readonly distance: number;
    readonly orientation: DihedralName | null;
    readonly list: MatchExplanation['list'] & {
      effect: ListEffect;
      settlesByWeakDigest: boolean;
      categoryMapping: CategoryMapping;
    };
    readonly entryPdq: Buffer | null;
    readonly entryQuality: number | null;
    readonly since: Date | null;
    readonly digestPairs: Record<(typeof DIGEST_KINDS)[number], { media: string; entry: string | null }>;
  };

/**
 * Explains one match of the organisation.
 * @throws NotFoundError
 */
export async function explainMatch(
  manager: EntityManager,
  organisationId: string,
  matchId: string,
): Promise<MatchExplanation> {
  const pair = (kind: string) =>
    `'${kind}', jsonb_build_object('media', encode(d.${kind}, 'hex'), 'entry', encode(e.${kind}, 'hex'))`;
  const rows: Row[] = await manager.query(
    `SELECT m.id, m.kind, m.algorithm, m.distance, m.orientation, m.matched_at AS "matchedAt",
       (${MATCH_STANDS}) AS "isStanding", ${MATCH_STATE} AS state, ${isContested()} AS "isContested",
       ARRAY(SELECT DISTINCT nl.name FROM matches n
         JOIN hash_entries ne ON ne.id = n.hash_entry_id AND ne.organisation_id = $2
         JOIN hash_lists nl ON nl.id = ne.hash_list_id AND nl.organisation_id = $2
         WHERE n.media_id = m.media_id AND n.organisation_id = $2 AND n.algorithm = 'sha256' AND nl.effect = 'suppress'
           AND l.effect <> 'suppress' AND ${entryInUse('ne', 'nl')} AND NOT ${isDenied('n', 'ne')}
         ORDER BY 1) AS "suppressedBy",
       jsonb_build_object('name', l.name, 'source', l.source, 'trust', l.trust, 'effect', l.effect,
         'isEnabled', l.is_enabled, 'liveVersion', l.live_version, 'maxDistance', l.max_distance,
         'minQuality', l.min_quality, 'settlesByWeakDigest', l.settles_by_weak_digest,
         'categoryMapping', l.category_mapping, 'expiresAt', l.expires_at) AS list,
       m.list_version AS "versionNumber", v.finished_at AS since,
       jsonb_build_object('id', e.id, 'category', e.category, 'expiresAt', e.expires_at,
         'firstVersion', nullif(e.first_version, ${NO_VERSION}), 'endedVersion', nullif(e.ended_version, ${NO_VERSION}),
         'isWithdrawn', e.ended_version IS NOT NULL) AS entry,
       e.pdq AS "entryPdq", e.pdq_quality AS "entryQuality",
       d.pdq, d.pdq_quality AS quality, d.pdq_dihedral AS dihedral, d.frame_hashes AS "frameHashes", d.frames,
       jsonb_build_object(${DIGEST_KINDS.map(pair).join(', ')}) AS "digestPairs"
     FROM matches m
       JOIN media d ON d.id = m.media_id AND d.organisation_id = $2
       JOIN hash_lists l ON l.id = m.hash_list_id AND l.organisation_id = $2
       JOIN hash_entries e ON e.id = m.hash_entry_id AND e.organisation_id = $2
       LEFT JOIN hash_list_versions v ON v.hash_list_id = l.id AND v.number = m.list_version AND v.organisation_id = $2
     WHERE m.id = $1 AND m.organisation_id = $2`,
    [matchId, organisationId],
  );
  const row = rows[0];
  if (row === undefined) throw new NotFoundError('match');
  const { effect, settlesByWeakDigest, categoryMapping, ...list } = row.list;
  const verdict = verdictOf(categoryMapping, row.entry.category);
  const { digestPairs, kind, algorithm } = row;
  const agreement = (digest: (typeof DIGEST_KINDS)[number]): DigestAgreement => {
    const { media, entry } = digestPairs[digest];
    if (entry === null) return 'not-listed';
    return media === entry ? 'same' : 'differs';
  };
  return {
    id: row.id,
    kind,
    algorithm,
    matchedAt: row.matchedAt,
    isStanding: row.isStanding,
    state: row.state,
    suppressedBy: row.suppressedBy,
    feedback: await feedbackOfMatch(manager, organisationId, matchId),
    effect: effectOfMatch({
      id: row.id,
      kind,
      algorithm,
      effect,
      settlesByWeakDigest,
      verdict,
      isContested: row.isContested,
      trust: list.trust,
      isEnabled: list.isEnabled,
    }),
    list: { ...list, expiresAt: timeOf(list.expiresAt) },
    version: row.versionNumber === NO_VERSION ? null : { number: row.versionNumber, since: row.since },
    entry: { ...row.entry, verdict, expiresAt: timeOf(row.entry.expiresAt) },
    digests: { sha256: agreement('sha256'), sha1: agreement('sha1'), md5: agreement('md5') },
    digest: algorithm === 'pdq' ? null : digestPairs[algorithm].media,
    hashes:
      row.entryPdq === null
        ? null
        : comparedHashes(
            row,
            { pdq: row.entryPdq, quality: row.entryQuality },
            // An exact match was made without looking at these: they are shown as they are.
            {
              distance: kind === 'near' ? row.distance : null,
              orientation: row.orientation ?? 'original',
            },
          ),
    frames: row.frames,
  };
}

/** A time that came inside of JSON. */
const timeOf = (text: Date | string | null): Date | null => (text === null ? null : new Date(text));
