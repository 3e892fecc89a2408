import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person who gave a case back, without being asked why, and is not offered it again. */
@Entity('case_exclusions')
export class CaseExclusion {
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @PrimaryColumn('uuid', { name: 'case_id' })
  caseId: string;

  @PrimaryColumn('uuid', { name: 'staff_account_id' })
  staffAccountId: string;
}
