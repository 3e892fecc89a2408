import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What must happen next, written with what made it necessary. */
@Entity('outbox')
export class Outbox {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  queue: string;

  @Column('text')
  name: string;

  @Column('text', { name: 'job_key' })
  jobKey: string;

  @Column('jsonb')
  payload: Record<string, string>;

  @Column('timestamptz', { name: 'not_before' })
  notBefore: Date;
}
