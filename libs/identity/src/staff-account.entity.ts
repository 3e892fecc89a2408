import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from './permissions.js';

@Entity('staff_accounts')
export class StaffAccount {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** In small letters; the name with which a person signs in. */
  @Column('text')
  email: string;

  @Column('text', { name: 'display_name' })
  displayName: string;

  @Column('text')
  role: Role;

  @Column('text', { name: 'password_hash', select: false })
  passwordHash: string;

  @Column('bytea', { name: 'totp_secret_sealed', nullable: true, select: false })
  totpSecretSealed: Buffer | null;

  /** Step of the last code that was accepted; an earlier or equal one is refused. */
  @Column('bigint', { name: 'totp_last_step', nullable: true, select: false })
  totpLastStep: string | null;

  @Column('text')
  locale: string;

  /** Stricter exposure limits than the organisation's, for this person. */
  @Column('jsonb')
  limits: Record<string, unknown>;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null;
}
