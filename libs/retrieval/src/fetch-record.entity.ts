import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a fetch saw; no content. */
@Entity('fetch_records')
export class FetchRecordRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'content_item_id' })
  contentItemId: string;

  @Column('text')
  purpose: 'retrieve' | 'check';

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'ended_at' })
  endedAt: Date;

  @Column('text')
  outcome: string;

  @Column('integer', { nullable: true })
  status: number | null;

  @Column('bytea', { name: 'body_sha256', nullable: true })
  bodySha256: Buffer | null;

  @Column('bigint', { name: 'body_bytes', nullable: true })
  bodyBytes: string | null;

  @Column('jsonb')
  record: Record<string, unknown>;
}
