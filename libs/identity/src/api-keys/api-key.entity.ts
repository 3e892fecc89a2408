import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a key may be used for. The same stand in the table's own check. */
export const API_KEY_SCOPES = ['reports:write', 'lists:read', 'addresses:read'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** A key of a partner or provider. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** Whose it is and what for, as the organisation says it. */
  @Column('text')
  name: string;

  /** 16 hexadecimal digits: the part of the key that is no secret. */
  @Column('text')
  lookup: string;

  @Column('bytea', { name: 'secret_hash', select: false })
  secretHash: Buffer;

  @Column('text', { array: true })
  scopes: ApiKeyScope[];

  /** Where `reports:write` may report. */
  @Column('uuid', { name: 'portal_id', nullable: true })
  portalId: string | null;

  /** What `lists:read` may read. */
  @Column('uuid', { name: 'list_ids', array: true })
  listIds: string[];

  @Column('integer', { name: 'per_minute' })
  perMinute: number;

  /** A day begins at midnight UTC. */
  @Column('integer', { name: 'per_day' })
  perDay: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** Null: the operator. */
  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @Column('uuid', { name: 'revoked_by', nullable: true })
  revokedBy: string | null;
}
