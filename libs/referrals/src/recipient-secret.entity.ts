import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a recipient wants to see before it listens; sealed, opened by triage alone. */
@Entity('recipient_secrets')
export class RecipientSecret {
  @PrimaryColumn('uuid', { name: 'recipient_id' })
  recipientId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  host: string;

  @Column('integer')
  port: number;

  @Column('bytea', { name: 'sealed_secret' })
  sealedSecret: Buffer;

  /** End of the client certificate in it, so that its renewal is not forgotten. */
  @Column('timestamptz', { name: 'certificate_expires_at', nullable: true })
  certificateExpiresAt: Date | null;

  @Column('timestamptz', { name: 'set_at' })
  setAt: Date;
}
