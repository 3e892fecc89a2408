import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AcknowledgementKind } from './referral.lifecycle.js';

/** What a recipient said it did. */
@Entity('acknowledgements')
export class Acknowledgement {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'referral_id' })
  referralId: string;

  @Column('uuid', { name: 'content_item_id', nullable: true })
  contentItemId: string | null;

  @Column('text')
  kind: AcknowledgementKind;

  @Column('text', { name: 'by_name', nullable: true })
  byName: string | null;

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt: Date;
}
