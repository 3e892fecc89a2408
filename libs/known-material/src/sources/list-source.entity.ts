import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SourceKind } from './source.kinds.js';
import type { PollProgress } from './source.protocol.js';

/** A body whose interface tells a list, or answers whether a hash is known. */
@Entity('list_sources')
export class ListSource {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'hash_list_id' })
  hashListId: string;

  @Column('text')
  kind: SourceKind;

  @Column('text')
  host: string;

  @Column('integer')
  port: number;

  /** Of the interface below the host, without a slash at its end. */
  @Column('text')
  path: string;

  @Column('text', { nullable: true })
  ca: string | null;

  @Column('boolean', { name: 'is_internal' })
  isInternal: boolean;

  @Column('bytea', { name: 'sealed_credentials' })
  sealedCredentials: Buffer;

  @Column('integer', { name: 'every_minutes' })
  everyMinutes: number;

  /** Our reason of feedback → the source's identifier of one of its own. */
  @Column('jsonb', { name: 'feedback_reasons' })
  feedbackReasons: Readonly<Record<string, string>>;

  /** Null where the operator did. */
  @Column('uuid', { name: 'set_up_by', nullable: true })
  setUpBy: string | null;

  @Column('timestamptz', { name: 'set_up_at' })
  setUpAt: Date;

  /** Up to where the source was read whole. */
  @Column('text', { nullable: true })
  checkpoint: string | null;

  /** How far the reading that is under way has come. */
  @Column('jsonb', { nullable: true })
  progress: PollProgress | null;

  @Column('integer')
  generation: number;

  /** Whether what is known of the source is other than the list. */
  @Column('boolean', { name: 'has_changed' })
  hasChanged: boolean;

  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  @Column('uuid', { name: 'held_by', nullable: true })
  heldBy: string | null;

  @Column('timestamptz', { name: 'held_until', nullable: true })
  heldUntil: Date | null;

  /** In a row. */
  @Column('integer')
  failures: number;

  @Column('timestamptz', { name: 'tried_at', nullable: true })
  triedAt: Date | null;

  @Column('timestamptz', { name: 'succeeded_at', nullable: true })
  succeededAt: Date | null;

  /** A code: what the last attempt came to. */
  @Column('text', { nullable: true })
  outcome: string | null;

  /** The version of the list that the last attempt made. */
  @Column('integer', { name: 'outcome_version', nullable: true })
  outcomeVersion: number | null;
}
