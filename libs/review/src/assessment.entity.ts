import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Answers, Verdict } from '#libs/taxonomy';

/** A classification of a content item; never changed, a later one is a new version. */
@Entity('assessments')
export class Assessment {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'content_item_id' })
  contentItemId: string;

  /** The bytes that the item showed when it was made. */
  @Column('uuid', { name: 'media_id', nullable: true })
  mediaId: string | null;

  /** The case's round in which it was made. */
  @Column('integer')
  round: number;

  @Column('integer')
  version: number;

  /** The scheme that the answers are to be read by. */
  @Column('text')
  scheme: string;

  @Column('text')
  verdict: Verdict;

  @Column('jsonb')
  answers: Answers;

  @Column('text', { name: 'made_by' })
  madeBy: 'person' | 'settlement' | 'link';

  @Column('uuid', { name: 'staff_account_id', nullable: true })
  staffAccountId: string | null;

  @Column('uuid', { name: 'settled_by_match_id', nullable: true })
  settledByMatchId: string | null;

  /** Of a link: the decision of a person on the same bytes whose answers these are. */
  @Column('uuid', { name: 'follows_id', nullable: true })
  followsId: string | null;

  /** The assessment of a picture that looks like this one whose answers the person took over; null for their own. */
  @Column('uuid', { name: 'taken_from_id', nullable: true })
  takenFromId: string | null;

  /** Whether the person who made it was served a view of the picture; of a link, who made what it follows. */
  @Column('boolean')
  looked: boolean;

  @Column('timestamptz', { name: 'made_at' })
  madeAt: Date;
}
