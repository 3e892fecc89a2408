import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MandateLevel } from './mandate.js';

/** A recorded permission to do more than nothing with material. */
@Entity('mandates')
export class Mandate {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** For one portal; null for all that the organisation triages or owns. */
  @Column('uuid', { name: 'portal_id', nullable: true })
  portalId: string | null;

  @Column('text')
  level: MandateLevel;

  /** Under `view`: hours after which the copy goes even if no decision is final. */
  @Column('integer', { name: 'keep_hours', nullable: true })
  keepHours: number | null;

  @Column('text', { name: 'legal_instrument' })
  legalInstrument: string;

  @Column('text', { name: 'approved_by' })
  approvedBy: string;

  @Column('timestamptz', { name: 'approved_at' })
  approvedAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}
