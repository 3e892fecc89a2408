import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A stop set by the police on notices and on what a receipt shows. */
@Entity('holds')
export class Hold {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('text', { name: 'ordered_by' })
  orderedBy: string;

  /** The order or the file that it rests on; empty where none was given. */
  @Column('text')
  reason: string;

  @Column('uuid', { name: 'owner_id' })
  ownerId: string;

  /** What a receipt shows while the hold stands. */
  @Column('text', { name: 'shown_state' })
  shownState: string;

  @Column('text', { name: 'shown_outcome', nullable: true })
  shownOutcome: string | null;

  /** Messages to the reporter of this time and later are not shown. */
  @Column('timestamptz', { name: 'shown_since' })
  shownSince: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'released_at', nullable: true })
  releasedAt: Date | null;
}
