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

  /** Of an animation: hashes of evenly spread frames, the first included. Of a video: of each `frameStep`th frame. */
  @Column('jsonb', { name: 'frame_hashes', nullable: true })
  frameHashes: { index: number; hash: string; quality: number }[] | null;

  /** Of an animation or a video: how many frames stand on the contact sheet that its derivatives are. */
  @Column('integer', { name: 'frames_shown', nullable: true })
  framesShown: number | null;

  /** Of a video: frames from one that is hashed to the next. */
  @Column('integer', { name: 'frame_step', nullable: true })
  frameStep: number | null;

  /** Of a video, as the file says. */
  @Column('integer', { name: 'duration_ms', nullable: true })
  durationMs: number | null;

  /** Of a video: why hashing ended before the file did. */
  @Column('text', { name: 'ended_early', nullable: true })
  endedEarly: string | null;

  @Column('text', { name: 'unreadable_reason', nullable: true })
  unreadableReason: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
