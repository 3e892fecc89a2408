import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who stands behind the entries of a list. */
export const LIST_TRUSTS = ['several-analysts', 'one-analyst', 'unreviewed'] as const;
export type ListTrust = (typeof LIST_TRUSTS)[number];

/** What a match does: an exact one of `settle` needs no look; `suggest` and `flag` leave it to a person. */
export const LIST_EFFECTS = ['settle', 'suggest', 'flag'] as const;
export type ListEffect = (typeof LIST_EFFECTS)[number];

/** A set of known-material hashes from one source. */
@Entity('hash_lists')
export class HashList {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  name: string;

  @Column('text')
  source: string;

  @Column('text')
  trust: ListTrust;

  @Column('text')
  effect: ListEffect;

  /** Whether MD5 or SHA-1 alone may settle: for lists that have nothing better. */
  @Column('boolean', { name: 'settles_by_weak_digest' })
  settlesByWeakDigest: boolean;

  /** Bits, 0 to 63, within which a perceptual hash is near. */
  @Column('integer', { name: 'max_distance' })
  maxDistance: number;

  /** Perceptual hashes below this quality, 0 to 100, are not compared. */
  @Column('integer', { name: 'min_quality' })
  minQuality: number;

  @Column('text', { name: 'legal_basis', nullable: true })
  legalBasis: string | null;

  @Column('boolean', { name: 'is_enabled' })
  isEnabled: boolean;

  /** 0 before the first import. */
  @Column('integer', { name: 'live_version' })
  liveVersion: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
