import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a report belongs to a case; many to many. */
@Entity('case_reports')
export class CaseReport {
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @PrimaryColumn('uuid', { name: 'case_id' })
  caseId: string;

  @PrimaryColumn('uuid', { name: 'report_id' })
  reportId: string;

  @Column('timestamptz', { name: 'attached_at' })
  attachedAt: Date;
}
