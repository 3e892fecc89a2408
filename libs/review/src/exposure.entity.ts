import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One view of a derivative by one person; how long it lasted is measured here, not by the browser. */
@Entity('exposures')
export class Exposure {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'media_id' })
  mediaId: string;

  @Column('uuid', { name: 'staff_account_id' })
  staffAccountId: string;

  @Column('integer')
  level: number;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('bytea', { name: 'ticket_hash', select: false })
  ticketHash: Buffer;

  @Column('timestamptz', { name: 'ticket_expires_at' })
  ticketExpiresAt: Date;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;

  @Column('timestamptz', { name: 'served_at', nullable: true })
  servedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('integer', { nullable: true })
  seconds: number | null;
}
