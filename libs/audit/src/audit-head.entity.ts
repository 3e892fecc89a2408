import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Held by whoever links an organisation's events, one at a time. */
@Entity('audit_heads')
export class AuditHead {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('timestamptz', { name: 'sealed_at', nullable: true })
  sealedAt: Date | null;
}
