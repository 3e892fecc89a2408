import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The key of one object, wrapped by the master key. Without this row the object can never be read again. */
@Entity('data_keys')
export class DataKey {
  @PrimaryColumn('uuid', { name: 'evidence_object_id' })
  evidenceObjectId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('bytea', { name: 'sealed_key' })
  sealedKey: Buffer;
}
