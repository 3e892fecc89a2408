import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An order to keep what the schedule would erase. */
@Entity('preservations')
export class Preservation {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text', { name: 'subject_kind' })
  subjectKind: 'report' | 'case';

  @Column('uuid', { name: 'subject_id' })
  subjectId: string;

  @Column('text', { name: 'ordered_by' })
  orderedBy: string;

  @Column('text', { name: 'legal_instrument' })
  legalInstrument: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'released_at', nullable: true })
  releasedAt: Date | null;
}
