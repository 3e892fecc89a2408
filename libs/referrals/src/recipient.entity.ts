import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReferralWay } from './referral.lifecycle.js';

/** A partner hotline, police unit, clearing house or provider. */
@Entity('recipients')
export class Recipient {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  name: string;

  @Column('text')
  way: ReferralWay;

  @Column('char', { length: 2, nullable: true })
  country: string | null;

  @Column('text')
  host: string;

  @Column('integer')
  port: number;

  @Column('jsonb')
  details: Record<string, unknown>;

  @Column('boolean', { name: 'is_active' })
  isActive: boolean;

  @Column('boolean', { name: 'is_sandbox' })
  isSandbox: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
