import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One line of a list; it belongs to the versions from `firstVersion` up to, not including, `endedVersion`. */
@Entity('hash_entries')
export class HashEntry {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'hash_list_id' })
  hashListId: string;

  /** Of everything that the line says: the same line is the same entry in the next version. */
  @Column('bytea')
  fingerprint: Buffer;

  @Column('bytea', { nullable: true })
  md5: Buffer | null;

  @Column('bytea', { nullable: true })
  sha1: Buffer | null;

  @Column('bytea', { nullable: true })
  sha256: Buffer | null;

  @Column('bytea', { nullable: true })
  pdq: Buffer | null;

  /** Kept to be passed on; nothing is compared with it. */
  @Column('bytea', { name: 'photo_dna', nullable: true })
  photoDna: Buffer | null;

  @Column('integer', { name: 'pdq_quality', nullable: true })
  pdqQuality: number | null;

  @Column('text', { nullable: true })
  category: string | null;

  /** What the source calls the video of which this is a frame. */
  @Column('text', { nullable: true })
  video: string | null;

  /** From then on it matches nothing; null for never. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('integer', { name: 'first_version' })
  firstVersion: number;

  @Column('integer', { name: 'ended_version', nullable: true })
  endedVersion: number | null;
}
