import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SwitchReason } from './lists.service.js';
import type { CategoryMapping } from './category-mapping.js';
import type { ListLicence } from './licence.js';

/** Who stands behind the entries of a list. */
export const LIST_TRUSTS = ['several-analysts', 'one-analyst', 'unreviewed'] as const;
export type ListTrust = (typeof LIST_TRUSTS)[number];

/**
 * What a match does: an exact one of `settle` needs no look; `suggest` and `flag` leave it to a person. One of `suppress`,
 * a negative list, takes false matches out of force; it is made by SHA-256 only.
 */
export const LIST_EFFECTS = ['settle', 'suggest', 'flag', 'suppress'] as const;
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

  /** To whom entries may be passed on. */
  @Column('text')
  licence: ListLicence;

  /** Of which categories, in the source's words; null for all. */
  @Column('text', { name: 'licence_categories', array: true, nullable: true })
  licenceCategories: string[] | null;

  @Column('text', { name: 'licence_note', nullable: true })
  licenceNote: string | null;

  /** The source's words for categories, and what they are to us. */
  @Column('jsonb', { name: 'category_mapping' })
  categoryMapping: CategoryMapping;

  /** From then on nothing of it matches; null for never. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  /** Different cases from which on an entry matches too much; null for never. */
  @Column('integer', { name: 'quarantine_after', nullable: true })
  quarantineAfter: number | null;

  @Column('boolean', { name: 'is_enabled' })
  isEnabled: boolean;

  /** When it was switched off or on last. */
  @Column('timestamptz', { name: 'switched_at', nullable: true })
  switchedAt: Date | null;

  @Column('text', { name: 'switch_reason', nullable: true })
  switchReason: SwitchReason | null;

  @Column('text', { name: 'switch_note', nullable: true })
  switchNote: string | null;

  /** 0 before the first import. */
  @Column('integer', { name: 'live_version' })
  liveVersion: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
