import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The mark of a submission, so that sending twice gives one report; written and read by the portal's functions alone. */
@Entity('submissions')
export class SubmissionRow {
  @PrimaryColumn('bytea', { name: 'mark_hash' })
  markHash: Buffer;

  @Column('bytea', { name: 'body_hash' })
  bodyHash: Buffer;

  /** Sealed under a key derived from the mark, which is not stored; null once the reporter has kept the code. */
  @Column('bytea', { name: 'sealed_receipt', nullable: true })
  sealedReceipt: Buffer | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
