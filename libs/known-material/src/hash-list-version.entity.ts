import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ImportImpact, WaitingReason } from './import-limits.js';
import type { PolicyChange } from './list-policy.js';
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

  /** Why it waits for a person, or waited; or why it ended without being live. */
  @Column('text', { nullable: true })
  reason: WaitingReason | 'refused' | 'superseded' | null;

  /** What it would match of what the organisation holds, as it was when it was imported. */
  @Column('jsonb', { nullable: true })
  impact: ImportImpact | null;

  /** Limits of the list that come with this version; null where they stay. */
  @Column('integer', { name: 'max_distance', nullable: true })
  maxDistance: number | null;

  @Column('integer', { name: 'min_quality', nullable: true })
  minQuality: number | null;

  /** What changes in the list's policy with this version, where it waits; null where nothing does. */
  @Column('jsonb', { nullable: true })
  policy: PolicyChange | null;

  /** The database session of whoever loads it, and since when that is there. */
  @Column('integer', { name: 'loader_pid', nullable: true })
  loaderPid: number | null;

  @Column('timestamptz', { name: 'loader_since', nullable: true })
  loaderSince: Date | null;

  /** When open cases are to be matched with it; null when that is done. */
  @Column('timestamptz', { name: 'rematch_due_at', nullable: true })
  rematchDueAt: Date | null;

  /** The last case, by id, that was matched with it. */
  @Column('uuid', { name: 'rematched_to', nullable: true })
  rematchedTo: string | null;
}
