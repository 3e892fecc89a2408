import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is kept of a receipt: nothing that opens it. */
@Entity('receipts')
export class ReceiptRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'report_id' })
  reportId: string;

  /** Not readable by the staff's zone. */
  @Column('text', { select: false })
  lookup: string;

  /** HMAC-SHA-256 under the portal's key; not readable by the staff's zone. */
  @Column('bytea', { name: 'secret_hash', select: false })
  secretHash: Buffer;

  @Column('bytea', { name: 'reply_public_key' })
  replyPublicKey: Buffer;
}
