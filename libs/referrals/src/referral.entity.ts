import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CancelledReason, ReferralState, ReferralWay } from './referral.lifecycle.js';
import type { ChoiceReason } from './routing.js';

/** An onward report to a recipient over a way; without a recipient it waits for one. */
@Entity('referrals')
export class Referral {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  /** The case's round that it came from. */
  @Column('integer')
  decision: number;

  @Column('uuid', { name: 'recipient_id', nullable: true })
  recipientId: string | null;

  @Column('text', { nullable: true })
  way: ReferralWay | null;

  /** Why this recipient was chosen, or why none. */
  @Column('text', { name: 'chosen_because', nullable: true })
  chosenBecause: ChoiceReason | null;

  @Column('text')
  state: ReferralState;

  /** Ours, unique, the same at each attempt. */
  @Column('text')
  reference: string;

  /** Whether a person looked at the material. */
  @Column('boolean')
  looked: boolean;

  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  @Column('integer')
  attempts: number;

  @Column('text', { name: 'remote_number', nullable: true })
  remoteNumber: string | null;

  @Column('jsonb', { name: 'remote_details', nullable: true })
  remoteDetails: Record<string, unknown> | null;

  @Column('text', { name: 'stopped_code', nullable: true })
  stoppedCode: string | null;

  @Column('text', { name: 'stopped_reason', nullable: true })
  stoppedReason: string | null;

  @Column('text', { name: 'cancelled_reason', nullable: true })
  cancelledReason: CancelledReason | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
