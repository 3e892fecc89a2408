import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was saved of a portal's settings; never changed. */
@Entity('portal_versions')
export class PortalVersion {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'portal_id' })
  portalId: string;

  @Column('integer')
  number: number;

  @Column('char', { length: 2 })
  country: string;

  @Column('text', { array: true })
  locales: string[];

  @Column('text', { nullable: true })
  host: string | null;

  @Column('jsonb')
  settings: Record<string, unknown>;

  /** Who reviewed the texts of a language: a person or a role. */
  @Column('jsonb')
  reviewers: Record<string, string>;

  /** Recipients of its own. */
  @Column('uuid', { array: true })
  recipients: string[];

  /** What was taken over from another country and is not confirmed for this one. */
  @Column('text', { array: true })
  unconfirmed: string[];

  @Column('text', { array: true })
  changed: string[];

  @Column('text', { name: 'saved_by_kind' })
  savedByKind: string;

  @Column('uuid', { name: 'saved_by', nullable: true })
  savedBy: string | null;

  @Column('timestamptz', { name: 'saved_at' })
  savedAt: Date;
}
