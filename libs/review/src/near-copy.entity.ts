import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A picture that looks like another, compared with that one itself. A suggestion for a person, never an answer. */
@Entity('near_copies')
export class NearCopy {
  @PrimaryColumn('uuid', { name: 'media_id' })
  mediaId: string;

  @PrimaryColumn('uuid', { name: 'representative_id' })
  representativeId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** Bits in which the perceptual hashes differ. */
  @Column('integer')
  distance: number;

  /** How the picture was turned to fit, in the words of `#libs/pdq`. */
  @Column('text')
  orientation: string;
}
