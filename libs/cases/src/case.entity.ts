import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MandateLevel } from '#libs/organisations';
import type { Concern } from '#libs/reports';
import type { CaseState } from './case.lifecycle.js';
import type { PriorityFactor } from './priority.js';

export type CaseOutcome = 'forwarded' | 'not-illegal' | 'not-reachable';

/** The unit of analyst work: one source address, or one tip without an address. */
@Entity('cases')
export class Case {
  @PrimaryColumn('uuid')
  id: string;

  /** The organisation that triages. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'owning_organisation_id' })
  owningOrganisationId: string;

  @Column('uuid', { name: 'portal_id' })
  portalId: string;

  /** For people: `DEMO-2026-000123`. */
  @Column('text')
  number: string;

  @Column('text')
  kind: 'address' | 'tip';

  /** The normalised address that groups reports. */
  @Column('text', { name: 'source_key', nullable: true })
  sourceKey: string | null;

  @Column('text')
  state: CaseState;

  @Column('text')
  mandate: MandateLevel;

  @Column('uuid', { name: 'mandate_id', nullable: true })
  mandateId: string | null;

  @Column('integer', { name: 'mandate_keep_hours', nullable: true })
  mandateKeepHours: number | null;

  @Column('boolean', { name: 'is_self_report' })
  isSelfReport: boolean;

  @Column('boolean', { name: 'child_in_danger' })
  childInDanger: boolean;

  /** Reported by those concerned: it has a queue of its own. */
  @Column('text', { nullable: true })
  concern: Concern | null;

  /** What it has in common with others, while nothing but a flood has reported it. */
  @Column('text', { name: 'flood_cluster', nullable: true })
  floodCluster: string | null;

  /** How many of its cluster were there before it. */
  @Column('integer', { name: 'flood_place', nullable: true })
  floodPlace: number | null;

  /** An urgent decision is sent without the time to undo. */
  @Column('boolean', { name: 'is_urgent' })
  isUrgent: boolean;

  @Column('text', { nullable: true })
  outcome: CaseOutcome | null;

  @Column('double precision')
  priority: number;

  @Column('text', { name: 'priority_version', nullable: true })
  priorityVersion: string | null;

  @Column('jsonb', { name: 'priority_factors', nullable: true })
  priorityFactors: PriorityFactor[] | null;

  @Column('timestamptz', { name: 'ranked_at', nullable: true })
  rankedAt: Date | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;

  /** When a person first took it up. */
  @Column('timestamptz', { name: 'looked_at', nullable: true })
  lookedAt: Date | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  /** When a decision is sent on its way. */
  @Column('timestamptz', { name: 'route_at', nullable: true })
  routeAt: Date | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  /** Raised each time the case is opened again. */
  @Column('integer')
  round: number;

  @Column('uuid', { name: 'lease_holder_id', nullable: true })
  leaseHolderId: string | null;

  @Column('uuid', { name: 'lease_token', nullable: true })
  leaseToken: string | null;

  @Column('integer', { name: 'lease_version' })
  leaseVersion: number;

  @Column('timestamptz', { name: 'lease_expires_at', nullable: true })
  leaseExpiresAt: Date | null;

  /** Somebody asked for copies that are gone, and triage has not taken it up yet. */
  @Column('timestamptz', { name: 'refetch_asked_at', nullable: true })
  refetchAskedAt: Date | null;

  @Column('timestamptz', { name: 'refetched_at', nullable: true })
  refetchedAt: Date | null;

  /** Why triage fetched nothing when it was asked last. */
  @Column('text', { name: 'refetch_refused', nullable: true })
  refetchRefused: 'mandate' | null;

  /** Since when it could not be matched with what lists have new; null: nothing is missing. */
  @Column('timestamptz', { name: 'rematch_failed_since', nullable: true })
  rematchFailedSince: Date | null;

  /** When that is tried again. */
  @Column('timestamptz', { name: 'rematch_due_at', nullable: true })
  rematchDueAt: Date | null;

  /** When other cases with the same bytes are to follow what this one's decision says now; null: they have. */
  @Column('timestamptz', { name: 'follow_due_at', nullable: true })
  followDueAt: Date | null;
}
