import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One public site for a country or territory. */
@Entity('portals')
export class Portal {
  @PrimaryColumn('uuid')
  id: string;

  /** Who owns it. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** Whose analysts read its reports. */
  @Column('uuid', { name: 'triaging_organisation_id' })
  triagingOrganisationId: string;

  @Column('text')
  slug: string;

  /** ISO 3166-1, two letters. */
  @Column('char', { length: 2 })
  country: string;

  /** In the order in which they are offered; the first is the default. */
  @Column('text', { array: true })
  locales: string[];

  @Column('jsonb')
  published: Record<string, unknown>;

  @Column('boolean', { name: 'is_live' })
  isLive: boolean;

  @Column('boolean', { name: 'is_demonstration' })
  isDemonstration: boolean;

  /** A host name of its own. */
  @Column('text', { nullable: true })
  host: string | null;

  /** The host name that the operator lets it have. */
  @Column('text', { name: 'confirmed_host', nullable: true })
  confirmedHost: string | null;

  /** The latest version that was saved. */
  @Column('integer')
  version: number;

  /** The version that the public sees. */
  @Column('integer', { name: 'published_version', nullable: true })
  publishedVersion: number | null;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt: Date | null;

  /** When whoever triages for another agreed to. */
  @Column('timestamptz', { name: 'triage_accepted_at', nullable: true })
  triageAcceptedAt: Date | null;

  /** When whoever triaged took that back. */
  @Column('timestamptz', { name: 'triage_ended_at', nullable: true })
  triageEndedAt: Date | null;

  /** Those that the public version names; of its owner or of whoever triages. */
  @Column('uuid', { array: true })
  recipients: string[];

  /** What it began with that was written for another country; each version says what is left of it. */
  @Column('text', { array: true })
  unconfirmed: string[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
