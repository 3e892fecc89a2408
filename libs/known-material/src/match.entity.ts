import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FrameShares } from './frame-shares.js';

export type MatchKind = 'exact' | 'near';
export type MatchAlgorithm = 'sha256' | 'sha1' | 'md5' | 'pdq';

/**
 * In place of a version, where the source tells no list but answers when it is asked: entries and matches of such an
 * answer are of no version, and the index, which follows versions, has nothing to do with them.
 */
export const NO_VERSION = 0;

/** An entry that fits a media. */
@Entity('matches')
export class Match {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'media_id' })
  mediaId: string;

  @Column('uuid', { name: 'hash_list_id' })
  hashListId: string;

  @Column('uuid', { name: 'hash_entry_id' })
  hashEntryId: string;

  /** The version of the list that it was made with; `NO_VERSION` of an answer. */
  @Column('integer', { name: 'list_version' })
  listVersion: number;

  @Column('text')
  kind: MatchKind;

  @Column('text')
  algorithm: MatchAlgorithm;

  /** Bits in which the perceptual hashes differ; 0 for a digest. */
  @Column('integer')
  distance: number;

  /** Of the media's perceptual hash; null for a digest. */
  @Column('integer', { nullable: true })
  quality: number | null;

  /** How the media was turned to fit, in the words of `#libs/pdq`; null for a digest. */
  @Column('text', { nullable: true })
  orientation: string | null;

  /** Of a video: how many of its frames, and of the listed video's, have a like one. */
  @Column('jsonb', { name: 'frame_shares', nullable: true })
  frameShares: FrameShares | null;

  @Column('timestamptz', { name: 'matched_at' })
  matchedAt: Date;
}
