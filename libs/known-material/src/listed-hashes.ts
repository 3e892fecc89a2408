import { Column } from 'typeorm';

/** What an entry says, whether it stands on a list or a source has told it. */
export abstract class ListedHashes {
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

  /** In the words of its list. */
  @Column('text', { nullable: true })
  category: string | null;

  /** What the source calls the video of which this is a frame. */
  @Column('text', { nullable: true })
  video: string | null;
}
