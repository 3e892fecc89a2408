import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an import that has not ended has read of its source, twenty thousand entries at a time. */
@Entity('list_staged_batches')
export class StagedBatch {
  @PrimaryColumn('uuid', { name: 'hash_list_id' })
  hashListId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** From 0. */
  @PrimaryColumn('integer')
  number: number;

  /** SHA-256 of what the source is and what was said with it: only an import of the same goes on with it. */
  @Column('bytea', { name: 'source_key' })
  sourceKey: Buffer;

  /** Up to and with this batch. */
  @Column('integer')
  entries: number;

  /** SHA-256 of what the source has said up to and with this batch. */
  @Column('bytea')
  digest: Buffer;

  /** As COPY takes them. */
  @Column('bytea')
  rows: Buffer;

  @Column('timestamptz', { name: 'staged_at' })
  stagedAt: Date;
}
