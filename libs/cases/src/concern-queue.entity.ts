import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an organisation has set for the queue of those concerned. */
@Entity('concern_queues')
export class ConcernQueueRow {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** The member of staff who answers for it. */
  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId: string | null;

  @Column('integer', { name: 'target_minutes' })
  targetMinutes: number;
}
