import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { VersionState } from './list-version.lifecycle.js';

/** One import of a list. */
@Entity('hash_list_versions')
export class HashListVersion {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'hash_list_id' })
  hashListId: string;

  @Column('integer')
  number: number;

  @Column('text')
  state: VersionState;

  @Column('text')
  format: string;

  @Column('integer')
  entries: number;

  /** Lines that were not taken. */
  @Column('integer')
  refused: number;

  @Column('bytea', { name: 'file_sha256', nullable: true })
  fileSha256: Buffer | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
