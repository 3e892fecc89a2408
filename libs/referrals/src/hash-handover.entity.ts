import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HandoverReason, HandoverState } from './hash-handover.js';

/** Fingerprints from a reporter's device that wait for a person to hand them on. What they are is sealed with the text. */
@Entity('hash_handovers')
export class HashHandover {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'report_id' })
  reportId: string;

  /** How many. */
  @Column('smallint')
  hashes: number;

  /** Whom the portal named to the reporter, by language. */
  @Column('jsonb')
  recipient: Record<string, string>;

  /** To the minute. */
  @Column('timestamptz', { name: 'arrived_at' })
  arrivedAt: Date;

  @Column('text')
  state: HandoverState;

  /** Why they were left. */
  @Column('text', { nullable: true })
  reason: HandoverReason | null;

  /** Under which the recipient has them. */
  @Column('text', { nullable: true })
  reference: string | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt: Date | null;

  @Column('uuid', { name: 'settled_by', nullable: true })
  settledBy: string | null;
}
