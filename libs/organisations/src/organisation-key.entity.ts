import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The key pair that reports are sealed to; the private half is sealed under the master key. */
@Entity('organisation_keys')
export class OrganisationKey {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('bytea', { name: 'public_key' })
  publicKey: Buffer;

  @Column('bytea', { name: 'sealed_private_key' })
  sealedPrivateKey: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt: Date | null;
}
