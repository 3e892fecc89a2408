import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Why a case is copied: a child in danger, or one of the kinds of report of those concerned. */
export const SAFEGUARDING_REASONS = ['danger', 'self-report', 'threatened', 'child-concern'] as const;
export type SafeguardingReason = (typeof SAFEGUARDING_REASONS)[number];

/** What the owner of a portal got at once of a case that a partner triages. */
@Entity('safeguarding_copies')
export class SafeguardingCopy {
  @PrimaryColumn('uuid')
  id: string;

  /** The owner of the portal. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'portal_id' })
  portalId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('text', { name: 'case_number' })
  caseNumber: string;

  @Column('text')
  reason: SafeguardingReason;

  /** Of the case; opened again it is copied again. */
  @Column('integer')
  round: number;

  /** Its addresses are shown as long as it has them. */
  @Column('uuid', { name: 'report_id' })
  reportId: string;

  @Column('timestamptz', { name: 'copied_at' })
  copiedAt: Date;

  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt: Date | null;

  @Column('uuid', { name: 'seen_by', nullable: true })
  seenBy: string | null;
}
