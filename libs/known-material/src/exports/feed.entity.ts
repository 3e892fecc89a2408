// What is published of lists and live addresses, and who has read it. Written by triage alone, which signs it; served by
// the partners' zone through functions of the database.
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type FeedKind = 'list' | 'addresses';

@Entity('feeds')
export class Feed {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  kind: FeedKind;

  @Column('uuid', { name: 'hash_list_id', nullable: true })
  hashListId: string | null;

  /** The last change that is published. */
  @Column('bigint')
  head: string;

  /** Changes up to here have ended and are gone. */
  @Column('bigint', { name: 'complete_from' })
  completeFrom: string;

  /** That nothing follows the head, as it is served and signed. */
  @Column('text', { nullable: true })
  statement: string | null;

  @Column('bytea', { nullable: true })
  signature: Buffer | null;

  @Column('text', { name: 'key_id', nullable: true })
  keyId: string | null;

  @Column('timestamptz', { name: 'stated_at', nullable: true })
  statedAt: Date | null;
}

@Entity('feed_changes')
export class FeedChange {
  @PrimaryColumn('uuid', { name: 'feed_id' })
  feedId: string;

  @PrimaryColumn('bigint')
  sequence: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** An entry, or the digest of an address. */
  @Column('text')
  subject: string;

  @Column('boolean', { name: 'is_withdrawal' })
  isWithdrawal: boolean;

  @Column('jsonb')
  content: Record<string, unknown>;

  @Column('timestamptz', { name: 'valid_until', nullable: true })
  validUntil: Date | null;
}

@Entity('feed_pages')
export class FeedPage {
  @PrimaryColumn('uuid', { name: 'feed_id' })
  feedId: string;

  @PrimaryColumn('integer')
  number: number;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('bigint')
  after: string;

  @Column('bigint', { name: 'up_to' })
  upTo: string;

  /** The very text that was signed. */
  @Column('text')
  body: string;

  @Column('bytea')
  signature: Buffer;

  @Column('text', { name: 'key_id' })
  keyId: string;
}

@Entity('feed_keys')
export class FeedKey {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** 16 hexadecimal digits of the SHA-256 of the public key. */
  @PrimaryColumn('text', { name: 'key_id' })
  keyId: string;

  @Column('bytea', { name: 'public_key' })
  publicKey: Buffer;

  @Column('timestamptz')
  since: Date;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt: Date | null;
}

@Entity('feed_reads')
export class FeedRead {
  @PrimaryColumn('uuid', { name: 'api_key_id' })
  apiKeyId: string;

  @PrimaryColumn('uuid', { name: 'feed_id' })
  feedId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('date')
  day: string;

  @Column('integer')
  requests: number;

  @Column('bigint', { name: 'up_to' })
  upTo: string;
}
