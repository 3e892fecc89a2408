import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `spool`: what was fetched, until it is examined; `original`: what is kept; `derivative`: made for viewing. */
export type EvidencePurpose = 'spool' | 'original' | 'derivative';

/** One encrypted object: what it is of, where it lies, when it must go. */
@Entity('evidence_objects')
export class EvidenceObject {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'content_item_id', nullable: true })
  contentItemId: string | null;

  @Column('uuid', { name: 'media_id', nullable: true })
  mediaId: string | null;

  @Column('text')
  purpose: EvidencePurpose;

  /** Of a derivative: 1 to 4. */
  @Column('integer', { nullable: true })
  level: number | null;

  /** Random; the store's name for it. */
  @Column('text', { name: 'object_name' })
  objectName: string;

  @Column('text', { name: 'media_type' })
  mediaType: string;

  /** Of the plain bytes; a bigint, so text. */
  @Column('bigint')
  bytes: string;

  /** Of the plain bytes. */
  @Column('bytea')
  sha256: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'delete_after', nullable: true })
  deleteAfter: Date | null;
}
