import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A signed statement of how far the chain had come, meant to be kept elsewhere. */
@Entity('audit_checkpoints')
export class AuditCheckpoint {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('bigint')
  number: string;

  @Column('bytea')
  link: Buffer;

  @Column('timestamptz', { name: 'made_at' })
  madeAt: Date;

  @Column('bytea', { name: 'public_key' })
  publicKey: Buffer;

  @Column('bytea')
  signature: Buffer;
}
