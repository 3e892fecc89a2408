import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Unique bytes within an organisation. */
@Entity('media')
export class Media {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('bytea')
  sha256: Buffer;

  @Column('bytea')
  sha1: Buffer;

  @Column('bytea')
  md5: Buffer;

  @Column('bigint')
  bytes: string;

  @Column('text', { nullable: true })
  format: string | null;

  @Column('integer', { nullable: true })
  width: number | null;

  @Column('integer', { nullable: true })
  height: number | null;

  @Column('integer', { nullable: true })
  frames: number | null;

  @Column('bytea', { nullable: true })
  pdq: Buffer | null;

  @Column('integer', { name: 'pdq_quality', nullable: true })
  pdqQuality: number | null;

  /** The eight dihedral hashes, one after the other. */
  @Column('bytea', { name: 'pdq_dihedral', nullable: true })
  pdqDihedral: Buffer | null;

  /** Of an animation: hashes of evenly spread frames, the first included. */
  @Column('jsonb', { name: 'frame_hashes', nullable: true })
  frameHashes: { index: number; hash: string; quality: number }[] | null;

  /** Of an animation: how many frames stand on the contact sheet that its derivatives are. */
  @Column('integer', { name: 'frames_shown', nullable: true })
  framesShown: number | null;

  @Column('text', { name: 'unreadable_reason', nullable: true })
  unreadableReason: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
