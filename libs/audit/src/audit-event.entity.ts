import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ActorKind = 'staff' | 'machine' | 'operator';

/** One act, written with it; number, previous and link are the sealer's. */
@Entity('audit_events')
export class AuditEvent {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('timestamptz')
  at: Date;

  @Column('text', { name: 'actor_kind' })
  actorKind: ActorKind;

  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId: string | null;

  @Column('text')
  act: string;

  @Column('text', { name: 'subject_kind' })
  subjectKind: string;

  @Column('uuid', { name: 'subject_id', nullable: true })
  subjectId: string | null;

  @Column('jsonb')
  details: Record<string, unknown>;

  @Column('bigint', { nullable: true })
  number: string | null;

  @Column('bytea', { nullable: true })
  previous: Buffer | null;

  @Column('bytea', { nullable: true })
  link: Buffer | null;
}
