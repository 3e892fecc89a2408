import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a referral says of one content item. */
@Entity('referral_items')
export class ReferralItem {
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @PrimaryColumn('uuid', { name: 'referral_id' })
  referralId: string;

  @PrimaryColumn('uuid', { name: 'content_item_id' })
  contentItemId: string;

  @Column('uuid', { name: 'assessment_id' })
  assessmentId: string;

  @Column('text', { name: 'remote_number', nullable: true })
  remoteNumber: string | null;
}
