import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LetterCause, LetterState } from './letter.lifecycle.js';

/** An e-mail to a reporter who asked for it, which says only that there is something new. It holds no address. */
@Entity('letters')
export class Letter {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'report_id' })
  reportId: string;

  @Column('text')
  cause: LetterCause;

  @Column('text')
  state: LetterState;

  /** Cut to the minute. */
  @Column('timestamptz', { name: 'asked_at' })
  askedAt: Date;

  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  /** Later it is no news any more. */
  @Column('timestamptz', { name: 'keep_until' })
  keepUntil: Date;

  /** Those that reached for the mail server. */
  @Column('integer')
  attempts: number;

  /** The last day (UTC) on which its mailbox was counted for it. */
  @Column('date', { name: 'counted_on', nullable: true })
  countedOn: string | null;

  /** Why it waits or ended as it did. */
  @Column('text', { name: 'last_code', nullable: true })
  lastCode: string | null;

  /** Cut to the minute. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
