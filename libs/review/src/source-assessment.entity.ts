import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SourceAnswers } from '#libs/taxonomy';

/** What was answered about the source of a case as a whole. */
@Entity('source_assessments')
export class SourceAssessment {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  /** The case's round in which it was made. */
  @Column('integer')
  round: number;

  @Column('integer')
  version: number;

  @Column('text')
  scheme: string;

  @Column('jsonb')
  answers: SourceAnswers;

  @Column('uuid', { name: 'staff_account_id', nullable: true })
  staffAccountId: string | null;

  @Column('timestamptz', { name: 'made_at' })
  madeAt: Date;
}
