import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last case number given in a year. */
@Entity('case_counters')
export class CaseCounter {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId: string;

  @PrimaryColumn('integer')
  year: number;

  @Column('integer')
  last: number;
}
