import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one process of triage holds of an organisation's lists. */
@Entity('list_signs')
export class ListSign {
  @PrimaryColumn('uuid', { name: 'worker_id' })
  workerId: string;

  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('timestamptz')
  at: Date;

  /** By list: whether it matches, and the version in memory. */
  @Column('jsonb')
  lists: Readonly<Record<string, readonly [isEnabled: boolean, version: number]>>;
}
