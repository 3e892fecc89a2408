import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `undone`: by a person, for this item; `overtaken`: people have said something else of the same bytes since. */
export type LinkEndingCause = 'undone' | 'overtaken';

/** That a link holds no more. The assessment itself stays as it was written. */
@Entity('link_endings')
export class LinkEnding {
  @PrimaryColumn('uuid', { name: 'assessment_id' })
  assessmentId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  cause: LinkEndingCause;

  @Column('uuid', { name: 'staff_account_id', nullable: true })
  staffAccountId: string | null;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('timestamptz', { name: 'ended_at' })
  endedAt: Date;
}
