import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ItemResult, ItemStep } from './item-steps.js';

/** One address or file within a case. */
@Entity('content_items')
export class ContentItem {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId: string | null;

  @Column('text')
  role: 'source' | 'embedded';

  /** How the page refers to it. */
  @Column('text', { name: 'found_via', nullable: true })
  foundVia: string | null;

  /** Pages between the source and this; 0 for the source. */
  @Column('integer')
  depth: number;

  @Column('text')
  address: string;

  @Column('text', { name: 'address_key' })
  addressKey: string;

  @Column('integer')
  round: number;

  /** It is fetched again for its copy alone: media and result stay what they are. */
  @Column('boolean', { name: 'is_refetch' })
  isRefetch: boolean;

  @Column('text')
  step: ItemStep;

  @Column('integer', { name: 'step_attempts' })
  stepAttempts: number;

  @Column('timestamptz', { name: 'step_due_at' })
  stepDueAt: Date;

  @Column('text', { nullable: true })
  result: ItemResult | null;

  @Column('text', { name: 'result_detail', nullable: true })
  resultDetail: string | null;

  @Column('text', { name: 'media_type', nullable: true })
  mediaType: string | null;

  @Column('uuid', { name: 'media_id', nullable: true })
  mediaId: string | null;

  @Column('jsonb', { nullable: true })
  hosting: Record<string, unknown> | null;

  @Column('text', { name: 'online_state', nullable: true })
  onlineState: 'online' | 'gone' | 'unknown' | null;

  @Column('timestamptz', { name: 'online_checked_at', nullable: true })
  onlineCheckedAt: Date | null;

  @Column('timestamptz', { name: 'next_check_at', nullable: true })
  nextCheckAt: Date | null;

  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
