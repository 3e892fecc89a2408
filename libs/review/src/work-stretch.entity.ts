import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's work without a break: since when, and when last. */
@Entity('work_stretches')
export class WorkStretch {
  @PrimaryColumn('uuid', { name: 'staff_account_id' })
  staffAccountId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'last_active_at' })
  lastActiveAt: Date;
}
