import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whether an address still answered, and when. */
@Entity('online_checks')
export class OnlineCheck {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'content_item_id' })
  contentItemId: string;

  /** Round of the item that was looked at; a later round knows nothing of what was seen before. */
  @Column('integer')
  round: number;

  @Column('uuid', { name: 'fetch_record_id', nullable: true })
  fetchRecordId: string | null;

  @Column('timestamptz', { name: 'checked_at' })
  checkedAt: Date;

  @Column('text')
  state: 'online' | 'gone' | 'unknown';
}
