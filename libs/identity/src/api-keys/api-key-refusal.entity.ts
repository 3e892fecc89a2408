import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Refused uses of a key that are counted, so that a flood of them makes few events. Counted in the database alone. */
@Entity('api_key_refusals')
export class ApiKeyRefusal {
  @PrimaryColumn('uuid', { name: 'api_key_id' })
  apiKeyId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @PrimaryColumn('text')
  reason: string;

  @Column('timestamptz')
  since: Date;

  @Column('integer')
  tries: number;
}
