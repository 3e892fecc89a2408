import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ReportState = 'received' | 'attached';

/** What one member of the public sent: never edited, erased by class of data. */
@Entity('reports')
export class Report {
  /** Random, not time-ordered. */
  @PrimaryColumn('uuid')
  id: string;

  /** Who triages it. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** Whose portal it came through. */
  @Column('uuid', { name: 'owning_organisation_id' })
  owningOrganisationId: string;

  @Column('uuid', { name: 'portal_id' })
  portalId: string;

  /** The key that text and contact are sealed to. */
  @Column('uuid', { name: 'organisation_key_id' })
  organisationKeyId: string;

  @Column('text')
  locale: string;

  @Column('text')
  kind: string;

  @Column('boolean', { name: 'is_self_report' })
  isSelfReport: boolean;

  @Column('boolean', { name: 'child_in_danger' })
  childInDanger: boolean;

  /** All that is kept of a flood. */
  @Column('boolean', { name: 'arrived_in_flood' })
  arrivedInFlood: boolean;

  /** The trusted reporter's, if one sent it. */
  @Column('uuid', { name: 'api_key_id', nullable: true })
  apiKeyId: string | null;

  /** A day, YYYY-MM-DD. */
  @Column('date', { name: 'seen_at', nullable: true })
  seenAt: string | null;

  @Column('bytea', { name: 'sealed_text', nullable: true })
  sealedText: Buffer | null;

  @Column('bytea', { name: 'sealed_contact', nullable: true })
  sealedContact: Buffer | null;

  /** The reporter left an address while the form promised letters. */
  @Column('boolean', { name: 'wants_letters' })
  wantsLetters: boolean;

  /** Cut to the minute. */
  @Column('timestamptz', { name: 'received_at' })
  receivedAt: Date;

  @Column('text')
  state: ReportState;

  @Column('integer', { name: 'intake_attempts' })
  intakeAttempts: number;

  /** When its intake is next tried. */
  @Column('timestamptz', { name: 'intake_due_at' })
  intakeDueAt: Date;

  @Column('timestamptz', { name: 'text_erased_at', nullable: true })
  textErasedAt: Date | null;

  @Column('timestamptz', { name: 'contact_erased_at', nullable: true })
  contactErasedAt: Date | null;
}
