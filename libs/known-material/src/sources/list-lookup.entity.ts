import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What became of the question whether a source knows a media. */
export type LookupAnswer = 'known' | 'unknown' | 'nothing-to-ask' | 'given-up';

/** A media whose hashes a source is asked about. */
@Entity('list_lookups')
export class ListLookup {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'source_id' })
  sourceId: string;

  @Column('uuid', { name: 'media_id' })
  mediaId: string;

  /** Null when it is not to be asked (again). */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt: Date | null;

  /** Answers that made no sense. */
  @Column('integer')
  attempts: number;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt: Date | null;

  @Column('text', { nullable: true })
  answer: LookupAnswer | null;
}
