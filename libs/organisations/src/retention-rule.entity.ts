import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How long a class of data is kept; with no organisation, the default for all. */
@Entity('retention_rules')
export class RetentionRule {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id', nullable: true })
  organisationId: string | null;

  @Column('text', { name: 'data_class' })
  dataClass: string;

  @Column('integer', { name: 'keep_hours' })
  keepHours: number;
}
