import { Column, Entity, PrimaryColumn } from 'typeorm';

export type MessageDirection = 'to-reporter' | 'from-reporter';

/** A message between the analysts and a reporter. */
@Entity('messages')
export class Message {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'report_id' })
  reportId: string;

  @Column('text')
  direction: MessageDirection;

  /** The organisation's key that its side of the message is sealed to. */
  @Column('uuid', { name: 'organisation_key_id', nullable: true })
  organisationKeyId: string | null;

  /** To the reporter's reply key, or to the organisation's key. */
  @Column('bytea', { name: 'sealed_text' })
  sealedText: Buffer;

  /** What staff wrote, sealed to their own organisation too, so that they can read it again. */
  @Column('bytea', { name: 'sealed_copy', nullable: true })
  sealedCopy: Buffer | null;

  /** Cut to the minute. */
  @Column('timestamptz', { name: 'written_at' })
  writtenAt: Date;
}
