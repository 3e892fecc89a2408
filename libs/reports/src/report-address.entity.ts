import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One address of a report, as typed and, where one can be made out, in its normal form; or a hash of a trusted reporter. */
@Entity('report_addresses')
export class ReportAddress {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'report_id' })
  reportId: string;

  /** Counts from 1, in the order typed. */
  @Column('integer')
  position: number;

  @Column('text')
  kind: 'address' | 'hash';

  /** Of a hash, `sha256:…`. */
  @Column('text', { name: 'as_typed' })
  asTyped: string;

  @Column('text', { nullable: true })
  normalised: string | null;
}
