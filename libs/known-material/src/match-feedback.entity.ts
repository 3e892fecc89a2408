import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Why an analyst says that this is not that. */
export const FEEDBACK_REASONS = ['other-picture', 'no-such-material', 'nothing-to-see', 'other'] as const;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number];

/** The way back to the list's source: `not-taken` where it takes none, `revoked` where it was taken back before. */
export const FEEDBACK_DELIVERIES = ['due', 'sent', 'refused', 'not-taken', 'revoked'] as const;
export type FeedbackDelivery = (typeof FEEDBACK_DELIVERIES)[number];

/** An analyst's "this is not that" against an entry, about one media. */
@Entity('match_feedback')
export class MatchFeedback {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'media_id' })
  mediaId: string;

  @Column('uuid', { name: 'hash_list_id' })
  hashListId: string;

  @Column('uuid', { name: 'hash_entry_id' })
  hashEntryId: string;

  /** Of the entry: the same line under another id is meant as well. */
  @Column('bytea')
  fingerprint: Buffer;

  /** The case in which it was said. */
  @Column('uuid', { name: 'case_id', nullable: true })
  caseId: string | null;

  @Column('text')
  reason: FeedbackReason;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('uuid', { name: 'said_by' })
  saidBy: string;

  @Column('timestamptz', { name: 'said_at' })
  saidAt: Date;

  @Column('uuid', { name: 'taken_back_by', nullable: true })
  takenBackBy: string | null;

  @Column('timestamptz', { name: 'taken_back_at', nullable: true })
  takenBackAt: Date | null;

  @Column('text')
  delivery: FeedbackDelivery;

  @Column('timestamptz', { name: 'delivery_due_at', nullable: true })
  deliveryDueAt: Date | null;

  @Column('integer', { name: 'delivery_attempts' })
  deliveryAttempts: number;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;
}
