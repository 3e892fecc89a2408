import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeletionKind } from '#libs/platform';

/** A line of the ledger of deletions, which a restored backup is made to follow. */
@Entity('deletion_ledger')
export class Deletion {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text', { name: 'object_kind' })
  objectKind: DeletionKind;

  @Column('uuid', { name: 'object_id' })
  objectId: string;

  @Column('text')
  reason: string;

  @Column('timestamptz', { name: 'deleted_at' })
  deletedAt: Date;

  /** The stored object that is still to be removed. */
  @Column('text', { name: 'object_name', nullable: true })
  objectName: string | null;

  /** The evidence store has the line too. */
  @Column('boolean', { name: 'is_noted', default: false })
  isNoted: boolean;
}
